"""Glyphs of the Material Design Icons font that qtawesome ships, as icons.

qtawesome itself is not imported: it loads qtpy and every Qt module with it, which took a fifth of
the time until the window is painted (0.2 of 1.1 s, qtawesome 1.4.2).
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

PREFIX: Final = "mdi6."
_FONT_PATTERN: Final = "materialdesignicons6-webfont-[0-9]*.ttf"
_SIZES: Final = (16, 20, 22, 24, 32, 44, 48)
_NAMES_PATTERN: Final = "materialdesignicons6-webfont-charmap-*.json"


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


def _file(pattern: str) -> Path:
    spec = importlib.util.find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for found in (Path(folder) / "fonts").glob(pattern):
            return found
    message = f"qtawesome's font {pattern} is missing; install convviz again"
    raise FileNotFoundError(message)


@cache
def _code_points() -> dict[str, str]:
    """Return the code point of each glyph, in hexadecimal."""
    return msgspec.json.decode(_file(_NAMES_PATTERN).read_bytes(), type=dict[str, str])


@cache
def _font_family() -> str:
    number = QFontDatabase.addApplicationFont(str(_file(_FONT_PATTERN)))
    return QFontDatabase.applicationFontFamilies(number)[0]
