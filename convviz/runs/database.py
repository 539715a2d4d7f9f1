"""The run store's file: SQLite, written ahead, one writer at a time, readers never wait."""

from __future__ import annotations

import sqlite3
import struct
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.files import storage_error
from convviz.runs.migrations import VERSION, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_SECONDS: Final = 2.0
"""How long a statement waits for another writer, who needs milliseconds."""
_TRY_AGAIN_SECONDS: Final = 0.01
_HEADER: Final = 100
"""Bytes before the first page, by SQLite's file format."""
_MAGIC: Final = b"SQLite format 3\0"
_VERSION_FIELD: Final = (">i", 60)
"""Of ``PRAGMA user_version``: how it is written, and where in the header."""


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into an expected error.

    Raises:
        StorageError: RUN_STORE_BROKEN: a page of it is damaged; another store is used beside it
            from now on. DISK_FULL, RUN_STORE_UNUSABLE.
    """
    try:
        yield
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorcode", None):
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                with suppress(OSError):
                    _sign_of_damage(path).touch()
                raise _broken(path) from error
            case sqlite3.SQLITE_FULL:
                raise StorageError(ErrorCode.DISK_FULL, path=str(path)) from error
            case _:
                code = ErrorCode.RUN_STORE_UNUSABLE
                raise StorageError(code, path=str(path), detail=str(error)) from error


def usable_store(path: Path) -> Path:
    """Return the file to use in place of a store: itself, or one beside it if it is left alone."""
    return path if store_trouble(path) is None else _beside(path)


def store_trouble(path: Path) -> StorageError | None:
    """Return why a store is left alone, and another one used beside it; None if it is sound.

    The file is not touched: opening it would already write into it.

    Returns:
        RUN_STORE_NEWER or RUN_STORE_BROKEN.
    """
    if not path.is_file():  # to open a pipe that nobody writes to would take for ever
        return None
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER)
        if not header:  # as SQLite makes it, before the first table
            return None
        version = _version_in(path, header)
    except (OSError, sqlite3.Error):  # whoever opens it tells what is wrong
        return None
    facts = {"path": str(path), "beside": _beside(path).name}
    if version is None or _has_damaged_pages(path):
        return _broken(path)
    if version > VERSION:
        return StorageError(ErrorCode.RUN_STORE_NEWER, **facts, version=version, supported=VERSION)
    return None


def open_store(path: Path) -> sqlite3.Connection:
    """Open the store, made if missing and brought up to date. The caller closes the connection.

    Statements commit by themselves, outside :func:`transaction`. A commit survives the death of
    the process; the last ones may be lost with the power.

    Args:
        path: As :func:`usable_store` returned it.

    Raises:
        StorageError: RUN_STORE_UNUSABLE, RUN_STORE_NEWER, RUN_STORE_BROKEN, DISK_FULL,
            FILE_UNWRITABLE.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, path) from error
    trouble = store_trouble(path)
    if trouble is not None:
        raise trouble
    with store_errors(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            _bring_up_to_date(connection, path)
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
        if connection.in_transaction:  # on a full disk SQLite has rolled back already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the store written ahead, as it stays from then on.

    While several processes open a new store, SQLite refuses this at once, whatever the timeout.
    """
    last = time.monotonic() + _BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= last:
                raise
            time.sleep(_TRY_AGAIN_SECONDS)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == VERSION:
        return
    with transaction(connection):
        version = _version(connection)  # another process may have been quicker
        if not 0 <= version <= VERSION:
            detail = f"its format is {version}"
            raise StorageError(ErrorCode.RUN_STORE_UNUSABLE, path=str(path), detail=detail)
        migrate(connection, version)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _version_in(path: Path, header: bytes) -> int | None:
    """Return the version of a store's tables; None if the file is no database."""
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        return None
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:  # the newest header may be there
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, timeout=_BUSY_SECONDS, uri=True)) as connection:
            return _version(connection)
    layout, place = _VERSION_FIELD
    version: int = struct.unpack_from(layout, header, place)[0]
    return version


def _has_damaged_pages(path: Path) -> bool:
    """Return whether somebody came upon a damaged page that is still there.

    To look through a store takes long, so it is done only where there was one.
    """
    sign = _sign_of_damage(path)
    if not sign.exists():
        return False
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, timeout=_BUSY_SECONDS, uri=True)) as connection:
            is_sound: bool = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return True
    if is_sound:
        with suppress(OSError):
            sign.unlink()
    return not is_sound


def _sign_of_damage(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _broken(path: Path) -> StorageError:
    facts = {"path": str(path), "beside": _beside(path).name}
    return StorageError(ErrorCode.RUN_STORE_BROKEN, **facts)


def stores_beside(path: Path) -> tuple[Path, ...]:
    """Return the stores that were begun beside one, by this version or earlier ones."""
    named = (_beside(path, version) for version in range(1, VERSION + 1))
    return tuple(beside for beside in named if beside.exists() and store_trouble(beside) is None)


def _beside(path: Path, version: int = VERSION) -> Path:
    return path.with_name(f"{path.stem}.beside-{version}{path.suffix}")
