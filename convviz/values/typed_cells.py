"""Numbers that were typed over others, at their places in an array of any shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from convviz.protocol.recipes import TypedCell, number_of

_Place: TypeAlias = tuple[int, ...]


def type_cells(
    array: npt.NDArray[np.float64], cells: Iterable[TypedCell], channel_axes: int
) -> npt.NDArray[np.float64]:
    """Put numbers into an array, and return it; places that it does not have are left out.

    Args:
        array: Changed in place.
        cells: Places, of as many axes as there were when they were typed, and the numbers there.
        channel_axes: Axes before the spatial ones.
    """
    fitted = [(fitted_place(place, array.ndim, channel_axes), cell) for place, cell in cells]
    known = [(place, number_of(cell)) for place, cell in fitted if place is not None]
    if known:
        places = np.array([place for place, _ in known], dtype=np.int64).reshape(-1, array.ndim)
        numbers = np.array([number for _, number in known])
        is_inside = (places < array.shape).all(axis=1)
        array[tuple(places[is_inside].T)] = numbers[is_inside]
    return array


def fitted_place(place: _Place, rank: int, channel_axes: int) -> _Place | None:
    """Return where a cell went when spatial axes came or went; None if its slice went.

    The axes come and go as those of the arrays do: in front of the other spatial ones, where the
    first slice stays.
    """
    if len(place) <= channel_axes and len(place) != rank:
        place = (*(0,) * channel_axes, *place)
    first = min(channel_axes, rank - 1) if rank else 0
    while len(place) > rank:
        axis = min(first, len(place) - 1)
        if place[axis]:
            return None
        place = place[:axis] + place[axis + 1 :]
    while len(place) < rank:
        axis = min(first, len(place))
        place = (*place[:axis], 0, *place[axis:])
    return place
