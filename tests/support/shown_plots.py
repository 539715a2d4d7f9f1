"""The plots of a training, shown, and what is drawn on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from convviz.ui.plots.training_plots import TrainingPlots
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from convviz.ui.plots.line_plot import LinePlot


def shown_plots(qtbot: QtBot, qapp: QApplication) -> Iterator[TrainingPlots]:
    """Give the plots as they are shown; they are hidden in the end."""
    apply_theme(qapp, "light")
    widget = TrainingPlots()
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.hide()


def curves(plot: LinePlot) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the points of every line that is drawn, those behind first."""
    found = [item for item in plot.getPlotItem().items if hasattr(item, "getData")]
    return [tuple(np.asarray(part) for part in one.getData()) for one in found]  # type: ignore[misc]
