from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.layers.conv_transpose import (
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    TransposedConvolutionLayer,
)
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.stepping.lights.scatter_tracing import (
    contributions,
    lit_contributions,
    lit_reach,
    lit_taps,
)
from convviz.stepping.lines.line_parts import PartRole
from convviz.stepping.lines.scatter_lines import scatter_lines
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.scatter import Scatter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.stepping.steps.step import Cell

SETTINGS: list[tuple[TransposedConvolutionLayer, tuple[int, ...]]] = [
    (ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1), (1, 3, 3)),
    (ConvTranspose2d(4, 2, (2, 3), stride=(3, 1), dilation=(1, 2), groups=2), (4, 2, 3)),
    (ConvTranspose2d(2, 2, 2, stride=3, output_padding=2, bias=False), (2, 2, 2)),
    (ConvTranspose1d(1, 2, 4, stride=2, padding=2), (1, 6)),
    (ConvTranspose3d(2, 1, 2, stride=2, padding=(0, 1, 0)), (2, 2, 3, 2)),
]
everywhere = pytest.mark.parametrize(("layer", "shape"), SETTINGS, ids=lambda v: str(v)[:60])


def scatter_of(layer: TransposedConvolutionLayer, shape: tuple[int, ...]) -> Scatter:
    bias = Fill(FillPattern.RANDOM_INTEGERS, seed=3)
    return Scatter(build_scene(Calculator(layer, shape, bias=bias)))


def places_of(sizes: Iterable[int]) -> list[Cell]:
    return [(depth, row, column) for depth, row, column in itertools.product(*map(range, sizes))]


@everywhere
def test_the_steps_go_through_every_input_cell_once_for_each_output_channel_that_reads_it(
    layer: TransposedConvolutionLayer, shape: tuple[int, ...]
) -> None:
    scatter = scatter_of(layer, shape)
    places = [scatter.place_of(index) for index in range(scatter.step_count)]
    expected = [
        (output_channel, channel, cell)
        for output_channel in range(layer.out_channels)
        for channel in scatter.scene.input_channels_of(output_channel)
        for cell in np.ndindex(scatter.input.shape[1:])
    ]

    assert places == expected
    assert [scatter.index_of(*place) for place in places] == list(range(scatter.step_count))


@everywhere
def test_each_step_takes_up_the_sums_where_the_one_before_left_them(
    layer: TransposedConvolutionLayer, shape: tuple[int, ...]
) -> None:
    scatter = scatter_of(layer, shape)
    sums = None
    for index in range(scatter.step_count):
        step = scatter.step(index)
        if step.stamp == 0:
            start = 0.0 if scatter.scene.bias is None else scatter.scene.bias[step.output_channel]
            sums = np.full(tuple(axis.canvas for axis in scatter.axes), start)
        assert sums is not None
        assert step.before is not None
        window = np.ix_(*step.places)
        assert np.array_equal(step.before, sums[window])
        sums[window] += step.value * step.weights
        canvas = scatter.canvas(step)
        assert canvas is not None
        assert np.array_equal(canvas.values, sums)


@everywhere
def test_after_the_last_step_the_canvas_holds_the_output(
    layer: TransposedConvolutionLayer, shape: tuple[int, ...]
) -> None:
    scatter = scatter_of(layer, shape)
    output = scatter.scene.output
    assert output is not None
    for channel in range(layer.out_channels):
        last = scatter.step((channel + 1) * scatter.stamp_count - 1)
        canvas = scatter.canvas(last)
        assert canvas is not None
        cropped = canvas.values[scatter.is_output()].reshape(output.shape[1:])
        np.testing.assert_allclose(cropped, output[channel], atol=1e-9)


@everywhere
def test_a_canvas_cell_is_traced_to_the_steps_that_reach_it_and_a_tap_to_its_places(
    layer: TransposedConvolutionLayer, shape: tuple[int, ...]
) -> None:
    scatter = scatter_of(layer, shape)
    reaching: dict[tuple[int, ...], set[object]] = {}
    reached: dict[Cell, set[tuple[int, ...]]] = {}
    for index in range(scatter.stamp_count):
        step = scatter.step(index)
        if step.channel != 0:
            continue
        for tap in places_of(axis.taps for axis in scatter.axes):
            place = tuple(int(at[t]) for at, t in zip(step.places, tap, strict=True))
            reaching.setdefault(place, set()).add((step.cell, tap))
            reached.setdefault(tap, set()).add(place)

    for cell in places_of(axis.canvas for axis in scatter.axes):
        assert set(contributions(scatter, cell)) == reaching.get(cell, set())
    step = scatter.step(0)
    for tap, places in reached.items():
        lit = {
            (key.depth, row, column)
            for key in scatter.visible(step).output
            if key.channel == 0 and (wash := lit_reach(scatter, key, tap).wash) is not None
            for row, column in itertools.product(wash.rows, wash.columns)
        }
        assert lit == places


def test_traced_cells_tell_the_factor_that_each_is_multiplied_by() -> None:
    weight = Numbers((1, 2, 1, 2), (1.0, 2.0, 3.0, 4.0))
    calculator = Calculator(ConvTranspose2d(1, 2, (1, 2)), (1, 1, 3), weight=weight)
    scatter = Scatter(build_scene(calculator))
    visible = scatter.visible(scatter.step(0))
    found = contributions(scatter, (0, 0, 1))

    lit = lit_contributions(scatter, visible.input[0], 1, found)

    assert {(cell.column, cell.label) for cell in lit.cells} == {(0, 4.0), (1, 3.0)}
    (taps,) = lit_taps(scatter, visible, {(0, 0, 1)})
    assert [cell.is_winner for cell in taps.cells] == [False, True]


def test_a_step_in_numbers_says_what_each_product_is_added_to() -> None:
    numbers = Numbers((1, 2, 2), (3.0, -2.0, 0.0, 1.0))
    kernel = Numbers((1, 1, 2, 2), (1.0, -4.0, 0.5, 2.0))
    bias = Numbers((1,), (5.0,))
    layer = ConvTranspose2d(1, 1, 2, padding=(1, 0))
    scatter = Scatter(build_scene(Calculator(layer, (1, 2, 2), numbers, kernel, bias)))

    (line,) = scatter_lines(scatter, scatter.step(1))

    assert line.text == (
        "x[0, 1] = \u22122 (\u22122)\u00b71 (\u22122)\u00b7(\u22124) "
        "(\u22122)\u00b70.5 \u2192 y[0, 1]: 11 + (\u22121) = 10 "
        "(\u22122)\u00b72 \u2192 y[0, 2]: 5 + (\u22124) = 1"
    )
    roles = [part.role for part in line.parts[2:]]
    assert roles == [PartRole.CROPPED_STAMP] * 2 + [PartRole.STAMP] * 2


def test_channels_are_named_where_there_are_several() -> None:
    scatter = Scatter(build_scene(Calculator(ConvTranspose1d(2, 2, 1), (2, 3))))

    (line,) = scatter_lines(scatter, scatter.step(scatter.step_count - 1))

    assert line.text.startswith("x[1, 2] = ")
    assert "\u2192 y[1, 2]:" in line.text


def test_of_many_channels_those_are_drawn_that_the_step_concerns() -> None:
    scatter = scatter_of(ConvTranspose2d(16, 16, 3), (16, 4, 4))
    step = scatter.step(scatter.index_of(9, 7, (0, 2, 1)))

    visible = scatter.visible(step)

    assert 7 in {key.channel for key in visible.input}
    assert [key.channel for key in visible.kernel] == [7]
    assert {key.channel for key in visible.output} == {9}


def test_of_many_slices_those_are_drawn_that_the_stamp_reaches() -> None:
    layer = ConvTranspose3d(1, 1, 3, stride=2, dilation=2)
    scatter = scatter_of(layer, (1, 9, 4, 4))

    visible = scatter.visible(scatter.step(scatter.index_of(0, 0, (5, 0, 0))))

    assert [key.depth for key in visible.input] == [5]
    assert [key.depth for key in visible.output] == [10, 12, 14]


def test_too_many_sums_are_left_out_but_not_the_products() -> None:
    scatter = scatter_of(ConvTranspose2d(1, 1, 31), (1, 300, 300))
    step = scatter.step(5)

    assert not scatter.adds_up
    assert step.before is None
    assert scatter.canvas(step) is None
    (line,) = scatter_lines(scatter, step)
    assert any(part.running.startswith("+ ") for part in line.parts)
