"""The list of runs, asked in SQL: it is only read, for a limited time, into limited memory."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.runs.database import open_store, store_errors, usable_store
from convviz.runs.folders import default_store

if TYPE_CHECKING:
    from pathlib import Path

SqlValue: TypeAlias = int | float | str | bytes | None

MOST_ROWS: Final = 1000
MOST_SECONDS: Final = 10.0

_STEPS_BETWEEN_LOOKS: Final = 10_000
"""Instructions of SQLite's machine between two looks at the clock: about a millisecond."""
_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 << 20,  # bytes of a value or a row: zeroblob(1e9) and its like
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_MOST_MEMORY: Final = 512 << 20
"""Bytes that SQLite may take, what it sorts included: that stays in memory and fills no disk."""
_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_FUNCTION}
)
_TOLD_PRAGMAS: Final = frozenset({"table_info", "table_xinfo", "table_list", "index_list"})
"""They tell of the schema and change nothing."""
_FORBIDDEN_FUNCTIONS: Final = frozenset({"load_extension"})

SCHEMA: Final = """\
runs      one row a run
  id                 its number, as `convviz runs list` shows it
  folder             where its checkpoints and weights are
  status             running, finished, stopped, diverged, failed; a run whose process was killed
                     still says running
  started, heartbeat when it began, and its last sign of life: seconds since 1970
  pid, host          the process and the computer that train or trained it
  dataset, device    such as shapes10, and cpu
  epochs_planned, batches_per_epoch, num_params
  step, seconds      batches done, time spent
  weights, sha256    the result's file and its checksum; '' if there is none
  problem            why it failed or diverged, as JSON; NULL if it did not
  document           network and settings, as the JSON of a .convviz file
  notes, tags        what a person wrote beside it; tags are parted by commas
  deleted            when it was put into the trash, seconds since 1970; NULL if it was not
metrics   one row a measured number
  run                runs.id
  step               batches done when it was measured
  name               loss (of a batch); epoch, train_loss, validation_loss, validation_accuracy,
                     seconds, end_train_loss, train_accuracy (of an epoch, all at its last step);
                     gradient_norm/0, update_ratio/0, dead/0 (of layer 0, at some batches)
  value              NULL if it was no number
events    one row a setting that was changed during a run
  run, step          as above: the next batch is the first with the new value
  kind               'setting changed'
  name, value        such as lr, 0.005
"""
"""What can be asked for. Columns are added by later versions, and none of these is taken away."""


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """What a statement returned.

    Attributes:
        columns: Their names.
        rows: A value a column.
        is_cut: Whether there are more rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[SqlValue, ...], ...]
    is_cut: bool


def ask_in_sql(
    statement: str,
    store: Path | None = None,
    *,
    most_rows: int = MOST_ROWS,
    most_seconds: float = MOST_SECONDS,
) -> SqlAnswer:
    """Return what one SELECT finds in the list of runs.

    The file is opened to be read only, and a statement that would do anything else is refused
    before it begins. The list is brought up to date before, as by any other look at it.

    Args:
        statement: One statement of SQLite's SQL; see SCHEMA.
        store: The store's file; None for the default one.
        most_rows: Rows to return.
        most_seconds: Time to spend.

    Raises:
        DocumentError: SQL_ONLY_READS, SQL_WRONG, SQL_TOO_LONG, SQL_TOO_MUCH.
        StorageError: RUN_STORE_UNUSABLE.
    """
    path = usable_store(store or default_store())
    # Who reads only cannot tidy up what SQLite keeps beside a file: that is left to the other one.
    with closing(open_store(path)), closing(_opened_to_read(path)) as connection:
        _close_doors(connection)
        end = time.monotonic() + most_seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
        try:
            return _answer(connection, statement, most_rows)
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
            raise _told(error, path, most_seconds) from error


def _opened_to_read(path: Path) -> sqlite3.Connection:
    with store_errors(path):
        address = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(address, uri=True, isolation_level=None)


def _close_doors(connection: sqlite3.Connection) -> None:
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.text_factory = _text
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA hard_heap_limit = {_MOST_MEMORY}")
    connection.set_authorizer(_verdict)


def _verdict(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Return whether a part of a statement may be done."""
    if action == sqlite3.SQLITE_FUNCTION:
        may = second not in _FORBIDDEN_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        may = first in _TOLD_PRAGMAS
    else:
        may = action in _READING
    return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY


def _answer(connection: sqlite3.Connection, statement: str, most_rows: int) -> SqlAnswer:
    cursor = connection.execute(statement)
    if cursor.description is None:  # nothing but spaces or a comment
        raise DocumentError(ErrorCode.SQL_ONLY_READS)
    rows = tuple(cursor.fetchmany(most_rows))
    is_cut = cursor.fetchone() is not None
    columns = tuple(column[0] for column in cursor.description)
    return SqlAnswer(columns, rows, is_cut)


def _told(error: Exception, path: Path, seconds: float) -> DocumentError | StorageError:
    """Return what went wrong as an expected error."""
    if isinstance(error, MemoryError):
        return DocumentError(ErrorCode.SQL_TOO_MUCH, limit=_MOST_MEMORY >> 20)
    text = str(error)
    if text.startswith(("not authorized", "You can only execute one statement")):
        return DocumentError(ErrorCode.SQL_ONLY_READS)
    match getattr(error, "sqlite_errorcode", None):
        case sqlite3.SQLITE_AUTH | sqlite3.SQLITE_READONLY:
            return DocumentError(ErrorCode.SQL_ONLY_READS)
        case sqlite3.SQLITE_INTERRUPT:
            return DocumentError(ErrorCode.SQL_TOO_LONG, seconds=seconds)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_IOERR:
            return StorageError(ErrorCode.RUN_STORE_UNUSABLE, path=str(path), detail=text)
        case _:
            return DocumentError(ErrorCode.SQL_WRONG, detail=text[:200].rstrip("."))


def _text(value: bytes) -> str:
    """Return a text; one that is no UTF-8, as a statement can make, costs its odd bytes only."""
    return value.decode(errors="replace")
