"""The search for a learning rate in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.protocol.templates import new_document
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.training.settings.rate_actions import FIND_RATE, rate_target
from convviz.ui.training.settings.rate_dialog import RateDialog
from convviz.ui.training.settings.rate_finder import SearchState
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, Stage, stages, type_into

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

FOUND = "rates:40:60,searched:exploded"
"""Forty of sixty rates, of which the lowest loss is at 0.1, as Player.rates has them."""


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def opened(stage: Stage) -> RateDialog:
    stage.page.page_actions[FIND_RATE].trigger()
    dialog = stage.page.window().findChild(RateDialog)
    assert dialog is not None
    return dialog


def test_a_search_suggests_a_rate_and_a_click_takes_it(qtbot: QtBot, make: Make) -> None:
    stage = make(FOUND)
    dialog = opened(stage)
    finder = stage.session.finder
    assert not dialog.take.isVisible()
    dialog.go.click()
    assert finder.state is SearchState.LOADING
    assert dialog.go.text() == "Stop"
    qtbot.waitUntil(lambda: finder.state is SearchState.OVER, timeout=60_000)
    assert asked(stage.log) == ["started", "FindRate 1e-06 10.0 200"]
    assert "The loss exploded" in dialog.verdict.text()
    assert "a tenth of the rate with the lowest smoothed loss" in dialog.verdict.text()
    suggestion = finder.suggestion
    assert suggestion is not None
    dialog.take.click()
    rate = stage.store.document.training.optimiser.lr
    assert rate == pytest.approx(suggestion.rate, rel=0.1)
    assert stage.store.undo_stack.undoText() == "Change lr"
    assert stage.session.state is RunState.IDLE


def test_a_click_on_the_curve_takes_the_rate_under_it(qtbot: QtBot, make: Make) -> None:
    stage = make(FOUND)
    dialog = opened(stage)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.card is not None, timeout=60_000)
    qtbot.waitUntil(lambda: stage.session.finder.state is SearchState.OVER, timeout=60_000)
    assert dialog.card is not None
    plot = dialog.card.plot
    qtbot.waitUntil(lambda: "smoothed 1." in dialog.card.reading, timeout=60_000)  # type: ignore[union-attr]
    QApplication.processEvents()  # the verdict takes its room
    wanted = stage.session.finder.rates[25]
    place = plot.view.mapViewToScene(QPointF(plot._places[25], 1.0))
    point = plot.mapFromScene(place)
    QTest.mouseMove(plot.viewport(), point)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert stage.store.document.training.optimiser.lr == pytest.approx(wanted, rel=0.1)


def test_a_search_is_stopped_and_what_was_tried_stays(qtbot: QtBot, make: Make) -> None:
    stage = make("rates:20:60,read,searched:stopped")
    dialog = opened(stage)
    finder = stage.session.finder
    dialog.go.click()
    qtbot.waitUntil(lambda: finder.state is SearchState.TRYING, timeout=60_000)
    assert dialog.bar.value() == 20
    dialog.go.click()
    qtbot.waitUntil(lambda: "StopRun" in asked(stage.log), timeout=60_000)
    assert len(finder.rates) == 20
    assert "Stopped" in dialog.verdict.text()
    dialog.reject()


def test_why_it_cannot_be_searched_is_said(qtbot: QtBot, make: Make) -> None:
    stage = make("fail:device_missing")
    dialog = opened(stage)
    dialog.go.click()
    qtbot.waitUntil(lambda: stage.session.finder.state is SearchState.FAILED, timeout=60_000)
    assert "cuda" in dialog.verdict.text()
    type_into(dialog.lowest, "20")
    assert not dialog.go.isEnabled()
    assert "The first rate must be above 0" in dialog.verdict.text()
    dialog.reject()


def test_a_search_whose_process_dies_says_so(qtbot: QtBot, make: Make) -> None:
    stage = make("rates:4:60,die:9")
    dialog = opened(stage)
    dialog.go.click()
    qtbot.waitUntil(lambda: stage.session.finder.state is SearchState.FAILED, timeout=60_000)
    assert dialog.verdict.text().startswith("The trainer")
    dialog.reject()


def test_while_a_run_goes_on_nothing_is_searched(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,read")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
    action = stage.page.page_actions[FIND_RATE]
    assert not action.isEnabled()
    assert "A run is going on" in action.toolTip()


def test_a_schedule_that_has_a_rate_of_its_own_takes_it() -> None:
    training = new_document().training
    assert rate_target(training) == ("optimiser", "lr")
    cycled = msgspec.structs.replace(training, schedule=OneCycleLR(0.1))
    assert rate_target(cycled) == ("schedule", "max_lr")


def test_the_trainer_that_searched_trains_next(qtbot: QtBot, make: Make) -> None:
    stage = make(FOUND + ";start:10:2,batch:2.3,end:finished;start:10:2,batch:2.2,read")
    dialog = opened(stage)
    dialog.go.click()
    qtbot.waitUntil(lambda: stage.session.finder.state is SearchState.OVER, timeout=60_000)
    dialog.reject()
    assert stage.session.pool.has_waiting
    stage.page.page_actions["start"].trigger()
    first = stage.session.pid
    stage.until(qtbot, RunState.FINISHED)
    assert not stage.session.is_busy
    stage.page.page_actions["start"].trigger()
    assert stage.session.pid == first != 0
    stage.until(qtbot, RunState.RUNNING)


def test_a_trainer_that_died_while_it_waited_is_replaced(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,end:finished,die:9;start:10:2,batch:2.2,read")
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.RUNNING)
