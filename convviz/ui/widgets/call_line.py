"""A layer as its PyTorch call, in which every argument is a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from convviz.ui.theme import SPACING, set_state
from convviz.ui.widgets.call_arguments import ArgumentSpec, Field, make_field
from convviz.ui.widgets.flow_layout import FlowLayout


class CallLine(QWidget):
    """Reads ``Conv2d(1, 1, kernel_size=3, stride=2, …)``; wraps like text.

    Shown again with the same arguments, the fields stay, with keyboard and caret.

    Signals:
        argument_edited(str, object): The argument's name and its new value, on every keystroke
            after which there is one.
        argument_invalid(str, str): The argument's name, and why its text is no value.
    """

    argument_edited = Signal(str, object)
    argument_invalid = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self, gap=SPACING * 2, line_gap=2, hanging=True)
        self._specs: list[ArgumentSpec] = []
        self._fields: dict[str, Field] = {}
        self._parts: list[QWidget] = []
        self._name = self._make_name()
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
        same = len(arguments) == len(self._specs) and all(
            new.same_field(old) for new, old in zip(arguments, self._specs, strict=True)
        )
        self._specs = list(arguments)
        if not same:
            self._rebuild()
        for spec in arguments:
            field = self._fields[spec.name]
            field.set_value(spec.value)
            set_state(field, "muted", on=spec.is_default)

    def set_name_menu(self, menu: QMenu | None) -> None:
        """Let the name open a menu of other layers; None makes it plain text again."""
        self._name.setMenu(menu)  # type: ignore[arg-type]
        enabled = menu is not None
        self._name.setFocusPolicy(Qt.FocusPolicy.StrongFocus if enabled else Qt.FocusPolicy.NoFocus)
        self._name.setToolTip(self.tr("Choose another layer") if enabled else "")
        set_state(self._name, "choosable", on=enabled)

    def set_problems(self, problems: Mapping[str, str]) -> None:
        """Outline the named arguments as wrong, each with a sentence, and no others."""
        for name, field in self._fields.items():
            field.set_problem(problems.get(name, ""))

    def field(self, name: str) -> Field:
        """Return the field of an argument.

        Raises:
            KeyError: No such argument.
        """
        return self._fields[name]

    def focus_argument(self, name: str) -> None:
        """Give an argument the keyboard.

        Raises:
            KeyError: No such argument.
        """
        self._fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

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

    def _rebuild(self) -> None:
        for part in self._parts:
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self._fields.clear()
        before: QWidget = self._name
        for number, spec in enumerate(self._specs):
            last = number == len(self._specs) - 1
            part = self._make_part(spec, ")" if last else ",")
            self._layout.addWidget(part)
            self._parts.append(part)
            QWidget.setTabOrder(before, self._fields[spec.name])
            before = self._fields[spec.name]
        if not self._specs:
            end = QLabel(")", self)
            self._layout.addWidget(end)
            self._parts.append(end)
        for part in self._parts:
            for widget in (part, *part.findChildren(QWidget)):
                widget.setProperty("code", "true")
            part.show()
        self.updateGeometry()

    def _make_part(self, spec: ArgumentSpec, end: str) -> QWidget:
        part = QWidget(self)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        field = make_field(spec)
        if not spec.positional:
            label = QLabel(f"{spec.name}=", part)
            set_state(label, "muted", on=True)
            label.setBuddy(field)
            row.addWidget(label)
        row.addWidget(field)
        row.addWidget(QLabel(end, part))
        self._fields[spec.name] = field
        self._connect(spec.name, field)
        return part

    def _connect(self, name: str, field: Field) -> None:
        field.value_changed.connect(lambda value: self.argument_edited.emit(name, value))
        invalid = getattr(field, "invalid", None)
        if invalid is not None:
            invalid.connect(lambda sentence: self.argument_invalid.emit(name, sentence))
