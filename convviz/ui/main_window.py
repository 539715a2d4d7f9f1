"""The main window: it assembles pages, menus and notices, and holds no logic of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from convviz.protocol.document_file import SUFFIX
from convviz.ui.close_question import SAVE, ask_before_closing
from convviz.ui.document_actions import DocumentActions
from convviz.ui.history import History
from convviz.ui.keyboard import KeyboardKeeper, MenuKeys, give_keyboard
from convviz.ui.menus import Menus
from convviz.ui.notices import Notices
from convviz.ui.page_rail import PageRail
from convviz.ui.screen_modes import ScreenModes
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
    from convviz.ui.page_actions import PageActions
    from convviz.ui.settings import SettingsFile

MINIMUM_SIZE = QSize(960, 600)
DEFAULT_SIZE = QSize(1480, 940)
FRAME = QSize(0, 40)
"""Room for the title bar, whose size is unknown before the window is shown."""


class Page(Protocol):
    """What the window asks of a page, beside being a QWidget.

    Attributes:
        page_actions: What can be done on it, for the menus and the dialog of keys.
    """

    page_actions: PageActions


@runtime_checkable
class HasHover(Protocol):
    """A page that lights what the mouse points at."""

    def end_hover(self) -> None:
        """Point at nothing: the mouse is somewhere else now."""


class PageEntry:
    """A page that is built when it is first shown, so that the window starts at once.

    Attributes:
        key: Its name in the settings.
        name: Its translated name.
        icon: Name of its icon.
    """

    def __init__(self, key: str, name: str, icon: str, build: Callable[[], QWidget]) -> None:
        self.key = key
        self.name = name
        self.icon = icon
        self._build = build
        self._widget: QWidget | None = None

    @property
    def built(self) -> QWidget | None:
        """The page, if it was shown before."""
        return self._widget

    def widget(self) -> QWidget:
        """Return the page, built now if need be."""
        if self._widget is None:
            self._widget = self._build()
        return self._widget


class MainWindow(QMainWindow):
    """The window.

    Signals:
        closing(): the window is about to close and everything unsaved was asked about.
    """

    closing = Signal()

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
        self._restore_geometry()

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
        self._take_what_is_typed()
        self._asks = False
        if for_ms is not None:
            QTimer.singleShot(for_ms, self, self._ask_again)

    def show_page(self, number: int) -> None:
        """Show the page of that number."""
        entry = self._pages[number]
        widget = entry.widget()
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._rail.show_chosen(number)
        focused = QApplication.focusWidget()
        if focused is None or not widget.isAncestorOf(focused):
            give_keyboard(widget)
        self.modes.take_page(widget)
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

    def show_page_named(self, key: str) -> None:
        """Show the page with that name in the settings."""
        self.show_page([page.key for page in self._pages].index(key))

    def show_commands(self) -> None:
        """Show what can be done on the page that is shown, and by which keys."""
        from convviz.ui.commands import menu_commands
        from convviz.ui.commands_dialog import CommandsDialog

        page = cast("Page", self._stack.currentWidget())
        dialog = CommandsDialog(
            menu_commands(self.menus.by_use()), page.page_actions.gestures(), self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def page_named(self, key: str) -> QWidget:
        """Show the page with that name in the settings, and return it."""
        self.show_page_named(key)
        return next(page for page in self._pages if page.key == key).widget()

    def open_file(self, path: Path) -> None:
        """Open a document."""
        if self.documents.open_file(path):
            self.notices.remove("error")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about what would be lost, then remember the geometry and close."""
        self._take_what_is_typed()
        if self._asks and not self._may_close():
            event.ignore()
            return
        self.modes.leave()
        QSettings("convviz", "convviz").setValue("geometry", self.saveGeometry())
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

    def _take_what_is_typed(self) -> None:
        """Have the field with the keyboard take its text, as if the keyboard went elsewhere."""
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()
            if field.isVisible():
                field.setFocus()

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
        """Take a document that is dragged over the window."""
        if _dropped_document(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a document that is dropped on the window."""
        path = _dropped_document(event)
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

    def _restore_geometry(self) -> None:
        self.setMinimumSize(MINIMUM_SIZE)
        room = self.screen().availableGeometry().size() - FRAME
        self.resize(DEFAULT_SIZE.boundedTo(room))
        geometry = QSettings("convviz", "convviz").value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)


def _dropped_document(event: QDropEvent) -> Path | None:
    from pathlib import Path

    if event.possibleActions() & Qt.DropAction.CopyAction:
        for url in event.mimeData().urls():
            if url.isLocalFile() and url.toLocalFile().endswith(SUFFIX):
                return Path(url.toLocalFile())
    return None
