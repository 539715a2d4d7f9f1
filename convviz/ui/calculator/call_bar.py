"""The head of the page: layer type, its PyTorch call, the input's shape, presets, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.call_code import full_code
from convviz.core.code.writing import module_call
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.core.losses.of_output import LOSS_TARGET
from convviz.core.shown_layers import shown_dimensions
from convviz.ui.calculator.argument_limits import full_argument_hints
from convviz.ui.calculator.field_notes import FieldNotes
from convviz.ui.calculator.further_fields import FurtherFields
from convviz.ui.calculator.layer_menu import LayerMenu
from convviz.ui.calculator.loss_menu import LossMenu
from convviz.ui.calculator.numbers_menu import NumbersMenu
from convviz.ui.calculator.presets.menu import PresetMenu
from convviz.ui.calculator.refusal import FUNCTION, INPUT_SHAPE, OUTPUT_SIZE, tensor_form_setting
from convviz.ui.stepper.part_planes import part_name
from convviz.ui.theme import SPACING, set_code_font, set_icon
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.call_line import CallLine
from convviz.ui.widgets.late_widget import LateWidget, put_in_tab_order
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.shape_field import ShapeField

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.core.layers import Layer, Shape
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.layer_picker import LayerPicker
    from convviz.ui.calculator.loss_bar import LossBar
    from convviz.ui.calculator.presets.popup import PresetPopup
    from convviz.ui.widgets.value_edit import ValueEdit


class CallBar(QWidget):
    """Shows the settings as one reads them in code, and takes edits of each.

    Attributes:
        call: The layer as its call.
        shape: The input's shape.
        further: What some layers take beside their parameters.
        losses: Offers losses at which a backward pass may begin.
        numbers: Says where the numbers of each part come from.
        notes: What is said under the fields.
        edited: The field that was typed in last, since something else changed the settings.

    Signals:
        layer_edited(Layer, str): The layer with an edited parameter, and the parameter's name.
        type_chosen(type): Another type of layer.
        call_chosen(Layer): A layer as it was typed.
        shape_edited(tuple): Another input shape.
        form_edited(str, TensorForm): Another shape or type of a tensor beside the input.
        output_size_edited(object): Other sizes that unpooling is given, or None.
        loss_chosen(Loss): Where a backward pass is to begin.
        loss_edited(Loss, str): The loss with an edited parameter, and the parameter's name.
        function_edited(str), function_chosen(str): What an optimiser descends, typed or chosen.
        preset_chosen(Preset): A preset.
        presets_wanted(): The button of presets was pressed.
        settled(): Typing in a field has ended.
        left(): A field needs the keyboard no longer.
        unread_changed(): Other fields hold a text that is no value.
    """

    layer_edited = Signal(object, str)
    type_chosen = Signal(object)
    call_chosen = Signal(object)
    shape_edited = Signal(tuple)
    form_edited = Signal(str, object)
    output_size_edited = Signal(object)
    loss_chosen = Signal(object)
    loss_edited = Signal(object, str)
    function_edited = Signal(object)
    function_chosen = Signal(str)
    preset_chosen = Signal(object)
    presets_wanted = Signal()
    settled = Signal()
    left = Signal()
    unread_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calculator: Calculator | None = None
        self.call = CallLine(self)
        self.call.setAccessibleName(self.tr("The layer as its PyTorch call"))
        self.types = LayerMenu(self)
        self.types.chosen.connect(self._choose_type)
        self.call.set_choosable(choosable=True)
        self.call.name_pressed.connect(self.open_layers)
        self.shape = ShapeField((1, 5, 5), 3, parent=self)
        self._prepare_shape()
        self.presets = PresetMenu(self)
        self._popup: PresetPopup | None = None
        self.picker: LayerPicker | None = None
        self.edited = ""
        self._further: frozenset[str] = frozenset()
        self.losses = LossMenu(self)
        self.losses.chosen.connect(self.loss_chosen)
        self.numbers = NumbersMenu(self.losses, self)
        self.numbers.asked.connect(self.left)
        self._loss = LateWidget(self._build_loss)
        self._is_typing = False
        self._hints: dict[tuple[type[Layer], str], dict[str, str]] = {}
        self.notes = FieldNotes(self.call, {INPUT_SHAPE: self.shape}, self)
        self.further = FurtherFields(self.shape, self.notes, self)
        self._assemble()
        self.call.argument_edited.connect(self._take_argument)
        self.shape.value_changed.connect(self._take_shape)
        self.further.output_size_edited.connect(self._take_output_size)
        self.further.form_edited.connect(self._take_form)
        self.further.weights_given.connect(self._take_argument)
        self.further.function_edited.connect(self._take_function)
        self.further.function_chosen.connect(self.function_chosen)
        sources: tuple[CallLine | ValueEdit | FurtherFields, ...]
        sources = (self.call, self.shape, self.further)
        for source in sources:
            source.settled.connect(self.settled)
            source.left.connect(self.left)
        self.notes.unread_changed.connect(self.unread_changed)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the settings.

        A text that is no value stays while another field is typed in; whatever else changes the
        settings, such as a preset, ends it.
        """
        self._calculator = calculator
        if not self._is_typing:
            self.edited = ""
            self.call.discard_unread()
            self.shape.discard()
            self.further.discard()
            if self._loss.built is not None:
                self._loss.built.call.discard_unread()
        layer = calculator.layer
        self.call.set_call(layer.type_name(), layer_arguments(layer, self._hints_of(layer)))
        self.shape.set_axes(_dimensions(layer, calculator.input_shape))
        self._input_label.setText(part_name(layer.input_name))
        self.shape.set_dimensions(shown_dimensions(layer))
        self.shape.set_value(calculator.input_shape)
        self.shape.set_hint(self._shape_hint(layer, calculator.input_shape))
        self.further.show_calculator(calculator)
        self.numbers.show_calculator(calculator, self._further)
        self._show_loss(calculator)

    @property
    def loss(self) -> LossBar:
        """The loss at which a backward pass begins, built when one first does."""
        return self._loss.widget

    @property
    def shows_loss(self) -> bool:
        """Whether a backward pass is shown that begins at a loss."""
        return self._loss.built is not None and not self._loss.built.isHidden()

    def unread(self) -> dict[str, str]:
        """Return the fields whose text is no value, each with the reason."""
        of_loss = self.loss.notes.unread() if self.shows_loss else {}
        return {**self.notes.unread(), **of_loss}

    def blame(self, name: str, sentence: str, *, of_loss: bool = False) -> None:
        """Mark the field of a setting that is refused, and say why; "" blames nothing.

        Args:
            name: The setting.
            sentence: Why it is refused.
            of_loss: Whether it is one of the loss at which a backward pass begins.
        """
        nothing = ("", "")
        self.notes.blame(*(nothing if of_loss else (name, sentence)))
        if self._loss.built is not None:
            self._loss.built.notes.blame(*((name, sentence) if of_loss else nothing))

    def offer_further(self, names: frozenset[str]) -> None:
        """Offer the numbers of what is shown beside the layer's tensors, or no longer."""
        if names != self._further:
            self._further = names
            if self._calculator is not None:
                self.numbers.show_calculator(self._calculator, names)
                self._show_loss(self._calculator)

    def _show_loss(self, calculator: Calculator) -> None:
        """Show the loss's call where a backward pass begins at one."""
        is_shown = calculator.loss is not None and LOSS_TARGET in self._further
        if is_shown:
            self.loss.show_calculator(calculator)
        if self._loss.built is not None:
            self._loss.built.setVisible(is_shown)

    def _build_loss(self) -> LossBar:
        from convviz.ui.calculator.loss_bar import LossBar

        loss = LossBar(self.losses, self)
        self._rows.addWidget(loss)
        put_in_tab_order(loss, self.copy_button)
        loss.loss_edited.connect(self._take_loss)
        loss.settled.connect(self.settled)
        loss.left.connect(self.left)
        loss.notes.unread_changed.connect(self.unread_changed)
        return loss

    def _shape_hint(self, layer: Layer, shape: Shape) -> str:
        if layer.family is LayerFamily.OPTIMISER:
            return self.tr("The gradients: how many steps, then the sizes of the weights")
        if layer.shows_batch:
            return self.tr("The samples, the channels, then the size along each axis")
        admitted = shown_dimensions(layer)
        if len(admitted) > 1:
            text = self.tr("{least} to {most} sizes, such as {example}")
            return text.format(least=admitted[0], most=admitted[-1], example=shape_text(shape))
        return self.tr("The channels, then the size along each axis")

    def _hints_of(self, layer: Layer) -> dict[str, str]:
        """Return what the arguments mean, worked out once: it is asked at every keystroke."""
        key = (type(layer), str(getattr(layer, "padding_mode", "")))  # limits hang on the mode
        if key not in self._hints:
            self._hints[key] = full_argument_hints(layer)
        return self._hints[key]

    def _prepare_shape(self) -> None:
        set_code_font(self.shape)
        self.shape.set_limits(1)
        self.shape.setObjectName("input-shape")
        self.shape.setAccessibleName(self.tr("Input shape"))

    def add_to_second_row(self, widget: QWidget) -> None:
        """Put a widget behind the input's shape."""
        place = self._second.indexOf(self.further.behind)
        self._second.insertWidget(place, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _assemble(self) -> None:
        second = self._second = QHBoxLayout()
        second.setSpacing(8)
        self._input_label = QLabel(self.tr("Input"), self)
        self._input_label.setBuddy(self.shape)
        second.addWidget(self._input_label)
        second.addWidget(self.shape)
        second.addLayout(self.further.beside)
        second.setAlignment(self.further.beside, Qt.AlignmentFlag.AlignVCenter)
        second.addLayout(self.further.behind)
        self.presets.chosen.connect(self.preset_chosen)
        second.addStretch(1)
        self.presets_button = self._button(
            self.tr("Presets"), self.tr("Examples to start from"), "mdi6.view-grid-outline"
        )
        self.presets_button.clicked.connect(self.presets_wanted)
        second.addWidget(self.presets_button)
        numbers = self._button(
            self.tr("Numbers"),
            self.tr("Change the numbers of the input, the kernel or the bias"),
            "mdi6.numeric",
        )
        numbers.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        numbers.setMenu(self.numbers)
        second.addWidget(numbers)
        self.copy_button = self._copy_button()  # below the call, which needs the whole width
        second.addWidget(self.copy_button)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * SPACING)  # room for the words under the input
        layout.setSpacing(0)
        layout.addWidget(self.call)
        layout.addSpacing(self.notes.height)
        layout.addLayout(second)

    def _button(self, text: str, tip: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        set_icon(button, icon)
        return button

    def _copy_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(self.tr("Copy the layer as PyTorch code"))
        button.setAccessibleName(self.tr("Copy code"))
        set_icon(button, "mdi6.content-copy")
        button.clicked.connect(self.copy_code)
        return button

    def type_action(self, name: str) -> QAction:
        """Return the action that chooses a type of layer.

        Raises:
            KeyError: No such type.
        """
        return self.types.type_action(name)

    def open_layers(self) -> None:
        """Offer all layers in a list that is searched by typing, also by typing a call."""
        if self._calculator is None:
            return
        if self.picker is None:
            from convviz.ui.calculator.layer_picker import LayerPicker

            self.picker = LayerPicker(self)
            self.picker.type_chosen.connect(self._choose_type)
            self.picker.call_chosen.connect(self.call_chosen)
            self.picker.closed.connect(self.left)
        name = self.call.name_button
        corner = name.mapToGlobal(name.rect().bottomLeft())
        self.picker.open_at(corner + QPoint(0, SPACING), self._calculator)

    def open_presets(self, current: Preset | None) -> None:
        """Offer all presets in a list that is searched by typing.

        Args:
            current: The preset that is shown now, which is marked.
        """
        if self._popup is None:
            from convviz.ui.calculator.presets.popup import PresetPopup

            self._popup = PresetPopup(self)
            self._popup.chosen.connect(self.preset_chosen)
            self._popup.closed.connect(self.left)
        button = self.presets_button
        corner = button.mapToGlobal(button.rect().bottomRight())
        self._popup.open_at(corner - QPoint(self._popup.width(), -SPACING), current)

    def focus_call(self) -> None:
        """Give the kernel's size the keyboard, or the first argument of a layer without one."""
        if self._calculator is not None:
            names = self.call.names()
            if names:
                self.call.focus_argument("kernel_size" if "kernel_size" in names else names[0])
            else:  # such as of Tanh
                self.call.name_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_loss(self) -> None:
        """Give the first argument of the loss the keyboard, where a backward pass begins at one."""
        if self.shows_loss:
            self.loss.focus_call()

    def focus_shape(self) -> None:
        """Give the input's shape the keyboard."""
        self.shape.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shape.selectAll()

    def copy_code(self) -> None:
        """Put the layer on the clipboard, as code that runs after `from torch import nn`.

        Losses and optimisers are written as in a training: with tensors, and with parameters.
        """
        if self._calculator is None:
            return
        layer, training = self._calculator.layer, self._calculator.training
        if layer.cell_reduction is Reduction.IN_PARTS:
            QApplication.clipboard().setText(full_code(layer))
        else:
            QApplication.clipboard().setText(module_call(layer, training=training))

    def _choose_type(self, layer_type: object) -> None:
        self.type_chosen.emit(layer_type)
        self.left.emit()

    def _take_argument(self, name: str, value: object) -> None:
        if self._calculator is not None:
            layer = self._calculator.layer.replace(**{name: value})
            with self._typing(name):
                self.layer_edited.emit(layer, name)

    def _take_shape(self, shape: object) -> None:
        with self._typing(INPUT_SHAPE):
            self.shape_edited.emit(shape)

    def _take_loss(self, loss: object, name: str) -> None:
        with self._typing(name):
            self.loss_edited.emit(loss, name)

    def _take_form(self, name: str, form: object) -> None:
        if self._calculator is not None:
            with self._typing(tensor_form_setting(self._calculator.layer, name)):
                self.form_edited.emit(name, form)

    def _take_function(self, function: object) -> None:
        with self._typing(FUNCTION):
            self.function_edited.emit(function)

    def _take_output_size(self, size: object) -> None:
        with self._typing(OUTPUT_SIZE):
            self.output_size_edited.emit(size)

    @contextmanager
    def _typing(self, name: str) -> Iterator[None]:
        """Have the texts of the other fields stay, whatever the edit of one changes."""
        self.edited, self._is_typing = name, True
        try:
            yield
        finally:
            self._is_typing = False


def _dimensions(layer: Layer, shape: Shape) -> int:
    """Return how many numbers the input's shape has: as it is, where the layer leaves it open."""
    admitted = shown_dimensions(layer)
    return len(shape) if len(shape) in admitted else admitted[0]
