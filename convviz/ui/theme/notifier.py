"""Which palette is worn now, how it is put on, and the signal that tells painters of a change."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final, Literal

import platformdirs
from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from convviz.ui.theme.fonts import ui_font
from convviz.ui.theme.palette import DARK, LIGHT, PALETTES, Palette
from convviz.ui.theme.stylesheet import (
    SHEET_NAME,
    qt_palette,
    style_sheet,
    theme_folder,
    write_theme,
)

ThemeChoice = Literal["light", "dark", "system"]

_SEARCH_PATH: Final = "themeglyphs"
_SHEET: Final = f"file:///{_SEARCH_PATH}:{SHEET_NAME}"
"""The style sheet, read from wherever the search path leads."""


class ThemeNotifier(QObject):
    """Holds the palette that the application wears.

    Signals:
        changed(Palette): Another palette is worn; custom painters drop what they cached.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._palette = LIGHT
        self._choice: ThemeChoice = "light"
        self._temporary: QTemporaryDir | None = None
        self._listening = False

    @property
    def palette(self) -> Palette:
        """The palette that is worn now."""
        return self._palette

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose: a theme, or to follow the system."""
        return self._choice

    def apply(self, app: QApplication, choice: ThemeChoice) -> None:
        """Dress the whole application.

        Args:
            app: The application. Its style becomes Fusion, its font the system's own with Chinese
                fallbacks.
            choice: "light", "dark", or "system" to follow the desktop.
        """
        self._choice = choice
        self._listen(app)
        palette = resolve_palette(choice)
        sheet = self._provide_sheet(palette)
        app.setFont(ui_font())
        app.setPalette(qt_palette(palette))
        _put_on_sheet(app, sheet)
        self._palette = palette
        with _no_garbage_collected():
            self.changed.emit(palette)

    @contextmanager
    def palette_of_painters(self, palette: Palette) -> Iterator[None]:
        """Give painters another palette until the block ends; nothing that is shown changes.

        The event loop must not run inside the block.
        """
        own, self._palette = self._palette, palette
        try:
            yield
        finally:
            self._palette = own

    def _listen(self, app: QApplication) -> None:
        if not self._listening:
            self._listening = True
            app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _follow_system(self) -> None:
        app = QApplication.instance()
        if self._choice == "system" and isinstance(app, QApplication):
            self.apply(app, "system")

    def _provide_sheet(self, palette: Palette) -> str:
        """Put the style sheet and its glyphs into the cache, where all windows share them.

        Only where the cache cannot be written do they go into a temporary folder, which dies with
        this object: Python never calls its destructor at the end of a program.

        Returns:
            The file's name; the sheet itself where nothing can be written, without its glyphs.
        """
        try:
            folder = theme_folder(palette, _cache())
        except OSError:
            if self._temporary is None:
                self._temporary = QTemporaryDir()
            if not self._temporary.isValid():
                return style_sheet(palette)
            folder = Path(self._temporary.path())
            try:
                write_theme(palette, folder)
            except OSError:  # a full disk has room for a folder, and for no file
                return style_sheet(palette)
        QDir.setSearchPaths(_SEARCH_PATH, [str(folder)])
        return _SHEET


def _put_on_sheet(app: QApplication, sheet: str) -> None:
    """Dress every widget in a style sheet over Fusion.

    WORKAROUND Qt 6.11.3: where a sheet is on already, another one dresses each widget once for
    every widget around it, eight times or more; to take it off and put the other on dresses each
    twice. Under the same name, a new style reads its file anew, and dresses each once.

    Args:
        app: The application.
        sheet: The sheet, or its file's name.
    """
    if app.styleSheet() == sheet:
        app.setStyle("Fusion")
        return
    app.setStyleSheet("")
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setStyleSheet(sheet)


def _cache() -> Path:
    return Path(platformdirs.user_cache_dir("convviz", appauthor=False))


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Let nothing that is garbage die in the midst of hearing of the theme."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def theme_notifier() -> ThemeNotifier:
    """Return the one notifier of the process."""
    return ThemeNotifier()


def current_palette() -> Palette:
    """Return the palette that is worn now (light before :func:`apply_theme`)."""
    return theme_notifier().palette


def apply_theme(app: QApplication, choice: ThemeChoice) -> None:
    """Dress the application in "light", "dark" or the "system"'s colours."""
    theme_notifier().apply(app, choice)


def resolve_palette(choice: ThemeChoice) -> Palette:
    """Return the palette of a choice; "system" where nothing is known is light."""
    if choice != "system":
        return PALETTES[choice]
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again at the dynamic properties of a widget.

    One that was never dressed is left alone: the sheet will look at it when it is first shown.
    Dressed twice, it would lose the font that it is given in between.
    """
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style, font = widget.style(), widget.font()
    has_own_font = widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    style.unpolish(widget)  # also takes away a font that was set
    style.polish(widget)
    if has_own_font:
        widget.setFont(font)
    widget.update()


def set_state(widget: QWidget, name: str, *, on: bool) -> None:
    """Switch a dynamic property that the style sheet knows, such as "invalid" or "muted"."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        restyle(widget)


def set_role(widget: QWidget, role: str) -> None:
    """Give a text the look of a role that the style sheet knows, such as "caption" or "error"."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        restyle(widget)
