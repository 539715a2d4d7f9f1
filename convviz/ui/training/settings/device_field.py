"""Where a run is trained: the devices that torch can use on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from convviz.ui.setting_texts import setting_name, setting_text
from convviz.ui.theme import set_state
from convviz.ui.training.settings.devices import AUTO
from convviz.ui.training.settings.setting_form import FIELD_WIDTH
from convviz.ui.widgets.choice_fields import ChoiceField

if TYPE_CHECKING:
    from convviz.ui.training.settings.devices import DeviceList


def device_name(device: str) -> str:
    """Return what a device is called: "cuda:1" is CUDA 1."""
    kind, _, number = device.partition(":")
    name = {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"}.get(kind, kind)
    return f"{name} {number}" if number else name


def device_problem(device: str, devices: DeviceList) -> str:
    """Return why a device cannot be used here; "" if it can, or if nobody knows yet."""
    if not devices.lacks(device):
        return ""
    return QCoreApplication.translate(
        "DeviceField", "torch finds no {device} on this computer. Choose another device"
    ).format(device=device_name(device))


class DeviceField(QWidget):
    """The choice of a device: "auto" alone until the engine has told which there are.

    A device that a document brings along and this computer lacks stays in sight, marked as wrong.

    Attributes:
        field: The choice.

    Signals:
        chosen(str): another device, as a document spells it.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = setting_text("device")
        self._reason = ""
        self._shown = [AUTO]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(setting_name("device"))
        label.setToolTip(self._hint)
        row.addWidget(label)
        row.addStretch(1)
        self.field = ChoiceField([(device_name(AUTO), AUTO)])
        set_state(self.field, "inline", on=False)
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setAccessibleName(setting_name("device"))
        self.field.value_changed.connect(self.chosen.emit)
        row.addWidget(self.field)

    def show_device(self, device: str, devices: DeviceList) -> None:
        """Show the chosen device among those that there are, without announcing it."""
        known = devices.known or {}
        names = list(dict.fromkeys((AUTO, *known, device)))
        if names != self._shown:
            self._shown = names
            self.field.set_choices([(device_name(name), name) for name in names])
            for place, name in enumerate(names):
                text = known.get(name, "")
                self.field.setItemData(place, text, Qt.ItemDataRole.ToolTipRole)
        self.field.set_value(device)
        self.field.set_problem(device_problem(device, devices))
        self._hint = setting_text("device")
        best = devices.automatic()
        if best:
            here = self.tr("On this computer auto means {device}.").format(
                device=f"{device_name(best)} ({known[best]})"
            )
            self._hint = f"{self._hint}\n{here}"
        self._show_hint()

    def set_locked(self, reason: str) -> None:
        """Admit no other device and say why; "" admits it."""
        self._reason = reason
        self.field.setEnabled(not reason)
        self._show_hint()

    def _show_hint(self) -> None:
        self.field.set_hint(self._reason or self._hint)
