"""Writes one run into the run store; a trainer has one."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.records import (
    BATCH_LOSS,
    BATCH_RATE,
    EPOCH_METRICS,
    MetricRecord,
    metrics_of,
)
from convviz.runs.database import open_store, store_errors, transaction, usable_store
from convviz.runs.entries import (
    BatchesEntry,
    ChangeEntry,
    EndEntry,
    Entry,
    EpochEntry,
    MetricsEntry,
    WeightsEntry,
)
from convviz.runs.liveness import HEARTBEAT_SECONDS, is_alive
from convviz.runs.migrations import SETTING_CHANGED
from convviz.runs.records import RunStart, RunStatus

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from convviz.protocol.messages.common import Problem
    from convviz.protocol.records import EpochRecord, RateStep, SettingChange


class RunWriter:
    """One run on its way into the store.

    Every method raises StorageError (RUN_STORE_UNUSABLE) if the store fails.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, run: int) -> None:
        """Write to a row that exists: see :meth:`start`."""
        self._connection = connection
        self._path = path
        self._run = run
        self._last_beat = time.monotonic()

    @classmethod
    def start(cls, path: Path, start: RunStart) -> Self:
        """Begin a run, or go on with the one in that folder.

        What the store holds beyond ``start.step`` is forgotten: it is done again. Lock the folder
        first: see :func:`convviz.runs.liveness.lock_run`.

        Args:
            path: The store's file, made if missing. One that is left alone, as ``store_trouble``
                tells, has another beside it.
            start: What is known of the run.

        Raises:
            StorageError: RUN_IN_PROGRESS, RUN_STORE_UNUSABLE, DISK_FULL, FILE_UNWRITABLE.
        """
        path = usable_store(path)
        connection = open_store(path)
        try:
            with store_errors(path), transaction(connection):
                run = _row_for(connection, start)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, run)

    @classmethod
    def take_over(cls, path: Path, start: RunStart, pid: int, host: str, at: float) -> Self:
        """Enter what another process said when it began or went on; notes and tags stay.

        Args:
            path: As for :meth:`start`.
            start: What it said.
            pid: Its process id.
            host: Its computer.
            at: When it said so, in seconds since 1970.

        Raises:
            StorageError: RUN_STORE_UNUSABLE, DISK_FULL, FILE_UNWRITABLE.
        """
        path = usable_store(path)
        connection = open_store(path)
        try:
            with store_errors(path), transaction(connection):
                known = _find_row(connection, start.folder)
                run = _insert_run(connection, start) if known is None else int(known["id"])
                if known is None:
                    connection.execute("UPDATE runs SET started = ? WHERE id = ?", (at, run))
                else:
                    _update_run(connection, run, start)
                for epoch in start.epochs:
                    _insert_metrics(connection, run, metrics_of(epoch))
                _insert_changes(connection, run, start.changes)
                connection.execute(
                    "UPDATE runs SET pid = ?, host = ?, heartbeat = ? WHERE id = ?",
                    (pid, host, at, run),
                )
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, run)

    def write(self, entry: Entry) -> None:
        """Write an entry that waited."""
        match entry:
            case BatchesEntry():
                self.add_batches(entry.first_step, entry.losses, entry.rates)
            case EpochEntry():
                self.add_epoch(entry.epoch)
            case ChangeEntry():
                self.add_change(entry.change)
            case MetricsEntry():
                self.add_metrics(entry.metrics)
            case WeightsEntry():
                self.set_weights(Path(entry.path), entry.sha256)
            case EndEntry():
                self._end(entry)

    def add_batches(
        self, first_step: int, losses: Sequence[float], rates: Sequence[RateStep] = ()
    ) -> None:
        """Note the losses of batches, the first of which has that number (from 1).

        Args:
            first_step: Of the first.
            losses: Of each.
            rates: The learning rate of each that had another one than the batch before.
        """
        known = [MetricRecord(step, BATCH_LOSS, x) for step, x in enumerate(losses, first_step)]
        self.add_metrics(known + [MetricRecord(step, BATCH_RATE, rate) for step, rate in rates])

    def add_epoch(self, epoch: EpochRecord) -> None:
        """Note a finished epoch."""
        self.add_metrics(metrics_of(epoch))

    def add_change(self, change: SettingChange) -> None:
        """Note that a setting is another from then on; it replaces one of the same step."""
        with store_errors(self._path):
            _insert_changes(self._connection, self._run, [change])

    def add_metrics(self, metrics: Iterable[MetricRecord]) -> None:
        """Note what was measured; a number of the same step and name is replaced."""
        with store_errors(self._path), transaction(self._connection):
            _insert_metrics(self._connection, self._run, metrics)

    def heartbeat(self, step: int, seconds: float) -> None:
        """Give a sign of life, if it is time; cheap to call after every batch.

        Args:
            step: Batches done.
            seconds: Time spent, pauses left out.
        """
        now = time.monotonic()
        if now - self._last_beat < HEARTBEAT_SECONDS:
            return
        self._last_beat = now
        self.note_beat(time.time(), step, seconds)

    def note_beat(self, at: float, step: int, seconds: float) -> None:
        """Note a sign of life of some time, in seconds since 1970."""
        with store_errors(self._path):
            self._connection.execute(
                "UPDATE runs SET heartbeat = ?, step = ?, seconds = ? WHERE id = ?",
                (at, step, seconds, self._run),
            )

    def finish(
        self, status: RunStatus, step: int, seconds: float, *, problem: Problem | None = None
    ) -> None:
        """Note how the run ended, now."""
        self._end(EndEntry(status, step, seconds, time.time(), problem))

    def _end(self, end: EndEntry) -> None:
        with store_errors(self._path):
            self._connection.execute(
                "UPDATE runs SET status = ?, heartbeat = ?, step = ?, seconds = ?, problem = ?"
                " WHERE id = ?",
                (end.status, end.ended, end.step, end.seconds, _encoded(end.problem), self._run),
            )

    def set_weights(self, weights: Path, sha256: str) -> None:
        """Note where the result is."""
        with store_errors(self._path):
            self._connection.execute(
                "UPDATE runs SET weights = ?, sha256 = ? WHERE id = ?",
                (str(weights), sha256, self._run),
            )

    def close(self) -> None:
        """Close the store. A run that was not finished shows as interrupted once this ends."""
        with store_errors(self._path):
            self._connection.close()


def _row_for(connection: sqlite3.Connection, start: RunStart) -> int:
    """Return the id of the run's row, made or brought up to date."""
    known = _find_row(connection, start.folder)
    if known is not None:
        _refuse_if_alive_elsewhere(start.folder, known)
        if start.step == 0:
            connection.execute("DELETE FROM runs WHERE id = ?", (known["id"],))
            known = None
    run = _insert_run(connection, start) if known is None else int(known["id"])
    if known is not None:
        _update_run(connection, run, start)
    for epoch in start.epochs:
        _insert_metrics(connection, run, metrics_of(epoch))
    _insert_changes(connection, run, start.changes)
    return run


def _find_row(connection: sqlite3.Connection, folder: Path) -> sqlite3.Row | None:
    """Return the row of a folder, under whatever name it was entered by an earlier version."""
    rows = connection.execute("SELECT id, folder, status, pid, host, heartbeat FROM runs")
    same = [row for row in rows if os.path.realpath(row["folder"]) == str(folder)]
    return next((row for row in same if row["folder"] == str(folder)), same[0] if same else None)


def _refuse_if_alive_elsewhere(folder: Path, row: sqlite3.Row) -> None:
    """Refuse a run that another computer trains; on this one the folder's lock did."""
    is_running = row["status"] == RunStatus.RUNNING and row["host"] != platform.node()
    if is_running and is_alive(folder, row["pid"], row["host"], row["heartbeat"]):
        raise StorageError(ErrorCode.RUN_IN_PROGRESS, path=str(folder), pid=row["pid"])


def _insert_run(connection: sqlite3.Connection, start: RunStart) -> int:
    now = time.time()
    cursor = connection.execute(
        "INSERT INTO runs (folder, status, started, heartbeat, pid, host, dataset, device,"
        " epochs_planned, batches_per_epoch, num_params, step, document)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            str(start.folder),
            RunStatus.RUNNING,
            now,
            now,
            os.getpid(),
            platform.node(),
            start.dataset,
            start.device,
            start.epochs_planned,
            start.batches_per_epoch,
            start.num_params,
            start.step,
            start.document,
        ),
    )
    return int(cursor.lastrowid or 0)


def _update_run(connection: sqlite3.Connection, run: int, start: RunStart) -> None:
    connection.execute("DELETE FROM metrics WHERE run = ? AND step > ?", (run, start.step))
    connection.execute("DELETE FROM events WHERE run = ?", (run,))
    # An epoch may be measured again at the very step that the run goes on from.
    connection.executemany(
        "DELETE FROM metrics WHERE run = ? AND name = ?", [(run, name) for name in EPOCH_METRICS]
    )
    connection.execute(
        "UPDATE runs SET folder = ?, status = ?, heartbeat = ?, pid = ?, host = ?, device = ?,"
        " epochs_planned = ?, step = ?, document = ?, problem = NULL, deleted = NULL WHERE id = ?",
        (
            str(start.folder),
            RunStatus.RUNNING,
            time.time(),
            os.getpid(),
            platform.node(),
            start.device,
            start.epochs_planned,
            start.step,
            start.document,
            run,
        ),
    )


def _insert_metrics(
    connection: sqlite3.Connection, run: int, metrics: Iterable[MetricRecord]
) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO metrics (run, step, name, value) VALUES (?, ?, ?, ?)",
        ((run, metric.step, metric.name, metric.value) for metric in metrics),
    )


def _insert_changes(
    connection: sqlite3.Connection, run: int, changes: Iterable[SettingChange]
) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO events (run, step, kind, name, value) VALUES (?, ?, ?, ?, ?)",
        ((run, change.step, SETTING_CHANGED, change.name, change.value) for change in changes),
    )


def _encoded(problem: Problem | None) -> bytes | None:
    return None if problem is None else msgspec.json.encode(problem)
