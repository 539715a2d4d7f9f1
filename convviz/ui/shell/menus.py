"""The menu bar: every action of the window stands in it, with its shortcut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from convviz.ui.shell.language import LANGUAGE_NAMES
from convviz.ui.shell.text_size import TextSizeActions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMainWindow

    from convviz.ui.settings import SettingsFile
    from convviz.ui.shell.document_actions import DocumentActions
    from convviz.ui.shell.history import History
    from convviz.ui.shell.screen_modes import ScreenModes


class Menus(QObject):
    """Builds the menus and keeps them in step.

    Signals:
        language_chosen(str): a key of LANGUAGE_NAMES, or "system".
        theme_chosen(str): "light", "dark" or "system".
        opened(): A menu of the bar opens.
        commands_wanted(): the user asked what can be done, and by which keys.
        about_wanted(): the user asked what this is.
        log_wanted(): the user asked for the log's folder.

    Attributes:
        text_size: Larger and smaller text.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    opened = Signal()
    commands_wanted = Signal()
    about_wanted = Signal()
    log_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        documents: DocumentActions,
        history: History,
        settings: SettingsFile,
        modes: ScreenModes,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._documents = documents
        self._settings = settings
        self._bar = window.menuBar()
        self._modes = modes
        self.text_size = TextSizeActions(window, settings)
        self._build_file_menu()
        self._build_edit_menu(history)
        self._page_menu = self._bar.addMenu("")
        self._shown_views: list[QAction] = []
        self._view_menu = self._bar.addMenu(self.tr("&View"))
        self._build_help_menu()
        for menu in self.by_use():
            menu.aboutToShow.connect(self.opened)

    def set_pages(self, names: Sequence[str], show: Callable[[int], None]) -> None:
        """Fill the view menu: pages, what the page offers, screen, text, theme and language."""
        for number, name in enumerate(names):
            action = self._view_menu.addAction(name)
            action.setShortcut(QKeySequence(f"Ctrl+{number + 1}"))
            action.triggered.connect(lambda _checked=False, number=number: show(number))
        self._page_views = self._view_menu.addSeparator()
        self._view_menu.addActions([self._modes.presentation, self._modes.full_screen])
        self._view_menu.addSeparator()
        self.text_size.add_to(self._view_menu.addMenu(self.tr("&Text size")))
        themes = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        self._add_choices(
            self.tr("&Theme"), themes, self._settings.value.theme, self.theme_chosen.emit
        )
        languages = {"system": self.tr("As the system"), **LANGUAGE_NAMES}
        self._add_choices(
            self.tr("&Language"),
            languages,
            self._settings.value.language,
            self.language_chosen.emit,
        )

    def show_page_actions(
        self, name: str, actions: Sequence[QAction], views: Sequence[QAction] = ()
    ) -> None:
        """Put the actions of the page that is shown into its menu.

        Args:
            name: The page's name.
            actions: What it can do, for its own menu.
            views: How it can be looked at, for the view menu.
        """
        for action in self._shown_views:
            self._view_menu.removeAction(action)
        first = self._view_menu.insertSeparator(self._page_views)
        self._view_menu.insertActions(self._page_views, list(views))
        self._shown_views = [first, *views]
        self._page_menu.clear()
        self._page_menu.setTitle(name)
        self._page_menu.addActions(list(actions))
        self._page_menu.menuAction().setVisible(bool(actions))

    def by_use(self) -> list[QMenu]:
        """Return the menus, that of the page first."""
        # Not the bar's children: where it was ever too narrow, one of them holds what was left.
        menus = [action.menu() for action in self._bar.actions()]
        others = (menu for menu in menus if isinstance(menu, QMenu))
        return [self._page_menu, *(menu for menu in others if menu is not self._page_menu)]

    def _build_file_menu(self) -> None:
        menu = self._bar.addMenu(self.tr("&File"))
        documents = self._documents
        menu.addActions([documents.new, documents.open])
        recent = menu.addMenu(self.tr("Open &recent"))
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))
        menu.addSeparator()
        menu.addActions([documents.save, documents.save_as])
        menu.addSeparator()
        leave = menu.addAction(self.tr("&Quit"))
        leave.setShortcut(QKeySequence("Ctrl+Q"))
        leave.setMenuRole(QAction.MenuRole.QuitRole)
        leave.triggered.connect(self._window.close)

    def _build_edit_menu(self, history: History) -> None:
        menu = self._bar.addMenu(self.tr("&Edit"))
        menu.addActions([history.undo, history.redo])

    def _build_help_menu(self) -> None:
        menu = self._bar.addMenu(self.tr("&Help"))
        commands = menu.addAction(self.tr("&Keys and commands…"))
        commands.setShortcuts([QKeySequence("F1"), QKeySequence("Ctrl+Shift+P")])
        commands.triggered.connect(self.commands_wanted)
        log = menu.addAction(self.tr("Show the &log"))
        log.triggered.connect(self.log_wanted)
        about = menu.addAction(self.tr("&About convviz"))
        about.setMenuRole(QAction.MenuRole.AboutRole)
        about.triggered.connect(self.about_wanted)

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        self._settings.refresh()
        for number, name in enumerate(self._settings.value.recent_files, start=1):
            path = Path(name)
            action = menu.addAction(f"&{number % 10} {path.name}")
            action.setToolTip(name)
            action.triggered.connect(
                lambda _checked=False, path=path: self._documents.open_file(path)
            )
        if menu.isEmpty():
            menu.addAction(self.tr("No documents yet")).setEnabled(False)

    def _add_choices(
        self, title: str, choices: dict[str, str], chosen: str, tell: Callable[[str], None]
    ) -> None:
        menu = self._view_menu.addMenu(title)
        group = QActionGroup(menu)
        for key, text in choices.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.triggered.connect(lambda _checked=False, key=key: tell(key))
            group.addAction(action)
