"""One style sheet and one QPalette, both built from a Palette."""

from __future__ import annotations

import re
import tempfile
import zlib
from dataclasses import fields
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPalette

from convviz.ui.theme.fonts import code_families
from convviz.ui.theme.text_size import text_scale

if TYPE_CHECKING:
    from convviz.ui.theme.palette import Palette

SPACING: Final = 4
"""The grid of distances, in logical pixels: margins and gaps are multiples of it."""

RADIUS: Final = 6
"""Corner radius of fields, buttons and cards, in logical pixels."""

SHEET_NAME: Final = "window.qss"
"""The file of the style sheet among those of a theme."""

_POINTS: Final = re.compile(r"\b([\d.]+)pt\b")
"""Sizes of fonts in the style sheet, which follow the text size."""

_GROUPS: Final = (
    QPalette.ColorGroup.Active,
    QPalette.ColorGroup.Inactive,
    QPalette.ColorGroup.Disabled,
)
_PLACEHOLDER: Final = 0.5
"""How opaque the text is that stands in an empty field."""

_GLYPHS: Final = {
    "chevron-down": "M3 5.5 L8 10.5 L13 5.5",
    "chevron-up": "M3 10.5 L8 5.5 L13 10.5",
    "chevron-right": "M5.5 3 L10.5 8 L5.5 13",
    "check": "M3 8.5 L6.6 12 L13 4.5",
    "dash": "M4 8 L12 8",
    "close": "M4 4 L12 12 M12 4 L4 12",
}
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
    '<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
    ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def theme_folder(palette: Palette, cache: Path) -> Path:
    """Return the folder of a palette's sheet and glyphs in a cache; what is missing is written.

    Args:
        palette: The theme.
        cache: Made if missing.

    Raises:
        OSError: The cache cannot be written.
    """
    files = _files(palette)
    checksum = zlib.crc32("".join(f"{k}{v}" for k, v in sorted(files.items())).encode())
    folder = cache / "theme" / f"{checksum:08x}"
    if not all((folder / name).is_file() for name in files):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as part:
            write_theme(palette, Path(part))
            for name in files:
                folder.mkdir(exist_ok=True)
                (Path(part) / name).replace(folder / name)
    return folder


def write_theme(palette: Palette, folder: Path) -> None:
    """Write the style sheet, and the small glyphs that it names, tinted for a palette.

    Args:
        palette: The theme.
        folder: An existing folder; glyphs are named ``THEME-GLYPH-ROLE.svg``.

    Raises:
        OSError: The folder cannot be written.
    """
    for name, text in _files(palette).items():
        (folder / name).write_text(text, encoding="utf-8")


def _files(palette: Palette) -> dict[str, str]:
    return {SHEET_NAME: style_sheet(palette), **_glyphs(palette)}


def _glyphs(palette: Palette) -> dict[str, str]:
    """Return each glyph's file name and its SVG."""
    roles = {
        "text": palette.text_muted,
        "accent": palette.accent_text,
        "disabled": palette.text_disabled,
    }
    glyphs = {}
    for glyph, path in _GLYPHS.items():
        width = 2.2 if glyph in {"check", "dash"} else 1.6
        for role, colour in roles.items():
            svg = _SVG.format(path=path, colour=colour, width=width)
            glyphs[f"{palette.name}-{glyph}-{role}.svg"] = svg
    return glyphs


def qt_palette(palette: Palette) -> QPalette:
    """Return the QPalette of a theme, for everything that the style sheet leaves to Fusion.

    The colours of text and of what is selected stand here alone: a sheet that gives them to every
    widget gives each a palette of its own, which takes as long as all the rest of it.
    """
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.surface,
        role.WindowText: palette.text,
        role.Base: palette.surface_raised,
        role.AlternateBase: palette.surface,
        role.Text: palette.text,
        role.Button: palette.surface_raised,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.ToolTipBase: palette.surface_raised,
        role.ToolTipText: palette.text,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Light: palette.surface_raised,
        role.Midlight: palette.surface,
        role.Mid: palette.border,
        role.Dark: palette.border_strong,
        role.Shadow: palette.cell_dark,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    disabled = QColor(palette.text_disabled)
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, disabled)
    for group in _GROUPS:
        faint = result.color(group, role.Text)
        faint.setAlphaF(_PLACEHOLDER)
        result.setColor(group, role.PlaceholderText, faint)
    return result


def style_sheet(palette: Palette) -> str:
    """Return the style sheet of a theme.

    Dynamic properties that it knows: ``primary`` and ``flat`` on QPushButton; ``rail`` on
    QToolButton and QFrame; ``code`` on what is code; ``invalid`` on fields; ``inline`` on fields
    that stand in a line of text; ``muted`` and ``role`` ("title", "section", "caption", "error",
    "ok", "warning") on QLabel; ``card``, ``segments`` and ``notice`` ("info", "warning", "error")
    on QFrame. Call :func:`convviz.ui.theme.restyle` after changing one.
    """
    template = Path(__file__).with_name("theme.qss").read_text(encoding="utf-8")
    colours = {field.name: getattr(palette, field.name) for field in fields(palette)}
    template = _POINTS.sub(lambda size: f"{float(size[1]) * text_scale():g}pt", template)
    families = ", ".join(f'"{name}"' for name in code_families())
    return Template(template).substitute(colours, radius=f"{RADIUS}px", code_families=families)
