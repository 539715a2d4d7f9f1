"""What a page declares that it can do, as its menus, keys, tooltips and buttons show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from convviz.ui.page_actions import VIEW_MENU, PageAction, PageActions, Submenu
from convviz.ui.widgets.action_button import ActionButton
from tests.support.windows import show_active

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot


class Lamp(QWidget):
    """A page with a lamp, a list in it, and a text field."""

    def __init__(self) -> None:
        super().__init__()
        self.is_lit, self.has_power, self.presses = False, True, 0
        self.list = QPushButton("list", self)
        self.field = QLineEdit(self)
        layout = QVBoxLayout(self)
        for part in (self.list, self.field):
            layout.addWidget(part)
        self.page_actions = PageActions(
            self,
            [
                PageAction(
                    "light",
                    lambda: "Put &out" if self.is_lit else "&Light",
                    lambda: "mdi6.pause" if self.is_lit else "mdi6.play",
                    ("L", "F7"),
                    self.switch,
                    tip="Turn the lamp on or off",
                    can=lambda: self.has_power,
                    why_not="The lamp has no power",
                    is_on=lambda: self.is_lit,
                    group="lamp",
                ),
                PageAction("press", "&Press…", "mdi6.plus", ("Del",), self.press, scope="list"),
                PageAction("near", "Near", "mdi6.plus", ("F8",), group=VIEW_MENU),
            ],
        )
        self.page_actions.attach("list", self.list)

    def switch(self) -> None:
        """Turn the lamp on or off."""
        self.is_lit = not self.is_lit

    def press(self) -> None:
        """Count."""
        self.presses += 1


@pytest.fixture
def lamp(qtbot: QtBot) -> Lamp:
    made = Lamp()
    show_active(qtbot, made)
    made.list.setFocus()
    return made


def texts(actions: list[QAction]) -> list[str]:
    return ["-" if action.isSeparator() else action.text() for action in actions]


def test_every_key_does_the_action(lamp: Lamp) -> None:
    QTest.keyClick(lamp.list, Qt.Key.Key_F7)
    assert lamp.is_lit
    QTest.keyClick(lamp.list, Qt.Key.Key_L)
    assert not lamp.is_lit


def test_a_field_keeps_its_letters(lamp: Lamp) -> None:
    lamp.field.setFocus()
    QTest.keyClick(lamp.field, Qt.Key.Key_L)
    assert (lamp.field.text(), lamp.is_lit) == ("l", False)


def test_keys_of_a_scope_work_there_alone(lamp: Lamp) -> None:
    QTest.keyClick(lamp.list, Qt.Key.Key_Delete)
    lamp.field.setFocus()
    QTest.keyClick(lamp.field, Qt.Key.Key_Delete)
    assert lamp.presses == 1


def test_text_icon_check_and_tooltip_follow_what_it_does(lamp: Lamp) -> None:
    light = lamp.page_actions["light"]
    assert (light.text(), light.data(), light.isChecked()) == ("&Light", "mdi6.play", False)
    assert light.toolTip() == "Turn the lamp on or off (L)"
    light.trigger()
    assert (light.text(), light.data(), light.isChecked()) == ("Put &out", "mdi6.pause", True)


def test_an_action_that_cannot_be_done_says_why(lamp: Lamp) -> None:
    lamp.has_power = False
    lamp.page_actions.refresh()
    light = lamp.page_actions["light"]
    assert not light.isEnabled()
    assert light.toolTip() == "The lamp has no power (L)"


def test_a_button_wears_text_tooltip_and_state_of_its_action(lamp: Lamp) -> None:
    button = ActionButton(lamp.page_actions["light"], parent=lamp)
    button.click()
    assert (button.text(), button.toolTip()) == ("Put &out", "Turn the lamp on or off (L)")
    lamp.has_power = False
    lamp.page_actions.refresh()
    assert (button.isEnabled(), button.toolTip()) == (False, "The lamp has no power (L)")


def test_a_name_with_dots_and_a_letter_has_a_plain_tooltip(lamp: Lamp) -> None:
    assert lamp.page_actions["press"].toolTip().startswith("Press (")


def test_keys_can_be_lent_and_tooltips_follow(lamp: Lamp) -> None:
    lamp.page_actions.replace_keys({"light": ("P",), "near": ()})
    assert lamp.page_actions["light"].toolTip() == "Turn the lamp on or off (P)"
    assert lamp.page_actions["near"].toolTip() == "Near"
    lamp.page_actions.restore_keys()
    assert lamp.page_actions["light"].toolTip() == "Turn the lamp on or off (L)"
    assert lamp.page_actions["near"].toolTip() == "Near (F8)"


def test_a_control_of_its_own_names_the_keys(lamp: Lamp) -> None:
    lamp.list.setToolTip("More light")
    lamp.page_actions.show_keys(lamp.list, "light", "near")
    assert lamp.list.toolTip() == "More light (L / F8)"


def test_groups_are_divided_by_lines_and_views_stand_elsewhere(lamp: Lamp) -> None:
    assert texts(lamp.page_actions.menu()) == ["&Light", "-", "&Press…"]
    assert texts(lamp.page_actions.views()) == ["Near"]
    assert len(lamp.page_actions.all()) == 3


def test_a_menu_can_be_laid_out_and_empty_submenus_are_left_out(lamp: Lamp) -> None:
    empty, full = QMenu("Empty", lamp), QMenu("Full", lamp)
    full.addAction("In it")
    lamp.page_actions.lay_out_menu((empty,), (Submenu("Lamps", "lamp"), full), ("", "nobody"))
    assert texts(lamp.page_actions.menu()) == ["Lamps", "Full", "-", "&Press…"]
    entries = lamp.page_actions.menu()  # it is asked for whenever the page is shown
    assert texts(entries) == ["Lamps", "Full", "-", "&Press…"]
    lamps = entries[0].menu()
    assert isinstance(lamps, QMenu)
    assert texts(list(lamps.actions())) == ["&Light"]


@pytest.mark.parametrize("clash", [{"name": "press"}, {"keys": ("F9", "F7")}])
def test_a_name_or_a_key_that_is_taken_is_refused(lamp: Lamp, clash: dict[str, str]) -> None:
    fresh = PageAction("fresh", "Fresh", "mdi6.plus", ("F9",))
    with pytest.raises(ValueError, match="clashes with"):
        lamp.page_actions.add(replace(fresh, **clash))  # type: ignore[arg-type]
