"""A layer as its PyTorch call, in which every argument is a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from convviz.ui.theme import set_state
from convviz.ui.widgets.call_argument import ArgumentPart
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_fields import NumberField
from convviz.ui.widgets.steppers import Steppers
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from convviz.ui.widgets.call_arguments import ArgumentSpec, Field

_GAP: Final = 4
"""Between arguments: with it the commonest call, that of Conv2d, is one line at 1280 pixels."""


class CallLine(QWidget):
    """Reads ``Conv2d(in_channels=1, out_channels=1, kernel_size=3, …)``; wraps like text.

    Shown again with the same arguments, the fields stay, with keyboard and caret.

    Signals:
        argument_edited(str, object): The argument's name and its new value, on every keystroke
            after which there is one.
        argument_invalid(str, str): The argument's name, and why its text is no value.
        unread_changed(): Another text is no value, or became one.
        settled(): Typing in a field has ended.
        left(): A field needs the keyboard no longer.
        name_pressed(): Another layer is wanted.
    """

    argument_edited = Signal(str, object)
    argument_invalid = Signal(str, str)
    unread_changed = Signal()
    settled = Signal()
    left = Signal()
    name_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self, gap=_GAP, line_gap=2, hanging=True)
        self._specs: list[ArgumentSpec] | None = None
        self._arguments: dict[str, ArgumentPart] = {}
        self._steppers = Steppers(self)
        self._parts: list[QWidget] = []
        self._name = self._make_name()
        self._name.clicked.connect(self.name_pressed)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Layer"))

    @property
    def call_name(self) -> str:
        """The name that is called, as "Conv2d"."""
        return self._name.text()

    def set_call(self, name: str, arguments: Sequence[ArgumentSpec]) -> None:
        """Show a call.

        Args:
            name: What is called, as "Conv2d".
            arguments: In order.
        """
        self._name.setText(name)
        if not self._has_fields_of(arguments):
            self._rebuild(arguments)
        self._specs = list(arguments)
        for spec in arguments:
            field = self._arguments[spec.name].field
            field.set_value(spec.value)
            set_state(field, "muted", on=spec.is_default)
        if self._steppers.isVisible():
            self._layout.activate()
            self._steppers.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the buttons of the number under the mouse follow it."""
        super().resizeEvent(event)
        self._steppers.follow()

    def set_choosable(self, *, choosable: bool) -> None:
        """Let the name be pressed, to choose another layer, or make it plain text again."""
        policy = Qt.FocusPolicy.TabFocus if choosable else Qt.FocusPolicy.NoFocus
        self._name.setFocusPolicy(policy)
        self._name.setToolTip(self.tr("Choose another layer") if choosable else "")
        set_state(self._name, "choosable", on=choosable)

    @property
    def name_button(self) -> QPushButton:
        """The name, which is pressed to choose another layer."""
        return self._name

    def set_problems(self, problems: Mapping[str, str]) -> None:
        """Outline the named arguments as wrong, each with a sentence, and no others."""
        for name, part in self._arguments.items():
            part.field.set_problem(problems.get(name, ""))

    def unread(self) -> dict[str, str]:
        """Return the arguments whose text is no value, each with the reason."""
        fields = {name: part.field for name, part in self._arguments.items()}
        return {
            name: field.unread
            for name, field in fields.items()
            if isinstance(field, ValueEdit) and field.unread
        }

    def discard_unread(self) -> None:
        """Show the values that hold, in place of texts that are none."""
        for part in self._arguments.values():
            if isinstance(part.field, ValueEdit):
                part.field.discard()

    @property
    def steppers(self) -> Steppers:
        """The buttons that step the number under the mouse."""
        return self._steppers

    def names(self) -> list[str]:
        """Return the names of the arguments, in order."""
        return list(self._arguments)

    def part(self, name: str) -> ArgumentPart:
        """Return an argument with its name.

        Raises:
            KeyError: No such argument.
        """
        return self._arguments[name]

    def field(self, name: str) -> Field:
        """Return the field of an argument.

        Raises:
            KeyError: No such argument.
        """
        return self._arguments[name].field

    def focus_argument(self, name: str) -> None:
        """Give an argument the keyboard.

        Raises:
            KeyError: No such argument.
        """
        self.field(name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _make_name(self) -> QPushButton:
        part = QWidget(self)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        button = QPushButton(part)
        button.setProperty("callName", "true")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(self.tr("Kind of layer"))
        bracket = QLabel("(", part)
        for widget in (button, bracket):
            widget.setProperty("code", "true")
            row.addWidget(widget)
        self._layout.addWidget(part)
        return button

    def _has_fields_of(self, arguments: Sequence[ArgumentSpec]) -> bool:
        shown = self._specs
        if shown is None or len(shown) != len(arguments):
            return False
        return all(new.same_field(old) for new, old in zip(arguments, shown, strict=True))

    def _rebuild(self, specs: Sequence[ArgumentSpec]) -> None:
        self._steppers.leave()
        for part in self._parts:
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self._arguments.clear()
        before: QWidget = self._name
        for number, spec in enumerate(specs):
            last = number == len(specs) - 1
            part = ArgumentPart(spec, ")" if last else ",", self)
            self._layout.addWidget(part)
            self._parts.append(part)
            self._arguments[spec.name] = part
            self._connect(spec.name, part)
            QWidget.setTabOrder(before, part.field)
            before = part.field
        if not specs:
            end = QLabel(")", self)
            end.setProperty("code", "true")
            self._layout.addWidget(end)
            self._parts.append(end)
        for part in self._parts:
            part.show()
        self.updateGeometry()

    def _connect(self, name: str, part: ArgumentPart) -> None:
        field = part.field
        field.value_changed.connect(lambda value: self.argument_edited.emit(name, value))
        field.settled.connect(self.settled)
        field.left.connect(self.left)
        if isinstance(field, ValueEdit):
            field.invalid.connect(lambda sentence: self.argument_invalid.emit(name, sentence))
            field.unread_changed.connect(self.unread_changed)
        if isinstance(field, NumberField):
            part.entered.connect(lambda: self._steppers.show_at(field))
            part.gone.connect(self._steppers.leave)
