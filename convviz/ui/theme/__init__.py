"""The looks of the application: palettes, style sheet, fonts and icons."""

from convviz.ui.theme.colour import contrast, mix, readable_on
from convviz.ui.theme.fonts import cell_font, code_families, code_font, ui_families, ui_font
from convviz.ui.theme.icons import IconRole, icon, icon_pixmap, set_icon
from convviz.ui.theme.notifier import (
    ThemeChoice,
    ThemeNotifier,
    apply_theme,
    current_palette,
    resolve_palette,
    restyle,
    set_role,
    set_state,
    theme_notifier,
)
from convviz.ui.theme.palette import DARK, LIGHT, PALETTES, Palette, tap_hue
from convviz.ui.theme.stylesheet import RADIUS, SPACING, qt_palette, style_sheet
from convviz.ui.theme.text_size import (
    NORMAL_TEXT,
    TEXT_SIZES,
    next_text_size,
    set_text_scale,
    text_scale,
)
from convviz.ui.theme.widget_fonts import set_code_font, set_ui_font

__all__ = [
    "DARK",
    "LIGHT",
    "NORMAL_TEXT",
    "PALETTES",
    "RADIUS",
    "SPACING",
    "TEXT_SIZES",
    "IconRole",
    "Palette",
    "ThemeChoice",
    "ThemeNotifier",
    "apply_theme",
    "cell_font",
    "code_families",
    "code_font",
    "contrast",
    "current_palette",
    "icon",
    "icon_pixmap",
    "mix",
    "next_text_size",
    "qt_palette",
    "readable_on",
    "resolve_palette",
    "restyle",
    "set_code_font",
    "set_icon",
    "set_role",
    "set_state",
    "set_text_scale",
    "set_ui_font",
    "style_sheet",
    "tap_hue",
    "text_scale",
    "theme_notifier",
    "ui_families",
    "ui_font",
]
