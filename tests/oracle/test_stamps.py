"""Stamps that add up to what torch's transposed convolution gives, at every step of the way."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from convviz.core.errors import ShapeError
from convviz.core.layers import layer_types
from convviz.core.layers.conv_transpose import ConvTranspose2d, TransposedConvolutionLayer
from convviz.values.stamps import Stamps, rectangles

FUNCTIONS = {
    1: torch.nn.functional.conv_transpose1d,
    2: torch.nn.functional.conv_transpose2d,
    3: torch.nn.functional.conv_transpose3d,
}
EACH = 150

Numbers = NDArray[np.float64]
Configuration = tuple[TransposedConvolutionLayer, Numbers, dict[str, Numbers]]


def random_layer(rank: int, chance: random.Random) -> TransposedConvolutionLayer:
    axes = range(rank)
    groups = chance.choice((1, 1, 2, 3))
    strides = tuple(chance.randint(1, 4) for _ in axes)
    dilations = tuple(chance.randint(1, 3) for _ in axes)
    layer = layer_types()[f"ConvTranspose{rank}d"](  # type: ignore[call-arg]
        in_channels=groups * chance.randint(1, 2),
        out_channels=groups * chance.randint(1, 2),
        kernel_size=tuple(chance.randint(1, 4) for _ in axes),
        stride=strides,
        padding=tuple(chance.randint(0, 3) for _ in axes),
        output_padding=tuple(
            chance.randrange(max(pair)) for pair in zip(strides, dilations, strict=True)
        ),
        groups=groups,
        bias=chance.random() < 0.5,
        dilation=dilations,
    )
    assert isinstance(layer, TransposedConvolutionLayer)
    return layer


def random_configuration(rank: int, seed: int) -> Configuration:
    """Return a layer that takes its input, with both's numbers."""
    chance = random.Random(f"{rank} {seed}")  # noqa: S311 - no secret
    while True:
        layer = random_layer(rank, chance)
        shape = (layer.in_channels, *(chance.randint(1, 4) for _ in range(rank)))
        try:
            layer.infer(shape)
        except ShapeError:
            continue
        numbers = np.random.default_rng(chance.randrange(2**32))
        weights = {name: numbers.normal(size=size) for name, size in layer.weight_shapes().items()}
        return layer, numbers.normal(size=shape), weights


def by_torch(configuration: Configuration) -> Numbers:
    """Return torch's output with depth, rows and columns."""
    layer, values, weights = configuration
    bias = weights.get("bias")
    output: torch.Tensor = FUNCTIONS[layer.rank](
        torch.from_numpy(values),
        torch.from_numpy(weights["weight"]),
        None if bias is None else torch.from_numpy(bias),
        layer.stride,
        layer.padding,
        layer.output_padding,
        layer.groups,
        layer.dilation,
    )
    missing = (1,) * (3 - layer.rank)
    return output.numpy().reshape(output.shape[0], *missing, *output.shape[1:])


def after_stamps(configuration: Configuration, count: int) -> Configuration:
    """Return the configuration with zeros in the input cells that are not stamped yet."""
    layer, values, weights = configuration
    grouped = values.reshape(layer.groups, -1).copy()
    grouped[:, count:] = 0
    return layer, grouped.reshape(values.shape), weights


@pytest.mark.parametrize("rank", FUNCTIONS)
def test_all_stamps_together_are_torchs_output(rank: int) -> None:
    for seed in range(EACH):
        configuration = layer, values, weights = random_configuration(rank, seed)
        stamps = Stamps(layer, values, weights)
        output = np.stack([stamps.output(channel) for channel in range(layer.out_channels)])
        np.testing.assert_allclose(output, by_torch(configuration), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("rank", FUNCTIONS)
def test_so_far_the_canvas_is_torchs_output_of_the_cells_so_far(rank: int) -> None:
    for seed in range(EACH // 3):
        configuration = layer, values, weights = random_configuration(rank, seed)
        stamps = Stamps(layer, values, weights)
        count = random.Random(seed).randint(0, stamps.count)  # noqa: S311 - no secret
        channel = seed % layer.out_channels
        canvas = stamps.canvas(channel, count).values
        cropped = canvas[tuple(axis.output for axis in stamps.axes)]
        expected = by_torch(after_stamps(configuration, count))[channel]
        np.testing.assert_allclose(cropped, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("rank", FUNCTIONS)
def test_each_stamp_adds_its_products_exactly_and_taking_it_back_is_exact(rank: int) -> None:
    for seed in range(EACH // 5):
        layer, values, weights = random_configuration(rank, seed)
        stamps = Stamps(layer, values, weights)
        order = list(range(stamps.count + 1))
        forwards = [stamps.canvas(0, count) for count in order]
        for count in order[::-1]:
            back = stamps.canvas(0, count)
            assert np.array_equal(back.values, forwards[count].values)
            assert np.array_equal(back.is_touched, forwards[count].is_touched)
        jumps = random.Random(seed).sample(order, len(order))  # noqa: S311 - no secret
        fresh = Stamps(layer, values, weights)
        for count in jumps:
            assert np.array_equal(fresh.canvas(0, count).values, forwards[count].values)
        kernels = weights["weight"].reshape(*weights["weight"].shape[:2], *kernel_shape(stamps))
        cells = values.reshape(values.shape[0], *(axis.size for axis in stamps.axes))
        for count, (channel, *cell) in enumerate(np.ndindex(cells.shape)):
            if count >= stamps.count:
                break
            places = [axis.places(at) for axis, at in zip(stamps.axes, cell, strict=True)]
            expected = forwards[count].values.copy()
            expected[np.ix_(*places)] += cells[(channel, *cell)] * kernels[channel, 0]
            assert np.array_equal(expected, forwards[count + 1].values)


def kernel_shape(stamps: Stamps) -> tuple[int, ...]:
    return tuple(axis.taps for axis in stamps.axes)


def test_padding_crops_and_output_padding_reaches_past_the_last_stamp() -> None:
    layer = ConvTranspose2d(1, 1, 2, stride=3, padding=(1, 0), output_padding=(0, 2))
    weights = {"weight": np.ones((1, 1, 2, 2)), "bias": np.array([5.0])}
    stamps = Stamps(layer, np.ones((1, 2, 2)), weights)

    canvas = stamps.canvas(0, stamps.count)

    assert canvas.values[0].tolist() == [
        [6, 6, 5, 6, 6, 5, 5],
        [6, 6, 5, 6, 6, 5, 5],
        [5, 5, 5, 5, 5, 5, 5],
        [6, 6, 5, 6, 6, 5, 5],
        [6, 6, 5, 6, 6, 5, 5],
    ]
    assert canvas.is_touched[0, 0].tolist() == [True, True, False, True, True, False, False]
    assert stamps.output(0).shape == (1, 3, 7)
    assert [axis.missed for axis in stamps.axes] == [0, 1, 3]


@pytest.mark.parametrize("shape", [(7,), (3, 4), (2, 3, 4), (1, 1, 5), (2, 1, 3, 2)])
def test_rectangles_hold_every_cell_once_in_reading_order(shape: tuple[int, ...]) -> None:
    numbers = np.arange(np.prod(shape)).reshape(shape)
    for first in range(numbers.size + 1):
        for last in range(first, numbers.size + 1):
            found = [
                cells for part in rectangles(first, last, shape) for cells in numbers[part].flat
            ]
            assert found == list(range(first, last))


def test_an_infinite_weight_touches_only_what_its_stamps_reach() -> None:
    weight = np.array([[[[1.0, np.inf]]]])
    stamps = Stamps(
        ConvTranspose2d(1, 1, (1, 2), stride=3, bias=False), np.ones((1, 1, 2)), {"weight": weight}
    )

    assert stamps.output(0)[0].tolist() == [[1, np.inf, 0, 1, np.inf]]
