"""New, open, save, save as, recent: the document's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.core.errors import ConvVizError
from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.protocol.code_file import CODE_SUFFIXES
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.files import is_read_only
from convviz.protocol.seen_file import FileChange, SeenFile, seen
from convviz.protocol.templates import new_document
from convviz.ui.error_sentences import error_sentence
from convviz.ui.shell.document_numbers import DocumentNumbers
from convviz.ui.shell.save_questions import SAVE_AS, WRITE, ask_about_change
from convviz.ui.widgets.question import Choice, ask, may_replace

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile

NETWORK_SUFFIXES: Final = (EXPORTED_SUFFIX, *CODE_SUFFIXES)
"""Of files that hold a network and no document."""


class DocumentActions(QObject):
    """Reads and writes the store's document, and asks before anything unsaved is lost.

    Attributes:
        file: The document's file, as it was read or written last.
        numbers: Where its numbers lie that are too many for it.

    Signals:
        path_changed(): the document has another file, or is saved now.
        failed(str): a sentence on what could not be done.
        network_chosen(Path): a file was opened that is a network alone, not a document.
    """

    network_chosen = Signal(object)
    path_changed = Signal()
    failed = Signal(str)

    def __init__(self, store: DocumentStore, settings: SettingsFile, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._settings = settings
        self._window = window
        self.file = SeenFile()
        self.numbers = DocumentNumbers()
        self.new = self._action(self.tr("&New"), QKeySequence.StandardKey.New, self._new)
        self.open = self._action(self.tr("&Open…"), QKeySequence.StandardKey.Open, self._open)
        self.save = self._action(self.tr("&Save"), QKeySequence.StandardKey.Save, self.save_now)
        self.save_as = self._action(self.tr("Save &as…"), "Ctrl+Shift+S", self._save_as)

    @property
    def path(self) -> Path | None:
        """The document's file; None before it was saved."""
        return self.file.path

    def actions(self) -> list[QAction]:
        """Return the actions in the menu's order."""
        return [self.new, self.open, self.save, self.save_as]

    def title(self) -> str:
        """Return the document's name for the window's title."""
        return self.path.name if self.path else self.tr("Untitled")

    def open_file(self, path: Path) -> bool:
        """Open a document, unless something unsaved is kept; return whether it was opened.

        A broken file changes nothing. A file with a network alone becomes the document's own.
        """
        if path.suffix.lower() in NETWORK_SUFFIXES:
            self._settings.change(last_folder=str(path.resolve().parent))
            self.network_chosen.emit(path)
            return True
        if not self.may_discard():
            return False
        file = seen(path)
        try:
            document = read_document(path)
        except ConvVizError as error:
            self.failed.emit(error_sentence(error))
            return False
        self._store.open(document)
        self._set_file(file)
        return True

    def restore(self, document: Document, file: SeenFile) -> bool:
        """Show a document with changes that were never saved; return whether that was done.

        Args:
            document: With its changes.
            file: Its file, as it was when it was read or written last.
        """
        if not self.may_discard():
            return False
        self._store.open(document)
        self._store.undo_stack.resetClean()
        self.adopt(file)
        return True

    def adopt(self, file: SeenFile) -> None:
        """Take over the file of a document that is open already."""
        self.file = file
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
                Choice("save", self.tr("Save")),
                Choice("discard", self.tr("Do not save"), loses=True),
            ],
            cancel=self.tr("Cancel"),
        )
        return self.save_now() if answer == "save" else answer == "discard"

    def save_now(self) -> bool:
        """Save to the document's file, asking for one if there is none.

        Whatever somebody else did with the file since is told first.
        """
        path = self.path
        if path is None:
            return self._save_as()
        change = self.file.change()
        answer = ask_about_change(self._window, path, change)
        if answer == SAVE_AS:
            return self._save_as()
        if answer != WRITE:
            return False
        return self._write(path, replace_read_only=change is not FileChange.NONE)

    def _action(self, text: str, shortcut: QKeySequence.StandardKey | str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(slot)
        return action

    def _new(self) -> None:
        if self.may_discard():
            self._store.open(new_document())
            self._set_file(SeenFile())

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), self._folder(), self._filters_to_open()
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
        chosen = Path(name)
        path = _with_suffix(chosen)
        if path != chosen and not may_replace(self._window, [path]):
            return False
        if not is_read_only(path):
            return self._write(path)
        answer = ask_about_change(self._window, path, FileChange.READ_ONLY)
        if answer == SAVE_AS:
            return self._save_as()
        return answer == WRITE and self._write(path, replace_read_only=True)

    def _write(self, path: Path, *, replace_read_only: bool = False) -> bool:
        try:
            self.numbers.save(
                path, self._store.document, self.path, replace_read_only=replace_read_only
            )
        except ConvVizError as error:
            self.failed.emit(error_sentence(error))
            return False
        self._store.undo_stack.setClean()
        self._set_file(seen(path))
        return True

    def _set_file(self, file: SeenFile) -> None:
        self.file = file
        if file.path:
            self._settings.add_recent(file.path)
        self.path_changed.emit()

    def _folder(self) -> str:
        return self._settings.value.last_folder or str(Path.home())

    def _filters_to_open(self) -> str:
        suffixes = " ".join(f"*{suffix}" for suffix in (SUFFIX, *NETWORK_SUFFIXES))
        every = self.tr("Documents and networks ({suffixes})").format(suffixes=suffixes)
        code = self.tr("Networks in code ({suffixes})")
        code = code.format(suffixes=" ".join(f"*{suffix}" for suffix in CODE_SUFFIXES))
        exported = self.tr("Networks of torch.export (*{suffix})").format(suffix=EXPORTED_SUFFIX)
        return f"{every};;{code};;{exported};;{self._filter()}"

    def _filter(self) -> str:
        return self.tr("convviz documents (*{suffix});;All files (*)").format(suffix=SUFFIX)


def _with_suffix(path: Path) -> Path:
    """Return a document's path with its suffix behind whatever was typed: v1.2 is a name, too."""
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
