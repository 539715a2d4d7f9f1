"""Which cells a layer says that it reads, against the footprint of torch's gradient."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.layers.dropout import AlphaDropout, Dropout3d
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm1d, InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, LocalResponseNorm, RMSNorm
from convviz.core.layers.shape import ChannelShuffle, Flatten, Unflatten
from convviz.core.layers.smooth_activation import CELU, LogSigmoid
from convviz.core.layers.softmax import Softmax2d, Softmin
from convviz.core.layers.upsample import UpsamplingBilinear2d, UpsamplingNearest2d
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.engine.compute.module_builder import build_module

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

CASES: list[tuple[Layer, Shape]] = [
    (CELU(), (2, 3, 3)),
    (LogSigmoid(), (2, 3)),
    (Softmax2d(), (3, 2, 2)),
    (Softmin(1), (3, 2, 2)),
    (GLU(), (2, 3, 4)),
    (GLU(1), (4, 2, 3)),
    (Dropout3d(), (2, 2, 2, 2)),
    (AlphaDropout(), (2, 3)),
    (InstanceNorm1d(2), (2, 5)),
    (InstanceNorm2d(2), (2, 3, 3)),
    (InstanceNorm2d(2, track_running_stats=True), (2, 3, 3)),
    (GroupNorm(2, 4), (4, 2, 3)),
    (LayerNorm(4), (2, 3, 4)),
    (LayerNorm((3, 4)), (2, 3, 4)),
    (LayerNorm((2, 3, 4)), (2, 3, 4)),
    (RMSNorm((3, 4)), (2, 3, 4)),
    (LocalResponseNorm(3), (6, 2, 2)),
    (LocalResponseNorm(4), (6, 2)),
    (ChannelShuffle(3), (6, 2, 2)),
    (ChannelShuffle(2), (6, 4)),
    (Flatten(), (2, 3, 2)),
    (Unflatten(1, (2, -1)), (6, 2)),
    (Unflatten(2, (3, 2)), (2, 6, 2)),
    (Unflatten(-1, (-1, 2, 1)), (2, 6)),
    (UpsamplingNearest2d(scale_factor=1.5), (2, 3, 4)),
    (UpsamplingBilinear2d(size=(5, 3)), (2, 3, 4)),
]


def footprint(layer: Layer, shape: Shape, cell: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Return the cells of the input at which the gradient of one cell is not zero."""
    torch.manual_seed(3)
    module = build_module(layer).double().eval()
    values = torch.rand(1, *shape, dtype=torch.float64).add(0.5).requires_grad_()
    (gradient,) = torch.autograd.grad(module(values)[(0, *cell)], values)
    return {tuple(place) for place in gradient[0].nonzero().tolist()}


@pytest.mark.parametrize(("layer", "shape"), CASES, ids=str)
def test_a_layer_reads_the_cells_at_which_the_gradient_is_not_zero(
    layer: Layer, shape: Shape
) -> None:
    output = layer.infer((1, *shape))[1:]
    chance = random.Random(1)  # noqa: S311
    for _ in range(5):
        cell = tuple(chance.randrange(size) for size in output)
        blocks = layer.cells_read(shape, tuple(frozenset({at}) for at in cell))

        read = {place for block in blocks for place in itertools.product(*block)}

        assert read == footprint(layer, shape, cell), cell


@pytest.mark.parametrize(("layer", "shape"), CASES, ids=str)
def test_every_one_of_them_has_a_receptive_field(layer: Layer, shape: Shape) -> None:
    result = infer_sequential([NetworkStep(layer)], shape)

    assert len(receptive_fields(result)) == 1
