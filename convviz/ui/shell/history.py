"""Undo and redo, shown where they happen: on the page that holds what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QUndoGroup

from convviz.ui.shell.page_entry import HasHistory

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Document
    from convviz.ui.document_store import DocumentStore

_PARTS: Final = ("calculator", "network", "training")
"""The parts of a document, named like the pages that show them."""


class History(QObject):
    """Makes the two actions.

    Attributes:
        undo: Takes the last edit back.
        redo: Makes it again.

    Signals:
        elsewhere(str, str): What was undone or made again is shown on another page: its key, and
            a sentence that says what it was.
        changed(): The document is another one, by whatever.
    """

    elsewhere = Signal(str, str)
    changed = Signal()

    def __init__(self, store: DocumentStore, page: Callable[[], str], parent: QObject) -> None:
        """Make them.

        Args:
            store: Holds the document and its history.
            page: Returns the key of the page that is shown.
            parent: The parent.
        """
        super().__init__(parent)
        self._stack = store.undo_stack
        self._page = page
        self._before = self._now = store.document
        store.changed.connect(self._follow)
        self._group = QUndoGroup(self)
        self._group.addStack(self._stack)
        self._group.setActiveStack(self._stack)
        self.undo = self._group.createUndoAction(self, self.tr("Undo"))
        self.undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.redo = self._group.createRedoAction(self, self.tr("Redo"))
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        # Qt connects its own slots first: here, the document has changed already.
        self.undo.triggered.connect(
            lambda: self._announce(self.tr("Undone: {edit}."), self._stack.redoText())
        )
        self.redo.triggered.connect(
            lambda: self._announce(self.tr("Made again: {edit}."), self._stack.undoText())
        )

    def show_page(self, page: QWidget) -> None:
        """Undo from now on what a page changed, if it has a history of its own; else the document.

        Args:
            page: The page that is shown now.
        """
        stack = page.undo_stack if isinstance(page, HasHistory) else self._stack
        self._group.addStack(stack)
        self._group.setActiveStack(stack)

    def _follow(self, document: Document) -> None:
        self._before, self._now = self._now, document
        self.changed.emit()

    def _announce(self, sentence: str, edit: str) -> None:
        """Ask for the page of what changed, unless it is the one that is shown."""
        if self._group.activeStack() is not self._stack:
            return
        parts = [part for part in _PARTS if self._differs(part)]
        if parts and self._page() not in parts:
            self.elsewhere.emit(parts[0], sentence.format(edit=edit))

    def _differs(self, part: str) -> bool:
        before, now = getattr(self._before, part), getattr(self._now, part)
        return before is not now and before != now
