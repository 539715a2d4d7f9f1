"""Every step of a layer that moves, adds up or interpolates cells arrives at torch's number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from convviz.core.errors import ConvVizError
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.upsample import Upsample
from convviz.core.shown_layers import infer_shown, shown_dimensions, torch_shape
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.steps.step import build_step
from tests.oracle.compare import depends_on_memory
from tests.oracle.strategies import configurations
from tests.oracle.torch_side import run_torch

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

KINDS = (Upsample, PixelShuffle, PixelUnshuffle, Unfold, Fold)
MOST_STEPS = 3000


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_step_arrives_at_torchs_number(kind: type[Layer], data: st.DataObject) -> None:
    layer, shape = _one_picture(*data.draw(configurations(kind)))
    try:
        output_shape = infer_shown(layer, shape)
    except ConvVizError:
        assume(False)  # noqa: FBT003 - hypothesis takes it by place
    assume(not depends_on_memory(layer, torch_shape(layer, shape)))
    fill = Fill(FillPattern.RANDOM_INTEGERS, seed=data.draw(st.integers(0, 99)))
    try:
        scene = build_scene(Calculator(layer, shape, fill))
    except TooLargeError:
        assume(False)  # noqa: FBT003 - likewise
    assume(scene.step_count <= MOST_STEPS)

    taken = scene.plain_input.reshape(torch_shape(layer, shape))
    theirs = run_torch(layer, taken, 0)
    assert theirs.output is not None, theirs.refusal
    assert theirs.output.shape == torch_shape(layer, output_shape)
    build = build_step if scene.blocks is None else build_block_step
    totals = [build(scene, index).total for index in range(scene.step_count)]
    assert scene.output is not None
    assert np.allclose(totals, scene.output.ravel(), rtol=1e-12, atol=1e-12)
    assert np.allclose(totals, theirs.output.ravel(), rtol=1e-9, atol=1e-9)
    results = tuple(formula.result for formula in formula_for(layer, shape[1:]))
    assert results == _sizes(layer, shape, output_shape)


def _one_picture(layer: Layer, shape: Shape) -> tuple[Layer, Shape]:
    """Return the configuration without its batch, if it has one."""
    admitted = shown_dimensions(layer)
    return layer, shape[1:] if len(shape) - 1 in admitted else shape


def _sizes(layer: Layer, shape: Shape, output_shape: Shape) -> Shape:
    """Return the sizes that the formula of each axis gives: Unfold's are numbers of windows."""
    if isinstance(layer, Unfold):
        return tuple(axis.output_size for axis in layer.axis_windows(shape[1:]))
    return output_shape[1:]
