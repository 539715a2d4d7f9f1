"""A stamp written out: the input cell, then every product with the cell that it is added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    TIMES,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    value_text,
)

if TYPE_CHECKING:
    from convviz.stepping.steps.scatter import Scatter, ScatterStep

ARROW = "\u2192"


def scatter_lines(scatter: Scatter, step: ScatterStep) -> tuple[StepLine, ...]:
    """Return a step written out: x[1, 2] = 3, then 3·1 → y[2, 4] with 5 + 3 = 8 beneath."""
    value = LinePart(value_text(step.value), PartRole.INPUT)
    parts = [LinePart(f"{_input_name(scatter, step)} =", PartRole.OPERATOR), value]
    taps = [(int(d), int(r), int(c)) for d, r, c in np.ndindex(step.weights.shape)]
    parts += [_product(scatter, step, tap, number) for number, tap in enumerate(taps[:MOST_TERMS])]
    if len(taps) > MOST_TERMS:
        parts.append(LinePart(f"{len(taps) - MOST_TERMS}", PartRole.LEFT_OUT))
    return (StepLine(None, tuple(parts)),)


def _product(
    scatter: Scatter, step: ScatterStep, tap: tuple[int, int, int], number: int
) -> LinePart:
    text = f"{bracketed(step.value)}{TIMES}{bracketed(float(step.weights[tap]))}"
    product = value_text(float(step.products[tap]))
    if step.is_cropped[tap]:
        return LinePart(text, PartRole.CROPPED_STAMP, number)
    text = f"{text} {ARROW} {_output_name(scatter, step, tap)}"
    if step.before is None or step.after is None:
        return LinePart(text, PartRole.STAMP, number, f"+ {product}")
    before, after = (value_text(float(values[tap])) for values in (step.before, step.after))
    sum_text = f"{before} + {bracketed(float(step.products[tap]))} = {after}"
    return LinePart(text, PartRole.STAMP, number, sum_text)


def _input_name(scatter: Scatter, step: ScatterStep) -> str:
    return _cell_name("x", scatter, scatter.scene.rank, step.channel, step.cell)


def _output_name(scatter: Scatter, step: ScatterStep, tap: tuple[int, int, int]) -> str:
    """Return a place in the output, counted from the corner that padding leaves."""
    cell = tuple(
        int(places[at]) - axis.padding
        for places, at, axis in zip(step.places, tap, scatter.axes, strict=True)
    )
    return _cell_name("y", scatter, scatter.scene.rank, step.output_channel, cell)


def _cell_name(
    tensor: str, scatter: Scatter, rank: int, channel: int, cell: tuple[int, ...]
) -> str:
    """Return torch's name of a cell; the channel is left out where there is but one."""
    channels = scatter.input.shape[0] if tensor == "x" else scatter.scene.output_volume[0]
    place = cell[-rank:] if channels == 1 else (channel, *cell[-rank:])
    return f"{tensor}[{', '.join(map(str, place))}]"
