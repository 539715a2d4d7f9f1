"""Texts of an SVG, which keep their room where another font stands in for theirs."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from convviz.ui.theme import ui_font

_TEXT: Final = re.compile(r"<text (?P<attributes>[^>]*)>(?P<words>[^<]+)</text>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_MEASURED_PIXELS: Final = 100
"""Size at which texts are measured: widths grow with it."""


def with_text_lengths(svg: str) -> str:
    """Return an SVG in which each text says how wide it is.

    A viewer that has not its font draws it in another one, whose letters it then fits into the
    same room (``textLength``, SVG 1.1, 10.5); in its own font nothing changes.

    Args:
        svg: As Qt writes it.
    """
    return _TEXT.sub(_with_length, svg)


def _with_length(found: re.Match[str]) -> str:
    written, words = found["attributes"], found["words"]
    attributes = dict(_ATTRIBUTE.findall(written))
    families, weight = attributes.get("font-family", ""), attributes.get("font-weight", "400")
    share = float(attributes.get("font-size", "0")) / _MEASURED_PIXELS
    width = share * _metrics(families, int(weight)).horizontalAdvance(unescape(words))
    length = f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {written.strip()} {length}>{words}</text>" if width > 0 else found[0]


@lru_cache(maxsize=64)
def _metrics(families: str, weight: int) -> QFontMetricsF:
    font: QFont = ui_font()  # for its figures, which are all of one width
    font.setFamilies([name.strip(" '") for name in families.split(",")])
    font.setPixelSize(_MEASURED_PIXELS)
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font)
