"""The page's menu: what one does most on top, the rest in submenus, one a concern."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.ui.calculator.call_bar import CallBar

_GROUP = "group"
"""The property of an action that says where it belongs."""


class ActionGroup(StrEnum):
    """What an action is about."""

    LAYER = "layer"
    STEPS = "steps"
    CHANNELS = "channels"
    NUMBERS = "numbers"
    VIEW = "view"
    EXPORT = "export"


def put_into(action: QAction, group: ActionGroup) -> None:
    """Say what an action is about."""
    action.setProperty(_GROUP, group.value)


class PageMenu(QObject):
    """Keeps the submenus."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._steps = QMenu(self.tr("Steps"), page)
        self._channels = QMenu(self.tr("Channels"), page)
        self._views = QMenu(self.tr("Picture"), page)

    def entries(self, actions: Iterable[QAction], bar: CallBar) -> list[QAction]:
        """Return what stands in the menu, from top to bottom.

        Args:
            actions: The page's actions.
            bar: Has menus of layers, presets and numbers.
        """
        groups: dict[str, list[QAction]] = {group.value: [] for group in ActionGroup}
        for action in actions:
            groups[str(action.property(_GROUP) or ActionGroup.STEPS)].append(action)
        play, *steps = groups[ActionGroup.STEPS]
        parts = (
            [*groups[ActionGroup.LAYER], bar.types.menuAction(), bar.presets.menuAction()],
            [
                play,
                _filled(self._steps, steps),
                _filled(self._channels, groups[ActionGroup.CHANNELS]),
            ],
            [bar.numbers.menuAction(), *groups[ActionGroup.NUMBERS]],
            [_filled(self._views, groups[ActionGroup.VIEW])],
            groups[ActionGroup.EXPORT],
        )
        entries: list[QAction] = []
        for part in parts:
            shown = [entry for entry in part if entry.menu() is None or not _is_empty(entry)]
            if entries and shown:
                entries.append(self._separator())
            entries += shown
        return entries

    def _separator(self) -> QAction:
        line = QAction(self)
        line.setSeparator(True)
        return line


def _filled(menu: QMenu, actions: list[QAction]) -> QAction:
    """Return the entry of a submenu with these actions."""
    menu.clear()
    menu.addActions(actions)
    return menu.menuAction()


def _is_empty(entry: QAction) -> bool:
    menu = entry.menu()
    return isinstance(menu, QMenu) and menu.isEmpty()
