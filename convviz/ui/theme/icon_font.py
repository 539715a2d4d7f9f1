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
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

PREFIX: Final = "mdi6."
_FONT_PATTERN: Final = "materialdesignicons6-webfont-[0-9]*.ttf"
_NAMES_PATTERN: Final = "materialdesignicons6-webfont-charmap-*.json"


def glyph_icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """Return a glyph as an icon that is sharp at every size.

    Args:
        name: Such as "mdi6.play".
        colour: Of the normal icon.
        disabled_colour: Of the icon of a disabled action.

    Raises:
        KeyError: The font has no such glyph.
    """
    glyph = chr(int(_code_points()[name.removeprefix(PREFIX)], 16))
    return QIcon(_GlyphEngine(glyph, QColor(colour), QColor(disabled_colour)))


class _GlyphEngine(QIconEngine):
    """Paints one glyph, as large as its rectangle."""

    def __init__(self, glyph: str, colour: QColor, disabled_colour: QColor) -> None:
        super().__init__()
        self._glyph = glyph
        self._colour = colour
        self._disabled_colour = disabled_colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the glyph in the middle of a rectangle."""
        disabled = mode == QIcon.Mode.Disabled
        font = QFont(_font_family())
        font.setPixelSize(max(1, rect.height()))
        painter.save()
        painter.setPen(self._disabled_colour if disabled else self._colour)
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the glyph on a transparent ground."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Return a copy, as QIcon asks for."""
        return _GlyphEngine(self._glyph, self._colour, self._disabled_colour)


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
