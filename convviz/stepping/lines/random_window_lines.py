"""A step of a pooling whose windows stand at random: the largest number, and where the window is.

Window i of n begins at floor((i + u) a) - floor(u a), where u is what was drawn for the channel and
the axis, and a = (size - kernel) / (n - 1); the last one ends where the input ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.stepping.lines.line_parts import (
    MINUS,
    MOST_TERMS,
    TIMES,
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    further,
    rule_line,
    sign,
    value_text,
)
from convviz.values.random_windows import window_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_step import BlockStep

_TITLES = (LineTitle.DEPTH, LineTitle.ROW, LineTitle.COLUMN)


def random_window_lines(layer: Any, scene: Scene, step: BlockStep) -> tuple[StepLine, ...]:  # noqa: ANN401 - a FractionalMaxPoolingLayer
    """Return the maximum, then where the window begins along each axis."""
    shape, mode = scene.calculator.input_shape, scene.calculator.mode
    places = window_places(layer, shape, mode.seed)[step.channel]
    titles, numbers = _TITLES[-layer.rank :], step.cell[-layer.rank :]
    sizes = zip(shape[1:], layer.kernel_sizes(), strict=True)
    starts = [
        rule_line(title, _rule(at, along, *ends), f"{along.starts[at]}")
        for title, along, at, ends in zip(titles, places, numbers, sizes, strict=True)
    ]
    total = LinePart(value_text(step.total), PartRole.TOTAL)
    return StepLine(None, (*_maximum(step), sign("="), total)), *starts


def _rule(number: int, along: Any, size: int, kernel: int) -> str:  # noqa: ANN401 - Places
    """Return where a window begins along an axis, with the numbers in it."""
    if number == len(along.starts) - 1:
        return f"{size} {MINUS} {kernel}"
    drawn, apart = value_text(along.drawn), value_text(along.apart)
    floors = (f"\u230a{part}{TIMES}{apart}\u230b" for part in (f"({number} + {drawn})", drawn))
    return f" {MINUS} ".join(floors)


def _maximum(step: BlockStep) -> Iterator[LinePart]:
    yield sign("max(")
    readings, taken = step.block.readings(), step.taken.readings()
    for number, reading in enumerate(readings[:MOST_TERMS]):
        if number:
            yield sign(",")
        role = PartRole.WINNER if reading in taken else PartRole.TERM
        yield LinePart(value_text(reading.value), role, reading.tap)
    yield from further(len(readings) - MOST_TERMS)
    yield sign(")")
