from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from convviz.core.optimisers.sgd import SGD
from convviz.protocol.records import SettingChange
from convviz.protocol.templates import new_document
from convviz.runs import RunStatus, list_runs
from convviz.runs.liveness import lock_run
from convviz.ui.notices import Notices
from convviz.ui.settings import SettingsFile
from convviz.ui.training.run import cut_runs
from convviz.ui.training.run.cut_runs import CutRuns
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.past_runs import leave_run
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def slower() -> Document:
    """Return the first document with another learning rate."""
    document = new_document()
    training = msgspec.structs.replace(document.training, optimiser=SGD(lr=0.5, momentum=0.9))
    return msgspec.structs.replace(document, training=training)


def wait_for_offer(qtbot: QtBot, stage: Stage) -> None:
    qtbot.waitUntil(stage.page.view.welcome.offer.isVisible)


def test_a_run_that_was_cut_off_is_offered_with_how_far_it_was(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "cut", new_document())
    stage = make()
    wait_for_offer(qtbot, stage)
    sentence = stage.page.view.welcome.offer.sentence.text()
    assert "was cut off on " in sentence
    assert "epoch 2 of 3, after 4 batches of it" in sentence
    assert "40.0%" in sentence


def test_a_list_of_runs_by_a_later_convviz_is_told_once_and_left_alone(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "cut", new_document())
    store = tmp_path / "runs" / "runs.sqlite"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    content = store.read_bytes()
    stage = make()
    qtbot.waitUntil(stage.page.notice.isVisible)
    assert "written by a later convviz (format 99" in stage.page.notice.sentence
    assert not stage.page.view.welcome.offer.isVisible()
    stage.page.notice.clear()
    with qtbot.waitSignal(stage.session.past.changed):
        stage.session.past.look()
    assert not stage.page.notice.isVisible()
    assert store.read_bytes() == content


def test_a_run_of_an_earlier_session_goes_on_in_its_own_folder(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    folder = leave_run(tmp_path / "runs", "cut", new_document())
    stage = make("start:10:3:14,batch:2.0")
    wait_for_offer(qtbot, stage)
    stage.page.view.welcome.offer.resume.click()
    stage.until(qtbot, RunState.RUNNING)
    assert "StartRun resume" in asked(stage.log)
    assert stage.session.progress.folder == folder
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 15)
    assert stage.session.progress.losses.values[0] == 2.3
    assert [one.epoch for one in stage.session.progress.epochs] == [1]


def test_a_finished_run_of_an_earlier_session_is_shown_with_its_result(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "done", new_document(), status=RunStatus.FINISHED, batches=30)
    stage = make()
    wait_for_offer(qtbot, stage)
    offer = stage.page.view.welcome.offer
    assert not offer.resume.isVisible()
    offer.look.click()
    stage.until(qtbot, RunState.FINISHED)
    page = stage.page
    assert not page.view.shows_welcome
    assert page.result.summary.isVisible()
    assert page.transport.place.text() == "Finished: epoch 3 of 3, batch 10 of 10"
    assert page.transport.start.text() == "Start anew"
    assert stage.session.progress.changes == [SettingChange(30, "lr", 0.005)]
    qtbot.waitUntil(lambda: page.view.plots is not None and len(page.view.plots.loss.losses) == 30)
    assert page.view.plots is not None
    assert [mark.short for mark in page.view.plots.marks[0].marks] == ["lr = 0.005"]


def test_the_newest_run_with_the_settings_of_now_is_offered_before_a_newer_other_one(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    mine = leave_run(tmp_path / "runs", "mine", new_document(), status=RunStatus.STOPPED)
    leave_run(tmp_path / "runs", "other", slower())
    stage = make()
    wait_for_offer(qtbot, stage)
    offered = stage.session.past.to_offer(stage.store.document)
    assert offered is not None
    assert offered.summary.folder == mine
    stage.store.edit(slower(), "Other")
    other = stage.session.past.to_offer(stage.store.document)
    assert other is not None
    assert other.summary.folder.name == "other"


def test_an_unfinished_run_with_other_settings_goes_on_with_its_own(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "other", slower())
    stage = make("start:10:3:14,batch:2.0")
    wait_for_offer(qtbot, stage)
    offer = stage.page.view.welcome.offer
    assert not offer.resume.isVisible()
    offer.look.click()
    stage.until(qtbot, RunState.CUT)
    page = stage.page
    assert page.view.heading.difference.text() == "Settings changed since this run: lr"
    assert not page.transport.pause.isEnabled()
    button = next(
        one
        for one in page.view.heading.findChildren(QPushButton)
        if one.text() == "Resume with the run's settings"
    )
    button.click()
    stage.until(qtbot, RunState.RUNNING)
    assert stage.store.document.training.optimiser == SGD(lr=0.5, momentum=0.9)
    stage.store.undo_stack.undo()
    assert stage.store.document.training == new_document().training


def test_a_run_that_goes_on_elsewhere_or_left_nothing_is_not_offered(
    make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = leave_run(tmp_path / "runs", "bare", new_document())
    for path in (folder / "checkpoints").iterdir():
        path.unlink()
    stage = make()
    with qtbot.waitSignal(stage.session.past.changed):
        stage.session.past.look()
    assert stage.session.past.runs == ()
    assert not stage.page.view.welcome.offer.isVisible()


def test_a_store_that_cannot_be_read_offers_nothing(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "runs.sqlite").write_bytes(b"this is no database" * 100)
    stage = make()
    with qtbot.waitSignal(stage.session.past.changed):
        stage.session.past.look()
    assert not stage.page.view.welcome.offer.isVisible()
    assert stage.page.transport.start.isEnabled()


def test_the_start_of_the_program_tells_of_a_cut_run_once(qtbot: QtBot, tmp_path: Path) -> None:
    leave_run(tmp_path / "runs", "cut", new_document())
    window = QWidget()
    qtbot.addWidget(window)
    notices = Notices(window)
    settings = SettingsFile(tmp_path / "settings.json")

    def look() -> CutRuns:
        cut = CutRuns(settings, lambda: notices, window, tmp_path / "runs" / "runs.sqlite")
        with qtbot.waitSignal(cut.looked):
            cut.look()
        return cut

    first = look()
    (sentence,) = notices.sentences()
    assert sentence.startswith("A training run was cut off on ")
    button = next(one for one in notices.findChildren(QPushButton) if one.text() == "Show this run")
    with qtbot.waitSignal(first.wanted) as waiter:
        button.click()
    assert waiter.args[0].summary.folder.name == "cut"
    assert notices.sentences() == []
    look()
    assert notices.sentences() == []


def test_the_start_of_the_program_waits_for_the_trainer_of_a_killed_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cut_runs, "_LOOK_AGAIN_MS", 20)
    lock = lock_run(leave_run(tmp_path / "runs", "finishing", new_document()))
    window = QWidget()
    qtbot.addWidget(window)
    notices = Notices(window)
    settings = SettingsFile(tmp_path / "settings.json")
    cut = CutRuns(settings, lambda: notices, window, tmp_path / "runs" / "runs.sqlite")
    with qtbot.waitSignal(cut.looked):
        cut.look()
    assert notices.sentences() == []
    lock.release(remove=False)
    qtbot.waitUntil(lambda: notices.sentences() != [])
    (sentence,) = notices.sentences()
    assert sentence.startswith("A training run was cut off on ")


def test_a_run_that_is_still_finishing_is_offered_once_it_has_ended(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    folder = leave_run(tmp_path / "runs", "finishing", new_document())
    lock = lock_run(folder)
    stage = make()
    with qtbot.waitSignal(stage.session.past.changed):
        stage.session.past.look()
    assert stage.session.past.is_one_going_on
    assert not stage.page.view.welcome.offer.isVisible()
    lock.release(remove=False)
    wait_for_offer(qtbot, stage)
    stage.page.close()


def test_a_run_of_the_list_is_shown_and_goes_on_with_its_own_settings(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "slow", slower())
    (run,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    stage = make("start:10:3:14,batch:2.0")
    stage.page.panels.offers.open(run, resume=False)
    stage.until(qtbot, RunState.CUT)
    assert asked(stage.log) == []
    assert stage.store.document == new_document()
    stage.page.panels.offers.open(run, resume=True)
    stage.until(qtbot, RunState.RUNNING)
    assert "StartRun resume" in asked(stage.log)
    assert stage.store.document.training.optimiser == SGD(lr=0.5, momentum=0.9)


def test_a_run_of_the_list_waits_for_the_one_that_goes_on(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "slow", slower())
    (run,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    stage = make("start:10:3,batch:2.0")
    stage.page.transport.start.click()
    stage.until(qtbot, RunState.RUNNING)
    stage.page.panels.offers.open(run, resume=True)
    assert "A run is going on here" in stage.page.notice.sentence
    assert stage.session.progress.folder != run.folder


def test_a_finished_run_of_the_list_says_that_it_is_at_its_end(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "done", new_document(), status=RunStatus.FINISHED, batches=30)
    (run,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    stage = make("start:10:3:14,batch:2.0")
    stage.page.panels.offers.open(run, resume=True)
    qtbot.waitUntil(stage.page.notice.isVisible)
    assert "at its end" in stage.page.notice.sentence
    assert asked(stage.log) == []
