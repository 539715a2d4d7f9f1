"""The menu of losses at which a backward pass begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from convviz.core.errors import ConvVizError
from convviz.core.losses.of_output import losses_of
from convviz.protocol.document import UPSTREAM

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.losses import Loss
    from convviz.protocol.document import Calculator


class LossMenu(QMenu):
    """Offers the losses that mean something of the layer's output, when it is opened.

    Signals:
        chosen(Loss): One with torch's defaults.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("From a loss of the output"))
        self._calculator: Calculator | None = None
        self._group = QActionGroup(self)
        self.aboutToShow.connect(self.fill)

    def show_calculator(self, calculator: Calculator) -> None:
        """Take of which layer the losses are offered."""
        self._calculator = calculator
        self.menuAction().setEnabled(bool(offered_losses(calculator)))

    def fill(self) -> None:
        """Offer the losses of the layer that is shown, with a mark at the one that is chosen."""
        self.clear()
        if self._calculator is None:
            return
        now = self._calculator.loss
        for loss in offered_losses(self._calculator):
            action = self.addAction(loss.type_name())
            action.setCheckable(True)
            action.setChecked(now is not None and type(now) is type(loss))
            self._group.addAction(action)
            action.triggered.connect(lambda _checked=False, loss=loss: self.chosen.emit(loss))


def offered_losses(calculator: Calculator) -> tuple[Loss, ...]:
    """Return the losses of a calculator's output; none while the layer is refused."""
    try:
        return losses_of(calculator.layer, calculator.shape_of(UPSTREAM))
    except ConvVizError:
        return ()
