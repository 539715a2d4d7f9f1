"""Uses of drawn cells against the steps; the sentences that are made of them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Unfold
from convviz.core.layers.pad import ReflectionPad2d, ZeroPad2d
from convviz.core.layers.pixel import PixelShuffle
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.upsample import Upsample
from convviz.protocol.document import Calculator
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.step import build_step
from convviz.stepping.usage_counts import drawn_usage
from convviz.ui.stepper.usage_texts import cell_sentence, usage_sentences

if TYPE_CHECKING:
    from convviz.core.layers import Layer, WindowedLayer

SETTINGS: list[tuple[WindowedLayer, tuple[int, ...]]] = [
    (Conv2d(1, 1, 3), (1, 5, 5)),
    (Conv2d(2, 2, 3, stride=2, padding=1, groups=2), (2, 6, 4)),
    (Conv2d(1, 1, 2, stride=3, dilation=2), (1, 8, 7)),
    (Conv3d(1, 2, 2, padding=1), (1, 3, 3, 3)),
    (Conv1d(1, 1, 3, stride=2), (1, 8)),
    (MaxPool2d(3, 2, 1, ceil_mode=True), (1, 6, 6)),
    (AvgPool2d(2), (1, 5, 5)),
    (AdaptiveAvgPool2d((3, 2)), (1, 7, 5)),
    (ZeroPad2d((2, 0, -1, 1)), (1, 4, 4)),
]


def scene_of(layer: Layer, shape: tuple[int, ...]) -> Scene:
    return build_scene(Calculator(layer, shape))


@pytest.mark.parametrize(("layer", "shape"), SETTINGS, ids=lambda value: str(value)[:40])
def test_a_drawn_cell_is_used_by_the_steps_that_read_it(
    layer: WindowedLayer, shape: tuple[int, ...]
) -> None:
    scene = scene_of(layer, shape)
    counted = np.zeros(scene.kinds.shape, dtype=int)
    for index in range(scene.step_count // scene.output_volume[0]):
        counted[np.ix_(*build_step(scene, index).reads)] += 1

    usage = drawn_usage(scene)

    assert np.array_equal(usage.counts, counted)
    assert np.array_equal(
        usage.kinds == CellKind.DROPPED,
        ((counted == 0) & (scene.kinds == CellKind.REAL)) | (scene.kinds == CellKind.DROPPED),
    )


@pytest.mark.parametrize("layer", [Conv2d(1, 1, 3, padding=2, padding_mode="reflect")])
def test_a_mirrored_cell_is_used_through_its_copies_too(layer: Conv2d) -> None:
    scene = scene_of(layer, (1, 4, 4))
    users = {cell: set[int]() for cell in itertools.product(range(4), range(4))}
    for index in range(scene.step_count):
        _, rows, columns = build_step(scene, index).reads
        for row, column in itertools.product(rows, columns):
            source = (int(scene.axes[1].sources[row]), int(scene.axes[2].sources[column]))
            users[source].add(index)

    usage = drawn_usage(scene)

    assert usage.mirrors
    for (row, column), found in users.items():
        assert usage.counts[0, row + 2, column + 2] == len(found)


def test_a_transposed_convolution_counts_reached_outputs_and_meetings() -> None:
    scene = scene_of(ConvTranspose2d(1, 1, 3, stride=2, padding=1), (1, 3, 3))
    reached = np.zeros((3, 3), dtype=int)
    met = np.zeros(scene.step_count, dtype=int)
    for index in range(scene.step_count):
        step = build_step(scene, index)
        real = np.argwhere(step.kinds == CellKind.REAL)
        met[index] = len(real)
        for depth, row, column in real:
            assert depth == 0
            places = (step.reads[1][row], step.reads[2][column])
            reached[scene.axes[1].sources[places[0]], scene.axes[2].sources[places[1]]] += 1

    usage = drawn_usage(scene)

    real = usage.kinds[0] == CellKind.REAL
    assert usage.counts[0][real].tolist() == reached.ravel().tolist()
    assert not usage.counts[0][~real].any()
    assert usage.output is not None
    assert usage.output.counts.ravel().tolist() == met.tolist()


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (
            Conv2d(1, 1, 3),
            (1, 5, 5),
            "Corner cells are read once, inner cells 4, 6 or 9 times.",
        ),
        (
            Conv2d(1, 1, 3, padding=1),
            (1, 5, 5),
            "Corner cells are read 4 times, inner cells 9 times.",
        ),
        (Conv1d(1, 1, 3), (1, 7), "Cells at the ends are read once, inner cells 2 or 3 times."),
        (Conv2d(1, 1, 1), (1, 4, 4), "Every cell is read once."),
        (Unfold(2), (1, 4, 4), "Corner cells are read once, inner cells 4 times."),
        (Upsample(scale_factor=2.0), (1, 3, 3), "Every cell is read 4 times."),
        (PixelShuffle(2), (4, 2, 2), "Every cell is read once."),
        (
            MaxPool2d(2),
            (1, 5, 5),
            "Every cell that is used is read once. 9 cells are never used.",
        ),
        (
            Conv2d(1, 1, 3, stride=2, padding=1),
            (1, 6, 6),
            "Corner cells are read once, inner cells 1, 2 or 4 times.",
        ),
        (
            Conv2d(2, 6, 3, groups=2),
            (2, 5, 5),
            (
                "Corner cells are read once, inner cells 4, 6 or 9 times."
                " This holds for each of the 3 output channels that use it."
            ),
        ),
        (
            ConvTranspose2d(1, 1, 2, stride=2),
            (1, 3, 3),
            (
                "Output cells that each cell reaches: 4."
                " Taps per output cell, away from the edges: 1 everywhere."
            ),
        ),
    ],
    ids=str,
)
def test_sentences_follow_the_numbers(layer: Layer, shape: tuple[int, ...], expected: str) -> None:
    assert usage_sentences(drawn_usage(scene_of(layer, shape))) == expected


def test_uneven_overlap_is_told_with_its_remedy() -> None:
    usage = drawn_usage(scene_of(ConvTranspose2d(1, 1, 3, stride=2), (1, 4, 4)))

    said = usage_sentences(usage)

    assert "Taps per output cell: 1 to 4. They overlap unevenly" in said
    assert "checkerboard (Odena" in said


def test_one_cell_says_what_it_is() -> None:
    usage = drawn_usage(scene_of(MaxPool2d(3, 2, 1, ceil_mode=True), (1, 6, 6)))

    assert cell_sentence(usage, (0, 2, 2)) == "This cell is read 4 times."
    assert cell_sentence(usage, (0, 0, 0)) == "Padding, read once."
    assert cell_sentence(usage, (0, 8, 0)) == "Past the padded input, not a cell of the input."


def test_padding_layers_copy_each_cell_as_often_as_it_is_mirrored() -> None:
    usage = drawn_usage(scene_of(ReflectionPad2d(1), (1, 3, 3)))

    assert usage.counts[0, 1:4, 1:4].tolist() == [[1, 3, 1], [3, 9, 3], [1, 3, 1]]


def test_a_cell_in_a_hole_is_read_0_times() -> None:
    usage = drawn_usage(scene_of(Conv2d(1, 1, 2, dilation=3), (1, 4, 4)))

    assert cell_sentence(usage, (0, 1, 1)) == "This cell is read 0 times."
    assert cell_sentence(usage, (0, 0, 3)) == "This cell is read once."
