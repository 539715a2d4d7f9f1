"""The layers of a run: their gradients and steps as plots, and how their numbers lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from convviz.ui.plots.preload import PlotsLoader
from convviz.ui.theme import SPACING
from convviz.ui.training.results.layer_rows import LayerRows
from convviz.ui.training.run.layer_history import LayerHistory, watched_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.ui.plots.layer_plots import LayerLine, LayerPlots
    from convviz.ui.training.run.layer_history import LayerLines, WatchedLayer
    from convviz.ui.training.run.session import TrainingSession


_EQUAL: Final = 1000
"""Sizes of a splitter count as shares when their sum is too large."""


class LayerWatchPanel(QWidget):
    """Asks the trainer for layers' statistics while it is seen, and for none otherwise.

    What the run keeps of its layers is shown in any case, also of a run that is over.

    Attributes:
        rows: The layers' histograms.
        plots: The layers' lines; None before they are loaded.

    Signals:
        plots_loaded(LayerPlots): They are there.
    """

    plots_loaded = Signal(object)

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder: Path | None = None
        self._layers: tuple[WatchedLayer, ...] = ()
        self._is_watching = False
        self.plots: LayerPlots | None = None
        self.rows = LayerRows()
        self._hint = QLabel()
        self._loader = PlotsLoader(self, _layer_plots)
        self._loader.loaded.connect(self._show_plots)
        self._assemble()
        session.layers_watched.connect(self._on_watched)
        session.state_changed.connect(self._follow)
        self._follow()

    @property
    def history(self) -> LayerHistory:
        """What was seen of the layers."""
        return self._session.progress.layers

    def showEvent(self, event: QShowEvent) -> None:
        """Watch."""
        super().showEvent(event)
        self._loader.start()
        self._watch()
        self._show_layers()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no more: what nobody sees costs the training nothing."""
        super().hideEvent(event)
        self._watch()

    def _follow(self) -> None:
        """Show the layers of the run in sight; of one that is over, what was seen of it."""
        progress = self._session.progress
        document = progress.document
        if progress.folder != self._folder or (document is None) == bool(self._layers):
            self._folder = progress.folder
            self._layers = () if document is None else watched_layers(document.network)
            self._is_watching = False
        self._watch()
        self._show_layers()

    def _watch(self) -> None:
        is_wanted = self.isVisible() and self._session.progress.is_active
        if is_wanted != self._is_watching:
            self._is_watching = is_wanted
            names = [layer.name for layer in self._layers] if is_wanted else []
            self._session.watch(names)

    def _on_watched(self, _message: object) -> None:
        # A lambda would be called after the panel is gone: the session outlives every page.
        self._show_layers()

    def _show_layers(self) -> None:
        self._hint.setText(self._sentence())
        if not self.isVisible():
            return
        self.rows.show_layers(self._layers, self.history)
        if self.plots is not None:
            self.plots.mark_epochs(self._session.progress.course)
            self.plots.show_lines(
                self._lines(lambda known: known.gradient_norms),
                self._lines(lambda known: known.update_ratios),
            )

    def _sentence(self) -> str:
        if self._session.progress.is_active:
            return self.tr(
                "About twice a second while this is shown. All layers share the scale of a column."
            )
        if not self.history.lines:
            return self.tr("Nothing was kept of this run's layers.")
        return self.tr("As the run kept it. All layers share the scale of a column.")

    def _lines(self, values: Callable[[LayerLines], list[float]]) -> list[LayerLine]:
        from convviz.ui.plots.layer_plots import LayerLine

        lines = []
        for layer in self._layers:
            known = self.history.lines.get(layer.name)
            if layer.learns and known is not None:
                steps = np.array(known.steps, dtype=np.float64)
                lines.append(LayerLine(layer.name, steps, np.array(values(known))))
        return lines

    def _show_plots(self, plots: LayerPlots) -> None:
        self.plots = plots
        room = self._split.replaceWidget(0, plots)
        if room is not None:
            room.deleteLater()
        plots.show()
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([_EQUAL, _EQUAL])
        self.plots_loaded.emit(plots)
        self._show_layers()

    def _assemble(self) -> None:
        self._hint.setProperty("role", "caption")
        self._hint.setWordWrap(True)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING, SPACING * 2, SPACING * 2, SPACING)
        column.setSpacing(SPACING * 2)
        column.addWidget(self._hint)
        column.addWidget(self.rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Layers while they learn"))
        area.setWidget(body)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        for part in (QWidget(), area):
            self._split.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._split)


def _layer_plots() -> Iterator[QWidget | None]:
    from convviz.ui.plots.layer_plots import build_layer_plots

    return build_layer_plots()
