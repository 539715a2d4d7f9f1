"""The run store's file: SQLite, written ahead, one writer at a time, readers never wait."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.files import storage_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION: Final = 1
_BUSY_SECONDS: Final = 2.0
"""How long a statement waits for another writer, who needs milliseconds."""

_SCHEMA: Final = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    started REAL NOT NULL,
    heartbeat REAL NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    dataset TEXT NOT NULL,
    device TEXT NOT NULL,
    epochs_planned INTEGER NOT NULL,
    batches_per_epoch INTEGER NOT NULL,
    num_params INTEGER NOT NULL,
    step INTEGER NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    weights TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    problem BLOB,
    document BLOB NOT NULL
);
-- SQLite keeps no NaN: a loss that is no number is NULL.
CREATE TABLE batches (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    loss REAL,
    PRIMARY KEY (run, step)
) WITHOUT ROWID;
CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    step INTEGER NOT NULL,
    train_loss REAL NOT NULL,
    validation_loss REAL NOT NULL,
    validation_accuracy REAL NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (run, epoch)
) WITHOUT ROWID;
"""


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one expected error.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(
            ErrorCode.RUN_STORE_UNUSABLE, path=str(path), detail=str(error)
        ) from error


def open_store(path: Path) -> sqlite3.Connection:
    """Open the store, made if missing. The caller closes the connection.

    Statements commit by themselves, outside :func:`transaction`. A commit survives the death of
    the process; the last ones may be lost with the power.

    Raises:
        StorageError: RUN_STORE_UNUSABLE, RUN_STORE_NEWER, DISK_FULL, FILE_UNWRITABLE.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, path) from error
    with store_errors(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do several statements as one, and take the writer's lock from the beginning."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection, path) == VERSION:
        return
    with transaction(connection):
        if _version(connection, path) == 0:
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StorageError(
            ErrorCode.RUN_STORE_NEWER, path=str(path), version=version, supported=VERSION
        )
    return version
