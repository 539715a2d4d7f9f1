"""Where a cell comes from whose dimensions are counted in another way: a Flatten, an Unflatten."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.stepping.lines.index_lines import counted_text
from convviz.stepping.lines.line_parts import LinePart, LineTitle, PartRole, StepLine, rule_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape
    from convviz.core.layers.shape import RenumberingLayer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_step import BlockStep

_TITLES: Final[dict[int, tuple[LineTitle, ...]]] = {
    1: (LineTitle.COLUMN,),
    2: (LineTitle.ROW, LineTitle.COLUMN),
    3: (LineTitle.CHANNEL, LineTitle.ROW, LineTitle.COLUMN),
    4: (LineTitle.CHANNEL, LineTitle.DEPTH, LineTitle.ROW, LineTitle.COLUMN),
}
"""What the dimensions of an input are in its drawing, by how many there are."""


def renumbered_lines(layer: RenumberingLayer, scene: Scene, step: BlockStep) -> Iterator[StepLine]:
    """Yield the place of the cell on both sides, and how one is counted from the other.

    Args:
        layer: The layer.
        scene: Its scene.
        step: The step at hand.
    """
    shape = scene.calculator.input_shape
    before, after = _place(step.index, shape), _place(step.index, scene.output_shape)
    reading = step.own
    source = LinePart(_indexed("x", before), PartRole.TERM, reading.tap)
    target = LinePart(f"{_indexed('y', after)} =", PartRole.OPERATOR)
    yield StepLine(None, (target, source), LineTitle.READS)
    first, sizes = layer.split_sizes(shape)
    if len(sizes) < 2:  # noqa: PLR2004 - one dimension alone stays as it is
        return
    titles = _TITLES[len(shape)]
    if not layer.joins:
        text = counted_text(list(after[first : first + len(sizes)]), sizes)
        yield rule_line(titles[first], text, f"{before[first]}")
        return
    for number in range(len(sizes)):
        text = _divided(after[first], sizes, number)
        yield rule_line(titles[first + number], text, f"{before[first + number]}")


def _place(index: int, shape: Shape) -> tuple[int, ...]:
    return tuple(int(at) for at in np.unravel_index(index, shape))


def _indexed(name: str, place: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, place))}]"


def _divided(index: int, sizes: Shape, number: int) -> str:
    """Return how the place along one dimension comes out of the place along the joined one."""
    behind = math.prod(sizes[number + 1 :])
    text = f"\u230a{index}/{behind}\u230b" if behind > 1 else f"{index}"
    return f"{text} mod {sizes[number]}" if number else text
