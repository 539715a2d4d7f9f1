"""Enters into the store what it did not take when a run ended: it was locked, or broken."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from convviz.core.errors import DocumentError, StorageError
from convviz.protocol.file_lock import is_held
from convviz.runs.entries import UNWRITTEN_SUFFIX, read_unwritten
from convviz.runs.liveness import LOCK_NAME
from convviz.runs.writer import RunWriter

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.runs.entries import Unwritten


def settle_runs(store: Path) -> None:
    """Enter what lies unwritten beside the store, of runs that have ended.

    A store that still cannot be written is left for the next time.
    """
    for path in sorted(store.parent.glob(f"*{UNWRITTEN_SUFFIX}")):
        with suppress(StorageError, DocumentError, OSError):
            unwritten = read_unwritten(path)
            if unwritten is None:
                path.unlink()
            elif not is_held(unwritten.start.folder / LOCK_NAME):
                _enter(store, unwritten)
                path.unlink()


def _enter(store: Path, unwritten: Unwritten) -> None:
    writer = RunWriter.start(store, unwritten.start)
    try:
        for entry in unwritten.entries:
            writer.write(entry)
    finally:
        writer.close()
