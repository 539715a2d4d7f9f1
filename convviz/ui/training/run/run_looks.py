"""What a person sees of a run that goes on, beside its losses: asked of the trainer, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.protocol.messages.trainer import (
    BatchWorked,
    InsideSeen,
    KeepWeights,
    LookInside,
    WeightsKept,
    WorkBatch,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class RunLooks(QObject):
    """Asks a run's trainer for the inside of a layer, for its newest batch, for its weights.

    Signals:
        inside_seen(InsideSeen): What was seen of the layer of :meth:`look_inside`.
        batch_worked(BatchWorked): The newest batch in numbers, after :meth:`work_batch`.
        weights_kept(WeightsKept): Where the weights of now are, after :meth:`keep_weights`.
    """

    inside_seen = Signal(object)
    batch_worked = Signal(object)
    weights_kept = Signal(object)

    def __init__(
        self,
        tell: Callable[[LookInside | WorkBatch | KeepWeights], None],
        parent: QObject | None = None,
    ) -> None:
        """Ask for nothing yet.

        Args:
            tell: Tells a trainer; without one, nobody.
            parent: The owner.
        """
        super().__init__(parent)
        self._tell = tell
        self._look = LookInside("")

    def look_inside(self, layer: str, picture: int) -> None:
        """Have ``inside_seen`` follow at once and now and then, in this run and the next ones.

        Args:
            layer: As torch names it in the network; "" ends it.
            picture: The test picture's place, from 0.
        """
        wanted = LookInside(layer, picture if layer else 0)
        if wanted != self._look:
            self._look = wanted
            self._tell(wanted)

    def work_batch(self, weight: str = "", place: int = 0) -> None:
        """Have ``batch_worked`` follow, once.

        Args:
            weight: Name of the trained numbers of which one weight's step is told.
            place: Which of them, from 0.
        """
        self._tell(WorkBatch(weight, place))

    def keep_weights(self) -> None:
        """Have ``weights_kept`` follow, unless they cannot be written."""
        self._tell(KeepWeights())

    def begin(self) -> None:
        """Tell a trainer that begins what is looked at."""
        if self._look.layer:
            self._tell(self._look)

    def take(self, message: InsideSeen | BatchWorked | WeightsKept) -> None:
        """Take what a trainer told."""
        match message:
            case InsideSeen():
                self.inside_seen.emit(message)
            case BatchWorked():
                self.batch_worked.emit(message)
            case WeightsKept():
                self.weights_kept.emit(message)
