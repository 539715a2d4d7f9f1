"""Holds the document. Views render it and emit edits; every edit is one undo command."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

if TYPE_CHECKING:
    from convviz.protocol.document import Document


class ReplaceDocument(QUndoCommand):
    """The one undo command: from one document to another."""

    def __init__(self, store: DocumentStore, after: Document, text: str, merge_key: str) -> None:
        super().__init__(text)
        self._store = store
        self._before = store.document
        self._after = after
        self._merge_id = zlib.crc32(merge_key.encode()) & 0x7FFFFFFF if merge_key else -1

    def id(self) -> int:
        """Return what commands must share to be folded into one; -1 for never."""
        return self._merge_id

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Fold a later edit of the same field into this one, as a drag of a spin box makes."""
        if not isinstance(other, ReplaceDocument):
            return False
        self._after = other.after
        self.setObsolete(self._after == self._before)
        return True

    @property
    def after(self) -> Document:
        """The document that this command leads to."""
        return self._after

    def undo(self) -> None:
        """Bring the document before back."""
        self._store.show(self._before)

    def redo(self) -> None:
        """Bring the document after back."""
        self._store.show(self._after)


class DocumentStore(QObject):
    """The document and its history.

    Attributes:
        undo_stack: The history; its clean state is what the file holds.

    Signals:
        changed(Document): another document is to be shown.
        opened(Document): it is not an edit of the one before.
    """

    changed = Signal(object)
    opened = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(1000)

    @property
    def document(self) -> Document:
        """The document shown now."""
        return self._document

    def edit(self, document: Document, text: str, merge_key: str = "") -> None:
        """Replace the document by an edited one, undoably.

        Args:
            document: The new document; equal to the present one means no edit.
            text: Name of the edit in the menu, translated.
            merge_key: Edits in a row with the same key become one entry.
        """
        if document != self._document:
            self.undo_stack.push(ReplaceDocument(self, document, text, merge_key))

    def open(self, document: Document) -> None:
        """Show another document, with an empty history."""
        self.undo_stack.clear()
        self.show(document)
        self.opened.emit(document)

    def show(self, document: Document) -> None:
        """Show a document without a word in the history; for the history itself."""
        self._document = document
        self.changed.emit(document)
