"""Keeps unsaved changes where a crash, a kill or a power cut does not reach them."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs
from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ConvVizError, StorageError
from convviz.protocol.autosave_file import AutosaveSlot, Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

    from convviz.protocol.document import Document
    from convviz.protocol.seen_file import SeenFile
    from convviz.ui.document_store import DocumentStore

AUTOSAVE_MS: Final = 2000
"""From a change to its copy on the disk; further changes meanwhile wait for the next."""
_REST: Final = 20
"""A copy that takes long, of very many numbers, is made so much more seldom than it takes."""

log = logging.getLogger(__name__)


def autosave_folder() -> Path:
    """Return the folder of the autosaved documents of all windows."""
    return Path(platformdirs.user_state_dir("convviz", appauthor=False)) / "autosave"


class Autosaver(QObject):
    """Writes the store's document every few seconds of change, in a thread beside the window.

    Signals:
        failed(ConvVizError): it cannot be kept; told once until it can again.
    """

    failed = Signal(object)

    def __init__(
        self,
        store: DocumentStore,
        file: Callable[[], SeenFile],
        parent: QObject | None = None,
        place: Callable[[], Place] = Place,
    ) -> None:
        """Watch a store.

        Args:
            store: The document; what is clean there needs no copy.
            file: Returns the document's file.
            parent: The owner.
            place: Returns where in the document a person is.
        """
        super().__init__(parent)
        self._store = store
        self._file = file
        self._place = place
        self._slot: AutosaveSlot | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._pending: Future[None] | None = None
        self._has_failed = False
        self._is_over = False
        self._cost_ms = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._save)
        store.changed.connect(self._wait)
        store.undo_stack.cleanChanged.connect(self._on_clean)

    def adopt(self, slot: AutosaveSlot) -> None:
        """Go on with the slot of a window that ended; its document is shown now."""
        self._wait_for_pending()
        if self._slot is not None:
            self._slot.discard()
        self._slot = slot

    def numbers_folder(self) -> Path | None:
        """Return where numbers of the unsaved document may be written; None if nowhere."""
        self._wait_for_pending()
        if self._slot is None and not self._is_over:
            try:
                self._slot = AutosaveSlot.new(autosave_folder())
            except StorageError as error:
                log.info("no folder for numbers: %s", error)
        return None if self._slot is None else self._slot.numbers

    def save_now(self) -> None:
        """Keep the document at once, and return when that is done: the window may be killed."""
        self._timer.stop()
        self._wait_for_pending()
        if not self._store.undo_stack.isClean():
            self._write(self._store.document, self._file(), self._place())

    def end(self, *, keep: bool) -> None:
        """Watch no more.

        Args:
            keep: Leave unsaved changes to the next start; otherwise they were decided on.
        """
        if self._is_over:
            return
        self._is_over = True
        if keep:
            self.save_now()
        self._timer.stop()
        self._wait_for_pending()
        if self._pool is not None:
            self._pool.shutdown()
        self._store.changed.disconnect(self._wait)
        self._store.undo_stack.cleanChanged.disconnect(self._on_clean)
        if self._slot is not None:
            if not keep or self._store.undo_stack.isClean():
                self._slot.discard()
            else:
                self._slot.close()
            self._slot = None

    def follow_place(self) -> None:
        """Keep soon where a person is now, with what is not saved."""
        if not self._is_over and not self._store.undo_stack.isClean():
            self._wait()

    def _wait(self) -> None:
        if not self._timer.isActive():
            self._timer.start(max(AUTOSAVE_MS, _REST * self._cost_ms))

    def _on_clean(self, is_clean: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_clean:
            self._timer.stop()
            self._wait_for_pending()
            if self._slot is not None:
                self._slot.clear()

    def _save(self) -> None:
        if self._store.undo_stack.isClean():
            return
        if self._pending is not None and not self._pending.done():
            self._timer.start(AUTOSAVE_MS)  # a slow disk
            return
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, "autosave")
        self._pending = self._pool.submit(
            self._write, self._store.document, self._file(), self._place()
        )

    def _write(self, document: Document, file: SeenFile, place: Place) -> None:
        """Keep a document; runs in any thread, one at a time."""
        began = time.monotonic()
        try:
            if self._slot is None:
                self._slot = AutosaveSlot.new(autosave_folder())
            self._slot.write(document, file, place)
        except (ConvVizError, OSError) as error:
            log.info("not autosaved: %s", error)
            if not self._has_failed and isinstance(error, StorageError):
                self._has_failed = True
                self.failed.emit(error)
        else:
            self._has_failed = False
        self._cost_ms = round(1000 * (time.monotonic() - began))

    def _wait_for_pending(self) -> None:
        """Wait for a copy that is being written: milliseconds."""
        if self._pending is not None:
            self._pending.result()
            self._pending = None
