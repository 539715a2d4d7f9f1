"""Places of cells without the padding: the index of a maximum, and what a padding copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.reductions import Reduction
from convviz.stepping.lines.line_parts import (
    TIMES,
    LinePart,
    LineTitle,
    PartRole,
    StepLine,
    rule_line,
    sign,
)
from convviz.stepping.scene.axes import NO_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Cell, Step


def index_lines(scene: Scene, step: Step) -> Iterator[StepLine]:
    """Yield how the index of a step's maximum is counted, where the layer returns it."""
    if scene.indices is None or step.winner is None:
        return
    cell = [int(reads[at]) for reads, at in zip(step.reads, step.winner, strict=True)]
    places = [int(axis.sources[at]) for axis, at in zip(scene.axes, cell, strict=True)]
    if NO_SOURCE in places:
        return
    sizes, places = scene.calculator.input_shape[1:], places[-scene.rank :]
    text = counted_text(places, sizes)
    index = int(scene.indices[(step.channel, *step.cell)])
    yield rule_line(LineTitle.INDEX, text, f"{index}", step.tap_number(step.winner))


def copied_lines(scene: Scene, step: Step) -> Iterator[StepLine]:
    """Yield from which cell of the input a padding layer copies; nothing where it is a constant."""
    source = copied_cell(scene, step)
    if source is None:
        return
    rank = scene.rank
    target, place = ((step.channel, *cell[-rank:]) for cell in (step.cell, source))
    to, read = (", ".join(map(str, cell)) for cell in (target, place))
    parts = (
        sign(f"y[{to}] ="),
        LinePart(f"x[{read}]", PartRole.TERM, 0),
    )
    yield StepLine(None, parts, LineTitle.READS)


def copied_cell(scene: Scene, step: Step) -> Cell | None:
    """Return the cell of the input, without its padding, that a padding layer copies.

    Returns:
        None for a constant, and for a layer that does more than to copy.
    """
    if scene.layer.cell_reduction is not Reduction.COPY:
        return None
    depth, row, column = (
        int(axis.sources[reads[0]]) for axis, reads in zip(scene.axes, step.reads, strict=True)
    )
    return None if NO_SOURCE in {depth, row, column} else (depth, row, column)


def counted_text(places: list[int], sizes: tuple[int, ...]) -> str:
    """Return how a place is counted, such as 1·5 + 2 for row 1, column 2 of rows of 5."""
    text = f"{places[0]}"
    for place, size in zip(places[1:], sizes[1:], strict=True):
        head = f"({text})" if "+" in text else text
        text = f"{head}{TIMES}{size} + {place}"
    return text
