"""The plot of the learning rate: what it reads, and how it folds where there is little room."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.protocol.batch_course import BatchCourse
from convviz.protocol.records import SettingChange
from convviz.ui.plots.rate_card import RateCard
from convviz.ui.training.run.rate_history import RateHistory
from tests.support.shown_plots import curves, shown_plots

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.plots.training_plots import TrainingPlots


@pytest.fixture
def plots(qtbot: QtBot) -> Iterator[TrainingPlots]:
    yield from shown_plots(qtbot)


def test_the_learning_rate_has_a_plot_of_its_own_that_the_cursor_reads(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    course = BatchCourse.of(100, 1)
    plots.mark_epochs(course)
    plots.mark_changes([SettingChange(2, "lr", 0.004)], course)
    plots.show_losses(np.array([2.0, 1.5, 1.0]), 300, np.array([0.01, 0.01, 0.004]))
    qtbot.waitUntil(lambda: plots.rate.rates.tolist() == [0.01, 0.01, 0.004])
    assert plots.rate.reading == "0.004"
    assert (plots.rate.plot.bottom.name, plots.rate.plot.left.name) == ("Batch", "Rate")
    assert plots.rate.plot.top is not None
    assert plots.rate.plot.top.course == course
    assert [marks.marks[0].place for marks in plots.marks] == [2.0, 2.0, 0.02, 0.02]
    assert plots.rate.plot.visible_range() == plots.loss.plot.visible_range()
    plots.loss.plot.set_cursor(1.0)
    assert plots.rate.reading == "0.01, at batch 1"
    assert plots.rate.height() < plots.loss.height()
    plots.rate.set_log(on=True)
    assert curves(plots.rate.plot)[0][1][-1] == pytest.approx(math.log10(0.004))


def test_a_run_that_did_not_record_its_learning_rate_says_so(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    plots.show_losses(np.array([2.0, 1.5]), 100)
    qtbot.waitUntil(lambda: len(plots.loss.losses) == 2)
    assert plots.rate.reading == ""
    text = plots.rate.plot._placeholder
    assert text.isVisible()
    assert text.toPlainText() == "This run did not record its learning rate"


def test_where_there_is_little_room_the_learning_rate_is_a_line_until_it_is_wanted(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    assert plots.rate.is_open
    plots.resize(560, 500)
    qtbot.waitUntil(lambda: not plots.rate.is_open)
    assert plots.rate.maximumHeight() < 60
    QTest.mouseClick(plots.rate._fold, Qt.MouseButton.LeftButton)
    assert plots.rate.is_open
    plots.resize(560, 480)
    assert plots.rate.is_open  # as it was chosen


def test_a_rate_that_was_folded_is_drawn_batch_by_batch_when_it_opens(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    plots.resize(560, 500)
    qtbot.waitUntil(lambda: not plots.rate.is_open)
    rates = np.linspace(0.001, 0.1, 300)
    plots.show_losses(np.ones(300), 300, rates)
    qtbot.waitUntil(lambda: plots.rate.reading == "0.1")
    QTest.mouseClick(plots.rate._fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(curves(plots.rate.plot)[0][0]) == 300)
    assert np.array_equal(curves(plots.rate.plot)[0][1], rates)
    assert plots.loss.height() > plots.rate.height()


def test_all_plots_have_their_shares_when_the_window_grows(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    plots.resize(560, 500)
    qtbot.waitUntil(lambda: not plots.rate.is_open)
    plots.resize(560, 800)
    qtbot.waitUntil(lambda: plots.rate.is_open)
    qtbot.waitUntil(lambda: plots.accuracy.height() > 1.5 * plots.rate.height())
    assert plots.loss.height() > plots.accuracy.height()


def test_a_rate_holds_until_another_is_told_and_is_unknown_before_the_first() -> None:
    history = RateHistory()
    assert history.until(3).tolist() == []
    history.take([(3, 0.5)])
    assert history.until(5).tolist() == pytest.approx([math.nan] * 2 + [0.5] * 3, nan_ok=True)
    history.take([(5, 0.25), (7, 0.125)])
    assert history.until(8).tolist()[2:] == [0.5, 0.5, 0.25, 0.25, 0.125, 0.125]
    history.cut(5)
    assert history.until(6).tolist()[3:] == [0.5, 0.25, 0.25]


def test_a_search_whose_first_loss_is_no_number_gives_its_curve_no_point(qtbot: QtBot) -> None:
    """A line of which no point is finite is never painted: see set_line."""
    card = RateCard()
    qtbot.addWidget(card)
    card.show_curve([1e-6, 1e-5], [math.nan, math.inf])
    assert [line.getData()[0] for line in (card._raw, card._line)] == [None, None]
    card.show_curve([1e-6, 1e-5], [2.3, math.nan])
    assert len(card._raw.getData()[0]) == 2
