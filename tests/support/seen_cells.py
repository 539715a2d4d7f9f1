"""What a cell depends on, along each axis of a network's input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.network.input_cells import box_of, input_blocks, places_of

if TYPE_CHECKING:
    from convviz.core.network.rows import SequentialResult


def input_cells(
    result: SequentialResult, index: int, place: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Return the places along each axis of the input at which a cell depends on anything."""
    return places_of(result, input_blocks(result, index, place))


def input_box(result: SequentialResult, index: int, place: tuple[int, ...]) -> tuple[range, ...]:
    """Return the smallest box of input cells that holds all that a cell depends on."""
    return box_of(result, input_blocks(result, index, place))
