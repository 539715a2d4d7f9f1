"""The last run stays in sight until another begins, and goes on only with its own settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from convviz.core.optimisers.sgd import SGD
from convviz.protocol.templates import new_document
from convviz.ui.shell.close_question import ask_before_closing
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.widgets.question import may_replace
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, Stage, stages
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document

FINISHES = "start:2:1,batch:2.3:2.2,epoch:0.4,end:finished"
STOPS = "start:10:2,batch:2.3:2.2,epoch:0.4,end:stopped"


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def with_rate(document: Document, lr: float) -> Document:
    training = msgspec.structs.replace(document.training, optimiser=SGD(lr=lr, momentum=0.9))
    return msgspec.structs.replace(document, training=training)


def run_to(qtbot: QtBot, stage: Stage, state: RunState) -> None:
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, state)
    qtbot.waitUntil(lambda: not stage.session.is_busy)


def test_resume_is_offered_only_with_the_settings_of_the_run(qtbot: QtBot, make: Make) -> None:
    stage = make(STOPS)
    run_to(qtbot, stage, RunState.STOPPED)
    page = stage.page
    assert page.transport.pause.text() == "Resume"
    assert page.transport.pause.isEnabled()
    stage.store.edit(with_rate(stage.store.document, 0.5), "Rate")
    assert not page.transport.pause.isEnabled()
    assert "lr" in page.transport.pause.toolTip()
    assert page.view.heading.difference.text() == "Settings changed since this run: lr"
    assert page.view.heading.difference.isVisible()
    assert page.transport.start.isEnabled()
    stage.store.undo_stack.undo()
    assert page.transport.pause.isEnabled()
    assert not page.view.heading.difference.isVisible()


def test_a_finished_run_has_nothing_left_to_resume_with_its_own_settings(
    qtbot: QtBot, make: Make
) -> None:
    stage = make(FINISHES)
    first = stage.store.document
    once = msgspec.structs.replace(first.training, epochs=1)
    stage.store.open(msgspec.structs.replace(first, training=once))
    run_to(qtbot, stage, RunState.FINISHED)
    heading = stage.page.view.heading
    stage.store.edit(with_rate(stage.store.document, 0.5), "Rate")
    assert heading.difference.text() == "Settings changed since this run: lr"
    assert heading.difference.isVisible()
    assert not heading.own.isVisible()
    assert not heading.own.isEnabled()
    more = msgspec.structs.replace(stage.store.document.training, epochs=2)
    stage.store.edit(msgspec.structs.replace(stage.store.document, training=more), "Epochs")
    assert heading.own.isVisible()
    assert heading.own.isEnabled()


def test_more_epochs_let_a_finished_run_go_on(qtbot: QtBot, make: Make) -> None:
    stage = make(FINISHES)
    run_to(qtbot, stage, RunState.FINISHED)
    document = stage.store.document
    fewer = msgspec.structs.replace(document.training, epochs=1)
    stage.store.edit(msgspec.structs.replace(document, training=fewer), "Epochs")
    assert not stage.page.transport.pause.isEnabled()
    more = msgspec.structs.replace(document.training, epochs=9)
    stage.store.edit(msgspec.structs.replace(document, training=more), "Epochs")
    assert stage.page.transport.pause.text() == "Resume"
    assert stage.page.transport.pause.isEnabled()


def test_a_start_that_fails_costs_neither_the_plots_nor_the_result(
    qtbot: QtBot, make: Make
) -> None:
    stage = make(f"{FINISHES};fail:data_not_found")
    run_to(qtbot, stage, RunState.FINISHED)
    run_to(qtbot, stage, RunState.FINISHED)
    page = stage.page
    assert page.notice.isVisible()
    assert page.result.summary.isVisible()
    assert len(stage.session.progress.losses) == 2
    assert not page.view.shows_welcome


def test_the_result_stays_while_the_run_goes_on_and_ends_with_the_next_run(
    qtbot: QtBot, make: Make
) -> None:
    stage = make(f"{STOPS};start:10:2:2,batch:2.1,read,end:stopped;start:10:2,batch:2.3")
    run_to(qtbot, stage, RunState.STOPPED)
    stage.page.page_actions["pause or resume"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    assert stage.page.result.summary.isVisible()
    assert "has gone on since" in stage.page.result.summary.text()
    stage.session.stop()
    stage.until(qtbot, RunState.STOPPED)
    qtbot.waitUntil(lambda: not stage.session.is_busy)
    run_to_running(qtbot, stage)
    assert not stage.page.result.summary.isVisible()


def run_to_running(qtbot: QtBot, stage: Stage) -> None:
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)


def test_another_document_takes_the_plots_of_the_last_run_away(qtbot: QtBot, make: Make) -> None:
    stage = make(FINISHES)
    stage.store.opened.connect(stage.session.take_document)
    run_to(qtbot, stage, RunState.FINISHED)
    stage.store.open(new_document())
    assert "Run of" in stage.page.view.heading.run.text()
    stage.store.open(with_rate(new_document(), 0.5))
    assert stage.page.view.welcome.isVisible()
    assert not stage.page.result.summary.isVisible()
    assert stage.page.transport.place.text() == "Ready"
    assert stage.page.transport.start.text() == "Start"


def test_an_error_is_told_no_longer_than_its_cause_is_there(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3:nan,end:diverged")
    run_to(qtbot, stage, RunState.DIVERGED)
    assert "Try a learning rate below" in stage.page.notice.sentence
    assert stage.page.notice.isVisible()
    stage.store.edit(with_rate(stage.store.document, 0.001), "Rate")
    assert not stage.page.notice.isVisible()


@pytest.mark.display
def test_space_after_pause_goes_on_and_never_stops(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,paused,read,continued,batch:2.2,read,paused")
    page = stage.page
    show_active(qtbot, page)
    QTest.mouseClick(page.view.welcome.button, Qt.MouseButton.LeftButton)
    stage.until(qtbot, RunState.RUNNING)

    def press_space() -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is not page.transport.stop
        QTest.keyClick(focused, Qt.Key.Key_Space)

    press_space()
    stage.until(qtbot, RunState.PAUSED)
    press_space()
    stage.until(qtbot, RunState.RUNNING)
    QTest.mouseClick(page.transport.pause, Qt.MouseButton.LeftButton)
    press_space()
    stage.until(qtbot, RunState.PAUSED)
    assert asked(stage.log) == ["started", "StartRun", "PauseRun", "ContinueRun", "PauseRun"]


@pytest.mark.display
def test_space_at_the_end_of_a_run_starts_no_other(qtbot: QtBot, make: Make) -> None:
    document = new_document()
    training = msgspec.structs.replace(document.training, epochs=1)
    stage = make(FINISHES, document=msgspec.structs.replace(document, training=training))
    show_active(qtbot, stage.page)
    QTest.mouseClick(stage.page.view.welcome.button, Qt.MouseButton.LeftButton)
    stage.until(qtbot, RunState.FINISHED)
    qtbot.waitUntil(lambda: not stage.session.is_busy)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert stage.session.state is RunState.FINISHED
    assert asked(stage.log).count("StartRun") == 1


@pytest.mark.usefixtures("light_theme")
def test_a_button_has_room_for_its_longest_text_when_it_stands_out(
    qtbot: QtBot, make: Make
) -> None:
    stage = make(FINISHES)
    before = stage.page.transport.start.width()
    run_to(qtbot, stage, RunState.FINISHED)
    button = stage.page.transport.start
    assert button.text() == "Start anew"
    text = button.fontMetrics().horizontalAdvance(button.text())
    assert button.width() >= text + button.iconSize().width() + 24
    assert button.width() == before


def test_closing_asks_one_question(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked_texts: list[str] = []
    press = ""

    def answer(box: QMessageBox) -> int:
        asked_texts.append(f"{box.text()} {box.informativeText()}")
        next(button for button in box.buttons() if button.text() == press).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert ask_before_closing(window, unsaved="", is_training=False) == "close"
    assert asked_texts == []
    press = "Save and close"
    assert ask_before_closing(window, unsaved="net.convviz", is_training=True) == "save"
    assert len(asked_texts) == 1
    assert "net.convviz" in asked_texts[0]
    assert "A run is going on" in asked_texts[0]
    press = "Stop training and close"
    assert ask_before_closing(window, unsaved="", is_training=True) == "close"
    press = "Cancel"
    assert ask_before_closing(window, unsaved="", is_training=True) == "cancel"


def test_a_result_is_not_replaced_unless_that_is_wanted(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    (tmp_path / "net.convviz").write_text("mine")
    given: list[str] = []

    def answer(box: QMessageBox) -> int:
        default = box.defaultButton()
        assert default is not None
        given.append(default.text())
        default.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    path = tmp_path / "net.safetensors"
    assert not may_replace(window, [path, path.with_suffix(".convviz")])
    assert given == ["Cancel"]
