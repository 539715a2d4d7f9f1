"""The legends of plots: very many layers, and names that are cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from convviz.ui.plots.colours import train_colour
from convviz.ui.plots.layer_plots import LayerLine, norm_card
from convviz.ui.plots.legend import Legend, LegendEntry
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot


def layer_lines(count: int, name: str) -> list[LayerLine]:
    steps = np.arange(1.0, 9.0)
    return [LayerLine(name.format(number), steps, steps) for number in range(count)]


def test_very_many_layers_leave_the_plot_its_room_and_their_legend_scrolls(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply_theme(qapp, "light")
    card = norm_card()
    qtbot.addWidget(card)
    card.resize(260, 300)
    with qtbot.waitExposed(card):
        card.show()
    card.show_lines(layer_lines(64, "features.{}.body.0"))
    bar = card.legend_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert card.plot.height() > 100
    assert card.legend.height() > 60 * card.fontMetrics().height()  # each has its row
    card.show_lines(layer_lines(2, "{}"))
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert card.legend_area.height() == card.legend.height()


def test_a_layers_name_that_is_cut_off_is_said_in_full_under_the_mouse(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    legend = Legend([LegendEntry("a", "stages.0.blocks.11." * 4, train_colour)])
    qtbot.addWidget(legend)
    legend.resize(200, 20)
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, *_: said.append(text))
    point = QPoint(40, 5)
    QApplication.sendEvent(legend, QHelpEvent(QHelpEvent.Type.ToolTip, point, point))
    assert said == ["stages.0.blocks.11." * 4]
    legend.set_entries([LegendEntry("a", "0", train_colour)])
    QApplication.sendEvent(legend, QHelpEvent(QHelpEvent.Type.ToolTip, point, point))
    assert len(said) == 1
