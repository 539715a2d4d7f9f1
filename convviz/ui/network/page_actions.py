"""The actions of the network page, with their shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.theme import set_icon
from convviz.ui.widgets.keys import with_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.network.code_panel import CodePanel
    from convviz.ui.network.layer_form import LayerForm
    from convviz.ui.network.page import NetworkPage


class NetworkActions(QObject):
    """The actions.

    Attributes:
        of_page: Actions that work wherever the keyboard is on the page.
        of_list: Actions that work while the list of layers has the keyboard.
    """

    def __init__(self, page: NetworkPage) -> None:
        super().__init__(page)
        self.of_page: list[QAction] = []
        self.of_list: list[QAction] = []
        page_list, card_list = self.of_page, self.of_list
        act = self._action
        self.add = act(page_list, self.tr("&Add layer…"), "mdi6.plus", page.open_add_popup,
                       "Ctrl+L", "Insert")  # fmt: skip
        self.duplicate = act(
            page_list, self.tr("&Duplicate"), "mdi6.content-duplicate", page.duplicate, "Ctrl+D"
        )
        self.delete = act(
            card_list, self.tr("D&elete"), "mdi6.trash-can-outline", page.delete, "Del", "Backspace"
        )
        self.move_up = act(page_list, self.tr("Move &up"), "mdi6.arrow-up", page.move_up, "Alt+Up")
        self.move_down = act(
            page_list, self.tr("Move d&own"), "mdi6.arrow-down", page.move_down, "Alt+Down"
        )
        self.toggle = act(
            page_list, self.tr("E&nable or disable"), "mdi6.eye-outline", page.toggle, "Ctrl+E"
        )
        self.copy = act(
            card_list, self.tr("&Copy layers"), "mdi6.content-copy", page.copy, "Ctrl+C"
        )
        self.paste = act(
            page_list,
            self.tr("&Paste layers from code"),
            "mdi6.content-paste",
            page.paste,
            "Ctrl+V",
        )
        self.edit = act(
            card_list, self.tr("Edit pa&rameters"), "mdi6.form-textbox", page.edit_parameters,
            "F2", "Return", "Enter",
        )  # fmt: skip
        self.open = act(
            page_list, self.tr("Open in ca&lculator"), "mdi6.grid", page.open_current_in_calculator,
            "Ctrl+Return", "Ctrl+Enter",
        )  # fmt: skip
        self.copy_code = act(
            page_list, self.tr("Copy the co&de"), "mdi6.code-tags", page.copy_code, "Ctrl+Shift+C"
        )

        self.show_code = act(
            page_list, self.tr("&Show the code"), "mdi6.page-layout-sidebar-right",
            page.show_code, "F9",
        )  # fmt: skip
        self.show_code.setCheckable(True)
        self.show_field = act(
            page_list, self.tr("Show the recepti&ve field"), "mdi6.crop-free",
            page.show_field, "F8",
        )  # fmt: skip
        self.show_field.setCheckable(True)

    def name_keys(self, form: LayerForm, code: CodePanel) -> None:
        """Say in the tooltips of what a form and the code offer which key does the same."""
        for control, action in (
            (form.open_button, self.open),
            (form.enabled_box, self.toggle),
            (code.copy_button, self.copy_code),
        ):
            control.setToolTip(with_keys(control.toolTip(), action))

    def menu(self) -> list[QAction]:
        """Return all actions in the order of a menu, with separators."""
        groups = (
            (self.add, self.duplicate, self.delete),
            (self.move_up, self.move_down, self.toggle),
            (self.copy, self.paste),
            (self.edit, self.open),
            (self.show_code, self.copy_code, self.show_field),
        )
        found: list[QAction] = []
        for group in groups:
            if found:
                line = QAction(self)
                line.setSeparator(True)
                found.append(line)
            found.extend(group)
        return found

    def update_enabled(self, *, selected: int, can_open: bool, first: bool, last: bool) -> None:
        """Enable what can be done with so many selected layers."""
        for action in (self.duplicate, self.delete, self.toggle, self.copy, self.edit):
            action.setEnabled(selected > 0)
        self.move_up.setEnabled(selected > 0 and not first)
        self.move_down.setEnabled(selected > 0 and not last)
        self.open.setEnabled(can_open)

    def _action(
        self,
        group: list[QAction],
        text: str,
        icon_name: str,
        slot: Callable[[], object],
        *shortcuts: str,
    ) -> QAction:
        action = QAction(text, self)
        set_icon(action, icon_name)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(with_keys(action.iconText(), action))
        action.triggered.connect(lambda _checked=False: slot())
        group.append(action)
        return action
