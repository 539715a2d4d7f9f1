"""A run's entries in the run store, kept until they could be written: training never waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import encode_document
from convviz.runs import EpochRecord, RunStart, RunStatus, RunWriter

if TYPE_CHECKING:
    from convviz.engine.training.progress import EpochResult
    from convviz.engine.training.setup import Run
    from convviz.protocol.messages import BatchesDone, Problem

_RETRY_SECONDS = 10.0


class RunLog:
    """Writes a run into the store. A store that fails is told once and tried again later."""

    def __init__(
        self, store: Path, start: RunStart, on_failure: Callable[[StorageError], None]
    ) -> None:
        """Enter the run.

        Args:
            store: The store's file.
            start: What is known of the run.
            on_failure: Called with the first failure of the store.

        Raises:
            StorageError: RUN_IN_PROGRESS.
        """
        self._on_failure = on_failure
        self._waiting: list[Callable[[RunWriter], None]] = []
        self._retry_at = 0.0
        self._told = False
        self._writer: RunWriter | None = None
        try:
            self._writer = RunWriter.start(store, start)
        except StorageError as error:
            if error.code is ErrorCode.RUN_IN_PROGRESS:
                raise
            on_failure(error)

    def add_batches(self, batches: BatchesDone) -> None:
        """Enter the losses of batches."""
        self._write(lambda writer: writer.add_batches(batches.first_step, batches.losses))

    def add_epoch(self, epoch: EpochRecord) -> None:
        """Enter a finished epoch."""
        self._write(lambda writer: writer.add_epoch(epoch))

    def set_weights(self, weights: Path, sha256: str) -> None:
        """Enter where the result is."""
        self._write(lambda writer: writer.set_weights(weights, sha256))

    def beat(self, step: int, seconds: float) -> None:
        """Give a sign of life, if it is time."""
        if self._writer is not None and not self._waiting:
            self._try(lambda writer: writer.beat(step, seconds))

    def finish(
        self, status: RunStatus, step: int, seconds: float, problem: Problem | None = None
    ) -> None:
        """Enter how the run ended, and close the store."""
        self._retry_at = 0.0
        self._write(lambda writer: writer.finish(status, step, seconds, problem=problem))
        if self._writer is not None:
            self._try(RunWriter.close)
            self._writer = None

    def _write(self, entry: Callable[[RunWriter], None]) -> None:
        """Write an entry behind those that still wait."""
        if self._writer is None:
            return
        self._waiting.append(entry)
        if time.monotonic() < self._retry_at:
            return
        while self._waiting and self._try(self._waiting[0]):
            del self._waiting[0]

    def _try(self, entry: Callable[[RunWriter], None]) -> bool:
        if self._writer is None:
            return False
        try:
            entry(self._writer)
        except StorageError as error:
            if not self._told:
                self._told = True
                self._on_failure(error)
            self._retry_at = time.monotonic() + _RETRY_SECONDS
            return False
        return True


def start_of(run: Run) -> RunStart:
    """Return what the store is told when a run starts or goes on."""
    progress = run.loop.progress
    return RunStart(
        folder=run.folder.absolute(),
        document=encode_document(run.document),
        dataset=run.dataset.name,
        device=str(run.plan.device),
        epochs_planned=run.plan.epochs,
        batches_per_epoch=run.plan.batches_per_epoch,
        num_params=run.num_params,
        step=progress.step,
        epochs=tuple(map(record_of, progress.epochs)),
    )


def record_of(result: EpochResult) -> EpochRecord:
    """Return an epoch as the store keeps it."""
    return EpochRecord(
        epoch=result.epoch,
        step=result.step,
        train_loss=result.train_loss,
        validation_loss=result.validation_loss,
        validation_accuracy=result.validation_accuracy,
        seconds=result.seconds,
    )
