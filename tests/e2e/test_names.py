"""A screen reader finds a name on everything that the keyboard reaches, on every page."""

from __future__ import annotations

from itertools import combinations, product, starmap
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QMenuBar, QWidget

from convviz.ui.commands import menu_commands
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.widgets.keys import keys_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.ui.page_actions import PageActions
    from convviz.ui.shell.main_window import MainWindow
    from convviz.ui.shell.page_entry import Page

pytestmark = pytest.mark.usefixtures("no_formulas")

PAGES = ("calculator", "network", "training", "runs")


@pytest.fixture
def session(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowSession]:
    monkeypatch.setattr(EngineClient, "start", lambda _client: None)
    opened = WindowSession(qapp, SettingsFile(tmp_path / "settings.json"))
    qtbot.addWidget(opened.window)
    opened.show()
    yield opened
    opened.window.close()
    opened.close()


def reachable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def describe(widget: QWidget) -> str:
    names = []
    current: QWidget | None = widget
    while current is not None:
        names.append(f"{type(current).__name__}#{current.objectName()}")
        current = current.parentWidget()
    return " in ".join(names[:5])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_used_without_eyes_or_mouse(session: WindowSession, page: str) -> None:
    """One window for all that is looked up in it: what the keyboard reaches, and the keys."""
    window = session.window
    window.show_page_named(page)
    assert nameless(window) == []
    assert wordless_without_tooltip(window) == []
    check_actions(cast("Page", window.page_named(page)).page_actions, window)
    owners = owners_of_keys(window)
    assert {"F1", "F5", "F11", "Ctrl+Z", "Ctrl+S"} <= owners.keys()
    assert clashes(window) == {}


def nameless(window: QWidget) -> list[str]:
    """Return what the keyboard reaches without a name that a screen reader could say."""
    return [
        describe(widget)
        for widget in reachable(window)
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


def wordless_without_tooltip(window: QWidget) -> list[str]:
    """Return the buttons that are a picture alone, of which no tooltip says what they do."""
    return [
        describe(button)
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and not button.icon().isNull() and not button.toolTip()
    ]


def check_actions(actions: PageActions, window: MainWindow) -> None:
    """Check that every action of a page stands in a menu, with its keys."""
    in_menus = {command.action for command in menu_commands(window.menus.by_use())}
    assert [action.text() for action in actions.all() if action not in in_menus] == []
    for action in actions.all():
        assert action.text()
        assert not action.icon().isNull(), action.text()
        assert action.shortcuts(), action.text()
        assert action.toolTip().endswith(f"({keys_text(action)})")


def owners_of_keys(window: QWidget) -> dict[str, list[tuple[str, list[QWidget]]]]:
    """Return what answers to each key now, and within which widgets: menus, buttons, the page."""
    owners: dict[str, list[tuple[str, list[QWidget]]]] = {}
    for action in window.findChildren(QAction):
        places = places_of(action, window)
        for keys in action.shortcuts() if places else ():
            owners.setdefault(keys.toString(), []).append((action.text(), places))
    for shortcut in window.findChildren(QShortcut):
        place = shortcut.parent()
        if isinstance(place, QWidget) and place.isVisible():
            is_local = shortcut.context() == Qt.ShortcutContext.WidgetWithChildrenShortcut
            owner = describe(place), [place if is_local else window]
            owners.setdefault(shortcut.key().toString(), []).append(owner)
    return owners


def places_of(action: QAction, window: QWidget) -> list[QWidget]:
    """Return the widgets within which the keys of an action are heard."""
    places = action.associatedObjects()
    if action.shortcutContext() != Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return [window] if any(map(is_within_reach, places)) else []
    widgets = [place for place in places if isinstance(place, QWidget)]
    return [place for place in widgets if not isinstance(place, QMenu) and place.isVisible()]


def is_within_reach(place: object) -> bool:
    """Return whether the keys of a menu's or a widget's actions are heard."""
    if isinstance(place, QMenu):
        above = place.parentWidget()
        return isinstance(above, QMenuBar) or is_within_reach(above)
    return isinstance(place, QWidget) and place.isVisible()


def clashes(window: QWidget) -> dict[str, list[str]]:
    """Return the keys of which the focus does not say whose they are, with all that have them."""
    return {
        key: [name for name, _ in owners]
        for key, owners in owners_of_keys(window).items()
        if any(starmap(meet, combinations([places for _, places in owners], 2)))
    }


def meet(places: list[QWidget], others: list[QWidget]) -> bool:
    """Return whether the focus can be in a widget of both."""
    return any(
        place is other or place.isAncestorOf(other) or other.isAncestorOf(place)
        for place, other in product(places, others)
    )


def test_no_two_actions_share_a_shortcut_in_a_presentation(session: WindowSession) -> None:
    session.window.show_page_named("calculator")
    session.window.modes.presentation.trigger()
    owners = owners_of_keys(session.window)
    assert {"Space", "P", "PgDown", "F5", "F11"} <= owners.keys()
    assert clashes(session.window) == {}
