"""How far a download is, how fast it goes, and how long it will take."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

_WINDOW = 10.0
"""Seconds over which the speed is measured: long enough to be calm, short enough to be true."""


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Where a download stands.

    Attributes:
        bytes_done: Bytes on the disk, those of earlier calls included.
        bytes_total: Bytes of the whole file.
        bytes_per_second: Speed over the last seconds. 0: not known yet.
        seconds_left: Time that the rest takes at this speed. None: not known yet.
    """

    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    seconds_left: float | None


OnProgress: TypeAlias = Callable[[DownloadProgress], None]
"""Follows a download."""


class RateMeter:
    """Measures the speed over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def add(self, seconds: float, done: int) -> None:
        """Note that so many bytes were there at that time. Fewer than before: start again."""
        if self._marks and done < self._marks[-1][1]:
            self._marks.clear()
        self._marks.append((seconds, done))
        while seconds - self._marks[0][0] > _WINDOW:
            self._marks.popleft()

    def progress(self, total: int) -> DownloadProgress:
        """Return where the download stands by the last mark.

        Args:
            total: Bytes of the whole file.
        """
        (first_time, first_done), (last_time, last_done) = self._marks[0], self._marks[-1]
        elapsed = last_time - first_time
        rate = (last_done - first_done) / elapsed if elapsed > 0 else 0.0
        left = (total - last_done) / rate if rate > 0 else None
        return DownloadProgress(last_done, total, rate, left)
