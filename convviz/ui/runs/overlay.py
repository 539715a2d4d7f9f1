"""The plots of the chosen runs over each other, and the choice of what is plotted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.ui.plots.preload import PlotsLoader
from convviz.ui.runs.state import Quantity, RunsState
from convviz.ui.runs.texts import name_text
from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QShowEvent

    from convviz.runs.records import RunRecord
    from convviz.ui.plots.overlay_card import OverlayCard, OverlayLine
    from convviz.ui.plots.series import Floats
    from convviz.ui.runs.library import KnownRun
    from convviz.ui.runs.presenter import RunsPresenter


class OverlayPanel(QWidget):
    """Plots one quantity of the chosen runs; the plot is loaded beside the window.

    Attributes:
        quantity: Chooses what is plotted.
        card: The plot; None before it is loaded.
    """

    def __init__(self, presenter: RunsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._plotted: object = None
        self.card: OverlayCard | None = None
        self.quantity = QComboBox()
        for quantity, text in self._quantities().items():
            self.quantity.addItem(text, quantity)
        label = QLabel(self.tr("&Plot"))
        label.setBuddy(self.quantity)
        self.quantity.activated.connect(
            lambda number: presenter.plot(self.quantity.itemData(number))
        )
        self._hint = QLabel(self.tr("Choose runs in the table to see them over each other."))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setProperty("muted", True)  # noqa: FBT003 - Qt's signature
        self._hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(SPACING * 2)
        row.addWidget(label)
        row.addWidget(self.quantity)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING * 2)
        self._column.addLayout(row)
        self._column.addWidget(self._hint, 1)
        self._loader = PlotsLoader(self, _build)
        self._loader.loaded.connect(self._show_card)

    def showEvent(self, event: QShowEvent) -> None:
        """Load the plot, which is wanted soon."""
        super().showEvent(event)
        self._loader.start()

    def show_state(self, state: RunsState) -> None:
        """Plot the chosen runs."""
        self.quantity.setCurrentIndex(self.quantity.findData(state.quantity))
        known = state.known_runs
        self._hint.setVisible(self.card is None or not known)
        if self.card is None:
            return
        self.card.setVisible(bool(known))
        wanted = (state.quantity, [id(run.record) for run in known])
        if known and wanted != self._plotted:
            self._plotted = wanted
            self._plot(self.card, state)

    def _plot(self, card: OverlayCard, state: RunsState) -> None:
        from convviz.ui.plots.line_plot import AxisNames

        quantity = state.quantity
        is_batch = quantity in {Quantity.BATCH_LOSS, Quantity.RATE}
        bottom = self.tr("Batch") if is_batch else self.tr("Epoch")
        lefts = {
            Quantity.ACCURACY: self.tr("Accuracy, %"),
            Quantity.RATE: self.tr("Learning rate"),
        }
        card.show_lines(
            [_line(run, quantity) for run in state.known_runs],
            AxisNames(bottom, lefts.get(quantity, self.tr("Loss"))),
            smoothed=quantity is Quantity.BATCH_LOSS,
            digits=1 if quantity is Quantity.ACCURACY else 4,
            is_significant=quantity is Quantity.RATE,
        )

    def _show_card(self, card: QWidget) -> None:
        self.card = cast("OverlayCard", card)
        self._column.addWidget(card, 1)
        self.show_state(self._presenter.state)

    def _quantities(self) -> dict[Quantity, str]:
        return {
            Quantity.BATCH_LOSS: self.tr("Training loss by batch, smoothed"),
            Quantity.TRAIN_LOSS: self.tr("Training loss by epoch"),
            Quantity.VALIDATION_LOSS: self.tr("Validation loss by epoch"),
            Quantity.ACCURACY: self.tr("Validation accuracy by epoch"),
            Quantity.RATE: self.tr("Learning rate by batch"),
        }


def _line(run: KnownRun, quantity: Quantity) -> OverlayLine:
    from convviz.ui.plots.overlay_card import OverlayLine

    record = run.record
    if quantity is Quantity.BATCH_LOSS:
        places, values = np.asarray(record.steps, float), np.asarray(record.losses, float)
    elif quantity is Quantity.RATE:
        places, values = _rates(record)
    else:
        scale = 100.0 if quantity is Quantity.ACCURACY else 1.0
        places = np.asarray([epoch.epoch for epoch in record.epochs], float)
        values = scale * np.asarray([getattr(one, quantity) for one in record.epochs], float)
    return OverlayLine(name_text(record.summary), places, values)


def _rates(record: RunRecord) -> tuple[Floats, Floats]:
    """Return the batches at which the learning rate becomes another, as corners, and the rates."""
    last = record.steps[-1] if record.steps else 0
    places: list[float] = []
    values: list[float] = []
    for step, rate in record.rates:
        if places and step > places[-1] + 1:
            places.append(step - 1)
            values.append(values[-1])
        places.append(step)
        values.append(rate)
    if places and last > places[-1]:
        places.append(last)
        values.append(values[-1])
    return np.asarray(places, float), np.asarray(values, float)


def _build() -> Iterator[QWidget | None]:
    from PySide6.QtCore import QCoreApplication

    from convviz.ui.plots.overlay_card import OverlayCard

    yield None
    yield OverlayCard(QCoreApplication.translate("OverlayPanel", "Chosen runs"))
