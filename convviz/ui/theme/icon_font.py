"""Glyphs of the icon font that ships: the part of Material Design Icons that the window names.

``resources/subset_icons.py`` writes the font anew when an icon is added.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from convviz.protocol.decoding import json_decoder
from convviz.resource_files import resource_path

PREFIX: Final = "mdi6."
_FONT: Final = "icons/material-design-icons.ttf"
_SIZES: Final = (16, 20)
"""In which most icons are shown, in logical pixels."""
_CODE_POINTS: Final = "icons/material-design-icons.json"


@cache
def glyph_icon(
    name: str, colour: str, disabled_colour: str, ratio: float, size: int | None = None
) -> QIcon:
    """Return a glyph as an icon that is sharp at the sizes of buttons and menus.

    Pixmaps, and no QIconEngine of our own: PySide 6.11.3 crashes when Qt copies one.

    Args:
        name: Such as "mdi6.play".
        colour: Of the normal icon.
        disabled_colour: Of the icon of a disabled action.
        ratio: Pixels of the screen in a logical pixel.
        size: Where it is shown in a size of its own, in logical pixels.

    Raises:
        KeyError: The font has no such glyph.
    """
    glyphs = QIcon()
    sizes = _SIZES if size is None else (size,)
    for pixels in sorted({*sizes, *(round(logical * ratio) for logical in sizes)}):
        glyphs.addPixmap(_glyph_pixmap(name, colour, pixels), QIcon.Mode.Normal)
        glyphs.addPixmap(_glyph_pixmap(name, disabled_colour, pixels), QIcon.Mode.Disabled)
    return glyphs


def glyph_pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return a glyph in one size, for a label.

    Args:
        name: Such as "mdi6.play".
        colour: Of the glyph.
        size: In logical pixels.
        ratio: Pixels of the screen in a logical pixel.

    Raises:
        KeyError: The font has no such glyph.
    """
    pixmap = QPixmap(_glyph_pixmap(name, colour, round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _glyph_pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Draw a glyph; a change of theme, and each further button, finds it drawn."""
    glyph = chr(int(_code_points()[name.removeprefix(PREFIX)], 16))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setFont(_font(size))
    painter.setPen(QColor(colour))
    painter.drawText(0, 0, size, size, Qt.AlignmentFlag.AlignCenter, glyph)
    painter.end()
    return pixmap


@cache
def _font(size: int) -> QFont:
    font = QFont(_font_family())
    font.setPixelSize(size)
    return font


@cache
def _code_points() -> dict[str, str]:
    """Return the code point of each glyph, in hexadecimal."""
    return json_decoder(dict[str, str]).decode(resource_path(_CODE_POINTS).read_bytes())


@cache
def _font_family() -> str:
    number = QFontDatabase.addApplicationFont(str(resource_path(_FONT)))
    return QFontDatabase.applicationFontFamilies(number)[0]
