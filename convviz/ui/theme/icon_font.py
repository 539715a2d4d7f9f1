"""Glyphs of the icon font that ships: the part of Material Design Icons that the window names.

``resources/subset_icons.py`` writes the font anew when an icon is added.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from convviz.resource_files import resource_path

PREFIX: Final = "mdi6."
_FONT: Final = "icons/material-design-icons.ttf"
_SIZES: Final = (16, 20, 22, 24, 32, 44, 48)
_CODE_POINTS: Final = "icons/material-design-icons.json"


def glyph_icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """Return a glyph as an icon that is sharp at the sizes that the window uses.

    Pixmaps, and no QIconEngine of our own: PySide 6.11.3 crashes when Qt copies one.

    Args:
        name: Such as "mdi6.play".
        colour: Of the normal icon.
        disabled_colour: Of the icon of a disabled action.

    Raises:
        KeyError: The font has no such glyph.
    """
    glyph = chr(int(_code_points()[name.removeprefix(PREFIX)], 16))
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_glyph_pixmap(glyph, colour, size), QIcon.Mode.Normal)
        made.addPixmap(_glyph_pixmap(glyph, disabled_colour, size), QIcon.Mode.Disabled)
    return made


def _glyph_pixmap(glyph: str, colour: str, size: int) -> QPixmap:
    font = QFont(_font_family())
    font.setPixelSize(size)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, glyph)
    painter.end()
    return picture


@cache
def _code_points() -> dict[str, str]:
    """Return the code point of each glyph, in hexadecimal."""
    return msgspec.json.decode(resource_path(_CODE_POINTS).read_bytes(), type=dict[str, str])


@cache
def _font_family() -> str:
    number = QFontDatabase.addApplicationFont(str(resource_path(_FONT)))
    return QFontDatabase.applicationFontFamilies(number)[0]
