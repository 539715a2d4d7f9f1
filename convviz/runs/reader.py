"""Reads the run store, for the window and the shell; trainers may write meanwhile."""

from __future__ import annotations

import math
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.messages.common import Problem
from convviz.runs.database import open_store, store_errors
from convviz.runs.folders import default_store
from convviz.runs.liveness import is_alive
from convviz.runs.records import EpochRecord, RunRecord, RunStatus, RunSummary
from convviz.runs.settling import settle_runs

if TYPE_CHECKING:
    import sqlite3

_SUMMARIES = """
SELECT runs.*, last.validation_loss, last.validation_accuracy,
    (SELECT count(*) FROM epochs WHERE run = runs.id) AS epochs_done,
    (SELECT max(validation_accuracy) FROM epochs WHERE run = runs.id) AS best_accuracy,
    (SELECT max(step) FROM batches WHERE run = runs.id) AS last_step
FROM runs LEFT JOIN epochs AS last ON last.run = runs.id
    AND last.epoch = (SELECT max(epoch) FROM epochs WHERE run = runs.id)
"""


def list_runs(store: Path | None = None) -> tuple[RunSummary, ...]:
    """Return all runs, the newest first; none if there is no store yet.

    Args:
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_STORE_UNUSABLE, RUN_STORE_NEWER.
    """
    path = store or default_store()
    if not path.exists():
        return ()
    settle_runs(path)
    with closing(open_store(path)) as connection, store_errors(path):
        rows = connection.execute(f"{_SUMMARIES} ORDER BY started DESC, id DESC").fetchall()
        return tuple(_summary(row) for row in rows)


def load_run(run: int, store: Path | None = None) -> RunRecord:
    """Return everything that the store knows of one run.

    Args:
        run: Its number, as in ``RunSummary.id``.
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE, RUN_STORE_NEWER.
    """
    path = store or default_store()
    if not path.exists():
        raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
    with closing(open_store(path)) as connection, store_errors(path):
        # One transaction: a trainer that writes meanwhile must not come between the parts.
        connection.execute("BEGIN")
        row = connection.execute(f"{_SUMMARIES} WHERE runs.id = ?", (run,)).fetchone()
        if row is None:
            raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
        batches = connection.execute(
            "SELECT step, loss FROM batches WHERE run = ? ORDER BY step", (run,)
        ).fetchall()
        return RunRecord(
            summary=_summary(row),
            document=row["document"],
            steps=tuple(step for step, _ in batches),
            losses=tuple(math.nan if loss is None else loss for _, loss in batches),
            epochs=_epochs(connection, run),
        )


def load_document(run: int, store: Path | None = None) -> bytes:
    """Return the JSON text of the document that a run trains or trained.

    Args:
        run: Its number, as in ``RunSummary.id``.
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_UNKNOWN, RUN_STORE_UNUSABLE, RUN_STORE_NEWER.
    """
    path = store or default_store()
    if not path.exists():
        raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
    with closing(open_store(path)) as connection, store_errors(path):
        row = connection.execute("SELECT document FROM runs WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise StorageError(ErrorCode.RUN_UNKNOWN, run=run)
    return bytes(row["document"])


def _summary(row: sqlite3.Row) -> RunSummary:
    status = RunStatus(row["status"])
    signs = Path(row["folder"]), row["pid"], row["host"], row["heartbeat"]
    if status is RunStatus.RUNNING and not is_alive(*signs):
        status = RunStatus.INTERRUPTED
    problem = row["problem"]
    return RunSummary(
        id=row["id"],
        folder=Path(row["folder"]),
        status=status,
        started=datetime.fromtimestamp(row["started"], UTC),
        updated=datetime.fromtimestamp(row["heartbeat"], UTC),
        dataset=row["dataset"],
        device=row["device"],
        epochs_planned=row["epochs_planned"],
        epochs_done=row["epochs_done"],
        batches_per_epoch=row["batches_per_epoch"],
        num_params=row["num_params"],
        step=max(row["step"], row["last_step"] or 0),
        seconds=row["seconds"],
        validation_loss=row["validation_loss"],
        validation_accuracy=row["validation_accuracy"],
        best_accuracy=row["best_accuracy"],
        weights=row["weights"],
        sha256=row["sha256"],
        problem=None if problem is None else msgspec.json.decode(problem, type=Problem),
    )


def _epochs(connection: sqlite3.Connection, run: int) -> tuple[EpochRecord, ...]:
    rows = connection.execute(
        "SELECT epoch, step, train_loss, validation_loss, validation_accuracy, seconds"
        " FROM epochs WHERE run = ? ORDER BY epoch",
        (run,),
    )
    return tuple(EpochRecord(*row) for row in rows)
