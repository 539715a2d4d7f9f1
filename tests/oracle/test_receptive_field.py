"""Receptive fields and usage against the footprint of torch's gradient, on random networks."""

from __future__ import annotations

import random
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.axis_windows import PaddingMode
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pad import (
    CircularPad2d,
    PaddingLayer,
    ReflectionPad2d,
    ReplicationPad2d,
    ZeroPad2d,
)
from convviz.core.layers.pool import AvgPool2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.upsample import Upsample
from convviz.core.network.receptive_field import receptive_fields
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.engine.compute.module_builder import build_sequential
from convviz.values.usage import meetings, usage
from tests.support.seen_cells import input_box, input_cells

if TYPE_CHECKING:
    from convviz.core.layers import Layer

torch.set_num_threads(1)


def random_layer(chance: random.Random, *, uniform: bool) -> Layer:
    k: Any = chance.choice([1, 2, 3, (2, 3), (4, 1)])
    s: Any = chance.choice([1, 1, 2, (1, 3)])
    d: Any = chance.choice([1, 1, 2, (3, 1)])
    p: Any = chance.choice([0, 1, 2, (1, 0)])
    mode = chance.choice(["zeros", "zeros", "reflect", "replicate", "circular"])
    sides: Any = chance.choice([1, (0, 1, 2, 0), (-1, 0, 1, 1)])
    choices: list[Layer] = [
        Conv2d(1, 1, k, s, p, d, padding_mode=mode),
        Conv2d(1, 1, k, s, p, d),
        Conv2d(1, 1, k, padding="same", dilation=d),
        AvgPool2d(2, ceil_mode=True),
        AvgPool2d(3, stride=chance.choice([1, 2]), padding=1),
        LPPool2d(1, 2, stride=s),
        chance.choice([ZeroPad2d, ReflectionPad2d, ReplicationPad2d, CircularPad2d])(sides),
        Sigmoid(),
        BatchNorm2d(1),
    ]
    adapted: Any = chance.choice([2, 3, (None, 4)])
    if not uniform:
        choices += [
            ConvTranspose2d(1, 1, k, stride=chance.choice([1, 2, 3]), dilation=d),
            ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1),
            AdaptiveAvgPool2d(adapted),
            Upsample(scale_factor=chance.choice([2.0, 3.0, 1.5])),
            Upsample(size=(5, 7), mode="area"),
        ]
    return chance.choice(choices)


def random_network(
    seed: int, *, uniform: bool, plain: bool = False
) -> tuple[list[NetworkStep], SequentialResult]:
    """Return a network of at least one layer that is on, and its shapes.

    Args:
        seed: Of the layers and the shape.
        uniform: Without layers whose windows vary.
        plain: Without paddings that hold cells of the input or crop some; see `is_plain`.
    """
    chance = random.Random(seed)  # noqa: S311
    shape = (1, chance.randint(5, 14), chance.randint(5, 14))
    wanted = chance.randint(1, 5)
    steps: list[NetworkStep] = []
    while len(steps) < wanted or not any(step.enabled for step in steps):
        layer = random_layer(chance, uniform=uniform)
        step = NetworkStep(layer, enabled=chance.random() < 0.9)
        result = infer_sequential([*steps, step], shape)
        fits = result.failure is None and max(result.output_shape) < 60
        if fits and (is_plain(layer) or not plain):
            steps.append(step)
    return steps, infer_sequential(steps, shape)


def footprint(
    steps: list[NetworkStep], shape: tuple[int, ...], cell: tuple[int, ...]
) -> np.ndarray:
    """Return where the gradient of one output cell is not zero; weights and input are positive."""
    module = build_sequential(steps, shape).double().eval()
    with torch.no_grad():
        for tensor in module.parameters():
            tensor.fill_(0.25)
    values = torch.full((1, *shape), 0.5, dtype=torch.float64, requires_grad=True)
    with warnings.catch_warnings():
        # torch warns that 'same' padding of an even kernel copies its input.
        warnings.simplefilter("ignore", UserWarning)
        output = module(values)
    (gradient,) = torch.autograd.grad(output[(0, 0, *cell)], values)
    found: np.ndarray[Any, Any] = gradient[0, 0].numpy() != 0
    return found


@pytest.mark.parametrize("seed", range(120))
def test_the_input_of_a_cell_is_the_footprint_of_its_gradient(seed: int) -> None:
    steps, result = random_network(seed, uniform=seed % 2 == 0)
    chance = random.Random(seed)  # noqa: S311
    last = len(result.rows) - 1
    for _ in range(4):
        cell = tuple(chance.randrange(size) for size in result.output_shape[1:])
        found = footprint(steps, result.input_shape, cell)

        rows, columns = input_cells(result, last, cell)

        expected = np.zeros_like(found)
        expected[np.ix_(rows, columns)] = True
        assert np.array_equal(found, expected)
        if found.any():
            box = tuple(slice(axis.start, axis.stop) for axis in input_box(result, last, cell))
            outside = found.copy()
            outside[box] = False
            assert not outside.any()
            inside = found[box]
            assert all(edge.any() for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1]))


def is_plain(layer: Layer) -> bool:
    """Return whether a layer's padding holds no cells of the input, and crops none."""
    if isinstance(layer, PaddingLayer):
        return layer.mode is PaddingMode.CONSTANT and min(map(min, layer.sides())) >= 0
    return getattr(layer, "padding_mode", "zeros") == "zeros"


def boxes(result: SequentialResult, axis: int) -> list[range]:
    """Return what the last row's cells along one axis depend on."""
    last = len(result.rows) - 1
    cells = range(result.output_shape[1 + axis])
    return [input_box(result, last, (at, 0) if axis == 0 else (0, at))[axis] for at in cells]


@pytest.mark.parametrize("seed", range(0, 240, 2))
def test_size_jump_and_start_place_every_field(seed: int) -> None:
    _, result = random_network(seed, uniform=True, plain=True)
    for axis, field in enumerate(receptive_fields(result)[-1].known_axes):
        size = result.input_shape[1 + axis]
        for at, found in enumerate(boxes(result, axis)):
            first = field.first + at * field.jump
            assert first.denominator == 1
            expected = range(max(0, int(first)), min(size, int(first) + field.size))
            if first >= 0 and first + field.size <= size and found:
                assert found == expected
            else:
                assert set(found) <= set(expected)


@pytest.mark.parametrize("seed", range(1, 240, 2))
def test_no_cell_depends_on_more_than_the_field_behind_layers_of_varying_windows(seed: int) -> None:
    _, result = random_network(seed, uniform=False, plain=True)
    for axis, field in enumerate(receptive_fields(result)[-1].known_axes):
        assert all(len(found) <= field.size for found in boxes(result, axis))


@pytest.mark.parametrize("seed", range(40))
def test_a_cell_is_used_as_often_as_ones_say(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    k, p = chance.choice([1, 2, 3]), chance.choice([0, 1])
    mode = chance.choice(["zeros", "reflect", "replicate", "circular"])
    layer = Conv2d(1, 1, k, chance.choice([1, 2]), p, chance.choice([1, 2]), padding_mode=mode)
    spatial = (chance.randint(5, 8), chance.randint(5, 8))
    module = build_sequential([NetworkStep(layer)], (1, *spatial)).double()
    with torch.no_grad():
        for tensor in module.parameters():
            tensor.fill_(1.0)
    values = torch.zeros((1, 1, *spatial), dtype=torch.float64, requires_grad=True)
    output = module(values)
    (gradient,) = torch.autograd.grad(output.sum(), values, retain_graph=True)
    dependent = np.zeros(spatial, dtype=np.int64)
    for one in output.flatten():
        (part,) = torch.autograd.grad(one, values, retain_graph=True)
        dependent += (part[0, 0].numpy() != 0).astype(np.int64)

    found = usage(layer, spatial)

    assert np.array_equal(found.readings, gradient[0, 0].numpy())
    assert np.array_equal(found.windows, dependent)


@pytest.mark.parametrize("seed", range(40))
def test_as_many_kernel_cells_meet_as_ones_give(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    s, d = chance.choice([1, 2, 3]), chance.choice([1, 1, 2, 3])
    extra = chance.randrange(max(s, d))
    k, p = chance.choice([2, 3, 4]), chance.choice([0, 1])
    layer = ConvTranspose2d(1, 1, k, s, p, extra, dilation=d)
    spatial = (chance.randint(2, 6), chance.randint(2, 6))
    module = build_sequential([NetworkStep(layer)], (1, *spatial)).double()
    with torch.no_grad():
        for name, tensor in module.named_parameters():
            tensor.fill_(1.0 if name.endswith("weight") else 0.0)
        output = module(torch.ones((1, 1, *spatial), dtype=torch.float64))

    assert np.array_equal(meetings(layer, spatial), output[0, 0].numpy())
