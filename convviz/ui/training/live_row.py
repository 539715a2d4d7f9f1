"""A row of fields for what can be changed while a run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from convviz.core.errors import ComputeError, ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.widgets.number_fields import DecimalField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.training.live_settings import LiveSetting

_FIELD = 84


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
        self.fields: dict[str, DecimalField] = {}
        self._settings: tuple[LiveSetting, ...] = ()
        self._title = QLabel(self.tr("Change now"))
        self._title.setProperty("role", "caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACING, 0, 0, 0)
        self._row.setSpacing(SPACING * 2)
        self._row.addWidget(self._title)
        self._row.addStretch(1)
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
            return error_sentence(ComputeError(ErrorCode.SETTING_SCHEDULED, **facts))
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
            field = DecimalField()
            field.setFixedWidth(_FIELD)
            field.setAccessibleName(self.tr("{name} of the run").format(name=setting.name))
            field.settled.connect(lambda name=setting.name: self._on_settled(name))
            label = QLabel(setting.name)
            label.setBuddy(field)
            self._row.addWidget(label)
            self._row.addWidget(field)
            self.fields[setting.name] = field
        self._row.addStretch(1)

    def _on_settled(self, name: str) -> None:
        value = self.fields[name].value
        setting = next(known for known in self._settings if known.name == name)
        if isinstance(value, int | float) and value != setting.value:
            self.wanted.emit(setting, float(value))
