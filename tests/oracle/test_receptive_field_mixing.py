"""Receptive fields against torch's gradient where layers mix axes, channels and pictures."""

from __future__ import annotations

import itertools
import random
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.adaptive import AdaptiveAvgPool1d, AdaptiveAvgPool2d
from convviz.core.layers.base import LayerFamily
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, LocalResponseNorm, RMSNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d
from convviz.core.layers.pad import CircularPad2d, ReflectionPad2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool1d, AvgPool2d
from convviz.core.layers.shape import ChannelShuffle, Flatten, Identity, Unflatten
from convviz.core.layers.smooth_activation import Sigmoid, Tanh
from convviz.core.layers.softmax import LogSoftmax, Softmax, Softmax2d
from convviz.core.layers.upsample import Upsample
from convviz.core.network.input_cells import first_place, input_blocks
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.network.summary import summarise
from convviz.engine.compute.module_builder import build_sequential
from tests.support.seen_cells import input_box

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

torch.set_num_threads(1)
MOST_CELLS = 700
ROUNDING = 1e-13
"""What the gradient of a constant, as a norm of one value is, may have left."""


def layers_for(shape: Shape, chance: random.Random) -> list[Layer]:
    """Return layers that a person might put behind a shape."""
    if not shape:
        return [Sigmoid()]
    found: list[Layer] = [
        Linear(shape[-1], chance.choice([1, 3, 4])),
        Softmax(chance.choice([None, 0, -1, 1, *range(len(shape) + 1)])),
        LogSoftmax(chance.choice([1, -1])),
        chance.choice([Sigmoid(), Tanh(), Identity()]),
        Flatten(*chance.choice([(1, -1), (2, -1), (1, 2), (-2, -1)])),
        GLU(chance.choice([1, -1])),
        LocalResponseNorm(chance.choice([2, 3])),
        Unflatten(1, chance.choice([(2, shape[0] // 2), (shape[0], 1)])),
    ]
    if shape[-1] >= 3:  # of fewer values a norm is all but constant
        found += [LayerNorm(shape[chance.randrange(len(shape)) :]), RMSNorm(shape[-1:])]
    if len(shape) > 1 and np.prod(shape[1:]) >= 3:
        found.append(GroupNorm(chance.choice([1, shape[0]]), shape[0]))
    if len(shape) == 3:
        channels = shape[0]
        groups = chance.choice([n for n in (1, 2, 3, 4, channels) if channels % n == 0])
        found += [
            Conv2d(channels, 2 * groups, chance.choice([1, 2, 3]), padding=1, groups=groups),
            Conv2d(channels, 4, 2, stride=2, dilation=chance.choice([1, 2])),
            ConvTranspose2d(channels, 2 * groups, 3, stride=2, groups=groups),
            BatchNorm2d(channels, track_running_stats=chance.random() < 0.5),
            AvgPool2d(2, ceil_mode=True),
            AdaptiveAvgPool2d(chance.choice([1, 2, 3])),
            InstanceNorm2d(channels, track_running_stats=chance.random() < 0.5),
            ChannelShuffle(groups),
            Softmax2d(),
            PixelShuffle(2),
            PixelUnshuffle(2),
            Unfold(
                chance.choice([1, 2]), padding=chance.choice([0, 1]), stride=chance.choice([1, 2])
            ),
            Upsample(scale_factor=2.0, mode="bilinear", align_corners=chance.random() < 0.5),
            Upsample(scale_factor=1.5, mode="bicubic"),
            CircularPad2d(1),
            ReflectionPad2d(1),
        ]
    if len(shape) == 2:
        found += [
            Conv1d(shape[0], 2, 2, padding=1),
            BatchNorm1d(shape[0], track_running_stats=chance.random() < 0.5),
            AvgPool1d(2),
            AdaptiveAvgPool1d(2),
            Fold((3, 4), (2, 2), padding=chance.choice([0, 1]), stride=chance.choice([1, 2])),
        ]
    if len(shape) == 1:
        found.append(BatchNorm1d(shape[0]))
    return found


def network(seed: int) -> SequentialResult:
    chance = random.Random(seed)  # noqa: S311
    shape = chance.choice([(1, 4, 5), (2, 5, 4), (4, 3, 4), (2, 6), (5,), (4, 4, 6)])
    steps: list[NetworkStep] = []
    result = infer_sequential(steps, shape)
    for _ in range(40):
        wanted = chance.choice(layers_for(result.output_shape, chance))
        tried = infer_sequential([*steps, NetworkStep(wanted)], shape)
        cells = np.prod(tried.output_shape) if tried.failure is None else MOST_CELLS + 1
        if cells <= MOST_CELLS and len(tried.output_shape) <= 3 and not joins_pictures(tried):
            steps, result = [*steps, NetworkStep(wanted)], tried
        if len(steps) == 1 + seed % 5:
            break
    return result


def joins_pictures(result: SequentialResult) -> bool:
    """Return whether a batch is no batch any more: torch's first picture is then unknown."""
    codes = (note.code for row in result.rows for note in row.notes)
    return ExplanationCode.BATCH_JOINED in codes


def module_of(result: SequentialResult, *, training: bool) -> torch.nn.Module:
    steps = [NetworkStep(row.layer) for row in result.rows]
    return build_sequential(steps, result.input_shape, seed=1).double().train(training)


def footprint(
    result: SequentialResult, place: tuple[int, ...], *, training: bool
) -> np.ndarray[Any, Any]:
    """Return which cells of a picture's plane the gradient of one of its output cells reaches."""
    module = module_of(result, training=training)
    generator = torch.Generator().manual_seed(4)
    shape = result.input_shape
    values = torch.rand((2, *shape), generator=generator, dtype=torch.float64, requires_grad=True)
    with warnings.catch_warnings():
        # torch warns that Softmax without a dimension chooses one.
        warnings.simplefilter("ignore", UserWarning)
        output = module(values)[0]
    cell = output[(slice(None), *place)] if output.ndim > 1 else output[place]
    pull = torch.rand(cell.shape, generator=generator, dtype=torch.float64) - 0.3
    (gradient,) = torch.autograd.grad((cell * pull).sum(), values)
    reached = np.abs(gradient[0].numpy()) > ROUNDING
    return np.asarray(reached.any(axis=0) if len(shape) > 1 else reached)


def drawn(result: SequentialResult, place: tuple[int, ...], *, training: bool) -> np.ndarray:
    shape = result.input_shape
    found = np.zeros(shape[1:] or shape, dtype=np.bool_)
    for block in input_blocks(result, len(result.rows) - 1, place, training=training):
        found[np.ix_(*block)] = True
    return found


def may_cancel(result: SequentialResult) -> bool:
    """Return whether what one layer makes alike could be made a constant by another.

    A softmax of equal numbers, or a norm of two values that are the same but for their sign, do
    not depend on them, though they are computed from them.
    """
    families = [row.layer.family for row in result.rows]
    softmax = [isinstance(row.layer, (Softmax, LogSoftmax)) for row in result.rows]
    return families.count(LayerFamily.NORMALISATION) + sum(softmax) > 1


def some_places(shape: Shape, chance: random.Random) -> list[tuple[int, ...]]:
    every = list(itertools.product(*map(range, shape[1:] or shape)))
    return chance.sample(every, min(5, len(every)))


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("seed", range(150))
def test_a_cell_depends_on_exactly_what_its_gradient_reaches(seed: int, *, training: bool) -> None:
    result = network(seed)
    chance = random.Random(seed)  # noqa: S311
    named = [row.layer for row in result.rows]
    for place in some_places(result.output_shape, chance):
        expected = footprint(result, place, training=training)

        found = drawn(result, place, training=training)

        assert not (expected & ~found).any(), (named, place)
        if not may_cancel(result):
            assert np.array_equal(found, expected), (named, place)


@pytest.mark.parametrize("seed", range(150))
def test_rows_that_see_alike_do_so_and_others_are_not_said_to(seed: int) -> None:
    result = network(seed)
    last = len(result.rows) - 1
    every = itertools.product(*map(range, result.output_shape[1:] or result.output_shape))
    seen = {input_blocks(result, last, place) for place in every}

    if receptive_fields(result)[last].is_uniform:
        assert len(seen) == 1
    if summarise(result).sees_whole_input(last) and not may_cancel(result):
        assert footprint(result, first_place(result.output_shape), training=False).all()


def test_lenet_without_flatten_sees_sixteen_of_thirty_two_rows() -> None:
    layers = (
        *(Conv2d(1, 6, 5), Tanh(), AvgPool2d(2, 2)),
        *(Conv2d(6, 16, 5), Tanh(), AvgPool2d(2, 2)),
        *(Linear(5, 120), Tanh(), Linear(120, 84)),
    )
    result = infer_sequential(list(map(NetworkStep, layers)), (1, 32, 32))
    last = len(layers) - 1

    assert input_box(result, last, (1, 7)) == (range(4, 20), range(32))
    assert np.array_equal(
        drawn(result, (1, 7), training=False), footprint(result, (1, 7), training=False)
    )
