"""Reads the numbers of the shown document that lie in files, in a thread beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import StorageError
from convviz.protocol.numbers_folder import file_blocks
from convviz.ui.window_thread import call_in_window
from convviz.values.number_files import number_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    from convviz.protocol.document import Document
    from convviz.protocol.recipes import FileBlock
    from convviz.ui.document_store import DocumentStore


class NumberReader(QObject):
    """Has what a document needs in memory soon after it is shown; until then it is made up.

    Attributes:
        failure: Why numbers of the shown document are made up; None if none are, or it is not
            known yet.
        is_reading: Whether numbers are made up only until they are read.

    Signals:
        loaded(): The document's numbers are others now.
        changed(): Another failure, or none any more, or reading began or ended.
    """

    loaded = Signal()
    changed = Signal()

    def __init__(
        self,
        store: DocumentStore,
        folders: Callable[[], Iterable[Path]],
        parent: QObject | None = None,
    ) -> None:
        """Watch a store.

        Args:
            store: The document.
            folders: Returns where its blocks may lie; gone through in the thread.
            parent: The owner.
        """
        super().__init__(parent)
        self._store = store
        self._folders = folders
        self._pool: ThreadPoolExecutor | None = None
        self._failures: dict[FileBlock, StorageError] = {}
        self._pending: set[FileBlock] = set()
        self.failure: StorageError | None = None
        self.is_reading = False
        # Later, when whoever opens a document has told which file it has.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        store.changed.connect(self._note)
        store.opened.connect(self.look_again)

    def look_again(self, _document: Document | None = None) -> None:
        """Look for what was not there before."""
        self._failures.clear()
        self._note(self._store.document)

    def end(self) -> None:
        """Watch no more, and return when nothing is being read any more."""
        self._soon.stop()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _note(self, document: Document) -> None:
        """Say at once what is known about a document."""
        blocks = file_blocks(document)
        missing = [block for block in blocks if number_files.numbers(block) is None]
        failures = [self._failures[block] for block in missing if block in self._failures]
        is_reading = len(failures) < len(missing)
        failure = failures[0] if failures else None
        if is_reading:
            self._soon.start()
        if (failure, is_reading) != (self.failure, self.is_reading):
            self.failure, self.is_reading = failure, is_reading
            self.changed.emit()

    def _look(self) -> None:
        for block in file_blocks(self._store.document):
            is_known = block in self._failures or block in self._pending
            if is_known or number_files.numbers(block) is not None:
                continue
            if self._pool is None:
                from concurrent.futures import ThreadPoolExecutor

                self._pool = ThreadPoolExecutor(1, "numbers")
            self._pending.add(block)
            self._pool.submit(self._load, block, self._folders())

    def _load(self, block: FileBlock, folders: Iterable[Path]) -> None:
        """Read a block; runs in the thread."""
        failure = None
        try:
            number_files.load(block, folders)
        except StorageError as error:
            failure = error
        call_in_window(self, lambda: self._on_read(block, failure))

    def _on_read(self, block: FileBlock, failure: StorageError | None) -> None:
        self._pending.discard(block)
        if failure is not None:
            self._failures[block] = failure
        self._note(self._store.document)
        if not self.is_reading:
            self.loaded.emit()
