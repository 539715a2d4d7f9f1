"""A form of settings: one field for each, beside its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from convviz.ui.setting_texts import setting_name, setting_text
from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.settings.setting_widgets import Field, make_widget, refusal
from convviz.ui.widgets.choice_fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convviz.ui.training.settings.setting_fields import SettingField

FIELD_WIDTH: Final = 124
_NOTHING: Final = object()


class SettingForm(QWidget):
    """Fields beside their names, and under a wrong one the sentence that says why.

    What was typed stays while it is wrong; it is not announced. Settings that are seldom changed
    are folded away, unless one of them is not at its default.

    Attributes:
        fields: The widget of each setting, by name.
        more: Unfolds the rare settings; hidden where there are none.

    Signals:
        edited(str, object): A field has another value, within its limits.
        problems_changed(): A field became wrong, or right again.
    """

    edited = Signal(str, object)
    problems_changed = Signal()

    def __init__(
        self,
        settings: Sequence[SettingField],
        hints: Mapping[str, str] | None = None,
        defaults: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the fields.

        Args:
            settings: What is shown, in order.
            hints: What each setting means; what is not in it has a text of its own.
            defaults: What a rare setting has as long as nobody changed it.
            parent: The parent.

        Raises:
            TypeError: A setting is of a kind that has no field.
        """
        super().__init__(parent)
        self._hints = dict(hints or {})
        self._defaults = dict(defaults or {})
        self._shown: dict[str, object] = {}
        self._problems: dict[str, str] = {}
        self._rare: list[str] = []
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._problem_labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING * 2)
        self._grid.setVerticalSpacing(SPACING)
        self._grid.setColumnStretch(0, 1)
        self.more = QToolButton(self)
        self.more.setText(self.tr("Seldom changed"))
        for setting in sorted(settings, key=lambda setting: setting.rare):
            if setting.rare and not self._rare:
                self._add_more()
            self._add_row(setting)
        self.more.setVisible(bool(self._rare))

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return dict(self._problems)

    def show_values(self, values: object) -> None:
        """Show values, by attribute, without announcing them; what stays is left alone."""
        for name, field in self.fields.items():
            value = getattr(values, name)
            if self._shown.get(name, _NOTHING) == value:
                continue
            self._shown[name] = value
            field.set_value(value)
            self._show_problem(name, "")
            if name in self._rare and value != self._defaults.get(name):
                self.more.setChecked(True)

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why in the tooltips; "" admits them."""
        for name, field in self.fields.items():
            field.setEnabled(not reason)
            field.set_hint(reason or self._hint(name))

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Put something between the name of a setting and its field."""
        place = cast(
            "tuple[int, int, int, int]",
            self._grid.getItemPosition(self._grid.indexOf(self.fields[name])),
        )
        self._grid.addWidget(widget, place[0], 0, Qt.AlignmentFlag.AlignRight)

    def _hint(self, name: str) -> str:
        return self._hints.get(name) or setting_text(name)

    def _add_more(self) -> None:
        self.more.setToolTip(self.tr("Fold or open what is seldom changed"))
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(self._unfold)
        self._grid.addWidget(self.more, self._grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def _add_row(self, setting: SettingField) -> None:
        name = setting.name
        label = QLabel(setting_name(name))
        label.setToolTip(self._hint(name))
        field = make_widget(setting)
        set_state(field, "inline", on=False)
        if isinstance(field, ChoiceField):
            field.setMinimumWidth(FIELD_WIDTH)  # a long choice needs more
        else:
            field.setFixedWidth(FIELD_WIDTH)
        field.setAccessibleName(setting_name(name))
        field.set_hint(self._hint(name))
        label.setBuddy(field)
        sentence = QLabel()
        sentence.setProperty("role", "error")
        sentence.setWordWrap(True)
        sentence.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(sentence, row + 1, 0, 1, 2)
        self.fields[name], self._problem_labels[name] = field, sentence
        self._labels[name] = label
        field.value_changed.connect(lambda value: self._accept(name, value))
        if not isinstance(field, ChoiceField):
            field.set_check(lambda value: refusal(setting, value))
            field.invalid.connect(lambda text: self._show_problem(name, text))
        if setting.rare:
            self._rare.append(name)
            label.hide()
            field.hide()

    def _unfold(self, is_unfolded: bool) -> None:  # noqa: FBT001 - a slot of Qt
        arrow = Qt.ArrowType.DownArrow if is_unfolded else Qt.ArrowType.RightArrow
        self.more.setArrowType(arrow)
        for name in self._rare:
            self._labels[name].setVisible(is_unfolded)
            self.fields[name].setVisible(is_unfolded)
            self._problem_labels[name].setVisible(is_unfolded and name in self._problems)

    def _accept(self, name: str, value: object) -> None:
        self._show_problem(name, "")
        self._shown[name] = value
        self.edited.emit(name, value)

    def _show_problem(self, name: str, sentence: str) -> None:
        self.fields[name].set_problem(sentence)
        self._problem_labels[name].setText(sentence)
        self._problem_labels[name].setVisible(bool(sentence))
        before = dict(self._problems)
        self._problems.pop(name, None)
        if sentence:
            self._problems[name] = sentence
        if before != self._problems:
            self.problems_changed.emit()
