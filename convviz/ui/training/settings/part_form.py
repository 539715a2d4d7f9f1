"""Which loss, optimiser or other part of a training, and the fields that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from convviz.core.call_code import full_code
from convviz.core.calls import Call
from convviz.ui.call_texts import call_summary, parameter_hint
from convviz.ui.setting_texts import setting_name, setting_text
from convviz.ui.theme import SPACING, set_icon, set_state
from convviz.ui.training.settings.setting_fields import fields_of_call
from convviz.ui.training.settings.setting_form import SettingForm
from convviz.ui.widgets.choice_fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convviz.ui.training.settings.editor import TrainingEditor

CallT = TypeVar("CallT", bound=Call)

_KIND_WIDTH: Final = 176
_VARIABLES: Final = {"loss": "criterion", "optimiser": "optimizer", "schedule": "scheduler"}
"""What torch's users call each of them."""


class PartForm(QWidget, Generic[CallT]):
    """The kind of a part of the training, what it does, and the settings that the kind has.

    Attributes:
        kind: The choice of a kind.
        form: The settings of the kind; None where there is no such part.
        copy_button: Copies the part as PyTorch code.

    Signals:
        problems_changed(): a field became wrong, or right again.
    """

    problems_changed = Signal()

    def __init__(
        self,
        name: str,
        types: Mapping[str, type[CallT]],
        editor: TrainingEditor,
        note: Callable[[CallT], str],
        absent: str = "",
    ) -> None:
        """Make the choice.

        Args:
            name: Of the part, as the document has it.
            types: The kinds, by name.
            editor: Takes the edits.
            note: What is to be said of a part beside what its kind does.
            absent: What it is called to have no such part; "" where there must be one.
        """
        super().__init__()
        self._name = name
        self._editor = editor
        self._note = note
        self._remembered: dict[type[Call], CallT] = {}
        self._reason = ""
        self._companions: dict[str, Callable[[], QWidget]] = {}
        self._value: CallT | None = None
        self.form: SettingForm | None = None
        self._shown_kind: type[CallT] | None = None
        first: list[tuple[str, object]] = [(absent, None)] if absent else []
        self.kind = ChoiceField([*first, *types.items()])
        set_state(self.kind, "inline", on=False)
        self.kind.setFixedWidth(_KIND_WIDTH)
        self.kind.setAccessibleName(setting_name(name))
        self.kind.value_changed.connect(self._change_kind)
        self.copy_button = QToolButton()
        set_icon(self.copy_button, "mdi6.content-copy")
        self.copy_button.setAutoRaise(True)
        self.copy_button.setAccessibleName(self.tr("Copy as PyTorch code"))
        self.copy_button.clicked.connect(self._copy)
        self._summary = QLabel()
        self._summary.setProperty("role", "caption")
        self._summary.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.kind)
        head.addStretch(1)
        head.addWidget(self.copy_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING * 2)
        self._column.addLayout(head)
        self._column.addWidget(self._summary)

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return {} if self.form is None else self.form.problems

    def show_value(self, value: CallT | None) -> None:
        """Show a part without announcing it."""
        kind = None if value is None else type(value)
        if self._shown_kind is not kind:
            self._build(kind)
        self._value = value
        self.kind.set_value(kind)
        self.copy_button.setVisible(value is not None and bool(self._code(value)))
        if value is not None:
            self._remembered[type(value)] = value
            self.copy_button.setToolTip(self._code(value))
            self._summary.setText(
                " ".join(filter(None, (call_summary(type(value)), self._note(value))))
            )
        self._summary.setVisible(value is not None)
        if self.form is not None and value is not None:
            self.form.show_values(value)

    def put_beside(self, name: str, make: Callable[[], QWidget]) -> None:
        """Have something made beside a setting, in the form of every kind that has it."""
        self._companions[name] = make
        self._add_companions()

    def _add_companions(self) -> None:
        for name, make in self._companions.items():
            if self.form is not None and name in self.form.fields:
                self.form.put_beside(name, make())

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why in the tooltips; "" admits them."""
        self._reason = reason
        self.kind.setEnabled(not reason)
        self.kind.set_hint(reason or setting_text(self._name))
        if self.form is not None:
            self.form.set_locked(reason)

    def _build(self, kind: type[CallT] | None) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._shown_kind = kind
        if kind is not None:
            hints = {name: parameter_hint(kind, name) for name in kind.parameters()}
            self.form = SettingForm(fields_of_call(kind), hints, kind.defaults())
            self.form.edited.connect(
                lambda name, value: self._editor.set_part(self._name, name, value)
            )
            self.form.problems_changed.connect(self.problems_changed)
            self._column.addWidget(self.form)
            self._add_companions()
        self.problems_changed.emit()

    def _change_kind(self, kind: type[CallT] | None) -> None:
        """Take another kind, with the settings that it had when it was last chosen."""
        value = None if kind is None else self._remembered.get(kind) or self._editor.new_part(kind)
        self._editor.set(self._name, value)

    def _code(self, value: CallT) -> str:
        """Return a part as a line of PyTorch; "" where torch has no such thing."""
        if not value.group.startswith("torch"):
            return ""
        variable = _VARIABLES.get(self._name, "")
        return f"{variable} = {full_code(value)}" if variable else full_code(value)

    def _copy(self) -> None:
        if self._value is not None:
            QApplication.clipboard().setText(self._code(self._value))
