"""An array that grows at its end without being copied every time. Without Qt."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FIRST_ROOM: Final = 1024

_MOST_IN_MEMORY: Final = 1 << 17
"""Numbers that are kept in memory; more of them lie in a file without a name."""

_RELEASED: Final = 1 << 14
"""Numbers after which what was written is left to the file alone."""


class GrowingArray:
    """Numbers in order; NaN where none was ever given.

    However many there are, they take no more memory than some: a long array lies in a file, of
    which only what is looked at is in memory. The file has no name and goes with the array.
    """

    def __init__(self) -> None:
        self._room: Floats = np.empty(_FIRST_ROOM)
        self._file: mmap.mmap | None = None
        self._unreleased = 0
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
        self._release(len(numbers))

    def cut(self, count: int) -> None:
        """Forget all but the first numbers."""
        self._count = min(self._count, count)

    def _make_room(self, needed: int) -> None:
        if needed > len(self._room):
            size = max(needed, 2 * len(self._room))
            self._file = _file_for(size) if size > _MOST_IN_MEMORY else None
            room = np.empty(size) if self._file is None else np.frombuffer(self._file)
            room[: self._count] = self._room[: self._count]
            self._room = room
            self._unreleased = size

    def _release(self, written: int) -> None:
        """Let the memory go into which a file's numbers were written: they are in the file."""
        if self._file is None:
            return
        self._unreleased += written
        if self._unreleased >= _RELEASED:
            self._unreleased = 0
            self._file.madvise(mmap.MADV_DONTNEED)


def _file_for(count: int) -> mmap.mmap | None:
    """Return a file for so many numbers, mapped; None where there is no room for one.

    Its room is taken beforehand: a disk that is full when a mapped page is written ends a process.
    """
    if not hasattr(os, "posix_fallocate") or not hasattr(mmap, "MADV_DONTNEED"):
        return None
    size = count * np.dtype(np.float64).itemsize
    try:
        with tempfile.TemporaryFile(prefix="convviz-") as file:
            os.posix_fallocate(file.fileno(), 0, size)
            return mmap.mmap(file.fileno(), size)
    except OSError:
        return None
