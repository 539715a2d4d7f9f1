"""What a kill leaves at any point of a save or of a database's write is enough to go on exactly.

A killed process leaves its files as they are at that moment, the half-written ones too: so copies
are taken in the middle of writing, and gone on from as if a process had died there. Real kills of
real processes are the matter of ``tests/faults``.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convviz.engine.training import setup
from convviz.engine.training.background_saving import BackgroundSaving
from convviz.engine.training.checkpoint import CheckpointFolder
from convviz.runs import RunStatus, default_store, list_runs, load_run
from convviz.runs import writer as runs_writer
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.document import Document

MOST_POINTS = 12
"""More are taken at equal distances: each is gone on from to the end."""


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


class Copies:
    """Copies of a run's folder and of the store, taken before and after each step of writing."""

    def __init__(self, folder: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._into = into
        self.taken: list[Path] = []
        self.is_on = True
        begin = BackgroundSaving.begin

        def begin_and_wait(saving: BackgroundSaving, *arguments: Any) -> None:
            begin(saving, *arguments)
            saving.wait()  # nothing else may write while a copy is taken

        monkeypatch.setattr(BackgroundSaving, "begin", begin_and_wait)
        for owner, name in ((os, "fsync"), (os, "replace"), (runs_writer, "_insert_metrics")):
            monkeypatch.setattr(owner, name, self._around(getattr(owner, name)))

    def _around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            self._take()
            result = function(*arguments)
            self._take()
            return result

        return call

    def _take(self) -> None:
        if self.is_on and self._folder.exists():
            copy = self._into / f"{len(self.taken):03}"
            shutil.copytree(self._folder, copy / "run")
            shutil.copytree(default_store().parent, copy / "store")
            self.taken.append(copy)

    def put_back(self, copy: Path) -> None:
        """Have everything as it was when a copy was taken."""
        for place, name in ((self._folder, "run"), (default_store().parent, "store")):
            shutil.rmtree(place)
            shutil.copytree(copy / name, place)


def go_on(document: Document, folder: Path) -> list[float]:
    """Go on with a run, or begin it again where nothing was saved; return its losses."""
    is_saved = CheckpointFolder(folder / "checkpoints").holds_any()
    return losses_of(train(document, folder, resume=is_saved)[1])


def test_a_kill_at_any_point_of_writing_loses_nothing_that_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, folder = small.document(), tmp_path / "run"
    train(document, tmp_path / "straight")
    straight = load_run(list_runs()[0].id)
    expected = weights_of(tmp_path / "straight")
    default_store().unlink()
    copies = Copies(folder, tmp_path / "copies", monkeypatch)
    train(document, folder)
    copies.is_on = False
    assert len(copies.taken) > MOST_POINTS
    for copy in copies.taken[:: -(-len(copies.taken) // MOST_POINTS)]:
        copies.put_back(copy)
        with closing(sqlite3.connect(default_store())) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert [run.status for run in list_runs()] in ([], [RunStatus.INTERRUPTED])
        losses = go_on(document, folder)
        assert losses == list(straight.losses)[len(straight.losses) - len(losses) :]
        (run,) = list_runs()
        record = load_run(run.id)
        assert (run.status, record.steps) == (RunStatus.FINISHED, straight.steps)
        assert record.losses == straight.losses
        assert [e.validation_loss for e in record.epochs] == [
            e.validation_loss for e in straight.epochs
        ]
        assert weights_of(folder) == expected
