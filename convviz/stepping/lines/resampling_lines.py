"""Where an output cell of an upsampling lies in the input, axis by axis, with the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.interpolation import Interpolation
from convviz.stepping.lines.line_parts import (
    TIMES,
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    in_brackets,
    share_text,
    sign,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.interpolation import Resampling
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Step

_TITLES: Final = (LineTitle.DEPTH, LineTitle.ROW, LineTitle.COLUMN)


def resampling_lines(scene: Scene, step: Step) -> Iterator[StepLine]:
    """Yield a line an axis: the place in the input, and the cells around it with their shares."""
    rank = scene.rank
    resamplings = scene.layer.resamplings(scene.calculator.input_shape[1:])
    for number, resampling in enumerate(resamplings, start=len(_TITLES) - rank):
        axis = scene.axes[number]
        at = step.cell[number]
        cells = (axis.reads[at, : len(axis.window_factors(at))] - axis.origin).tolist()
        shares = axis.window_factors(at).tolist()
        parts = (sign(place_text(resampling, at)), *_shares(resampling.kind, cells, shares))
        yield StepLine(None, parts, _TITLES[number])


def place_text(resampling: Resampling, output: int) -> str:
    """Return the place of an output cell in the input as it is worked out, such as (3 + 1/2)·1/2.

    Args:
        resampling: The axis.
        output: The output cell.
    """
    step = share_text(resampling.step())
    middle = f"({output} + 1/2){TIMES}{step}"
    match resampling.kind:
        case Interpolation.NEAREST:
            return f"\u230a{output}{TIMES}{step}\u230b"
        case Interpolation.NEAREST_EXACT:
            return f"\u230a{middle}\u230b"
        case Interpolation.AREA:
            size, count = resampling.size, resampling.output_size
            start = f"\u230a{output}{TIMES}{size}/{count}\u230b"
            return f"{start} \u2264 i < \u2308{output + 1}{TIMES}{size}/{count}\u2309"
        case _:
            text = f"{output}{TIMES}{step}" if resampling.align_corners else f"{middle} \u2212 1/2"
            place = share_text(resampling.place(output))
            if resampling.kind is Interpolation.LINEAR and resampling.place(output) < 0:
                return f"max(0, {text}) = 0"
            return f"{text} = {place}"


def _shares(kind: Interpolation, cells: list[int], shares: list[float]) -> Iterator[LinePart]:
    """Yield what is read, after the place: the one cell, or each with its share."""
    if kind in {Interpolation.NEAREST, Interpolation.NEAREST_EXACT}:
        yield sign("=")
        yield LinePart(value_text(cells[0]), PartRole.TERM)
        return
    yield sign("\u2192")
    for number, (cell, share) in enumerate(zip(cells, shares, strict=True)):
        if number:
            yield sign("+")
        role = PartRole.TERM if share else PartRole.MUTED_TERM
        yield LinePart(f"x[{cell}]{TIMES}{in_brackets(share_text(share))}", role)
