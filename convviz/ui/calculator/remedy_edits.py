"""What is offered where settings are refused or explained, taken as an undoable step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from convviz.core.code.writing import value_code
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.calculator.form_edits import with_form, without_numbers
from convviz.ui.calculator.loss_edits import with_loss
from convviz.ui.calculator.refusal import OUTPUT_SIZE, is_behind
from convviz.ui.stepper.part_planes import part_name

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.calculator_edits import CalculatorEdits


class RemedyEdits(QObject):
    """Puts the calculator that a remedy leads to into the document."""

    def __init__(self, calculator_edits: CalculatorEdits) -> None:
        super().__init__(calculator_edits)
        self._edits = calculator_edits

    def take(self, remedy: Remedy) -> None:
        """Take a remedy that was clicked; one that only a network has changes nothing."""
        calculator, name = self._edits.calculator, remedy.parameter
        sizes = remedy.value if isinstance(remedy.value, tuple) else None
        if name == OUTPUT_SIZE and sizes is not None:
            after = edits.with_output_size(calculator, sizes)
            text = self.tr("Change output_size")
        elif remedy.kind is RemedyKind.SET_NUMBER and isinstance(remedy.value, int | float):
            after = with_cell(calculator, name, remedy.place, float(remedy.value))
            text = self.tr("Change a number of {part}").format(part=part_name(name))
        elif remedy.kind is RemedyKind.SET_TENSOR and remedy.form is not None:
            after = with_form(calculator, name, remedy.form)
            text = self.tr("Change the form of {part}").format(part=part_name(name))
        elif remedy.kind is RemedyKind.SET_TENSOR:
            after = without_numbers(calculator, name)
            text = self.tr("Fill {part}").format(part=part_name(name))
        elif remedy.kind is RemedyKind.CHANGE_INPUT and sizes is not None:
            after = edits.with_input_shape(calculator, sizes)
            text = self.tr("Change the input's shape")
        elif remedy.kind is RemedyKind.REPLACE_LAYER and remedy.layer is not None:
            after = _with_call(calculator, remedy.layer)
            text = self.tr("Use {layer}").format(layer=remedy.layer.type_name())
        elif remedy.kind is RemedyKind.SET_PARAMETER:
            call = remedy.layer or calculator.layer
            after = _with_call(calculator, call.replace(**{name: remedy.value}))
            setting = f"{name}={value_code(remedy.value)}"
            text = self.tr("Set {setting}").format(setting=setting)
        else:
            return
        self._edits.end_typing()
        self._edits.replace(after, text)


def _with_call(calculator: Calculator, call: Any) -> Calculator:  # noqa: ANN401 - a Layer, or a Loss
    """Return the calculator with another layer, or another loss at which its pass begins."""
    if is_behind(call, calculator):
        return with_loss(calculator, call)
    return edits.with_layer(calculator, call)
