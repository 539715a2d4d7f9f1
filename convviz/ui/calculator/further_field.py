"""What some layers take beside their parameters and the input's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from convviz.core.shown_layers import shown_rank
from convviz.ui.calculator.refusal import OUTPUT_SIZE
from convviz.ui.theme import SPACING, set_code_font
from convviz.ui.widgets.number_fields import NumberField

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.widgets.value_edit import ValueEdit


class FurtherField(QWidget):
    """Base of these fields. Whoever builds one shows and hides it.

    Signals:
        settled(): Typing has ended.
        left(): It needs the keyboard no longer.
    """

    settled = Signal()
    left = Signal()

    def show_calculator(self, calculator: Calculator) -> None:
        """Show what a layer is given that takes it; for subclasses."""
        raise NotImplementedError

    def edits(self) -> dict[str, ValueEdit]:
        """Return what is typed in and can be refused, by the name of the setting."""
        return {}


class OutputSizeField(FurtherField):
    """The size that unpooling is given.

    Attributes:
        field: Takes the size; None for the one that torch assumes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = NumberField(None, 2, {"None": None}, parent=self)
        label = QLabel("output_size", self)
        for part in (label, self.field):
            set_code_font(part)
        label.setBuddy(self.field)
        self.field.set_limits(1)
        self.field.setAccessibleName(self.tr("The size that unpooling is given"))
        self.field.set_hint(
            self.tr(
                "The size before the pooling, one number per axis. None: the size that torch "
                "assumes"
            )
        )
        self.field.settled.connect(self.settled)
        self.field.left.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(label)
        layout.addWidget(self.field)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the size before the pooling, one number an axis."""
        self.field.set_axes(shown_rank(calculator.layer, calculator.input_shape))
        self.field.set_value(calculator.output_size)

    def edits(self) -> dict[str, ValueEdit]:
        """Return the size."""
        return {OUTPUT_SIZE: self.field}
