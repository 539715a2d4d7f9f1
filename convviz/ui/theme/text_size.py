"""How large the window's text is beside the system's own: a person chooses, all fonts follow."""

from __future__ import annotations

from typing import Final

TEXT_SIZES: Final = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""The sizes that are offered, beside the system's own."""

NORMAL_TEXT: Final = 1.0

_worn = [NORMAL_TEXT]


def text_scale() -> float:
    """Return how large text is now, beside the system's own."""
    return _worn[0]


def set_text_scale(scale: float) -> None:
    """Have fonts that are made from now on follow a scale, within what is offered.

    Those that widgets wear already follow when the theme is applied again.
    """
    _worn[0] = max(TEXT_SIZES[0], min(TEXT_SIZES[-1], scale))


def next_text_size(scale: float, by: int) -> float:
    """Return the size before (-1) or behind (1) one of those that are offered; it at an end."""
    nearest = min(range(len(TEXT_SIZES)), key=lambda at: abs(TEXT_SIZES[at] - scale))
    return TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, nearest + by))]
