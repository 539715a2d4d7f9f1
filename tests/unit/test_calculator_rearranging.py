"""The calculator's steps of layers that interpolate, move cells, or add blocks up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers import layer_types
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.upsample import Upsample
from convviz.core.remedies.layer_remedies import remedies
from convviz.core.remedies.remedy import RemedyKind
from convviz.core.shown_layers import infer_shown
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import CellKind
from convviz.stepping.lights.block_lights import lit_block_input, trace_blocks, visible_blocks
from convviz.stepping.lights.tracing import TracedCell
from convviz.stepping.lines.block_lines import block_lines
from convviz.stepping.lines.resampling_lines import resampling_lines
from convviz.stepping.lines.step_lines import step_lines
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.stepping.steps.block_step import build_block_step
from convviz.stepping.steps.step import build_step, step_index
from convviz.ui.calculator.edits import with_type

if TYPE_CHECKING:
    from convviz.core.layers import Layer

RAMP = Fill(FillPattern.RAMP)
BLOCKS = [
    (PixelShuffle(2), (8, 2, 3)),
    (PixelUnshuffle(2), (2, 4, 2)),
    (Unfold((2, 3), padding=1, stride=2), (2, 4, 5)),
    (Fold((4, 5), 3, padding=1), (18, 20)),
]


def scene_of(layer: object, shape: tuple[int, ...]) -> Scene:
    return build_scene(Calculator(layer, shape, RAMP))  # type: ignore[arg-type]


def texts(scene: Scene, index: int) -> list[str]:
    if scene.blocks is not None:
        return [line.text for line in block_lines(scene, build_block_step(scene, index))]
    step = build_step(scene, index)
    return [line.text for line in (*step_lines(step), *resampling_lines(scene, step))]


def test_a_bilinear_cell_is_the_sum_of_four_cells_with_their_shares() -> None:
    numbers = Numbers((1, 2, 2), (0.0, 4.0, 8.0, 16.0))
    scene = build_scene(Calculator(Upsample(scale_factor=2.0, mode="bilinear"), (1, 2, 2), numbers))

    assert texts(scene, step_index(scene, 0, (0, 1, 2))) == [
        "0·3/16 + 4·9/16 + 8·1/16 + 16·3/16 = 5.75",
        "(1 + 1/2)·1/2 − 1/2 = 1/4 → x[0]·3/4 + x[1]·1/4",
        "(2 + 1/2)·1/2 − 1/2 = 3/4 → x[0]·1/4 + x[1]·3/4",
    ]


def test_an_edge_is_read_once_with_all_its_share() -> None:
    scene = scene_of(Upsample(scale_factor=2.0, mode="bicubic"), (1, 1, 4))
    step = build_step(scene, 0)

    assert step.reads[2].tolist() == [0, 1]
    assert step.weights is not None
    assert step.weights.sum() == pytest.approx(1)


def test_the_nearest_cell_is_found_by_its_rule() -> None:
    scene = scene_of(Upsample(size=(3, 6)), (1, 2, 2))

    assert texts(scene, step_index(scene, 0, (0, 2, 4))) == [
        "3 = 3",
        "⌊2·2/3⌋ = 1",
        "⌊4·1/3⌋ = 1",
    ]


def test_cells_that_a_smaller_output_never_reads_are_hatched() -> None:
    scene = scene_of(Upsample(scale_factor=0.5), (1, 5))

    assert scene.kinds[0, 0].tolist() == [*[CellKind.REAL] * 3, *[CellKind.DROPPED] * 2]


def test_a_shuffled_cell_says_which_channel_it_comes_from() -> None:
    scene = scene_of(PixelShuffle(2), (4, 2, 2))

    assert texts(scene, step_index(scene, 0, (0, 3, 2))) == [
        "11 = 11",
        "0·4 + (3 mod 2)·2 + (2 mod 2) = 2",
        "⌊3/2⌋ = 1",
        "⌊2/2⌋ = 1",
    ]


def test_an_unfolded_cell_says_which_tap_of_which_window_it_is() -> None:
    scene = scene_of(Unfold(2, padding=1, stride=2), (2, 4, 4))

    assert texts(scene, step_index(scene, 0, (0, 7, 8))) == [
        "0 = 0",
        "⌊7/4⌋ = 1",
        "7 mod 4 = 3",
        "⌊8/3⌋·2 − 1 + 1·1 = 4",
        "(8 mod 3)·2 − 1 + 1·1 = 4",
    ]


def test_a_folded_cell_is_the_sum_of_the_windows_that_overlap_there() -> None:
    scene = scene_of(Fold(3, 2), (4, 4))

    assert texts(scene, step_index(scene, 0, (0, 1, 1))) == [
        "3 + 6 + 9 + 12 = 30",
        "x[0, 3] + x[1, 2] + x[2, 1] + x[3, 0]",
    ]
    assert texts(scene, 0) == ["0 = 0", "x[0, 0]"]


@pytest.mark.parametrize(("layer", "shape"), BLOCKS, ids=lambda value: str(value)[:20])
def test_an_input_cell_lights_exactly_the_outputs_that_read_it(
    layer: object, shape: tuple[int, ...]
) -> None:
    scene = scene_of(layer, shape)
    readers: dict[int, set[int]] = {}
    for index in range(scene.step_count):
        for reading in build_block_step(scene, index).taken.readings():
            place = scene.input_index(reading.channel, reading.cell)
            readers.setdefault(place, set()).add(index)

    assert scene.blocks is not None
    for place in range(scene.input.size):
        found = set(scene.blocks.readers_of(place)[0].tolist())
        assert found == readers.get(place, set())


def test_a_tap_lights_the_cells_and_the_outputs_that_it_ever_joins() -> None:
    scene = scene_of(PixelShuffle(2), (4, 2, 2))
    visible = visible_blocks(scene, build_block_step(scene, 0))

    traced = trace_blocks(scene, visible, TracedCell(is_tap=True, channel=0, cell=(0, 1, 0)))

    assert [len(plane.cells) for plane in traced.input] == [0, 0, 4, 0]
    assert {(cell.row, cell.column) for cell in traced.output[0].cells} == {
        (1, 0),
        (1, 2),
        (3, 0),
        (3, 2),
    }


def test_of_many_channels_those_are_drawn_that_the_step_reads() -> None:
    scene = scene_of(PixelShuffle(4), (16, 2, 2))
    step = build_block_step(scene, step_index(scene, 0, (0, 3, 3)))
    visible = visible_blocks(scene, step)

    assert [key.channel for key in visible.input][-1] == 15
    lit = lit_block_input(step, visible)
    assert [plane.box is not None for plane in lit][-1]


@pytest.mark.parametrize("name", ["Upsample", "PixelShuffle", "PixelUnshuffle", "Unfold", "Fold"])
def test_a_type_that_is_chosen_has_something_to_show_at_once(name: str) -> None:
    calculator = with_type(course_calculator(), layer_types()[name])

    assert infer_shown(calculator.layer, calculator.input_shape)


def test_fold_gives_back_the_picture_that_was_there_before() -> None:
    before = course_calculator()
    folded = with_type(before, Fold)
    scene = build_scene(folded)

    assert scene.output_shape == before.input_shape
    assert with_type(folded, Unfold).input_shape == before.input_shape


@pytest.mark.parametrize(
    ("layer", "shape", "mended"),
    [
        (PixelShuffle(2), (6, 3, 3), (8, 3, 3)),
        (PixelUnshuffle(2), (1, 5, 3), (1, 6, 4)),
        (Fold(4, 3), (9, 16), (9, 4)),
        (Fold(4, 3), (10, 4), (18, 4)),
        (Upsample(scale_factor=2, mode="bilinear"), (3, 4), (3, 1, 4)),
    ],
)
def test_an_input_that_does_not_fit_is_mended_by_a_click(
    layer: Layer, shape: tuple[int, ...], mended: tuple[int, ...]
) -> None:
    found = remedies(layer, shape, infer=infer_shown)

    inputs = [remedy for remedy in found if remedy.kind is RemedyKind.CHANGE_INPUT]
    assert [remedy.value for remedy in inputs] == [mended]
    assert inputs[0].output_shape == infer_shown(layer, mended)
