"""Flatten, Unflatten, ChannelShuffle and Identity beside torch: their numbers and their steps."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers.shape import ChannelShuffle, Flatten, Identity, Unflatten
from convviz.core.shown_layers import infer_shown, is_shown, torch_shape
from convviz.protocol.document import Calculator
from convviz.stepping.cells import INPUT, CellAddress
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.steps.step import build_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.stepping.walks.by_output import walk_by_output
from convviz.values.recipes import numbers_from_array

if TYPE_CHECKING:
    from convviz.core.layers import Layer

SHAPES = ((6,), (1,), (3, 4), (2, 3, 4), (4, 1, 6), (2, 3, 2, 2))
EVERY_FLATTEN = [
    (Flatten(start, end), shape)
    for shape in SHAPES
    for start, end in itertools.product(range(-5, 5), repeat=2)
]
SIZES = ((2, 3), (3, -1), (-1,), (1, 6), (2, 1, 3), (-1, 2, 1), (4, 2), (-1, -1), (2, 2, -1))
EVERY_UNFLATTEN = [
    (Unflatten(dim, sizes), shape) for shape in SHAPES for dim in range(-4, 5) for sizes in SIZES
]
OTHERS: list[tuple[Layer, tuple[int, ...]]] = [
    (ChannelShuffle(groups), shape)
    for shape in ((6, 3), (6, 2, 2), (4, 2, 1, 3))
    for groups in (1, 2, 3, 4, 6)
] + [(Identity(), shape) for shape in SHAPES]
ODD = np.array((0, -0.0, 1e30, np.inf, -np.inf, np.nan))


def theirs(layer: Layer, values: np.ndarray) -> np.ndarray | None:
    """Return torch's numbers; None where it refuses."""
    arguments: dict[str, Any] = {name: getattr(layer, name) for name in layer.parameters()}
    try:
        module = getattr(torch.nn, layer.type_name())(**arguments)
        output = module(torch.tensor(values.reshape(torch_shape(layer, values.shape)))).numpy()
    except (RuntimeError, IndexError, ValueError):
        return None
    numbers: np.ndarray = output[0] if layer.needs_batch else output
    return numbers


def scene_of(layer: Layer, values: np.ndarray) -> Scene:
    return build_scene(Calculator(layer, values.shape, numbers_from_array(values)))


def totals_of(scene: Scene) -> list[float]:
    build = build_step if scene.blocks is None else build_block_step
    return [build(scene, index).total for index in range(scene.step_count)]


@pytest.mark.parametrize(
    "cases", [EVERY_FLATTEN, EVERY_UNFLATTEN, OTHERS], ids=["f", "u", "others"]
)
def test_numbers_steps_and_refusals_are_torchs(cases: list[tuple[Layer, tuple[int, ...]]]) -> None:
    chance, taken = np.random.default_rng(5), 0
    for layer, shape in cases:
        assert is_shown(layer)
        values = chance.integers(-9, 10, shape).astype(np.float64)
        values[chance.random(shape) < 0.1] = chance.choice(ODD)
        expected = theirs(layer, values)
        try:
            infer_shown(layer, shape)
        except ConvVizError:
            assert expected is None, (layer, shape)
            continue
        assert expected is not None, (layer, shape)
        scene = scene_of(layer, values)
        assert scene.output is not None
        assert scene.output_shape == expected.shape
        np.testing.assert_array_equal(scene.output.ravel(), expected.ravel())
        np.testing.assert_array_equal(totals_of(scene), expected.ravel())
        assert set(drawn_usage(scene).counts.ravel().tolist()) == {1}
        taken += 1
    assert taken > 15


def test_the_cell_that_a_step_takes_is_drawn_and_found_again() -> None:
    for layer, shape in (*EVERY_FLATTEN, *EVERY_UNFLATTEN, *OTHERS):
        try:
            infer_shown(layer, shape)
        except ConvVizError:
            continue
        scene = scene_of(layer, np.arange(float(np.prod(shape))).reshape(shape))
        if scene.blocks is None:
            continue
        walk = walk_by_output(scene)
        for index in range(scene.step_count):
            walk.go_to(index)
            reading = build_block_step(scene, index).own
            drawn = {(key.channel, key.depth) for key in walk.visible.input}
            assert (reading.channel, reading.cell[0]) in drawn
            place = scene.input_index(reading.channel, reading.cell)
            assert scene.blocks.readers_of(place)[0].tolist() == [index]


def texts(layer: Layer, shape: tuple[int, ...], index: int) -> list[str]:
    scene = scene_of(layer, np.arange(float(np.prod(shape))).reshape(shape))
    return [line.text for line in block_lines(scene, build_block_step(scene, index))]


def test_the_working_says_which_cell_goes_where() -> None:
    assert texts(Flatten(0), (2, 3, 4), 22) == [
        "22 = 22",
        "y[22] = x[1, 2, 2]",
        "⌊22/12⌋ = 1",
        "⌊22/4⌋ mod 3 = 2",
        "22 mod 4 = 2",
    ]
    assert texts(Flatten(), (2, 3, 4), 22)[1:] == [
        "y[1, 10] = x[1, 2, 2]",
        "⌊10/4⌋ = 2",
        "10 mod 4 = 2",
    ]
    assert texts(Unflatten(0, (2, 3, 2)), (12,), 10)[1:] == [
        "y[1, 2, 0] = x[10]",
        "(1·3 + 2)·2 + 0 = 10",
    ]
    assert texts(ChannelShuffle(2), (6, 1, 2), 3)[1:] == ["(1 mod 2)·3 + ⌊1/2⌋ = 3"]


def test_a_dimension_of_a_network_is_counted_without_its_batch_and_back() -> None:
    picture = (3, 4, 5)
    batched = np.random.default_rng(1).normal(size=(2, *picture))
    layers: list[Layer] = [
        Flatten(start, end) for start, end in itertools.product(range(-5, 5), repeat=2)
    ]
    layers += [Unflatten(dim, (2, -1)) for dim in range(-5, 5)]
    opened = 0
    for layer in layers:
        alone, whole = layer.without_batch(picture), theirs(layer, batched)
        if alone is None:
            continue
        assert theirs(alone.with_batch(), batched) is None or whole is not None
        single = theirs(alone, batched[1])
        assert (single is None) == (whole is None), layer
        if single is not None and whole is not None:
            np.testing.assert_array_equal(single, whole[1])
            opened += 1
    assert opened > 20


def test_a_long_vector_is_drawn_in_rows_and_edited_at_its_place() -> None:
    flat = scene_of(Flatten(0), np.arange(400.0).reshape(16, 5, 5))
    assert flat.output_volume == (1, 1, 20, 20)
    assert flat.output is not None
    np.testing.assert_array_equal(flat.output.ravel(), np.arange(400))
    back = scene_of(Unflatten(0, (16, 5, 5)), np.arange(400.0))
    walk = walk_by_output(back)
    assert walk.edited_at(CellAddress(INPUT, 0, 3, 7)) == ("input", (67,))
    assert totals_of(back) == list(range(400))
