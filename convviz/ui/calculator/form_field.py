"""Shapes and types of tensors beside the input, such as of a loss's target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from convviz.core.layers.tensor_forms import TensorForm
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.ui.calculator.further_field import FurtherField
from convviz.ui.calculator.refusal import TENSOR_FORMS
from convviz.ui.stepper.part_planes import part_name
from convviz.ui.theme import set_code_font
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.shape_field import ShapeField

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.widgets.value_edit import ValueEdit

_SPACING: Final = 8
_DIMENSIONS: Final = (0, 1, 2, 3, 4)
_TYPES: Final = (("float32", False), ("int64", True))


_TYPED: Final = "target"
"""The tensor whose type makes a difference; further inputs are floats as the first."""


class FormField(FurtherField):
    """Shapes of tensors, and whether a target holds integers, for layers that leave it open.

    Only the first tensor stands in it: whoever builds it puts the others beside it, where a row
    may wrap.

    Attributes:
        forms: The fields of each tensor, as many as a layer takes at most.

    Signals:
        form_edited(str, TensorForm): The tensor's name, and its other form.
    """

    form_edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * _SPACING)
        self.forms = (TensorForms("target-shape", self), TensorForms("other-shape", parent or self))
        layout.addWidget(self.forms[0])
        for one in self.forms:
            one.form_edited.connect(self.form_edited)
            for field in (one.shape, one.dtype):
                field.settled.connect(self.settled)
                field.left.connect(self.left)

    @property
    def shape(self) -> ShapeField:
        """The shape of the first tensor; () stands for a single number."""
        return self.forms[0].shape

    @property
    def dtype(self) -> ChoiceField:
        """The type of its numbers, as torch calls it."""
        return self.forms[0].dtype

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the forms of the tensors that a layer takes."""
        names = calculator.layer.takes_forms
        for number, one in enumerate(self.forms):
            if number < len(names):
                one.show_tensor(calculator, names[number])
            one.setVisible(number < len(names))

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Show the first tensor, or hide all."""
        super().setVisible(visible)
        if not visible:
            for one in self.forms[1:]:
                one.hide()

    def edits(self) -> dict[str, ValueEdit]:
        """Return the shapes."""
        return {key: one.shape for key, one in zip(TENSOR_FORMS, self.forms, strict=True)}


class TensorForms(QWidget):
    """The shape of one tensor, and the type of its numbers.

    Attributes:
        shape: The shape; () stands for a single number.
        dtype: The type of the numbers, as torch calls it.

    Signals:
        form_edited(str, TensorForm): The tensor's name, and its other form.
    """

    form_edited = Signal(str, object)

    def __init__(self, name: str, parent: QWidget) -> None:
        """Build the fields.

        Args:
            name: What the field of the shape is found by.
            parent: Holds it.
        """
        super().__init__(parent)
        self._name = ""
        self._label = QLabel(self)
        self.shape = ShapeField((1,), 1, parent=self)
        self.shape.setObjectName(name)
        self.shape.set_dimensions(_DIMENSIONS)
        self.shape.set_most(LARGEST_BLOCK)  # as many as a document holds
        self.dtype = ChoiceField(_TYPES, parent=self)
        self._label.setBuddy(self.shape)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        for part in (self._label, self.shape, self.dtype):
            layout.addWidget(part)
        for field in (self.shape, self.dtype):
            set_code_font(field)
            field.value_changed.connect(self._announce)

    def show_tensor(self, calculator: Calculator, name: str) -> None:
        """Show the form of a tensor."""
        if name != self._name:
            self._name = name
            self._name_parts(part_name(name))
            self.dtype.setVisible(name == _TYPED)
        form = calculator.form_of(name)
        self.shape.set_value(form.shape)
        self.dtype.set_value(form.is_integer)
        fitting = calculator.layer.fitting_forms(name, calculator.input_shape)
        texts = [f"{shape_text(fit.shape) or '()'} {fit.dtype}" for fit in fitting]
        self.shape.set_hint(self.tr("What fits: {forms}").format(forms=", ".join(texts)))

    def _name_parts(self, text: str) -> None:
        self._label.setText(text)
        self.shape.setAccessibleName(self.tr("Shape of {part}").format(part=text))
        self.dtype.setAccessibleName(self.tr("Type of {part}").format(part=text))
        self.dtype.setToolTip(self.tr("The type of the numbers: int64 for numbers of classes"))

    def _announce(self, _value: object) -> None:
        shape = self.shape.value
        if isinstance(shape, tuple):
            form = TensorForm(shape, self.dtype.value is True)
            self.form_edited.emit(self._name, form)
