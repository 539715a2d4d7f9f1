from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from convviz.core.code.writing import parse_layers
from convviz.core.errors import ErrorCode, StorageError
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.messages.common import Problem, encode
from convviz.protocol.messages.trainer import PauseRun
from convviz.protocol.templates import new_document
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def test_at_first_start_the_page_says_what_will_happen(make: Make) -> None:
    page = make().page
    assert page.view.welcome.isVisible()
    assert page.view.plots is None
    assert "145,578 parameters" in page.view.welcome.sentence.text()
    assert "Shapes-10" in page.view.welcome.sentence.text()
    assert page.view.welcome.button.isEnabled()
    assert not page.transport.pause.isEnabled()
    assert not page.transport.stop.isEnabled()


def test_what_will_happen_is_said_of_another_network_too(make: Make) -> None:
    stage = make()
    document = stage.store.document
    smaller = parse_layers("nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(3600, 10)")
    network = msgspec.structs.replace(document.network, steps=tuple(map(NetworkStep, smaller)))
    stage.store.edit(msgspec.structs.replace(document, network=network), "network")
    assert "36,122 parameters" in stage.page.view.welcome.sentence.text()
    stage.store.undo_stack.undo()
    assert "145,578 parameters" in stage.page.view.welcome.sentence.text()


def test_start_draws_the_losses_of_every_batch(qtbot: QtBot, make: Make) -> None:
    stage = make("start:100:2,batch:2.3:2.2:2.1,epoch:0.41")
    stage.page.view.welcome.button.click()
    assert stage.page.transport.place.text() == "Loading torch and the pictures…"
    page = stage.page
    qtbot.waitUntil(lambda: page.view.plots is not None and len(page.view.plots.loss.losses) == 3)
    assert page.view.plots is not None
    assert page.view.plots.loss.losses.tolist() == [2.3, 2.2, 2.1]
    assert page.view.plots.isVisible()
    qtbot.waitUntil(
        lambda: page.view.plots is not None and "41.0%" in page.view.plots.accuracy.reading
    )
    assert page.transport.place.text() == "Training: epoch 1 of 2, batch 3 of 100"
    assert "1,234 pictures/s" in page.transport.speed.text()
    assert "1 min 5 s left" in page.transport.speed.text()
    for line in (page.transport.place, page.transport.speed):  # whole in a window of 1280 pixels
        assert line.fontMetrics().horizontalAdvance(line.text()) <= line.width()
    assert (page.transport.bar.value(), page.transport.bar.maximum()) == (3, 200)


def test_a_network_that_does_not_fit_cannot_be_started_and_says_which_layer(make: Make) -> None:
    document = new_document()
    wrong = tuple(NetworkStep(layer) for layer in parse_layers("nn.Conv2d(4, 8, 3)"))
    network = msgspec.structs.replace(document.network, steps=wrong)
    page = make(document=msgspec.structs.replace(document, network=network)).page
    assert not page.transport.start.isEnabled()
    assert page.transport.start.toolTip().startswith("Layer 1 of the network: ")


def test_widths_are_remembered_once_a_handle_was_moved(make: Make) -> None:
    stage = make()
    stage.page.hide()
    settings = QSettings("convviz", "convviz")
    assert settings.value("training/columns") is None
    stage.page.show()
    panels = stage.page.panels
    handle, before = panels.handle(1), panels.sizes()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 50))
    QTest.mouseMove(handle, QPoint(61, 50))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 50))
    chosen = panels.sizes()
    assert chosen[0] == before[0] + 60
    stage.page.hide()
    stage.page = stage.build()
    assert stage.page.panels.sizes() == chosen


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_trainer_is_told_and_resume_is_one_click_away(qtbot: QtBot, make: Make) -> None:
    stage = make("start:2:3,batch:2.3:2.2,epoch:0.4,die:9;start:2:3:2,batch:2.05")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FAILED)
    notice = stage.page.notice
    assert notice.isVisible()
    assert notice.level == "error"
    assert "SIGKILL" in notice.sentence
    assert "epoch 1 is kept" in notice.sentence
    assert stage.page.transport.pause.text() == "Resume"
    stage.page.transport.pause.click()
    assert not notice.isVisible()
    stage.until(qtbot, RunState.RUNNING)
    page = stage.page
    drawn = [2.3, 2.2, 2.05]
    qtbot.waitUntil(
        lambda: page.view.plots is not None and page.view.plots.loss.losses.tolist() == drawn
    )
    assert asked(stage.log).count("StartRun resume") == 1


def test_a_run_without_its_device_says_what_to_choose(qtbot: QtBot, make: Make) -> None:
    document = new_document()
    training = msgspec.structs.replace(document.training, device="cuda")
    stage = make(
        "fail:device_missing", document=msgspec.structs.replace(document, training=training)
    )
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FAILED)
    page = stage.page
    assert not page.notice.isVisible()
    assert page.transport.start.text() == "Start"
    assert page.settings_panel.field("device").toolTip() == (
        "torch finds no CUDA on this computer. Choose another device"
    )
    assert page.view.welcome.isVisible()
    qtbot.waitUntil(lambda: not stage.session.is_busy)
    assert not page.transport.start.isEnabled()
    page.view.welcome.mend.click()
    assert stage.store.document.training.device == "auto"
    assert page.transport.start.isEnabled()
    assert not page.notice.isVisible()


@pytest.mark.display
def test_pause_step_and_resume_by_keyboard(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,paused,read,batch:2.2,paused,read,continued")
    stage.page.activateWindow()
    qtbot.waitUntil(stage.page.isActiveWindow)
    QTest.keyClick(stage.page, Qt.Key.Key_F8)
    stage.until(qtbot, RunState.RUNNING)
    QTest.keyClick(stage.page, Qt.Key.Key_F6)
    stage.until(qtbot, RunState.PAUSED)
    assert stage.page.transport.pause.text() == "Resume"
    QTest.keyClick(stage.page, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 2)
    QTest.keyClick(stage.page, Qt.Key.Key_F6)
    stage.until(qtbot, RunState.RUNNING)
    wanted = ["started", "StartRun", "PauseRun", "StepRun", "ContinueRun"]
    qtbot.waitUntil(lambda: asked(stage.log) == wanted)


def test_a_page_built_anew_shows_the_run_that_goes_on(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3:2.2,read,batch:2.1")
    stage.page.page_actions["start"].trigger()
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 2)
    stage.page.close()
    fresh = stage.build()
    qtbot.addWidget(fresh)
    qtbot.waitUntil(lambda: fresh.view.plots is not None and len(fresh.view.plots.loss.losses) == 2)
    stage.session.pause()
    qtbot.waitUntil(lambda: fresh.view.plots is not None and len(fresh.view.plots.loss.losses) == 3)
    assert fresh.transport.stop.isEnabled()


def test_a_hidden_page_does_not_draw_and_catches_up(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:1,batch:2.3,read,batch:2.2:2.1")
    stage.page.page_actions["start"].trigger()
    page = stage.page
    qtbot.waitUntil(lambda: page.view.plots is not None and len(page.view.plots.loss.losses) == 1)
    page.hide()
    stage.session.pause()
    qtbot.waitUntil(lambda: len(stage.session.progress.losses) == 3)
    assert page.view.plots is not None
    assert len(page.view.plots.loss.losses) == 1
    page.show()
    assert len(page.view.plots.loss.losses) == 3


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, make: Make) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider

    stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider):
        for widget in stage.page.findChildren(kind):
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named or widget.objectName().startswith("qt_"), widget


def test_a_run_that_takes_long_to_stop_can_be_ended_and_is_told_no_longer_than_that(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convviz.ui.training.run.session.STOP_PATIENCE_MS", 50)
    stage = make("start:10:1,batch:2.3,read,read,end:stopped")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    stage.session.stop()
    notice = stage.page.notice
    qtbot.waitUntil(lambda: "still in its batch" in notice.sentence)
    buttons = [button.text() for button in notice.findChildren(QPushButton)]
    assert "End it now" in buttons
    child = stage.session._child
    assert child is not None
    child.send(encode(PauseRun()))  # the script goes on at the next request
    stage.until(qtbot, RunState.STOPPED)
    assert notice.isHidden()


def test_a_page_that_is_gone_hears_nothing_of_the_run(make: Make) -> None:
    stage = make()
    shiboken6.delete(stage.build())
    session = stage.session
    for signal in (session.state_changed, session.batches_done, session.epoch_done):
        signal.emit()
    for signal in (session.overdue, session.data.changed, session.devices.changed):
        signal.emit()
    problem = Problem.of(StorageError(ErrorCode.DISK_FULL, path="runs"))
    session.noticed.emit(problem)
    session.past.changed.emit()
    session.past.failed.emit(problem.error())
    session.past.troubled.emit(problem.error())
    training = msgspec.structs.replace(stage.store.document.training, epochs=7)
    stage.store.edit(msgspec.structs.replace(stage.store.document, training=training), "epochs")
