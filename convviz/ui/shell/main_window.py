"""The main window: it assembles pages, menus and notices, and holds no logic of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.notices import Notices
from convviz.ui.shell.close_question import SAVE, ask_before_closing
from convviz.ui.shell.document_actions import DocumentActions
from convviz.ui.shell.dropping import dropped_file
from convviz.ui.shell.history import History
from convviz.ui.shell.keyboard import KeyboardKeeper, MenuKeys, give_keyboard, take_what_is_typed
from convviz.ui.shell.menus import Menus
from convviz.ui.shell.page_entry import HasHover
from convviz.ui.shell.page_rail import PageRail
from convviz.ui.shell.screen_modes import ScreenModes
from convviz.ui.shell.window_place import remember_place, restore_place
from convviz.ui.widgets.question import CANCEL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDropEvent,
        QKeyEvent,
        QShowEvent,
    )

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile
    from convviz.ui.shell.page_entry import Page, PageEntry


class MainWindow(QMainWindow):
    """The window.

    Signals:
        closing(): the window is about to close and everything unsaved was asked about.
        layer_wanted(type): A layer was found by its name, to be opened in the calculator.
    """

    closing = Signal()
    layer_wanted = Signal(object)

    def __init__(self, store: DocumentStore, settings: SettingsFile) -> None:
        super().__init__()
        self._store = store
        self._settings = settings
        self._pages: list[PageEntry] = []
        self._is_training: Callable[[], bool] = lambda: False
        self._asks = True
        self.documents = DocumentActions(store, settings, self)
        self.notices = Notices(self)
        self._rail = PageRail(self)
        self._rail.chosen.connect(self.show_page)
        self._stack = QStackedWidget(self)
        self._assemble()
        self.modes = ScreenModes(self, (self._rail,), self._stack.currentWidget)
        self.history = History(store, lambda: self._settings.value.page, self)
        self.history.elsewhere.connect(self._show_undone)
        self.history.changed.connect(lambda: self.notices.remove("history"))
        self._menu_keys = MenuKeys(self)
        self._keyboard = KeyboardKeeper(self, self._stack)
        self.menus = Menus(self, self.documents, self.history, settings, self.modes)
        self.menus.commands_wanted.connect(self.show_commands)
        self.menus.opened.connect(self._end_hover)
        self.setAcceptDrops(True)
        self.documents.failed.connect(self.notices.show_error)
        self.documents.path_changed.connect(self._show_title)
        store.undo_stack.cleanChanged.connect(self._show_title)
        store.undo_stack.cleanChanged.connect(self._end_error)
        self._show_title()
        restore_place(self)

    def set_pages(self, pages: Sequence[PageEntry]) -> None:
        """Give the window its pages and show the one that was shown last."""
        self._pages = list(pages)
        self._rail.set_pages([(page.name, page.icon) for page in pages])
        self.menus.set_pages([page.name for page in pages], self.show_page)
        keys = [page.key for page in pages]
        last = self._settings.value.page
        self.show_page(keys.index(last) if last in keys else 0)

    def set_training_probe(self, is_training: Callable[[], bool]) -> None:
        """Set what tells whether a run goes on, which the end of the window ends."""
        self._is_training = is_training

    def ask_nothing(self, *, for_ms: int | None) -> None:
        """Close without a question from now on: what is unsaved was kept elsewhere.

        Args:
            for_ms: How long; None for good.
        """
        take_what_is_typed(self)
        self._asks = False
        if for_ms is not None:
            QTimer.singleShot(for_ms, self, self._ask_again)

    def show_page(self, number: int) -> None:
        """Show the page of that number."""
        entry = self._pages[number]
        widget = entry.widget(self._stack)
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._rail.show_chosen(number)
        focused = QApplication.focusWidget()
        if focused is None or not widget.isAncestorOf(focused):
            give_keyboard(widget)
        self.modes.take_page(widget)
        self.history.show_page(widget)
        actions = cast("Page", widget).page_actions
        self.menus.show_page_actions(entry.name, actions.menu(), actions.views())
        if self._settings.value.page != entry.key:
            self._settings.change(page=entry.key)

    def _show_undone(self, key: str, sentence: str) -> None:
        """Go to the page on which something was undone, and say what it was."""
        self.show_page_named(key)
        self.notices.show_notice("info", sentence, subject="history")

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the shortcuts still behind open menus from now on."""
        super().showEvent(event)
        self._menu_keys.watch(self)

    def show_activity(self, key: str, text: str, *, is_halted: bool = False) -> None:
        """Say on the rail what goes on on a page; "" for nothing."""
        keys = [page.key for page in self._pages]
        if key in keys:
            self._rail.show_activity(keys.index(key), text, is_halted=is_halted)

    def show_page_named(self, key: str) -> None:
        """Show the page with that name in the settings."""
        self.show_page([page.key for page in self._pages].index(key))

    def show_commands(self) -> None:
        """Show what can be done on the page that is shown, and by which keys."""
        from convviz.ui.commands import menu_commands
        from convviz.ui.shell.commands_dialog import CommandsDialog

        page = cast("Page", self._stack.currentWidget())
        dialog = CommandsDialog(
            menu_commands(self.menus.by_use()), page.page_actions.gestures(), self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.layer_chosen.connect(self.layer_wanted)
        dialog.open()

    def page_named(self, key: str) -> QWidget:
        """Show the page with that name in the settings, and return it."""
        self.show_page_named(key)
        return next(page for page in self._pages if page.key == key).widget(self._stack)

    def page_built(self, key: str) -> QWidget | None:
        """Return the page with that name in the settings; None if it was not shown yet."""
        return next(page for page in self._pages if page.key == key).built

    def open_file(self, path: Path) -> None:
        """Open a document, or offer the networks of a file of code."""
        if self.documents.open_file(path):
            self.notices.remove("error")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about what would be lost, then remember the geometry and close."""
        take_what_is_typed(self)
        if self._asks and not self._may_close():
            event.ignore()
            return
        self.modes.leave()
        remember_place(self)
        if self._asks:
            self.closing.emit()
        event.accept()

    def _may_close(self) -> bool:
        """Ask about unsaved changes and a run that goes on; return whether to close."""
        answer = ask_before_closing(
            self, unsaved=self.documents.unsaved, is_training=self._is_training()
        )
        return answer != CANCEL and (answer != SAVE or self.documents.save_now())

    def _ask_again(self) -> None:
        self._asks = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the presentation or the full screen by an Escape that nobody else had use for."""
        if event.key() != Qt.Key.Key_Escape or not self.modes.leave():
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the window system, which may end the full screen by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.modes.follow_window()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a document or a file of code that is dragged over the window."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped on the window."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    def createPopupMenu(self) -> QMenu | None:
        """Offer no menu of toolbars: there are none."""
        return None

    def _assemble(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.notices)
        right.addWidget(self._stack, 1)
        body = QWidget(self)
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)

    def _end_error(self, is_clean: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Take back what was said of a file: the document is saved, or another one is open."""
        if is_clean:
            self.notices.remove("error")

    def _end_hover(self) -> None:
        page: object = self._stack.currentWidget()
        if isinstance(page, HasHover):
            page.end_hover()

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.documents.title()}[*]")
        self.setWindowModified(not self._store.undo_stack.isClean())
