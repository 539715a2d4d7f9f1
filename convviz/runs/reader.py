"""Reads the run store, for the window and the shell; trainers may write meanwhile."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.decoding import json_decoder
from convviz.protocol.messages.common import Problem
from convviz.protocol.records import (
    BATCH_LOSS,
    BATCH_RATE,
    EPOCH_METRICS,
    EpochRecord,
    MetricRecord,
    RateStep,
    SettingChange,
    best_epoch,
    epochs_of,
)
from convviz.runs.adopting import adopt_runs
from convviz.runs.database import open_store, store_errors, stores_beside, usable_store
from convviz.runs.folders import default_store
from convviz.runs.glance import glance_at
from convviz.runs.layers_file import LAYER_METRICS, layers_watched, read_batch, read_layers
from convviz.runs.liveness import is_alive
from convviz.runs.migrations import SETTING_CHANGED
from convviz.runs.rates import with_earlier_rates
from convviz.runs.records import RunRecord, RunStatus, RunSummary
from convviz.runs.settling import settle_runs
from convviz.runs.tags import tags_of

if TYPE_CHECKING:
    import sqlite3

Epochs: TypeAlias = Sequence[EpochRecord]

_RUNS = """
SELECT runs.*,
    (SELECT max(step) FROM metrics WHERE run = runs.id AND name = :loss) AS last_step
FROM runs
"""
_ENDS = """
SELECT
    (SELECT count(*) FROM metrics WHERE run = :run AND name = 'epoch'),
    (SELECT max(step) FROM metrics WHERE run = :run AND name = 'epoch'),
    (SELECT step FROM metrics WHERE run = :run AND name = 'validation_accuracy'
        AND value BETWEEN -1e300 AND 1e300 ORDER BY value DESC, step LIMIT 1)
"""
"""How many epochs there are, where the last one ended, and where the best, as ``best_epoch``."""
_SERIES = "SELECT step, value FROM metrics WHERE run = ? AND name = ? AND step > ? ORDER BY step"
_LOSS_AT = "SELECT value FROM metrics WHERE run = ? AND name = ? AND step = ?"


def list_runs(store: Path | None = None, most: int | None = None) -> tuple[RunSummary, ...]:
    """Return runs, the newest first, without those in the trash; none if there is no store yet.

    Args:
        store: The store's file; None for the default one.
        most: How many; None for all.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    wanted = store or default_store()
    path = usable_store(wanted)
    if not path.exists() and not stores_beside(path):
        return ()
    settle_runs(path)
    if path == wanted:
        adopt_runs(path)
    with closing(open_store(path)) as connection, _reading(path):
        connection.execute("BEGIN")
        rows = connection.execute(
            f"{_RUNS} WHERE deleted IS NULL ORDER BY started DESC, id DESC LIMIT :most",
            {"loss": BATCH_LOSS, "most": -1 if most is None else most},
        ).fetchall()
        return tuple(_summary(row, _reached(connection, row["id"])) for row in rows)


def load_run(run: int, store: Path | None = None, known: RunRecord | None = None) -> RunRecord:
    """Return everything that the store knows of one run.

    Args:
        run: Its number, as in ``RunSummary.id``.
        store: The store's file; None for the default one.
        known: What was read before: of its losses only those behind are read, unless some were
            done again.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE.
    """
    path = usable_store(store or default_store())
    if not path.exists():
        raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
    with closing(open_store(path)) as connection, _reading(path):
        # One transaction: a trainer that writes meanwhile must not come between the parts.
        connection.execute("BEGIN")
        row = connection.execute(
            f"{_RUNS} WHERE runs.id = :run", {"run": run, "loss": BATCH_LOSS}
        ).fetchone()
        if row is None:
            raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
        epochs = _epochs(connection, run)
        steps, losses, rates = _batches(connection, run, known)
        changes = _changes(connection, run)
        return RunRecord(
            summary=_summary(row, _Reached.of(epochs)),
            document=row["document"],
            steps=steps,
            losses=losses,
            epochs=tuple(epochs),
            changes=changes,
            layers=tuple(
                layers_watched(_layers(connection, run), read_layers(Path(row["folder"])))
            ),
            batch=read_batch(Path(row["folder"])),
            rates=with_earlier_rates(
                rates,
                row["document"],
                row["batches_per_epoch"],
                changes,
                steps[-1] if steps else 0,
            ),
        )


def load_document(run: int, store: Path | None = None) -> bytes:
    """Return the JSON text of the document that a run trains or trained.

    Args:
        run: Its number, as in ``RunSummary.id``.
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE.
    """
    path = usable_store(store or default_store())
    if not path.exists():
        raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
    with closing(open_store(path)) as connection, _reading(path):
        row = connection.execute("SELECT document FROM runs WHERE id = ?", (run,)).fetchone()
        if row is None:
            raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
        return bytes(row["document"])


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what SQLite raises, and a row that holds what no version wrote, into one error.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    try:
        with store_errors(path):
            yield
    except (ValueError, TypeError, OverflowError, OSError, msgspec.MsgspecError) as error:
        detail = f"it holds something else than runs ({str(error)[:100]})"
        raise StorageError(ErrorCode.RUN_STORE_UNUSABLE, path=str(path), detail=detail) from error


@dataclass(frozen=True, slots=True)
class _Reached:
    """What a run has reached.

    Attributes:
        count: Finished epochs.
        last: The last of them.
        best: The best of them.
    """

    count: int
    last: EpochRecord | None
    best: EpochRecord | None

    @classmethod
    def of(cls, epochs: Epochs) -> _Reached:
        """Return what was reached by some epochs, in order."""
        return cls(len(epochs), epochs[-1] if epochs else None, best_epoch(epochs))


def _reached(connection: sqlite3.Connection, run: int) -> _Reached:
    """Return what a run has reached, without reading all its epochs if they are many."""
    count, last, best = connection.execute(_ENDS, {"run": run}).fetchone()
    if count == 0:
        return _Reached(0, None, None)
    wanted = {last, last if best is None else best}
    known = {epoch.step: epoch for epoch in _epochs(connection, run, sorted(wanted))}
    if known.keys() != wanted:  # something of an epoch is missing: whatever is whole counts
        return _Reached.of(_epochs(connection, run))
    return _Reached(count, known[last], None if best is None else known[best])


def _summary(row: sqlite3.Row, reached: _Reached) -> RunSummary:
    status, folder = RunStatus(row["status"]), Path(row["folder"])
    if status is RunStatus.RUNNING and not is_alive(
        folder, row["pid"], row["host"], row["heartbeat"]
    ):
        status = RunStatus.INTERRUPTED
    problem, glance = row["problem"], glance_at(row["document"])
    return RunSummary(
        id=row["id"],
        folder=folder,
        status=status,
        started=datetime.fromtimestamp(row["started"], UTC),
        updated=datetime.fromtimestamp(row["heartbeat"], UTC),
        dataset=row["dataset"],
        device=row["device"],
        epochs_planned=row["epochs_planned"],
        epochs_done=reached.count,
        batches_per_epoch=row["batches_per_epoch"],
        num_params=row["num_params"],
        step=max(row["step"], row["last_step"] or 0),
        seconds=row["seconds"],
        last=reached.last,
        best=reached.best,
        weights=row["weights"],
        sha256=row["sha256"],
        problem=None if problem is None else json_decoder(Problem).decode(problem),
        notes=row["notes"],
        tags=tags_of(row["tags"]),
        network=glance.network,
        optimiser=glance.optimiser,
        words=glance.words,
        host=row["host"],
    )


def _epochs(connection: sqlite3.Connection, run: int, steps: Sequence[int] = ()) -> Epochs:
    """Return the epochs of a run, in order: all, or those that ended at some steps."""
    names = ", ".join("?" * len(EPOCH_METRICS))
    statement = f"SELECT step, name, value FROM metrics WHERE run = ? AND name IN ({names})"  # noqa: S608 - question marks alone
    if steps:
        statement += f" AND step IN ({', '.join('?' * len(steps))})"
    rows = connection.execute(statement, (run, *EPOCH_METRICS, *steps))
    return epochs_of(MetricRecord(step, name, _number(value)) for step, name, value in rows)


def _layers(connection: sqlite3.Connection, run: int) -> tuple[MetricRecord, ...]:
    """Return what was kept of a run's layers; their names begin alike, so that no row is sought."""
    found: list[MetricRecord] = []
    for name in LAYER_METRICS:
        rows = connection.execute(
            "SELECT step, name, value FROM metrics WHERE run = ? AND name > ? AND name < ?",
            (run, f"{name}/", f"{name}0"),
        )
        found += (MetricRecord(step, kind, _number(value)) for step, kind, value in rows)
    return tuple(found)


def _changes(connection: sqlite3.Connection, run: int) -> tuple[SettingChange, ...]:
    rows = connection.execute(
        "SELECT step, name, value FROM events WHERE run = ? AND kind = ? ORDER BY step, name",
        (run, SETTING_CHANGED),
    )
    return tuple(SettingChange(step, name, _number(value)) for step, name, value in rows)


def _batches(
    connection: sqlite3.Connection, run: int, known: RunRecord | None
) -> tuple[tuple[int, ...], tuple[float, ...], tuple[RateStep, ...]]:
    """Return the steps of a run's batches, their losses, and where their rates became others.

    What is known is not read again.
    """
    steps: tuple[int, ...] = ()
    losses: tuple[float, ...] = ()
    rates: tuple[RateStep, ...] = ()
    if known is not None and known.steps:
        # Batches are done again where a run goes on from a checkpoint: then the last one differs.
        last = connection.execute(_LOSS_AT, (run, BATCH_LOSS, known.steps[-1])).fetchone()
        if last is not None and last["value"] == known.losses[-1]:
            steps, losses, rates = known.steps, known.losses, known.rates
    done = steps[-1] if steps else -1
    rows = connection.execute(_SERIES, (run, BATCH_LOSS, done)).fetchall()
    moved = connection.execute(_SERIES, (run, BATCH_RATE, done)).fetchall()
    return (
        (*steps, *(step for step, _ in rows)),
        (*losses, *(_number(loss) for _, loss in rows)),
        (*rates, *((step, _number(rate)) for step, rate in moved)),
    )


def _number(value: float | None) -> float:
    """Return a metric's value; SQLite keeps NaN as NULL."""
    return math.nan if value is None else value
