"""A few points of a run's loss, for a tiny picture: as quick for a million batches."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from convviz.protocol.records import BATCH_LOSS
from convviz.runs.database import open_store, store_errors, usable_store
from convviz.runs.folders import default_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

POINTS: Final = 32
"""Places at which a loss is looked up."""
_AROUND: Final = 5
"""Batches whose mean stands for a place: a single one is a matter of luck."""

_SPAN = "SELECT min(step), max(step) FROM metrics WHERE run = ? AND name = ?"
_MEAN = """
SELECT avg(value) FROM (
    SELECT value FROM metrics WHERE run = ? AND name = ? AND step >= ? ORDER BY step LIMIT ?
)
"""


def loss_thumbnails(
    runs: Iterable[int], store: Path | None = None
) -> dict[int, tuple[float | None, ...]]:
    """Return at most POINTS losses of each run, evenly spread; None where there is no number.

    Args:
        runs: Their numbers; those that are not in the store have no losses.
        store: The store's file; None for the default one.

    Raises:
        StorageError: RUN_STORE_UNUSABLE.
    """
    path = usable_store(store or default_store())
    if not path.exists():
        return {}
    with closing(open_store(path)) as connection, store_errors(path):
        return {run: _thumbnail(connection, run) for run in runs}


def _thumbnail(connection: sqlite3.Connection, run: int) -> tuple[float | None, ...]:
    first, last = connection.execute(_SPAN, (run, BATCH_LOSS)).fetchone()
    if first is None:
        return ()
    count = min(POINTS, last - first + 1)
    width = (last - first + 1) / count
    places = (first + int(number * width) for number in range(count))
    around = min(_AROUND, max(1, int(width)))
    return tuple(
        connection.execute(_MEAN, (run, BATCH_LOSS, place, around)).fetchone()[0]
        for place in places
    )
