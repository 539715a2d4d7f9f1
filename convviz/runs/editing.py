"""What a person changes in the list of runs: notes, tags, and what is thrown away."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.protocol.file_lock import is_held
from convviz.runs.database import open_store, store_errors, transaction, usable_store
from convviz.runs.folders import default_store
from convviz.runs.layers_file import KEPT_FOLDER
from convviz.runs.liveness import LOCK_NAME
from convviz.runs.tags import tags_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

LONGEST_NOTES: Final = 10_000
KEPT_SECONDS: Final = 24 * 3600.0
"""How long a deleted run is kept whose window was killed before it emptied the trash."""

_OWN_FILES: Final = re.compile(
    r"weights\.safetensors|network\.convviz|best-epoch-\d+\.safetensors|best\.convviz|metrics\.json"
    r"|progress\.jsonl|layers\.msgpack|batch\.msgpack|run\.lock"
)
"""What a run writes into its folder beside its checkpoints. Anything else there is a person's."""
_CHECKPOINTS: Final = "checkpoints"
_OWN_CHECKPOINT: Final = re.compile(r"(step-\d{10}|best).*\.(json|safetensors)|.*\.convviz-tmp")


def set_notes(run: int, notes: str, store: Path | None = None) -> None:
    """Write notes beside a run.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    _update("UPDATE runs SET notes = ? WHERE id = ?", [(notes[:LONGEST_NOTES], run)], store)


def set_tags(run: int, tags: tuple[str, ...], store: Path | None = None) -> None:
    """Give a run tags in place of those it has.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    _update("UPDATE runs SET tags = ? WHERE id = ?", [(tags_text(tags), run)], store)


def put_in_trash(runs: Iterable[int], store: Path | None = None) -> None:
    """Take runs out of the list. Nothing of them is lost before :func:`empty_trash`.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    now = time.time()
    _update("UPDATE runs SET deleted = ? WHERE id = ?", [(now, run) for run in runs], store)


def take_from_trash(runs: Iterable[int], store: Path | None = None) -> None:
    """Put runs back into the list.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    _update("UPDATE runs SET deleted = NULL WHERE id = ?", [(run,) for run in runs], store)


def empty_trash(runs: Iterable[int] = (), store: Path | None = None) -> None:
    """Remove deleted runs for good, with the files that they wrote.

    A run that goes on is left alone, and so is every file in its folder that is not a run's.

    Args:
        runs: Those that nobody can bring back any more; others go after KEPT_SECONDS.
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    path, wanted = usable_store(store or default_store()), frozenset(runs)
    if not path.exists():
        return
    with closing(open_store(path)) as connection, store_errors(path):
        rows = connection.execute(
            "SELECT id, folder, deleted FROM runs WHERE deleted IS NOT NULL"
        ).fetchall()
        old = time.time() - KEPT_SECONDS
        gone = [row for row in rows if row["id"] in wanted or row["deleted"] < old]
        for row in gone:
            _remove(connection, row)


def _remove(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    folder = Path(row["folder"])
    if is_held(folder / LOCK_NAME):
        return
    cursor = connection.execute(  # one that was taken back meanwhile, or goes on, stays
        "DELETE FROM runs WHERE id = ? AND deleted IS NOT NULL", (row["id"],)
    )
    if cursor.rowcount:
        with suppress(OSError):
            _remove_files(folder)


def _remove_files(folder: Path) -> None:
    """Remove what a run wrote; the folder too, if nothing else is in it."""
    if not (folder / LOCK_NAME).is_file() or folder.is_symlink():
        return  # no run was here, or not this one
    checkpoints = folder / _CHECKPOINTS
    if _is_all_own(checkpoints):
        shutil.rmtree(checkpoints)
    for place in (folder / KEPT_FOLDER, folder):
        if place.is_dir() and not place.is_symlink():
            _remove_own_files(place)


def _remove_own_files(folder: Path) -> None:
    for path in list(folder.iterdir()):
        if _OWN_FILES.fullmatch(path.name) and path.is_file():
            path.unlink()
    with suppress(OSError):  # something of a person's is in it
        folder.rmdir()


def _is_all_own(checkpoints: Path) -> bool:
    is_folder = checkpoints.is_dir() and not checkpoints.is_symlink()
    return is_folder and all(_OWN_CHECKPOINT.fullmatch(one.name) for one in checkpoints.iterdir())


def _update(statement: str, values: Sequence[tuple[object, ...]], store: Path | None) -> None:
    path = usable_store(store or default_store())
    with closing(open_store(path)) as connection, store_errors(path), transaction(connection):
        connection.executemany(statement, values)
