"""Opens what is seen of a run in the calculator: a kernel, a feature map, a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.protocol.document import WeightsFile
from convviz.ui.chosen_kernel import ChosenKernel
from convviz.ui.training.results.inside_looker import seen_layers

if TYPE_CHECKING:
    from convviz.protocol.messages.trainer import WeightsKept
    from convviz.ui.training.run.judging import Pixels
    from convviz.ui.training.run.session import TrainingSession


class InsideOpener(QObject):
    """Of a run that goes on, its trainer writes the weights of now first.

    Signals:
        opened(ChosenKernel): A layer is to be shown by the calculator.
    """

    opened = Signal(object)

    def __init__(self, session: TrainingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: ChosenKernel | None = None
        session.looks.weights_kept.connect(self._on_weights)

    def open_channel(self, channel: int) -> None:
        """Open the layer that is looked into, at a kernel or a map, with the chosen picture."""
        inside = self._session.inside.inside
        chosen = inside.chosen
        if chosen is not None and chosen.can_open:
            self.open(ChosenKernel(chosen.step, channel, inside.picture))

    def open_picture(self, place: int, pixels: Pixels | None = None) -> None:
        """Open the first layer with a picture as its input.

        Args:
            place: Of a test picture.
            pixels: A picture instead, (channels, height, width), as the network saw it.
        """
        document = self._session.progress.document
        if document is not None:
            layers = [layer for layer in seen_layers(document.network) if layer.can_open]
            if layers:
                self.open(ChosenKernel(layers[0].step, 0, place, pixels))

    def open(self, chosen: ChosenKernel) -> None:
        """Open a layer, with the weights of now if a trainer of this window is at work."""
        if self._session.progress.is_active:
            self._waiting = chosen
            self._session.looks.keep_weights()
        else:
            self.opened.emit(chosen)

    def _on_weights(self, kept: WeightsKept) -> None:
        chosen, self._waiting = self._waiting, None
        if chosen is not None:
            self.opened.emit(replace(chosen, weights=WeightsFile(kept.path, kept.sha256)))
