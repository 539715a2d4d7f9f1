"""The cells of a calculation that are made of one, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.stepping.worked.parts import WorkedStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.worked.parts import PartCell, Working


def users_of(working: Working, name: str, cell: PartCell) -> Iterator[WorkedStep]:
    """Yield the cells that are made of one of a part, without their calculations."""
    for part, numbers in working.user_numbers(name, cell):
        yield from (WorkedStep(part.name, user, {}, ()) for user in part.cells_at(numbers))
