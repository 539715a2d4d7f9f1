"""The list of runs behind the window: read and written in a thread, changed with undo."""

from __future__ import annotations

import contextlib
import logging
import platform
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from convviz.core.errors import ConvVizError
from convviz.protocol.document import Document
from convviz.protocol.document_file import decode_document
from convviz.runs import RunRecord, RunStatus, default_store, list_runs, load_run
from convviz.runs.database import store_trouble
from convviz.runs.editing import (
    empty_trash,
    put_in_trash,
    set_notes,
    set_tags,
    take_from_trash,
)
from convviz.runs.searching import searched_text
from convviz.runs.taking_in import RunTaker
from convviz.runs.thumbnails import loss_thumbnails
from convviz.ui.runs.texts import searched_texts
from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from convviz.runs import RunSummary

_log = logging.getLogger(__name__)

_FIRST: Final = 60
"""Of the newest runs, so many are shown before the rest is read: more than a page has rows."""
_AT_ONCE: Final = 50
"""Thumbnails that are read before they are shown."""

_LAST_WORK_SECONDS: Final = 5.0
"""How long the end of the program waits; what is left in the trash then goes a day later."""

Thumbnail: TypeAlias = "tuple[float | None, ...]"


@dataclass(frozen=True, slots=True)
class KnownRun:
    """Everything of a run.

    Attributes:
        record: What the store knows.
        document: What was trained; None if a later convviz wrote it.
    """

    record: RunRecord
    document: Document | None


class RunLibrary(QObject):
    """What is known of all runs. It outlives the page, as its history does.

    Attributes:
        runs: All of them, the newest first; None before they were read.
        thumbnails: Some losses of each, by its number.
        undo_stack: The history of notes, tags and deletions.

    Signals:
        changed(): The runs are others, or are read for the first time.
        thumbnails_changed(): There are more, or newer ones.
        loaded(KnownRun): Everything of a run that was asked for.
        failed(StorageError): Something could not be read or written.
        troubled(StorageError): Why another store is used beside the one that is there; once each.
    """

    changed = Signal()
    thumbnails_changed = Signal()
    loaded = Signal(object)
    failed = Signal(object)
    troubled = Signal(object)

    def __init__(self, parent: QObject | None = None, store: Path | None = None) -> None:
        """Prepare; nothing is read.

        Args:
            parent: The owner.
            store: The run store's file; None for the default one.
        """
        super().__init__(parent)
        self._store = store
        self._work: queue.SimpleQueue[Callable[[], Callable[[], None]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_looking = False
        self._is_whole = False
        self._drawn: dict[int, int] = {}
        self._deleted: set[int] = set()
        self._told: set[str] = set()
        self._takers: dict[Path, RunTaker] = {}
        self._texts: dict[int, tuple[RunSummary, str]] = {}
        self.runs: tuple[RunSummary, ...] | None = None
        self.thumbnails: dict[int, Thumbnail] = {}
        self.undo_stack = QUndoStack(self)

    def look(self) -> None:
        """Read the list anew; ``changed`` follows."""
        if not self._is_looking:
            self._is_looking = True
            self._do(self._read_newest if self.runs is None else self._read)

    def load(self, run: int, before: RunRecord | None = None) -> None:
        """Read everything of a run; ``loaded`` follows, or ``failed``.

        Args:
            run: Its number.
            before: What was read of it before, which is not read again.
        """

        def read() -> Callable[[], None]:
            record = load_run(run, self._store, before)
            document: Document | None = None
            with contextlib.suppress(ConvVizError):
                document = decode_document(record.document)
            known = KnownRun(record, document)
            return lambda: self.loaded.emit(known)

        self._do(read)

    def read_all(
        self,
        runs: Iterable[int],
        use: Callable[[list[RunRecord]], None],
        then: Callable[[], None],
    ) -> None:
        """Read runs and do something with them in the thread, such as writing them to a file.

        Args:
            runs: Their numbers.
            use: What is done in the thread.
            then: What is done in the window afterwards, unless ``failed`` is emitted.
        """
        wanted = tuple(runs)

        def read() -> Callable[[], None]:
            use([load_run(run, self._store) for run in wanted])
            return then

        self._do(read)

    def take_in(self, folder: Path) -> None:
        """Enter the run of a folder into the list, and keep it up to date there."""

        def take() -> Callable[[], None]:
            taker = RunTaker(folder, self._store)
            with contextlib.suppress(ConvVizError):  # who opens the folder tells why
                taker.take()
                self._takers[taker.folder] = taker
            return self.look

        self._do(take)

    # Changes

    def write_notes(self, run: RunSummary, notes: str) -> None:
        """Write notes beside a run, undoably."""
        text = QCoreApplication.translate("RunLibrary", "Notes of a run")
        self._push(
            text,
            lambda: set_notes(run.id, notes, self._store),
            lambda: set_notes(run.id, run.notes, self._store),
        )

    def write_tags(self, run: RunSummary, tags: tuple[str, ...]) -> None:
        """Give a run other tags, undoably."""
        text = QCoreApplication.translate("RunLibrary", "Tags of a run")
        self._push(
            text,
            lambda: set_tags(run.id, tags, self._store),
            lambda: set_tags(run.id, run.tags, self._store),
        )

    def delete(self, runs: Iterable[int]) -> None:
        """Put runs into the trash, undoably; it is emptied when the window closes."""
        wanted = tuple(runs)
        one = QCoreApplication.translate("RunLibrary", "Delete a run")
        more = QCoreApplication.translate("RunLibrary", "Delete {count} runs")
        text = one if len(wanted) == 1 else more.format(count=len(wanted))

        def bring_back() -> None:
            self._deleted.difference_update(wanted)
            take_from_trash(wanted, self._store)

        def throw_away() -> None:
            put_in_trash(wanted, self._store)
            self._deleted.update(wanted)

        self._push(text, throw_away, bring_back)

    def shut_down(self) -> None:
        """Do what waits, then empty the trash of what nobody can bring back any more."""
        if self._thread is not None:
            thread = self._thread
            self._do(self._empty)
            self._work.put(None)
            self._thread = None
            thread.join(_LAST_WORK_SECONDS)

    def wait(self) -> None:
        """Wait until everything is done that was asked for before; for the tests."""
        done = threading.Event()

        def note() -> Callable[[], None]:
            done.set()
            return lambda: None

        self._do(note)
        done.wait()

    def _push(self, text: str, do: Callable[[], None], undo: Callable[[], None]) -> None:
        self.undo_stack.push(_Change(self, text, do, undo))

    def change(self, what: Callable[[], None]) -> None:
        """Write something in the thread, then read the list; for the history."""

        def write() -> Callable[[], None]:
            what()
            return self.look

        self._do(write)

    # The thread

    def _do(self, work: Callable[[], Callable[[], None]]) -> None:
        """Have the thread work, one thing after the other, and show in the window what came out."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="runs", daemon=True)
            self._thread.start()
        self._work.put(work)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                show = work()
            except ConvVizError as error:
                show = self._failing(error)
            call_in_window(self, show)

    def _failing(self, error: ConvVizError) -> Callable[[], None]:
        def show() -> None:
            self._is_looking = False
            self.failed.emit(error)

        return show

    def _read_newest(self) -> Callable[[], None]:
        """Read what fills the page, to be shown before all the others are read."""
        runs = list_runs(self._store, _FIRST)

        def show() -> None:
            if self.runs is None and runs:
                self.runs = runs
                self.changed.emit()
            self._do(self._read)

        return show

    def _read(self) -> Callable[[], None]:
        empty_trash((), self._store)
        self._take_news()
        before = {run.id: run for run in self.runs or ()}
        # What is the same stays the same value: nothing of it is drawn or written anew.
        runs = tuple(
            before[run.id] if before.get(run.id) == run else run for run in list_runs(self._store)
        )
        trouble = store_trouble(self._store or default_store())

        def show() -> None:
            self._is_looking = False
            is_other = runs != self.runs
            self.runs = runs
            if trouble is not None and str(trouble) not in self._told:
                self._told.add(str(trouble))
                _log.info("the list of runs: %s", trouble)
                self.troubled.emit(trouble)
            if is_other:
                self.changed.emit()
            if is_other or not self._is_whole:
                self._is_whole = True
                self._do(lambda: self._prepare_search(runs))
                self._draw_thumbnails(runs)

        return show

    def _take_news(self) -> None:
        """Copy what the journals of other computers' runs say since; in the thread."""
        for run in self.runs or ():
            is_theirs = run.host not in {"", platform.node()} and run.folder not in self._takers
            if is_theirs and run.status in {RunStatus.RUNNING, RunStatus.INTERRUPTED}:
                self._takers[run.folder] = RunTaker(run.folder, self._store)
        for taker in self._takers.values():
            with contextlib.suppress(ConvVizError):  # a network folder may be gone for a while
                taker.take()

    def text_of(self, run: RunSummary) -> str:
        """Return everything of a run in which words are searched, in small letters."""
        remembered = self._texts.get(run.id)
        if remembered is None or remembered[0] is not run:
            remembered = self._texts[run.id] = run, searched_text(run, searched_texts(run))
        return remembered[1]

    def forget_texts(self) -> None:
        """Write what is searched anew: the language may be another."""
        self._texts.clear()

    def _prepare_search(self, runs: tuple[RunSummary, ...]) -> Callable[[], None]:
        """Write what is searched before a person types: 1,000 runs take 25 ms."""
        for run in runs:
            self.text_of(run)
        return lambda: None

    def _draw_thumbnails(self, runs: tuple[RunSummary, ...]) -> None:
        missing = [run for run in runs if self._drawn.get(run.id) != run.step]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            self._drawn.update((run.id, run.step) for run in some)
            self._do(lambda some=some: self._read_thumbnails([run.id for run in some]))  # type: ignore[misc]

    def _read_thumbnails(self, runs: list[int]) -> Callable[[], None]:
        read = loss_thumbnails(runs, self._store)

        def show() -> None:
            self.thumbnails.update(read)
            self.thumbnails_changed.emit()

        return show

    def _empty(self) -> Callable[[], None]:
        for taker in self._takers.values():
            with contextlib.suppress(ConvVizError):
                taker.close()
        empty_trash(self._deleted, self._store)
        return lambda: None


class _Change(QUndoCommand):
    """A change of the list of runs."""

    def __init__(
        self, library: RunLibrary, text: str, do: Callable[[], None], undo: Callable[[], None]
    ) -> None:
        super().__init__(text)
        self._library = library
        self._do = do
        self._undo = undo

    def redo(self) -> None:
        """Make the change."""
        self._library.change(self._do)

    def undo(self) -> None:
        """Take it back."""
        self._library.change(self._undo)
