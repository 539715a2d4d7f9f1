"""What a page can do, each declared once: its menus, keys, tooltips and buttons are read off it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from convviz.ui.theme import set_icon
from convviz.ui.widgets.keys import with_keys

if TYPE_CHECKING:
    from convviz.ui.commands import Gesture

Text: TypeAlias = str | Callable[[], str]
"""A translated text, or what returns the one that holds now."""

VIEW_MENU: Final = "view menu"
"""The group of what stands in the window's view menu instead of the page's own."""

PAGE: Final = "page"
"""The scope of keys that work wherever the keyboard is on the page."""


@dataclass(frozen=True, slots=True)
class PageAction:
    """Something that a page can do.

    Attributes:
        name: Its name in code.
        text: Its name on the screen; "&" stands before its letter in menus.
        icon: Name in the icon font.
        keys: Its keys, as Qt writes them.
        act: What it does.
        tip: What it does in a sentence, for tooltips; "" for the text. Keys are added.
        can: Whether it can be done now; None for always.
        why_not: Why it cannot be done, in place of the tooltip; "" for no word.
        is_on: Whether what it switches is on; None where it switches nothing.
        group: Where it stands in the menu; see :class:`PageActions`.
        scope: Where its keys work; see :meth:`PageActions.attach`.
    """

    name: str
    text: Text
    icon: Text
    keys: tuple[str, ...]
    act: Callable[[], object] = lambda: None
    tip: Text = ""
    can: Callable[[], bool] | None = None
    why_not: Text = ""
    is_on: Callable[[], bool] | None = None
    group: str = ""
    scope: str = PAGE


@dataclass(frozen=True, slots=True)
class Submenu:
    """A menu within the page's menu.

    Attributes:
        title: Its name, translated.
        group: The actions in it.
    """

    title: str
    group: str


MenuPart: TypeAlias = str | Submenu | QMenu
"""The actions of a group, a submenu of a group, or a menu that somebody else fills."""


class PageActions(QObject):
    """The actions of a page.

    `page_actions["play"]` is the QAction of that name, for buttons. What can be done, and texts
    that change, are read anew by :meth:`refresh`, which the owner of the page's state calls.
    A field that takes text keeps Space, arrows, letters and signs from the shortcuts by itself.
    """

    def __init__(
        self,
        page: QWidget,
        actions: Iterable[PageAction] = (),
        gestures: Callable[[], Sequence[Gesture]] = lambda: (),
    ) -> None:
        """Make the actions.

        Args:
            page: The page, in which their keys work.
            actions: What it can do, in the order of the menu.
            gestures: Returns what keys and the mouse do beside, for the dialog of keys.
        """
        super().__init__(page)
        self._page = page
        self._declared: dict[str, PageAction] = {}
        self._made: dict[str, QAction] = {}
        self._shown: dict[str, tuple[str, str, bool, str]] = {}
        self._layout: tuple[tuple[MenuPart, ...], ...] = ()
        self._submenus: dict[Submenu, QMenu] = {}
        self._lines: list[QAction] = []
        self._scopes: dict[str, QWidget] = {PAGE: page}
        self.gestures = gestures
        for action in actions:
            self.add(action)

    def __getitem__(self, name: str) -> QAction:
        """Return the action of a name.

        Raises:
            KeyError: The page has no such action.
        """
        return self._made[name]

    def add(self, declared: PageAction) -> QAction:
        """Add what the page can do beside.

        Raises:
            ValueError: The page has an action of this name, or with one of these keys where both
                work. Two scopes have nothing in common but the page.
        """
        name, keys = declared.name, set(declared.keys)
        for other in self._declared.values():
            meets = other.scope == declared.scope or PAGE in {other.scope, declared.scope}
            if other.name == name or (meets and keys & set(other.keys)):
                msg = f"{name} {declared.keys} clashes with {other.name} {other.keys}"
                raise ValueError(msg)
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in declared.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if declared.is_on is not None:
            action.setCheckable(True)
            action.setIconVisibleInMenu(False)  # it would stand where the check is to be seen
        action.triggered.connect(lambda _checked=False: self._do(declared))
        self._declared[name], self._made[name] = declared, action
        if declared.scope in self._scopes:
            self._scopes[declared.scope].addAction(action)
        self._show(declared, action)
        return action

    def attach(self, scope: str, widget: QWidget) -> None:
        """Have the keys of a scope work in a widget alone, as those of a list in the list."""
        self._scopes[scope] = widget
        for name, declared in self._declared.items():
            if declared.scope == scope:
                widget.addAction(self._made[name])

    def all(self) -> list[QAction]:
        """Return every action, in the order in which they were declared."""
        return list(self._made.values())

    def refresh(self) -> None:
        """Read anew what can be done, and under which text."""
        for name, declared in self._declared.items():
            self._show(declared, self._made[name])

    def _do(self, declared: PageAction) -> None:
        declared.act()
        self._show(declared, self._made[declared.name])

    def _show(self, declared: PageAction, action: QAction) -> None:
        if declared.is_on is not None:
            action.setChecked(declared.is_on())
        can = declared.can is None or declared.can()
        tip = _now(declared.tip) if can else _now(declared.why_not)
        now = _now(declared.text), _now(declared.icon), can, tip
        if now == self._shown.get(declared.name):
            return
        self._shown[declared.name] = now
        text, icon, _, _ = now
        action.setText(text)
        if action.data() != icon:
            action.setData(icon)
            set_icon(action, icon)
        action.setEnabled(can)
        action.setToolTip(with_keys(tip or action.iconText(), action))

    # Keys

    def show_keys(self, control: QWidget, *names: str) -> None:
        """Say in a control's tooltip, after its own words, by which keys the same is done."""
        control.setToolTip(with_keys(control.toolTip(), *(self._made[name] for name in names)))

    def replace_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Give some actions other keys, as a presentation does, until :meth:`restore_keys`."""
        for name, texts in keys.items():
            self._made[name].setShortcuts([QKeySequence(text) for text in texts])
            del self._shown[name]  # its tooltip names them
        self.refresh()

    def restore_keys(self) -> None:
        """Give all actions the keys that they were declared with."""
        self.replace_keys({name: declared.keys for name, declared in self._declared.items()})

    # Menus

    def lay_out_menu(self, *sections: Sequence[MenuPart]) -> None:
        """Say how the page's menu is divided.

        Without this, each group is a section, in the order in which they were declared.

        Args:
            sections: What stands between two lines, from top to bottom.
        """
        self._layout = tuple(tuple(section) for section in sections)

    def menu(self) -> list[QAction]:
        """Return what stands in the page's menu now: actions, lines, submenus that hold something.

        An action that no section names stands nowhere: a test compares them with :meth:`all`.
        """
        entries: list[QAction] = []
        lines = 0
        for section in self._layout or [(group,) for group in self._groups()]:
            shown = [entry for part in section for entry in self._entries(part)]
            if entries and shown:
                entries.append(self._line(lines))
                lines += 1
            entries += shown
        return entries

    def views(self) -> list[QAction]:
        """Return what stands in the window's view menu while the page is shown."""
        return self._of_group(VIEW_MENU)

    def _groups(self) -> list[str]:
        groups = dict.fromkeys(declared.group for declared in self._declared.values())
        return [group for group in groups if group != VIEW_MENU]

    def _of_group(self, group: str) -> list[QAction]:
        return [
            self._made[name] for name, action in self._declared.items() if action.group == group
        ]

    def _entries(self, part: MenuPart) -> list[QAction]:
        if isinstance(part, str):
            return self._of_group(part)
        menu = self._filled(part) if isinstance(part, Submenu) else part
        return [] if menu.isEmpty() else [menu.menuAction()]

    def _filled(self, submenu: Submenu) -> QMenu:
        menu = self._submenus.get(submenu)
        if menu is None:
            menu = self._submenus[submenu] = QMenu(submenu.title, self._page)
        menu.clear()
        menu.addActions(self._of_group(submenu.group))
        return menu

    def _line(self, number: int) -> QAction:
        if number == len(self._lines):
            line = QAction(self)
            line.setSeparator(True)
            self._lines.append(line)
        return self._lines[number]


def _now(text: Text) -> str:
    return text if isinstance(text, str) else text()
