"""The tables of the run store, as the steps that led to them: an older file takes those it lacks.

A step that was released is never changed. A new one goes to the end of the list, with a test that
takes a file of the version before, kept in ``tests/data``, through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_RUNS_BATCHES_AND_EPOCHS: Final = """
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

_METRICS: Final = """
-- One table for everything that is measured, so that a new quantity needs no new column.
-- SQLite keeps no NaN: a value that is no number is NULL.
CREATE TABLE metrics (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (run, name, step)
) WITHOUT ROWID;
INSERT INTO metrics SELECT run, step, 'loss', loss FROM batches;
INSERT INTO metrics SELECT run, step, 'epoch', epoch FROM epochs;
INSERT INTO metrics SELECT run, step, 'train_loss', train_loss FROM epochs;
INSERT INTO metrics SELECT run, step, 'validation_loss', validation_loss FROM epochs;
INSERT INTO metrics SELECT run, step, 'validation_accuracy', validation_accuracy FROM epochs;
INSERT INTO metrics SELECT run, step, 'seconds', seconds FROM epochs;
DROP TABLE batches;
DROP TABLE epochs;
"""

_EVENTS: Final = """
-- What happened at a step: of a changed setting, its name and its new value.
CREATE TABLE events (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (run, step, kind, name)
) WITHOUT ROWID;
"""

_NOTES_TAGS_AND_TRASH: Final = """
-- What a person writes beside a run; tags are parted by commas.
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '';
-- When the run was put into the trash; NULL if it was not.
ALTER TABLE runs ADD COLUMN deleted REAL;
"""

MIGRATIONS: Final = (_RUNS_BATCHES_AND_EPOCHS, _METRICS, _EVENTS, _NOTES_TAGS_AND_TRASH)
"""The first makes version 1 of an empty file, the second version 2 of that, and so on."""

SETTING_CHANGED: Final = "setting changed"
"""The kind of an event."""

VERSION: Final = len(MIGRATIONS)
"""Of the tables, as ``PRAGMA user_version`` says it."""


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring tables up to date, inside a transaction of the caller's.

    Args:
        connection: To the store.
        version: What the store has; 0 for an empty file.
    """
    for script in MIGRATIONS[version:]:
        for statement in script.split(";\n"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
