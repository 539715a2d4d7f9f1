"""Everything that can be done now, with its keys: read off the menus, never written down twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something that is done by keys or the mouse in one place, and stands in no menu.

    Attributes:
        keys: What one presses or moves, translated.
        text: What it does, translated.
    """

    keys: str
    text: str


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """Something that a menu offers.

    Attributes:
        menu: Name of the menu in the menu bar.
        submenus: Names of the submenus that lead to it.
        text: Its name.
        keys: Its keys, as the platform writes them; "" for none.
        action: What does it.
    """

    menu: str
    submenus: tuple[str, ...]
    text: str
    keys: str
    action: QAction


def menu_commands(menus: Iterable[QMenu]) -> list[MenuCommand]:
    """Return what menus of the menu bar offer, in their order."""
    return [
        _command(_plain(menu.title()), submenus, action)
        for menu in menus
        if menu.menuAction().isVisible()
        for submenus, action in _inside(menu)
    ]


def _inside(
    menu: QMenu, submenus: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], QAction]]:
    """Yield the actions of a menu and its submenus, each with the submenus' names."""
    menu.aboutToShow.emit()  # a menu that fills itself when it opens does so now
    for action in menu.actions():
        below = action.menu()
        if not action.isVisible():
            continue
        if isinstance(below, QMenu):
            yield from _inside(below, (*submenus, _plain(action.text())))
        elif action.text():
            yield submenus, action


def _command(menu: str, submenus: tuple[str, ...], action: QAction) -> MenuCommand:
    native = QKeySequence.SequenceFormat.NativeText
    keys = [shortcut.toString(native) for shortcut in action.shortcuts()]
    text = _plain(action.text())
    return MenuCommand(menu, submenus, text, " / ".join(key for key in keys if key), action)


def _plain(text: str) -> str:
    """Return a name without the sign in front of its letter for the keyboard."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
