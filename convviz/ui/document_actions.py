"""New, open, save, save as, recent: the document's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.core.errors import ConvVizError
from convviz.protocol.document_file import SUFFIX, read_document, write_document
from convviz.protocol.templates import new_document
from convviz.ui.error_sentences import error_sentence
from convviz.ui.widgets.question import Answer, ask

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile


class DocumentActions(QObject):
    """Reads and writes the store's document, and asks before anything unsaved is lost.

    Attributes:
        path: The document's file; None before it was saved.

    Signals:
        path_changed(): the document has another file, or is saved now.
        failed(str): a sentence on what could not be done.
    """

    path_changed = Signal()
    failed = Signal(str)

    def __init__(self, store: DocumentStore, settings: SettingsFile, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._settings = settings
        self._window = window
        self.path: Path | None = None
        self.new = self._action(self.tr("&New"), QKeySequence.StandardKey.New, self._new)
        self.open = self._action(self.tr("&Open…"), QKeySequence.StandardKey.Open, self._open)
        self.save = self._action(self.tr("&Save"), QKeySequence.StandardKey.Save, self.save_now)
        self.save_as = self._action(self.tr("Save &as…"), "Ctrl+Shift+S", self._save_as)

    def actions(self) -> list[QAction]:
        """Return the actions in the menu's order."""
        return [self.new, self.open, self.save, self.save_as]

    def title(self) -> str:
        """Return the document's name for the window's title."""
        return self.path.name if self.path else self.tr("Untitled")

    def open_file(self, path: Path) -> bool:
        """Open a document, unless something unsaved is kept; return whether it was opened.

        A broken file changes nothing.
        """
        if not self.may_discard():
            return False
        try:
            document = read_document(path)
        except ConvVizError as error:
            self.failed.emit(error_sentence(error))
            return False
        self._store.open(document)
        self._set_path(path)
        return True

    def adopt(self, path: Path | None) -> None:
        """Take over the file of a document that is open already."""
        self.path = path
        self.path_changed.emit()

    @property
    def unsaved(self) -> str:
        """The document's name if it has unsaved changes; "" if it has none."""
        return "" if self._store.undo_stack.isClean() else self.title()

    def may_discard(self) -> bool:
        """Ask about unsaved changes; return whether the document may be replaced."""
        if self._store.undo_stack.isClean():
            return True
        answer = ask(
            self._window,
            self.tr("Save the changes to {name}?").format(name=self.title()),
            self.tr("If you do not save, the changes are lost."),
            [
                Answer("save", self.tr("Save")),
                Answer("discard", self.tr("Do not save"), loses=True),
            ],
            cancel=self.tr("Cancel"),
        )
        return self.save_now() if answer == "save" else answer == "discard"

    def save_now(self) -> bool:
        """Save to the document's file, asking for one if there is none."""
        return self._write(self.path) if self.path else self._save_as()

    def _action(self, text: str, shortcut: QKeySequence.StandardKey | str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(slot)
        return action

    def _new(self) -> None:
        if self.may_discard():
            self._store.open(new_document())
            self._set_path(None)

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a document"), self._folder(), self._filter()
        )
        if name:
            self.open_file(Path(name))

    def _save_as(self) -> bool:
        suggestion = self.path or Path(self._folder()) / f"{self.tr('Untitled')}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the document"), str(suggestion), self._filter()
        )
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_suffix(SUFFIX))

    def _write(self, path: Path) -> bool:
        try:
            write_document(path, self._store.document)
        except ConvVizError as error:
            self.failed.emit(error_sentence(error))
            return False
        self._store.undo_stack.setClean()
        self._set_path(path)
        return True

    def _set_path(self, path: Path | None) -> None:
        self.path = path
        if path:
            self._settings.add_recent(path)
        self.path_changed.emit()

    def _folder(self) -> str:
        return self._settings.value.last_folder or str(Path.home())

    def _filter(self) -> str:
        return self.tr("convviz documents (*{suffix});;All files (*)").format(suffix=SUFFIX)
