"""The layers of a run while they learn: lines, histograms, and what costs nothing unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network
from convviz.protocol.messages.trainer import LayersWatched
from convviz.protocol.templates import course_network
from convviz.protocol.watching import Histogram, LayerStatistics
from convviz.ui.training.run.layer_history import (
    MOST_POINTS,
    LayerHistory,
    common_reach,
    watched_layers,
)
from convviz.ui.training.run.run_tabs import LAYERS, PLOTS
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def seen(step: int, norm: float = 0.5) -> LayersWatched:
    histogram = Histogram(-0.1, 0.3, (1, 2, 1))
    first = LayerStatistics("0", norm, 0.001, histogram, histogram, histogram)
    return LayersWatched(step, (first,))


def watches(log: Path) -> list[str]:
    return [request for request in asked(log) if request.startswith("Watch")]


def test_layers_are_watched_only_while_somebody_looks(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,read,watched:0,read,read,read,read")
    tabs, panel = stage.page.view.tabs, stage.page.view.layers
    stage.page.page_actions["start"].trigger()
    qtbot.waitUntil(lambda: stage.session.progress.started is not None, timeout=60_000)
    assert watches(stage.log) == []
    tabs.show_view(LAYERS)
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 1, timeout=60_000)
    qtbot.waitUntil(lambda: "0" in panel.history.lines, timeout=60_000)
    tabs.show_view(PLOTS)
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 2, timeout=60_000)
    tabs.show_view(LAYERS)
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 3, timeout=60_000)
    stage.page.hide()
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 4, timeout=60_000)
    assert watches(stage.log)[0] == watches(stage.log)[2]
    assert watches(stage.log)[1] == watches(stage.log)[3]


def test_each_histogram_says_what_it_shows_and_each_line_reads_values(
    qtbot: QtBot, make: Make
) -> None:
    stage = make("")
    stage.session.progress.document = stage.store.document
    stage.page.view.setCurrentIndex(1)
    stage.page.view.tabs.show_view(LAYERS)
    panel = stage.page.view.layers
    stage.session.state_changed.emit()
    stage.page.view.setCurrentIndex(1)
    qtbot.waitUntil(lambda: panel.plots is not None, timeout=60_000)
    for message in (seen(7), seen(9, 0.25)):
        stage.session.progress.layers.take(message)
        stage.session.layers_watched.emit(message)
    rows, plots = panel.rows, panel.plots
    assert plots is not None
    assert [(rows.tip_at(rows._cell(0, kind).center()) or ("",))[0] for kind in range(3)] == [
        "Weights of 0: Conv2d: from -0.1 to 0.3",
        "Gradients of 0: Conv2d: from -0.1 to 0.3",
        "What 0: Conv2d makes of a batch: from -0.1 to 0.3",
    ]
    plots._throttle.run_now()
    assert plots.norm.reading == "0 0.25"
    plots.norm.plot.set_cursor(7.0)
    assert plots.norm.reading == "0 0.5, at batch 7"
    assert plots.norm.plot.is_home
    plots.norm.plot._zoom(0.5)
    assert not plots.norm.plot.is_home


def test_layers_that_learn_nothing_and_have_no_units_are_not_watched() -> None:
    titles = [layer.title for layer in watched_layers(course_network())]
    assert titles
    assert all("Conv2d" in title or "Linear" in title for title in titles)
    network = Network((3, 8, 8), (NetworkStep(Conv2d(3, 2, 3)), NetworkStep(ReLU())))
    assert [(one.title, one.learns) for one in watched_layers(network)] == [
        ("0: Conv2d", True),
        ("1: ReLU", False),
    ]


def test_what_was_seen_stays_bounded_and_keeps_the_newest() -> None:
    history = LayerHistory()
    for step in range(1, 5 * MOST_POINTS):
        history.take(seen(step))
        assert len(history.lines["0"].steps) <= MOST_POINTS
    lines = history.lines["0"]
    assert lines.steps[-1] == 5 * MOST_POINTS - 1
    assert lines.steps == sorted(lines.steps)
    assert len(lines.steps) == len(lines.gradient_norms) == len(lines.update_ratios)


def test_batches_that_come_again_after_a_resume_replace_what_was_later() -> None:
    history = LayerHistory()
    for step in (10, 20, 30, 20):
        history.take(seen(step, norm=float(step)))
    assert history.lines["0"].steps == [10, 20]


def test_dead_units_are_kept_of_the_newest_batch() -> None:
    history = LayerHistory()
    for step, dead in ((1, 0.25), (2, None), (3, 0.5)):
        history.take(LayersWatched(step, (LayerStatistics("1", dead=dead),)))
    assert history.lines["1"].dead == 0.5


def test_all_layers_share_a_scale() -> None:
    assert common_reach([Histogram(-0.5, 0.1, (1,)), Histogram(0.0, 0.2, (1,)), None]) == 0.5
    assert common_reach([None]) == 1.0
