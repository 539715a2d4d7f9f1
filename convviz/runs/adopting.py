"""Takes over runs from the lists that were begun beside a store while it could not be used."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import StorageError
from convviz.runs.database import open_store, store_errors, stores_beside, transaction
from convviz.runs.liveness import is_alive
from convviz.runs.records import RunStatus

if TYPE_CHECKING:
    import sqlite3

_TABLES = ("metrics", "events")
"""What is kept of a run beside its row, by the run's number in the first column."""


def adopt_runs(store: Path) -> None:
    """Move what lies in lists beside a store into it, but for runs that go on.

    Where both know a run, the newer state of it stays. A list that cannot be read or written now
    is left for the next time; an empty one is removed.
    """
    for beside in stores_beside(store):
        with suppress(StorageError, OSError):
            if _move(beside, store):
                beside.unlink()


def _move(beside: Path, store: Path) -> bool:
    """Move the runs that have ended; return whether none is left."""
    open_store(beside).close()  # brings its tables up to date
    with closing(open_store(store)) as connection, store_errors(beside):
        connection.execute("ATTACH ? AS beside", (str(beside),))
        with transaction(connection):
            for row in connection.execute("SELECT * FROM beside.runs").fetchall():
                if not _goes_on(row):
                    _move_run(connection, row)
            left: int = connection.execute("SELECT count(*) FROM beside.runs").fetchone()[0]
        connection.execute("DETACH beside")
    return left == 0


def _goes_on(row: sqlite3.Row) -> bool:
    signs = Path(row["folder"]), row["pid"], row["host"], row["heartbeat"]
    return row["status"] == RunStatus.RUNNING and is_alive(*signs)


def _move_run(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    known = connection.execute(
        "SELECT heartbeat FROM main.runs WHERE folder = ?", (row["folder"],)
    ).fetchone()
    if known is None or known["heartbeat"] < row["heartbeat"]:
        connection.execute("DELETE FROM main.runs WHERE folder = ?", (row["folder"],))
        _copy_run(connection, row)
    connection.execute("DELETE FROM beside.runs WHERE id = ?", (row["id"],))


def _copy_run(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    names = [name for name in row.keys() if name != "id"]  # noqa: SIM118 - a Row is no mapping
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO main.runs ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own columns
    cursor = connection.execute(statement, [row[name] for name in names])
    for table in _TABLES:
        columns = [
            column["name"] for column in connection.execute(f"PRAGMA main.table_info({table})")
        ]
        others = ", ".join(name for name in columns if name != "run")
        connection.execute(
            f"INSERT INTO main.{table} (run, {others})"  # noqa: S608 - likewise
            f" SELECT ?, {others} FROM beside.{table} WHERE run = ?",
            (cursor.lastrowid, row["id"]),
        )
