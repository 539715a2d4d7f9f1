"""The index of a maximum: its place in its channel, counted row by row, without the padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.lines.step_lines import TIMES, LineTitle, rule_line
from convviz.stepping.scene.axes import NO_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.lines.step_lines import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.step import Step


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


def counted_text(places: list[int], sizes: tuple[int, ...]) -> str:
    """Return how a place is counted, such as 1·5 + 2 for row 1, column 2 of rows of 5."""
    text = f"{places[0]}"
    for place, size in zip(places[1:], sizes[1:], strict=True):
        head = f"({text})" if "+" in text else text
        text = f"{head}{TIMES}{size} + {place}"
    return text
