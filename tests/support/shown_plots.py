"""The plots of a training, shown, and what is drawn on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.ui.plots.training_plots import TrainingPlots

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.plots.line_plot import LinePlot


def lasting_plots() -> Iterator[TrainingPlots]:
    """Give plots for several tests, of which each begins with them anew."""
    widget = TrainingPlots()
    widget.resize(900, 700)
    yield widget
    widget.close()
    widget.deleteLater()


def shown_anew(qtbot: QtBot, plots: TrainingPlots) -> Iterator[TrainingPlots]:
    """Show plots that are as new ones; they are hidden in the end."""
    with qtbot.waitExposed(plots):
        plots.show()
    weight = plots.loss.weight
    yield plots
    plots.loss.set_weight(weight)
    plots.loss.set_log(on=False)
    plots.show_unit(in_nats=True)
    plots.mark_changes((), None)
    plots.mark_epochs(None)
    plots.clear()
    for card in (plots.loss, plots.rate, plots.epoch_loss, plots.accuracy):
        card.plot.set_cursor(None)
    QApplication.processEvents()
    plots.hide()


def shown_plots(qtbot: QtBot) -> Iterator[TrainingPlots]:
    """Give the plots as they are shown; they are hidden in the end."""
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
