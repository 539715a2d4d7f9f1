from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from convviz.protocol.messages.trainer import LayersWatched
from convviz.protocol.templates import course_network
from convviz.protocol.watching import Histogram, LayerStatistics
from convviz.ui.training.layer_history import (
    MOST_POINTS,
    LayerHistory,
    common_reach,
    log_range,
    watched_layers,
)
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
    return LayersWatched(step, (LayerStatistics("0", norm, 0.001, histogram, histogram),))


def watches(log: Path) -> list[str]:
    return [request for request in asked(log) if request.startswith("Watch")]


def test_layers_are_watched_only_while_somebody_looks(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,read,watched:0,read,read,read,read")
    panel = stage.page.result.layers
    panel.section.open()
    assert not panel.isVisible()
    stage.page.page_actions["start"].trigger()
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 1, timeout=60_000)
    qtbot.waitUntil(lambda: "0" in panel.history.lines, timeout=60_000)
    assert panel.isVisible()
    panel.section.title.setChecked(False)
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 2, timeout=60_000)
    panel.section.title.setChecked(True)
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 3, timeout=60_000)
    stage.page.hide()
    qtbot.waitUntil(lambda: len(watches(stage.log)) == 4, timeout=60_000)
    assert watches(stage.log)[0] == watches(stage.log)[2]
    assert watches(stage.log)[1] == watches(stage.log)[3]


def test_each_small_picture_says_what_it_shows(qtbot: QtBot, make: Make) -> None:
    stage = make("start:10:2,batch:2.3,read")
    stage.page.page_actions["start"].trigger()
    panel = stage.page.result.layers
    panel.section.open()
    qtbot.waitUntil(panel.isVisible, timeout=60_000)
    stage.session.layers_watched.emit(seen(7))
    rows = panel.rows
    tips = [rows.tip(rows._cell(0, kind).center()) for kind in range(4)]
    assert tips == [
        "Length of the gradient of 0: Conv2d in batch 7: 0.5",
        (
            "Step of batch 7 beside the length of the weights of 0: Conv2d: 0.001. "
            "Around 0.001 is usual"
        ),
        "Weights of 0: Conv2d: from -0.1 to 0.3",
        "Gradients of 0: Conv2d: from -0.1 to 0.3",
    ]


def test_layers_that_learn_nothing_are_not_watched() -> None:
    titles = [layer.title for layer in watched_layers(course_network())]
    assert titles
    assert all("Conv2d" in title or "Linear" in title for title in titles)


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


def test_all_layers_share_a_scale() -> None:
    assert log_range([[0.01, math.nan, 0.0], [10.0]]) == pytest.approx((-2.0, 1.0))
    assert common_reach([Histogram(-0.5, 0.1, (1,)), Histogram(0.0, 0.2, (1,)), None]) == 0.5
    assert common_reach([None]) == 1.0
