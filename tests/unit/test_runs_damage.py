"""A list of runs whose pages are damaged, or that lies on a full disk: told, and nothing lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.sentences.errors import sentence
from convviz.runs import RunStart, RunStatus, RunWriter, list_runs
from convviz.runs.database import open_store, store_errors, store_trouble, transaction

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "runs.sqlite"


def leave_runs(store: Path, *names: str) -> None:
    for name in names:
        start = RunStart(store.parent / name, b"{}", "shapes10", "cpu", 1, 200, 10)
        writer = RunWriter.start(store, start)
        writer.add_batches(1, [1.0] * 200)
        writer.finish(RunStatus.FINISHED, 200, 1.0)
        writer.close()


def damage(store: Path) -> bytes:
    """Damage every page but the first, as a failing disk does; return what it holds now."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(store.read_bytes())
    for place in range(PAGE, len(content), PAGE):
        content[place : place + 40] = b"\xff" * 40
    store.write_bytes(content)
    return bytes(content)


def test_a_list_with_damaged_pages_is_left_as_it_is_and_another_is_begun(store: Path) -> None:
    leave_runs(store, "one", "two")
    content = damage(store)
    with pytest.raises(StorageError) as caught:
        list_runs(store)
    assert caught.value.code is ErrorCode.RUN_STORE_BROKEN
    assert "is damaged. It was left as it is" in sentence(caught.value)
    leave_runs(store, "three")
    assert [run.folder.name for run in list_runs(store)] == ["three"]
    assert store.read_bytes() == content
    trouble = store_trouble(store)
    assert trouble is not None
    assert trouble.code is ErrorCode.RUN_STORE_BROKEN


def test_a_list_that_was_mended_is_used_again_with_the_runs_from_beside_it(store: Path) -> None:
    leave_runs(store, "one")
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sound = store.read_bytes()
    damage(store)
    with pytest.raises(StorageError):
        list_runs(store)
    leave_runs(store, "two")
    store.write_bytes(sound)
    assert store_trouble(store) is None
    assert {run.folder.name for run in list_runs(store)} == {"one", "two"}
    assert not store.with_name("runs.sqlite.damaged").exists()


def test_a_full_disk_is_called_so_and_what_was_written_stays(store: Path) -> None:
    leave_runs(store, "one")
    with closing(open_store(store)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        rows = ((1, step, "more", 1.0) for step in range(50_000))
        with (
            pytest.raises(StorageError) as caught,
            store_errors(store),
            transaction(connection),
        ):
            connection.executemany(
                "INSERT INTO metrics (run, step, name, value) VALUES (?, ?, ?, ?)", rows
            )
    assert caught.value.code is ErrorCode.DISK_FULL
    assert "The disk is full" in sentence(caught.value)
    assert [(run.step, run.status) for run in list_runs(store)] == [(200, RunStatus.FINISHED)]
