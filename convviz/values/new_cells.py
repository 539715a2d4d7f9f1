"""Numbers for cells that nobody has typed yet: small integers that depend on their place alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

_UNSIGNED: Final = np.array([1.0, 2.0, 3.0])
_SIGNED: Final = np.array([1.0, -1.0, 2.0, 3.0, -2.0, 1.0, 2.0, -3.0])
_STEPS: Final = tuple(np.uint32(step) for step in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))
"""Odd factors for the axes, counted from the last one."""


def new_cells(shape: tuple[int, ...], *, signed: bool) -> npt.NDArray[np.float64]:
    """Return a small integer for every place; the same whatever the shape around it.

    So a size can go back and forth, and the cells that come again hold what they held.

    Args:
        shape: Sizes of the axes; places count from the first cell of each.
        signed: Whether some are negative.

    Returns:
        1 to 3, or of both signs, but never 0: a zero would hide what the cell does.
    """
    mixed = np.zeros((), dtype=np.uint32)
    for number, size in enumerate(reversed(shape)):
        places = np.arange(1, size + 1, dtype=np.uint32) * _STEPS[number % len(_STEPS)]
        places ^= places >> np.uint32(15)
        mixed = places.reshape(size, *(1,) * number) + mixed
    mixed = mixed * np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0x297A2D39)
    choices = _SIGNED if signed else _UNSIGNED
    mixed >>= np.uint32(16)
    mixed *= np.uint32(len(choices))
    mixed >>= np.uint32(16)
    return choices[mixed]
