"""The menu of presets, by shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from convviz.core.presets import Preset, PresetGroup, presets
from convviz.ui.calculator.presets.texts import group_name, preset_name, preset_tip
from convviz.ui.widgets.late_menu import LateMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu, QWidget


class PresetMenu(LateMenu):
    """Offers every preset by name.

    Signals:
        chosen(Preset): A preset was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._actions: dict[str, QAction] = {}
        self.setTitle(self.tr("Presets"))
        self.setToolTipsVisible(True)

    def _fill(self) -> None:
        for group in PresetGroup:
            menu = self.addMenu(group_name(group))
            menu.setToolTipsVisible(True)
            for preset in presets():
                if preset.group is group:
                    self._add(menu, preset)

    def preset_action(self, key: str) -> QAction:
        """Return the action of a preset.

        Raises:
            KeyError: No such preset.
        """
        self.fill()
        return self._actions[key]

    def _add(self, menu: QMenu, preset: Preset) -> None:
        action = menu.addAction(preset_name(preset.key))
        action.setToolTip(preset_tip(preset))
        self._actions[preset.key] = action
        action.triggered.connect(lambda _checked=False, chosen=preset: self.chosen.emit(chosen))
