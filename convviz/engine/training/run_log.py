"""A run's entries in the run store, kept until they could be written: training never waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import encode_document
from convviz.runs import RunStart, RunStatus, RunWriter
from convviz.runs.database import store_trouble
from convviz.runs.entries import (
    BatchesEntry,
    ChangeEntry,
    EndEntry,
    Entry,
    EpochEntry,
    MetricsEntry,
    Unwritten,
    WeightsEntry,
    unwritten_file,
    write_unwritten,
)
from convviz.runs.journal import JournalWriter

if TYPE_CHECKING:
    from convviz.engine.training.setup import Run
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.trainer import BatchesDone
    from convviz.protocol.records import EpochRecord, MetricRecord, SettingChange

_RETRY_SECONDS = 10.0
_LONGEST_RETRY_SECONDS = 120.0
LAST_PAUSES = (1.0, 2.0, 4.0)
"""Seconds between the attempts to write what is left when the run is over."""


class RunLog:
    """Writes a run into the store, and into the journal of its folder.

    A store that fails is told once and tried again later. What it never took lies
    beside it in the end, and is entered by the next who reads the store.
    """

    def __init__(
        self,
        store: Path,
        start: RunStart,
        on_failure: Callable[[StorageError], None],
        launch: str = "",
    ) -> None:
        """Enter the run.

        Args:
            store: The store's file.
            start: What is known of the run.
            on_failure: Called with why another store is used beside it, and with the first
                failure of the one that is used.
            launch: Of which launch of torchrun this process is; "" without.

        Raises:
            StorageError: RUN_IN_PROGRESS.
        """
        self._store = store
        self._start = start
        self._on_failure = on_failure
        self._waiting: list[Entry] = []
        self._retry_at = 0.0
        self._pause = _RETRY_SECONDS
        self._told = False
        self._writer: RunWriter | None = None
        trouble = store_trouble(store)
        if trouble is not None:
            on_failure(trouble)
        self._try(lambda _writer: None)
        # Behind the lists of runs: where another computer trains, nothing is noted.
        self._journal = JournalWriter(start, launch)

    def add_batches(self, batches: BatchesDone) -> None:
        """Enter the losses of batches, and their learning rates."""
        self._write(BatchesEntry(batches.first_step, batches.losses, batches.rates))
        pace, eta = batches.pictures_per_second, batches.eta_seconds
        self._journal.add_batches(batches.first_step, batches.losses, pace, eta, batches.rates)

    def add_epoch(self, epoch: EpochRecord) -> None:
        """Enter a finished epoch."""
        self._write(EpochEntry(epoch))

    def add_change(self, change: SettingChange) -> None:
        """Enter that a setting is another from now on."""
        self._write(ChangeEntry(change))

    def add_metrics(self, metrics: Sequence[MetricRecord]) -> None:
        """Enter what was measured beside the losses."""
        self._write(MetricsEntry(tuple(metrics)))

    def set_weights(self, weights: Path, sha256: str) -> None:
        """Enter where the result is."""
        self._write(WeightsEntry(str(weights), sha256))

    def heartbeat(self, step: int, seconds: float) -> None:
        """Give a sign of life, if it is time."""
        self._journal.beat(step, seconds)
        trouble = self._journal.take_trouble()
        if trouble is not None:
            self._on_failure(trouble)
        if self._writer is not None and not self._waiting:
            self._try(lambda writer: writer.heartbeat(step, seconds))

    def finish(
        self, status: RunStatus, step: int, seconds: float, problem: Problem | None = None
    ) -> None:
        """Enter how the run ended; keep beside the store what it does not take."""
        self._retry_at = 0.0
        self._write(EndEntry(status, step, seconds, time.time(), problem))
        if self._waiting:
            with suppress(StorageError):  # then it shows as interrupted, which it can be gone on
                write_unwritten(self._store, Unwritten(self._start, tuple(self._waiting)))

    def close(self) -> None:
        """Try for some seconds to write what still waits, then close the store."""
        self._journal.close()
        try:
            self._write_what_waits()
        finally:
            if self._writer is not None:
                with suppress(StorageError):
                    self._writer.close()
                self._writer = None

    def _write_what_waits(self) -> None:
        pauses = iter(LAST_PAUSES)
        while self._waiting and (pause := next(pauses, None)) is not None:
            time.sleep(pause)
            self._flush()
        if not self._waiting:
            with suppress(OSError):
                unwritten_file(self._store, self._start.folder).unlink(missing_ok=True)

    def _write(self, entry: Entry) -> None:
        """Write an entry behind those that still wait."""
        self._journal.add(entry)
        self._waiting.append(entry)
        if time.monotonic() >= self._retry_at:
            self._flush()

    def _flush(self) -> None:
        while self._waiting and self._try(lambda writer: writer.write(self._waiting[0])):
            del self._waiting[0]

    def _try(self, work: Callable[[RunWriter], None]) -> bool:
        """Do something with the store, opened if need be; return whether it was done."""
        try:
            if self._writer is None:
                self._writer = RunWriter.start(self._store, self._start)
            work(self._writer)
        except StorageError as error:
            if error.code is ErrorCode.RUN_IN_PROGRESS and not self._told:
                raise
            if not self._told:
                self._told = True
                self._on_failure(error)
            if error.code is ErrorCode.RUN_STORE_BROKEN:
                self._leave_store()
            self._retry_at = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_RETRY_SECONDS)
            return False
        self._pause = _RETRY_SECONDS
        return True

    def _leave_store(self) -> None:
        """Let a damaged store go: the next attempt enters the run into the one beside it."""
        if self._writer is not None:
            with suppress(StorageError):
                self._writer.close()
            self._writer = None


def start_of(run: Run) -> RunStart:
    """Return what the store is told when a run starts or goes on."""
    progress = run.loop.progress
    return RunStart(
        folder=run.folder.resolve(),
        document=encode_document(run.document),
        dataset=run.dataset.name,
        device=str(run.plan.device),
        epochs_planned=run.plan.epochs,
        batches_per_epoch=run.plan.batches_per_epoch,
        num_params=run.num_params,
        step=progress.step,
        epochs=tuple(progress.epochs),
        changes=tuple(progress.changes),
    )
