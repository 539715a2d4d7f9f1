"""The integers nearest to a value that a test accepts, found with few trials.

First one by one around the value, then by halving and doubling towards an accepted one and
bisecting back, so that a value of a thousand million is answered as fast as a small one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NEARBY = 8
"""Neighbours tried one by one on each side, which also finds values without any order."""


def nearest_below(value: int, minimum: int, accepts: Callable[[int], bool]) -> int | None:
    """Return an accepted integer in [minimum, value), the nearest as far as the search sees.

    Args:
        value: Where to start; itself not tried.
        minimum: The least integer to try.
        accepts: The test. Beyond the neighbours it is taken to hold from some integer down.
    """
    if value <= minimum:
        return None
    for candidate in range(value - 1, max(minimum, value - NEARBY) - 1, -1):
        if accepts(candidate):
            return candidate
    refused = max(minimum, value - NEARBY)
    distance = refused - minimum
    while distance > 0:
        distance //= 2
        if accepts(minimum + distance):
            return _bisect(minimum + distance, refused, accepts)
        refused = minimum + distance
    return None


def nearest_above(value: int, maximum: int, accepts: Callable[[int], bool]) -> int | None:
    """Return an accepted integer in (value, maximum], likewise."""
    for candidate in range(value + 1, min(maximum, value + NEARBY) + 1):
        if accepts(candidate):
            return candidate
    refused, step = value + NEARBY, NEARBY
    while refused < maximum:
        step *= 2
        candidate = min(value + step, maximum)
        if accepts(candidate):
            return _bisect(candidate, refused, accepts)
        refused = candidate
    return None


def _bisect(accepted: int, refused: int, accepts: Callable[[int], bool]) -> int:
    """Return the accepted integer next to the border between two integers."""
    while abs(refused - accepted) > 1:
        middle = (accepted + refused) // 2
        if accepts(middle):
            accepted = middle
        else:
            refused = middle
    return accepted
