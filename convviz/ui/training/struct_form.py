"""A form made from a settings Struct: one field for each of its numbers and flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.setting_texts import setting_name, setting_text
from convviz.ui.training.struct_fields import FieldKind, Limits, StructField, fields_of
from convviz.ui.widgets.choice_fields import BoolField
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Collection

    import msgspec

Field: TypeAlias = NumberField | DecimalField | BoolField

FIELD_WIDTH: Final = 112


class StructForm(QWidget):
    """Fields beside their names, and under a wrong one the sentence that says why.

    What was typed stays while it is wrong; it is not announced.

    Signals:
        edited(str, object): A field has another value, within its limits.
        problems_changed(): A field became wrong, or right again.
    """

    edited = Signal(str, object)
    problems_changed = Signal()

    def __init__(
        self,
        struct: type[msgspec.Struct],
        names: Collection[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the fields.

        Args:
            struct: The Struct's type.
            names: Which of its fields; None for all numbers and flags.
            parent: The parent.
        """
        super().__init__(parent)
        self._shown: dict[str, object] = {}
        self._problems: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self._sentences: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING * 2)
        self._grid.setVerticalSpacing(SPACING)
        self._grid.setColumnStretch(0, 1)
        for known in fields_of(struct):
            if names is None or known.name in names:
                self._add_row(known)

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return dict(self._problems)

    def show_values(self, values: msgspec.Struct) -> None:
        """Show values without announcing them; a field whose value stays is left alone."""
        for name, field in self.fields.items():
            value = getattr(values, name)
            if name in self._shown and self._shown[name] == value:
                continue
            self._shown[name] = value
            field.set_value(value)
            self._show_problem(name, "")

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why in the tooltips; "" admits them."""
        for name, field in self.fields.items():
            field.setEnabled(not reason)
            field.set_hint(reason or setting_text(name))

    def _add_row(self, known: StructField) -> None:
        label = QLabel(setting_name(known.name))
        label.setToolTip(setting_text(known.name))
        field = _make_field(known)
        set_state(field, "inline", on=False)
        field.setFixedWidth(FIELD_WIDTH)
        field.setAccessibleName(setting_name(known.name))
        field.set_hint(setting_text(known.name))
        label.setBuddy(field)
        sentence = QLabel()
        sentence.setProperty("role", "error")
        sentence.setWordWrap(True)
        sentence.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(sentence, row + 1, 0, 1, 2)
        self.fields[known.name], self._sentences[known.name] = field, sentence
        field.value_changed.connect(lambda value: self._take(known, value))
        if not isinstance(field, BoolField):
            field.set_check(lambda value: self._refusal(known.limits, value))
            field.invalid.connect(lambda text: self._show_problem(known.name, text))

    def _refusal(self, limits: Limits, value: object) -> str:
        """Return why a value is not taken; "" where it is."""
        is_outside = isinstance(value, int | float) and not limits.admit(value)
        return self._limits_sentence(limits) if is_outside else ""

    def _take(self, known: StructField, value: object) -> None:
        self._show_problem(known.name, "")
        self._shown[known.name] = value
        self.edited.emit(known.name, value)

    def _show_problem(self, name: str, sentence: str) -> None:
        self.fields[name].set_problem(sentence)
        self._sentences[name].setText(sentence)
        self._sentences[name].setVisible(bool(sentence))
        before = dict(self._problems)
        self._problems.pop(name, None)
        if sentence:
            self._problems[name] = sentence
        if before != self._problems:
            self.problems_changed.emit()

    def _limits_sentence(self, limits: Limits) -> str:
        low, high, below = map(_limit_text, (limits.minimum, limits.maximum, limits.below))
        if low and high:
            return self.tr("Write a number from {low} to {high}.").format(low=low, high=high)
        if low and below:
            return self.tr("Write a number from {low} to below {below}.").format(
                low=low, below=below
            )
        if low:
            return self.tr("Write a number of at least {low}.").format(low=low)
        return self.tr("Write a finite number.")


def _limit_text(limit: float | None) -> str:
    """Return a limit in digits where it is a whole number, however large."""
    if limit is None:
        return ""
    return number_text(limit) if isinstance(limit, int) else QLocale().toString(limit, "g", 12)


def _make_field(known: StructField) -> Field:
    minimum, maximum = known.limits.minimum, known.limits.maximum
    match known.kind:
        case FieldKind.FLAG:
            return BoolField()
        case FieldKind.DECIMAL:
            return DecimalField()
        case FieldKind.INTEGER | FieldKind.OPTIONAL_INTEGER:
            optional = known.kind is FieldKind.OPTIONAL_INTEGER
            field = NumberField(0, words={"None": None} if optional else None)
            field.set_limits(_whole(minimum), _whole(maximum))
            return field


def _whole(limit: float | None) -> int | None:
    return None if limit is None else int(limit)
