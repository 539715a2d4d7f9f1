"""Runs controlled from their table: this window's own, other programs', and copied folders."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from convviz.protocol.templates import new_document
from convviz.runs import RunStatus, list_runs
from convviz.runs.liveness import ask_to_stop, lock_run
from convviz.ui.document_store import DocumentStore
from convviz.ui.runs.library import RunLibrary
from convviz.ui.runs.page import RunsPage
from convviz.ui.runs.run_actions import EXTEND, PAUSE, STOP, RunControl
from convviz.ui.settings import SettingsFile
from convviz.ui.training.run.extending import ExtendDialog
from convviz.ui.training.run.run_control import stop_run
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.past_runs import leave_run
from tests.support.training_page import Make, stages
from tests.support.windows import show_active

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def table(tmp_path: Path, qtbot: QtBot) -> Iterator[RunsPage]:
    """A page with a finished run and one that goes on, which this process holds."""
    leave_run(tmp_path / "runs", "finished", new_document(), status=RunStatus.FINISHED)
    held = leave_run(tmp_path / "runs", "going on", new_document())
    lock = lock_run(held)
    library = RunLibrary(store=tmp_path / "runs" / "runs.sqlite")
    page = RunsPage(
        DocumentStore(new_document()), library, SettingsFile(tmp_path / "settings.json")
    )
    qtbot.addWidget(page)
    show_active(qtbot, page)
    qtbot.waitUntil(lambda: page.presenter.state.runs is not None)
    yield page
    library.wait()
    lock.release()
    library.shut_down()


def choose(page: RunsPage, name: str) -> None:
    run = next(run for run in page.presenter.state.runs or () if run.folder.name == name)
    page.presenter.choose([run.id])


def usable(page: RunsPage) -> set[str]:
    for name in (EXTEND, PAUSE, STOP):
        assert page.page_actions[name].toolTip()
    return {name for name in (EXTEND, PAUSE, STOP) if page.page_actions[name].isEnabled()}


def test_what_can_be_done_follows_the_state_of_the_run(table: RunsPage) -> None:
    assert usable(table) == set()
    choose(table, "finished")
    assert usable(table) == {EXTEND}
    choose(table, "going on")
    assert usable(table) == {STOP}
    assert "Only the window that trains it" in table.page_actions[PAUSE].toolTip()
    run = table.presenter.state.the_one
    assert run is not None
    table.presenter.show_own(run.folder, is_halted=False)
    assert usable(table) == {PAUSE, STOP}
    table.presenter.show_own(run.folder, is_halted=True)
    assert usable(table) == {STOP}
    assert table.page_actions["resume run"].isEnabled()
    wanted: list[tuple[object, object]] = []
    table.control_wanted.connect(lambda *control: wanted.append(control))
    table.page_actions[STOP].trigger()
    assert wanted == [(RunControl.STOP, run)]


def test_a_run_of_another_program_hears_the_polite_signal(tmp_path: Path) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    lock = lock_run(tmp_path)
    try:
        assert ask_to_stop(tmp_path)
        os.getpid()  # the handler runs between two instructions
        assert heard == [signal.SIGTERM]
    finally:
        lock.release()
        signal.signal(signal.SIGTERM, before)
    assert not ask_to_stop(tmp_path)
    assert not ask_to_stop(tmp_path / "nowhere")


def test_this_windows_own_run_is_stopped_and_another_computers_cannot_be(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    stage = make("start:10:2,batch:2.3,read,end:stopped")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    folder = stage.session.progress.folder
    assert folder is not None
    assert stop_run(stage.session, tmp_path / "elsewhere")[0] == "error"
    assert stop_run(stage.session, folder)[0] == "info"
    stage.until(qtbot, RunState.STOPPED)
    assert "StopRun" in asked(stage.log)


def test_a_run_that_was_chosen_in_the_table_is_extended(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "one", new_document(), status=RunStatus.FINISHED)
    stage = make("start:10:9:14,batch:2.3,read")
    (summary,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    stage.page.panels.offers.extend(summary)
    qtbot.waitUntil(lambda: stage.page.window().findChild(ExtendDialog) is not None)
    dialog = stage.page.window().findChild(ExtendDialog)
    assert dialog is not None
    dialog.more.setValue(4)
    dialog.go.click()
    stage.until(qtbot, RunState.RUNNING)
    assert stage.store.document.training.epochs == new_document().training.epochs + 4
    assert "StartRun resume" in asked(stage.log)


def test_what_could_not_be_extended_then_is_not_extended_when_it_is_opened_later(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    leave_run(tmp_path / "runs", "one", new_document(), status=RunStatus.FINISHED)
    stage = make("start:10:2,batch:2.3,read,end:stopped")
    (summary,) = list_runs(tmp_path / "runs" / "runs.sqlite")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    stage.page.panels.offers.extend(summary)
    assert "A run is going on here" in stage.page.notice.sentence
    stage.page.page_actions["stop"].trigger()
    stage.until(qtbot, RunState.STOPPED)
    qtbot.waitUntil(lambda: not stage.session.is_busy)
    wanted: list[bool] = []
    stage.page._presenter.extension_wanted.connect(lambda: wanted.append(True))
    stage.page.panels.offers.open(summary, resume=False)
    qtbot.waitUntil(lambda: stage.session.progress.folder == summary.folder)
    assert wanted == []


def test_a_copied_folder_is_opened_and_resumed(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on another computer, whose list of runs does not know it."""
    from convviz.engine.training import setup
    from convviz.engine.training.headless import train_headless
    from convviz.protocol.messages.trainer import StopRun
    from tests.support import small_training as small

    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    commands = small.Script(lambda poll: StopRun() if poll > 3 else None)
    train_headless(small.document(), tmp_path / "here", commands=commands)
    shutil.move(tmp_path / "here", tmp_path / "there")
    stage = make("start:5:2:3,batch:2.3,read")
    stage.page.panels.offers.open_folder(tmp_path / "there")
    qtbot.waitUntil(lambda: stage.session.can_resume, timeout=60_000)
    stage.page.page_actions["resume with own settings"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    assert stage.session.progress.folder == tmp_path / "there"
    assert "StartRun resume" in asked(stage.log)
