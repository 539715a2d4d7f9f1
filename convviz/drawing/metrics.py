"""How wide words are, without a toolkit: the widths of Helvetica, which Arial and others share.

Where a figure is shown in another font, its writers fit the words into these widths.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

FAMILIES: Final = (
    "Helvetica Neue",
    "Helvetica",
    "Arial",
    "Nimbus Sans",
    "Liberation Sans",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
)
"""The fonts of a figure, the first one that is there; behind them any without serifs."""

_WIDTHS_TEXT: Final = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
"""Of the characters from the space to the tilde, in thousandths of the font's height.

Source:
    Adobe, the font metrics of Helvetica (phvr8a.afm).
"""
_WIDTHS: Final = {chr(32 + place): int(text) for place, text in enumerate(_WIDTHS_TEXT.split())}
_OTHERS: Final = {"×": 584, "·": 278, "…": 1000, "–": 556, "⊕": 784, "→": 1000, "−": 584}
_UNKNOWN: Final = 600
_BOLD: Final = 1.07


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of words is.

    Args:
        text: The words.
        size: Height of the font.
        bold: Whether it is bold.

    Returns:
        The width, in the unit of the size.
    """
    thousandths = sum(map(_width, text))
    return thousandths * size / 1000 * (_BOLD if bold else 1.0)


def _width(character: str) -> int:
    known = _WIDTHS.get(character) or _OTHERS.get(character)
    if known is not None:
        return known
    return 1000 if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN
