"""Enters the run of a folder into the list, from its journal, and keeps it up to date there.

A run of another computer, or of another person, is in nobody's list here: its folder is all there
is of it.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode, StorageError
from convviz.runs.database import open_store, store_errors, usable_store
from convviz.runs.entries import (
    BatchesEntry,
    ChangeEntry,
    EndEntry,
    EpochEntry,
    MetricsEntry,
    WeightsEntry,
)
from convviz.runs.folders import default_store
from convviz.runs.journal import BeatEntry, JournalReader, LossesEntry, StartEntry, last_sign
from convviz.runs.liveness import HEARTBEAT_SECONDS
from convviz.runs.writer import RunWriter

if TYPE_CHECKING:
    from convviz.runs.journal import JournalEntry

_SAME_SECONDS: Final = 3 * HEARTBEAT_SECONDS
"""A list that is at most so much older than a journal is kept by the trainer itself."""


class RunTaker:
    """Copies what a journal says into the list, each line once; from one thread.

    Attributes:
        folder: The run's, without links.
        is_over: Whether there is nothing to copy any more.
    """

    def __init__(self, folder: Path, store: Path | None = None) -> None:
        """Copy nothing yet.

        Args:
            folder: The run's.
            store: The store's file; None for the default one.
        """
        self.folder = folder.resolve()
        self.is_over = False
        self._store = store or default_store()
        self._reader = JournalReader(self.folder)
        self._writer: RunWriter | None = None

    def take(self) -> None:
        """Copy what came since; a run that the trainer itself enters into this list is left to it.

        Raises:
            StorageError: RUN_NOT_IN_FOLDER, FILE_UNREADABLE, RUN_STORE_UNUSABLE.
        """
        entries = () if self.is_over else self._reader.read()
        if not entries:
            return
        if self._writer is None:
            if not any(isinstance(entry, StartEntry) for entry in entries):
                raise StorageError(ErrorCode.RUN_NOT_IN_FOLDER, path=str(self.folder))
            if self._is_kept_here(last_sign(entries)):
                self.is_over = True
                return
        for entry in entries:
            self._write(entry)

    def close(self) -> None:
        """Copy nothing more."""
        self.is_over = True
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _write(self, entry: JournalEntry) -> None:
        if isinstance(entry, StartEntry):
            if self._writer is not None:
                self._writer.close()
            start = entry.start(self.folder)
            self._writer = RunWriter.take_over(self._store, start, entry.pid, entry.host, entry.at)
        writer = self._writer
        if writer is None:
            return
        match entry:
            case LossesEntry():
                writer.write(BatchesEntry(entry.first_step, entry.numbers, entry.rates))
            case WeightsEntry():
                name = Path(entry.path.replace("\\", "/")).name
                writer.set_weights(self.folder / name, entry.sha256)
            case BeatEntry():
                writer.note_beat(entry.at, entry.step, entry.seconds)
            case EpochEntry() | ChangeEntry() | MetricsEntry() | EndEntry():
                writer.write(entry)
            case _:
                pass

    def _is_kept_here(self, sign: float) -> bool:
        """Return whether the list knows as much as the journal."""
        path = usable_store(self._store)
        if not path.exists():
            return False
        with closing(open_store(path)) as connection, store_errors(path):
            row = connection.execute(
                "SELECT heartbeat FROM runs WHERE folder = ? AND deleted IS NULL",
                (str(self.folder),),
            ).fetchone()
        return row is not None and row["heartbeat"] >= sign - _SAME_SECONDS
