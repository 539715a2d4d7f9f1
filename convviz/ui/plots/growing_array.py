"""An array that grows at its end without being copied every time. Without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FIRST_ROOM: Final = 1024


class GrowingArray:
    """Numbers in order; NaN where none was ever given."""

    def __init__(self) -> None:
        self._room: Floats = np.empty(_FIRST_ROOM)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Floats:
        """The numbers: a view that is not to be written to. It changes with the array."""
        view = self._room[: self._count]
        view.flags.writeable = False
        return view

    def put(self, start: int, numbers: Sequence[float] | Floats) -> None:
        """Write numbers at a place, over what is there; a gap before them is filled with NaN."""
        end = start + len(numbers)
        self._make_room(end)
        if start > self._count:
            self._room[self._count : start] = np.nan
        self._room[start:end] = numbers
        self._count = max(self._count, end)

    def cut(self, count: int) -> None:
        """Forget all but the first numbers."""
        self._count = min(self._count, count)

    def _make_room(self, needed: int) -> None:
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)))
            room[: self._count] = self._room[: self._count]
            self._room = room
