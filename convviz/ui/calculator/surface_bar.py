"""What an optimiser descends: a function of two weights, typed or chosen among examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton

from convviz.core.surface import EXAMPLES
from convviz.ui.calculator.further_field import FurtherField
from convviz.ui.calculator.refusal import FUNCTION
from convviz.ui.theme import SPACING, set_code_font, set_icon
from convviz.ui.widgets.function_field import FunctionField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Calculator
    from convviz.ui.widgets.value_edit import ValueEdit


class SurfaceBar(FurtherField):
    """The function that an optimiser descends.

    Attributes:
        field: Takes the function.
        examples: Offers functions, and gradients that are typed.

    Signals:
        chosen(str): An example was chosen; "" for gradients that are typed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel("f(x, y)", self)
        self.field = FunctionField(self)
        for part in (label, self.field):
            set_code_font(part)
        label.setBuddy(self.field)
        self.field.setPlaceholderText(self.tr("gradients are typed"))
        self.field.setAccessibleName(self.tr("The function that is descended"))
        self.field.set_hint(
            self.tr("A function of two weights, such as x^2 + 10*y^2. Its gradients are the input")
        )
        self.examples = QMenu(self)
        self._add_examples()
        button = QToolButton(self)
        set_icon(button, "mdi6.chevron-down")
        button.setToolTip(self.tr("Functions to descend"))
        button.setAccessibleName(button.toolTip())
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self.examples)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(label)
        layout.addWidget(self.field)
        layout.addWidget(button)
        self.field.settled.connect(self.settled)
        self.field.left.connect(self.left)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show what is descended."""
        self.field.set_value(calculator.function)

    def edits(self) -> dict[str, ValueEdit]:
        """Return the function."""
        return {FUNCTION: self.field}

    def _add_examples(self) -> None:
        names = {
            "bowl": self.tr("Bowl"),
            "ravine": self.tr("Ravine"),
            "saddle": self.tr("Saddle"),
            "rosenbrock": self.tr("Bent valley (Rosenbrock)"),
            "waves": self.tr("Waves with many minima"),
        }
        for key, function in EXAMPLES.items():
            action = self.examples.addAction(f"{names[key]}\t{function}")
            action.triggered.connect(lambda _=False, function=function: self.chosen.emit(function))
        self.examples.addSeparator()
        none = self.examples.addAction(self.tr("None: type the gradients"))
        none.triggered.connect(lambda: self.chosen.emit(""))
