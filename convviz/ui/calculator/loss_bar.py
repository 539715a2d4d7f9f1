"""The loss at which a backward pass begins, as its call: every argument is a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from convviz.core.errors import ConvVizError
from convviz.core.losses.of_output import loss_shape
from convviz.protocol.document import UPSTREAM
from convviz.ui.calculator.argument_limits import full_argument_hints
from convviz.ui.calculator.field_notes import FieldNotes
from convviz.ui.calculator.weight_boxes import WeightBoxes
from convviz.ui.theme import SPACING
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.call_line import CallLine

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.losses import Loss
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.loss_menu import LossMenu

_DISTANCE: Final = 4 * SPACING
"""From this bar to what stands below the page's settings."""


class LossBar(QWidget):
    """Shows a loss as one reads it in code, under the layer's call, and takes edits of each part.

    Attributes:
        call: The loss as its call; its name opens the menu of losses.
        weights: Whether it has weights, such as one a class.
        notes: What is said under the fields.

    Signals:
        loss_edited(Loss, str): The loss with an edited parameter, and the parameter's name.
        settled(): Typing in a field has ended.
        left(): A field needs the keyboard no longer.
    """

    loss_edited = Signal(object, str)
    settled = Signal()
    left = Signal()

    def __init__(self, losses: LossMenu, bar: QWidget) -> None:
        """Show no loss yet.

        Args:
            losses: Offers other losses.
            bar: Holds the call of the layer, too.
        """
        super().__init__(bar)
        self._losses = losses
        self._loss: Loss | None = None
        self._hints: dict[type[Loss], dict[str, str]] = {}
        label = QLabel(self.tr("Loss"), self)
        self.call = CallLine(self)
        self.call.setAccessibleName(self.tr("The loss as its PyTorch call"))
        self.call.set_choosable(choosable=True)
        self.call.name_button.setAccessibleName(self.tr("Kind of loss"))
        self.call.name_button.setToolTip(self.tr("Choose another loss"))
        self.weights = WeightBoxes(self)
        self.notes = FieldNotes(self.call, {}, bar)
        layout = QHBoxLayout(self)
        # What is said under the fields above has its line; of what is said under its own, a part
        # lies in the distance that the page keeps.
        layout.setContentsMargins(0, self.notes.height, 0, max(0, self.notes.height - _DISTANCE))
        layout.setSpacing(2 * SPACING)
        layout.addWidget(label)
        layout.addWidget(self.call)
        layout.addWidget(self.weights)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.call.name_pressed.connect(self.open_losses)
        self.call.argument_edited.connect(self._take_argument)
        self.call.settled.connect(self.settled)
        self.call.left.connect(self.left)
        self.weights.weights_given.connect(self._take_argument)
        self.weights.settled.connect(self.settled)
        self.weights.left.connect(self.left)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the loss of a calculator that has one."""
        loss = self._loss = calculator.loss
        if loss is not None:
            if type(loss) not in self._hints:
                self._hints[type(loss)] = full_argument_hints(loss)
            arguments = layer_arguments(loss, self._hints[type(loss)])
            self.call.set_call(loss.type_name(), arguments)
            self.weights.show_loss(loss, _shape_for_loss(calculator))

    def open_losses(self) -> None:
        """Offer other losses of the output, under the name."""
        name = self.call.name_button
        self._losses.popup(name.mapToGlobal(name.rect().bottomLeft()) + QPoint(0, SPACING))

    def focus_call(self) -> None:
        """Give the first argument the keyboard."""
        names = self.call.names()
        if names:
            self.call.focus_argument(names[0])

    def _take_argument(self, name: str, value: object) -> None:
        if self._loss is not None:
            self.loss_edited.emit(self._loss.replace(**{name: value}), name)


def _shape_for_loss(calculator: Calculator) -> Shape:
    """Return the output's shape as the loss takes it; nothing of a layer that refuses its input."""
    try:
        return loss_shape(calculator.layer, calculator.shape_of(UPSTREAM))
    except ConvVizError:
        return ()
