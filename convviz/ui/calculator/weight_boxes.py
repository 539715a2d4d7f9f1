"""Whether a loss has weights: a box for each parameter that holds one number a class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from convviz.ui.calculator.further_field import FurtherField
from convviz.ui.theme import set_code_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Shape
    from convviz.core.losses import Loss
    from convviz.protocol.document import Calculator

_SPACING: Final = 8
_MOST_BOXES: Final = 2


class WeightBoxes(FurtherField):
    """A box for each such parameter: ticked, its numbers are 1, and stand in a grid to be edited.

    Attributes:
        boxes: The boxes, as many as a loss has at most.

    Signals:
        weights_given(str, object): A parameter, and its numbers; None for none.
    """

    weights_given = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        self.boxes = tuple(self._box() for _ in range(_MOST_BOXES))
        for box in self.boxes:
            layout.addWidget(box)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the boxes of a loss."""
        loss: Any = calculator.layer
        self.show_loss(loss, calculator.input_shape)

    def show_loss(self, loss: Loss, shape: Shape) -> None:
        """Show which weights a loss has, of an input of a shape."""
        weights, count = loss.weights(), loss.weight_count(shape)
        self._counts = dict.fromkeys(weights, count)
        for number, box in enumerate(self.boxes):
            name = list(weights)[number] if number < len(weights) else ""
            box.setVisible(bool(name))
            if name:
                box.setText(name)
                box.setToolTip(self._tip(name, count))
                box.setChecked(weights[name] is not None)
                box.setEnabled(count > 0 or weights[name] is not None)

    def _tip(self, name: str, count: int) -> str:
        if not count:
            return self.tr("There are no classes, or too many for a call")
        text = self.tr("{name}: a number for each of the {count} classes, in a grid; 1 at first")
        return text.format(name=name, count=count)

    def _box(self) -> QCheckBox:
        box = QCheckBox(self)
        set_code_font(box)
        box.clicked.connect(lambda on, box=box: self._give(box.text(), on=on))
        return box

    def _give(self, name: str, *, on: bool) -> None:
        self.weights_given.emit(name, (1.0,) * self._counts[name] if on else None)
        self.settled.emit()
        self.left.emit()
