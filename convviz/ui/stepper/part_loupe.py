"""What a cell of a calculation is made of, close up: the cells that are read, of each part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.ui.stepper.marks import tap_hues
from convviz.ui.stepper.part_planes import PART_ROLES, part_name, plane_title
from convviz.ui.theme import current_palette
from convviz.ui.widgets.grid import CellMark, Plane, PlaneGroup
from convviz.ui.widgets.grid.numbers import common_exponent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.stepping.worked.parts import Part, PartReading, Working

_MOST_SIDE: Final = 11
"""Rows and columns of cells that can be looked at together."""


class CloseUp(NamedTuple):
    """A step close up.

    Attributes:
        groups: From left to right.
        marks: The lit cells of each plane, by group and number of the plane.
        outlined: Group of the cell that the step makes; it is the only one there.
        rows: Of the tallest plane; at least as many as in the middle of the part, so that the
            first step, which padding cuts off, has room for the next ones.
        is_titled: Whether planes have titles.
    """

    groups: tuple[PlaneGroup, ...]
    marks: dict[tuple[str, int], list[CellMark]]
    outlined: str
    rows: int
    is_titled: bool


def close_up(walk: WorkedWalk) -> CloseUp | None:
    """Return the step of a walk close up; None where it reads too much for that, or nothing."""
    step = walk.step
    groups: list[PlaneGroup] = []
    marks: dict[tuple[str, int], list[CellMark]] = {}
    hues = tap_hues(max(1, step.taps), current_palette())
    for part, planes in walk.drawn_parts():
        if part.name == step.part:
            groups.append(_own(part, walk))
            continue
        read = step.reads.get(part.name, ())
        shown = [plane for plane in planes if any(r.cell.plane == plane for r in read)]
        if step.washes.get(part.name):
            return None
        if not shown:
            continue
        box = _Box.around([r for r in read if r.cell.plane in shown])
        if max(box.rows, box.columns) > _MOST_SIDE:
            return None
        groups.append(_cut(part, shown, box))
        for number, plane in enumerate(shown):
            marks[part.name, number] = [
                CellMark(r.cell.row - box.top, r.cell.column - box.left, hues[r.tap % len(hues)])
                for r in read
                if r.cell.plane == plane
            ]
    if not marks:
        return None
    groups[0] = replace(groups[0], operator="")
    rows = max(_usual_rows(walk.working, step.part), *(group.shape[1] for group in groups))
    is_titled = any(plane.title for group in groups for plane in group.planes)
    return CloseUp(tuple(groups), marks, step.part, rows, is_titled)


def _usual_rows(working: Working, name: str) -> int:
    """Return the rows of what a cell in the middle of a part reads of one part."""
    middle = working.middle_of(name)
    boxes = [_Box.around(read) for read in middle.reads.values() if read]
    return max((box.rows for box in boxes if box.rows <= _MOST_SIDE), default=1)


class _Box(NamedTuple):
    """Rows and columns that hold some cells."""

    top: int
    left: int
    rows: int
    columns: int

    @classmethod
    def around(cls, read: Sequence[PartReading]) -> _Box:
        """Return the smallest box round cells that are read."""
        rows, columns = [r.cell.row for r in read], [r.cell.column for r in read]
        top, left = min(rows), min(columns)
        return cls(top, left, max(rows) - top + 1, max(columns) - left + 1)


def _cut(part: Part, shown: list[int], box: _Box) -> PlaneGroup:
    """Return what is read of a part, plane by plane."""
    rows = slice(box.top, box.top + box.rows)
    columns = slice(box.left, box.left + box.columns)
    planes = tuple(
        Plane(part.values[plane, rows, columns], None, plane_title(part, plane)) for plane in shown
    )
    return PlaneGroup(
        part.name,
        PART_ROLES[part.look],
        part_name(part.title or part.name),
        planes,
        part.operator,
        plane_columns=len(planes),
        exponent=common_exponent(part.values),
    )


def _own(part: Part, walk: WorkedWalk) -> PlaneGroup:
    """Return the cell that the step makes."""
    cell = walk.step.cell
    plane = Plane.pending(1, 1, plane_title(part, cell.plane))
    if part.is_known:
        value = part.values[cell.plane, cell.row : cell.row + 1, cell.column : cell.column + 1]
        plane = Plane(value, None, plane.title)
    return PlaneGroup(
        part.name,
        PART_ROLES[part.look],
        part_name(part.title or part.name),
        (plane,),
        part.operator or "→",
        exponent=common_exponent(part.values),
    )
