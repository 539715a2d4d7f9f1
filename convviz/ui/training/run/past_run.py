"""Runs of earlier sessions, read from the run store: which of them a document can go on with."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError, StorageError
from convviz.protocol.best_weights import kept_best
from convviz.protocol.document import Document
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.trainer import RunEnded, RunStarted
from convviz.protocol.run_settings import different_settings
from convviz.runs import (
    RunStatus,
    RunSummary,
    default_store,
    list_runs,
    load_document,
    load_run,
)
from convviz.runs.database import store_trouble
from convviz.ui.training.run.run_progress import RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.runs import RunRecord
    from convviz.ui.training.run.run_progress import RunProgress

MOST_RUNS: Final = 40
"""Of the newest runs, so many are looked at."""

_UNFINISHED: Final = frozenset({RunStatus.STOPPED, RunStatus.FAILED, RunStatus.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that is over, and left something to go on from or to look at.

    Attributes:
        summary: What the store says of it.
        document: What was trained.
        checkpoint: Its newest checkpoint; None if there is none.
    """

    summary: RunSummary
    document: Document
    checkpoint: Path | None

    @property
    def is_unfinished(self) -> bool:
        """Whether epochs are left, and a checkpoint to do them from."""
        return self.checkpoint is not None and self.summary.status in _UNFINISHED

    @property
    def was_cut(self) -> bool:
        """Whether its process was killed, or its computer went out."""
        return self.is_unfinished and self.summary.status is RunStatus.INTERRUPTED


def newest_checkpoint(folder: Path) -> Path | None:
    """Return the newest checkpoint in a run's folder, sound or not; None if there is none."""
    with suppress(OSError):
        return max(folder.glob("checkpoints/step-*.json"), default=None)
    return None


@dataclass(frozen=True, slots=True)
class PastRunList:
    """What the store holds.

    Attributes:
        runs: Those that are over and left something, the newest first.
        is_one_going_on: Whether another process trains, such as the trainer of a window that was
            just closed.
        trouble: Why another store is used beside the one that is there, or why none can be read.
    """

    runs: tuple[PastRun, ...] = ()
    is_one_going_on: bool = False
    trouble: StorageError | None = None


def read_past_runs(store: Path | None = None) -> PastRunList:
    """Return the runs of earlier sessions; none, and why, if the store cannot be read.

    Args:
        store: The store's file; None for the default one.
    """
    runs = []
    try:
        summaries = list_runs(store, MOST_RUNS)
    except StorageError as error:
        return PastRunList(trouble=error)
    for summary in summaries:
        if summary.status is RunStatus.RUNNING:
            continue
        checkpoint = newest_checkpoint(summary.folder)
        if checkpoint is None and not _has_result(summary):
            continue
        try:
            document = decode_document(load_document(summary.id, store))
        except ConvVizError:  # written by a later convviz, or just deleted
            continue
        runs.append(PastRun(summary, document, checkpoint))
    going_on = any(summary.status is RunStatus.RUNNING for summary in summaries)
    return PastRunList(tuple(runs), going_on, store_trouble(store or default_store()))


def read_past_run(number: int, store: Path | None = None) -> tuple[PastRun, RunRecord]:
    """Return a run by its number in the store, with everything that is known of it.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE.
        DocumentError: Its document is a later convviz's.
    """
    record = load_run(number, store)
    document = decode_document(record.document)
    checkpoint = newest_checkpoint(record.summary.folder)
    return PastRun(record.summary, document, checkpoint), record


def run_to_offer(runs: Sequence[PastRun], document: Document) -> PastRun | None:
    """Return the run that a document's page offers; None if there is none.

    Args:
        runs: The newest first.
        document: What the window shows.

    Returns:
        The newest run of this network with these settings; else the newest of all, if it has not
        come to its end: its document may be what was lost with a window.
    """
    for run in runs:
        if not different_settings(document, run.document):
            return run
    return runs[0] if runs and runs[0].is_unfinished else None


def read_record(run: PastRun, store: Path | None = None) -> RunRecord:
    """Return everything that the store knows of a run.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE.
    """
    return load_run(run.summary.id, store)


def restore(progress: RunProgress, run: PastRun, record: RunRecord) -> None:
    """Let a progress stand where a past run ended, as if it had just been seen."""
    summary = record.summary
    progress.forget()
    progress.document, progress.folder = run.document, summary.folder
    progress.began = summary.started
    progress.state = RunState(summary.status.value)
    progress.problem = summary.problem
    progress.started = RunStarted(
        device=summary.device,
        train_pictures=0,
        test_pictures=0,
        batches_per_epoch=summary.batches_per_epoch,
        epochs=summary.epochs_planned,
        first_step=summary.step,
        num_params=summary.num_params,
        class_names=(),
    )
    losses = [math.nan] * (record.steps[-1] if record.steps else 0)
    for step, loss in zip(record.steps, record.losses, strict=True):
        losses[step - 1] = loss
    progress.losses.put(0, losses)
    progress.rates.take(record.rates)
    progress.epochs, progress.changes = list(record.epochs), list(record.changes)
    for look in record.layers:
        progress.layers.take(look)
    progress.worked = record.batch
    progress.checkpoint = "" if run.checkpoint is None else str(run.checkpoint)
    ended = _ending(record)
    if summary.status not in {RunStatus.FAILED, RunStatus.INTERRUPTED}:
        progress.ended = ended
    progress.result = ended if _has_result(summary) else None


def _has_result(summary: RunSummary) -> bool:
    return bool(summary.weights) and Path(summary.weights).is_file()


def _ending(record: RunRecord) -> RunEnded:
    summary = record.summary
    return RunEnded(
        outcome=summary.status.value,
        step=summary.step,
        last=summary.last,
        seconds=summary.seconds,
        weights=summary.weights if _has_result(summary) else "",
        sha256=summary.sha256,
        reason=summary.problem,
        best=kept_best(summary.folder, record.epochs),
    )
