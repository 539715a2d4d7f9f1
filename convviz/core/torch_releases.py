"""Which releases of torch convviz was compared with, and what else it is told of releases.

The layers state the rules of 2.13. Where an older release differs, the layer says so.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import takewhile
from typing import Final

OLDEST_TESTED: Final = "2.10"
"""The oldest release with which every layer was compared; older ones are not supported.

Below 2.10 ``torch.load(weights_only=True)`` can be exploited (CVE-2026-24747).
"""

NEWEST_TESTED: Final = "2.15"
"""The newest release with which every layer was compared."""


class ReleaseState(StrEnum):
    """Where a release of torch stands to those that were tested."""

    TOO_OLD = "too_old"
    TESTED = "tested"
    UNTESTED = "untested"
    """Newer than all that were tested."""


def release_state(release: str) -> ReleaseState:
    """Return where a release stands, such as "2.13.0+cpu"."""
    if is_older(release, OLDEST_TESTED):
        return ReleaseState.TOO_OLD
    newest = _numbers(NEWEST_TESTED)
    is_newer = _numbers(release)[: len(newest)] > newest
    return ReleaseState.UNTESTED if is_newer else ReleaseState.TESTED


def is_older(release: str, other: str) -> bool:
    """Return whether a release came before another one; nothing came before an empty text."""
    wanted = _numbers(other)
    return _numbers(release)[: len(wanted)] < wanted


def _numbers(release: str) -> tuple[int, ...]:
    """Return the numbers that a release's name begins with: (2, 13, 0) of "2.13.0+cpu"."""
    parts = release.partition("+")[0].split(".")
    leading = ("".join(takewhile(str.isdigit, part)) for part in parts)
    return tuple(int(digits) for digits in takewhile(bool, leading))
