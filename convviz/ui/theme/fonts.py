"""Font families of the interface, of code and of numbers, with Chinese fallbacks."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from convviz.ui.theme.text_size import text_scale

_GENERIC: Final = {"sans serif", "sans", "sans-serif", "ms shell dlg 2", ""}
_PREFERRED: Final = ("Inter", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "Noto Sans CJK SC")
_CJK: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "DejaVu Sans",
)
_MONOSPACE: Final = (
    "JetBrains Mono",
    "SF Mono",
    "Menlo",
    "Cascadia Mono",
    "Consolas",
    "Ubuntu Mono",
    "DejaVu Sans Mono",
    "Noto Sans Mono",
    "Noto Sans Mono CJK SC",
    "monospace",
)
_SMALLEST_POINTS: Final = 10.0


def ui_families() -> list[str]:
    """Return the families of interface text: the system's own font, then Chinese fallbacks.

    A desktop without settings only names a generic family; there a good installed one is taken.
    """
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return list(_families_behind(system))


@cache
def _families_behind(system: str) -> tuple[str, ...]:
    if system.casefold() in _GENERIC:
        system = next((name for name in _PREFERRED if QFontDatabase.hasFamily(name)), system)
    return (system, *(name for name in _CJK if name != system))


def code_families() -> list[str]:
    """Return the families of code, in which all characters have one width."""
    return list(_MONOSPACE)


def ui_font(scale: float = 1.0) -> QFont:
    """Return the interface font with tabular figures.

    Args:
        scale: Size beside the system's own (at least 10 points), which grows with the text size.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    points = max(_SMALLEST_POINTS, font.pointSizeF())
    font.setFamilies(ui_families())
    font.setPointSizeF(points * scale * text_scale())
    _set_tabular(font)
    return font


def code_font(scale: float = 1.0) -> QFont:
    """Return the font of code and of call lines.

    Args:
        scale: Size relative to the interface font.
    """
    font = ui_font(scale)
    font.setFamilies(code_families())
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def cell_font(pixels: int) -> QFont:
    """Return the font of numbers in grid cells.

    Args:
        pixels: Height of the font, in logical pixels.
    """
    font = QFont()
    font.setFamilies(ui_families())
    font.setPixelSize(pixels)
    _set_tabular(font)
    return font


def _set_tabular(font: QFont) -> None:
    font.setFeature(QFont.Tag("tnum"), 1)
