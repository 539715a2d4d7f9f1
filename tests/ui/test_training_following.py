"""A run that another process or computer trains is seen as it grows, by its folder alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.errors import StorageError
from convviz.protocol.document_file import encode_document
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.protocol.templates import new_document
from convviz.runs import RunStart, RunStatus
from convviz.runs.entries import ChangeEntry, EndEntry, EpochEntry
from convviz.runs.journal import JOURNAL_NAME, JournalReader, JournalWriter
from convviz.runs.liveness import lock_run
from convviz.ui.training.page_actions import EPOCH, PAUSE, START, STEP, STOP
from convviz.ui.training.run.followed_run import QUIET_SECONDS, JournalWatch
from convviz.ui.training.run.run_progress import RunState
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BATCHES = 10


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere" / "run"
    folder.mkdir(parents=True)
    return folder


def begin(folder: Path, step: int = 0) -> JournalWriter:
    document = encode_document(new_document())
    return JournalWriter(RunStart(folder, document, "shapes10", "cuda:0", 3, BATCHES, 1234, step))


def follow(qtbot: QtBot, make: Make, folder: Path) -> Stage:
    stage = make()
    stage.page.panels.offers.open_folder(folder)
    stage.until(qtbot, RunState.ELSEWHERE)
    return stage


def test_a_run_grows_while_it_is_watched(qtbot: QtBot, make: Make, folder: Path) -> None:
    writer = begin(folder)
    writer.add_batches(1, (2.3, 2.2), 500.0, 60.0)
    writer.close()
    stage = follow(qtbot, make, folder)
    progress = stage.session.progress
    assert list(progress.losses.values) == [2.3, 2.2]
    assert progress.document == new_document()
    assert not stage.page.view.shows_welcome
    assert "watched here" in stage.page.view.heading.run.text()
    writer.add_batches(3, (2.1,) * 8, 640.0, 30.0)
    writer.add(EpochEntry(EpochRecord(1, 10, 2.1, 2.0, 0.4, 3.0)))
    writer.add(ChangeEntry(SettingChange(10, "lr", 0.005)))
    qtbot.waitUntil(lambda: progress.step == 10)
    assert progress.pictures_per_second == 640.0
    assert [epoch.validation_accuracy for epoch in progress.epochs] == [0.4]
    assert [change.value for change in progress.changes] == [0.005]
    assert progress.place[0] == 2
    writer.add(EndEntry(RunStatus.STOPPED, 10, 9.0, time.time()))
    stage.until(qtbot, RunState.STOPPED)
    assert stage.session.following.folder is None


def test_what_cannot_be_done_from_here_says_why(qtbot: QtBot, make: Make, folder: Path) -> None:
    begin(folder)
    stage = follow(qtbot, make, folder)
    for name in (PAUSE, STEP, EPOCH):
        action = stage.page.page_actions[name]
        assert not action.isEnabled()
        assert "trains this run. Stop or pause it there" in action.toolTip()
    assert stage.page.page_actions[START].isEnabled()
    assert not stage.page.view.live.isVisible()
    stop = stage.page.page_actions[STOP]
    stop.trigger()  # nobody holds the folder: whoever trained there has just ended
    qtbot.waitUntil(stage.page.notice.isVisible)
    assert "cannot be stopped from here" in stage.page.notice.sentence
    path = folder / JOURNAL_NAME
    path.write_bytes(path.read_bytes().replace(b'"host":"', b'"host":"far-'))
    stage.page.panels.offers.open_folder(folder)
    qtbot.waitUntil(lambda: stage.page.page_actions[STOP].isEnabled() is False)
    assert "trains this run. Stop or pause it there" in stop.toolTip()


def test_the_death_of_the_writer_is_told_and_so_is_its_return(
    qtbot: QtBot, make: Make, folder: Path
) -> None:
    begin(folder).add_batches(1, (2.3,), 1.0, 1.0)
    old = (folder / JOURNAL_NAME).read_bytes()
    started = JournalReader(folder).read()[0]
    assert isinstance(started, msgspec.Struct)
    silent = msgspec.structs.replace(started, at=time.time() - 2 * QUIET_SECONDS, host="far away")
    line = old.splitlines()[0]
    (folder / JOURNAL_NAME).write_bytes(
        old.replace(line, msgspec.json.encode(silent)) + b'{"type":"batches","first_step":1,'
        b'"losses":[2.5]}\n'
    )
    stage = make()
    stage.page.panels.offers.open_folder(folder)
    stage.until(qtbot, RunState.CUT)
    assert list(stage.session.progress.losses.values) == [2.5]
    begin(folder, step=1)
    stage.until(qtbot, RunState.ELSEWHERE)


def test_a_writer_on_this_computer_is_dead_when_its_lock_is_free(folder: Path) -> None:
    now = [1000.0]
    lock = lock_run(folder)
    begin(folder)
    watch = JournalWatch(JournalReader(folder), clock=lambda: now[0])
    assert watch.look().is_alive
    now[0] += 3 * QUIET_SECONDS  # a long batch: nothing is written, but the lock is held
    assert watch.look().is_alive
    lock.release(remove=False)
    assert not watch.look().is_alive


def test_a_folder_without_a_run_is_told_and_what_was_shown_stays(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    stage = make()
    stage.page.panels.offers.open_folder(tmp_path)
    qtbot.waitUntil(stage.page.notice.isVisible)
    assert "holds no run that can be shown" in stage.page.notice.sentence
    assert stage.session.state is RunState.IDLE
    assert stage.page.view.shows_welcome


def test_a_run_of_one_s_own_takes_the_place_of_the_one_that_is_watched(
    qtbot: QtBot, make: Make, folder: Path
) -> None:
    writer = begin(folder)
    stage = make("start:10:3:0,batch:2.0")
    stage.page.panels.offers.open_folder(folder)
    stage.until(qtbot, RunState.ELSEWHERE)
    stage.page.page_actions[START].trigger()
    stage.until(qtbot, RunState.RUNNING)
    writer.add_batches(1, (9.0,) * 9, 1.0, 1.0)
    writer.close()
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 1)
    assert stage.session.progress.losses.values[0] == 2.0
    assert stage.session.following.folder is None


def test_a_journal_that_cannot_be_read_any_more_reads_as_interrupted(folder: Path) -> None:
    begin(folder)
    watch = JournalWatch(JournalReader(folder))
    watch.look()
    (folder / JOURNAL_NAME).unlink()
    with pytest.raises(StorageError):
        watch.look()
