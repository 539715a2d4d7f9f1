"""A row of fields for what can be changed while a run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from convviz.core.errors import ComputeError, ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_fields import DecimalField, NumberField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.training.run.live_settings import LiveSetting

Field: TypeAlias = DecimalField | NumberField

_FIELD = 76
_WHOLE_FIELD = 64


def _named(name: str, field: QWidget) -> QWidget:
    """Return a field with its name beside it, which a narrow window keeps together."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACING)
    label = QLabel(name)
    label.setBuddy(field)
    row.addWidget(label)
    row.addWidget(field)
    return pair


class LiveRow(QWidget):
    """Shows what the settings are now; Enter, or leaving a field, has them changed.

    Attributes:
        fields: By the settings' names.

    Signals:
        wanted(LiveSetting, float): A setting is to have another value.
    """

    wanted = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._settings: tuple[LiveSetting, ...] = ()
        self._title = QLabel(self.tr("Change now"))
        self._title.setProperty("role", "caption")
        self._row = FlowLayout(self, gap=SPACING * 4, line_gap=SPACING)
        self._row.setContentsMargins(SPACING, 0, 0, 0)
        self._row.addWidget(self._title)
        self.hide()

    def show_settings(self, settings: Sequence[LiveSetting]) -> None:
        """Show what can be changed; nothing hides the row."""
        settings = tuple(settings)
        if settings == self._settings:
            return
        if [setting.name for setting in settings] != list(self.fields):
            self._build(settings)
        self._settings = settings
        for setting in settings:
            self._show(setting)
        self.setVisible(bool(settings))

    def show_again(self) -> None:
        """Show what the settings are: what was wanted was refused."""
        for setting in self._settings:
            self._show(setting)

    def _show(self, setting: LiveSetting) -> None:
        field = self.fields[setting.name]
        if setting.value is None:
            field.show_nothing(self.tr("scheduled"))
        else:
            field.set_value(setting.value)
        field.setEnabled(not setting.schedule)
        field.setToolTip(self._tip(setting))

    def _tip(self, setting: LiveSetting) -> str:
        if setting.schedule:
            facts = {"setting": setting.name, "schedule": setting.schedule}
            code = ErrorCode.SETTING_SCHEDULED
            if setting.is_whole:
                code = ErrorCode.BATCH_SIZE_SCHEDULED
                del facts["setting"]
            return error_sentence(ComputeError(code, **facts))
        if setting.value is None:
            text = self.tr("Type another {name} and press Enter: the schedule goes on from it")
        else:
            text = self.tr(
                "Type another {name} and press Enter: the next batches are trained with it"
            )
        return text.format(name=setting.name)

    def _build(self, settings: Sequence[LiveSetting]) -> None:
        while self._row.count() > 1:
            item = self._row.takeAt(1)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()
        self.fields = {}
        for setting in settings:
            field: Field = NumberField() if setting.is_whole else DecimalField()
            field.setFixedWidth(_WHOLE_FIELD if setting.is_whole else _FIELD)
            field.setAccessibleName(self.tr("{name} of the run").format(name=setting.name))
            field.settled.connect(lambda name=setting.name: self._on_settled(name))
            self._row.addWidget(_named(setting.name, field))
            self.fields[setting.name] = field

    def _on_settled(self, name: str) -> None:
        value = self.fields[name].value
        setting = next(known for known in self._settings if known.name == name)
        if isinstance(value, int | float) and value != setting.value:
            self.wanted.emit(setting, float(value))
