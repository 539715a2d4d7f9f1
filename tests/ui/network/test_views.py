"""The views of the whole network: one at a time, each with its tools beside or below the switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from convviz.ui.network.state import View

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.network.page import NetworkPage


@pytest.mark.parametrize("width", [900, 1280, 1920])
def test_every_view_can_be_chosen_by_its_whole_name_whatever_tools_another_has(
    page: NetworkPage, qtbot: QtBot, width: int
) -> None:
    page.resize(width, 700)
    views = page.panels.views
    for view in View:
        page.show_view(view)
        tools = views.view(view).tools
        qtbot.waitUntil(tools.isVisible)
        assert [other.tools.isVisible() for other in views._built.values()].count(True) == 1
    if width >= 1920:
        for button in views.switch.buttons.values():
            assert button.width() >= button.sizeHint().width()


def test_where_there_is_no_room_for_all_names_the_chosen_view_keeps_its_own(
    page: NetworkPage, qtbot: QtBot
) -> None:
    switch = page.panels.views.switch
    page.resize(1280, 700)
    page.panels.setSizes([500, 260, 500])
    page.show_view(View.TABLE)
    qtbot.waitUntil(lambda: switch.width() < switch.sizeHint().width())
    named = [
        key
        for key, button in switch.buttons.items()
        if button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextOnly
    ]
    assert named == [View.TABLE]
    assert all(not button.icon().isNull() for button in switch.buttons.values())
    page.panels.setSizes([200, 900, 180])
    qtbot.waitUntil(lambda: switch.width() == switch.sizeHint().width())
    assert all(
        button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextOnly
        for button in switch.buttons.values()
    )


def test_names_come_back_only_where_there_is_room_for_all_of_them(page: NetworkPage) -> None:
    switch = page.panels.views.switch
    page.resize(1920, 700)
    page.show_view(View.DRAWING)
    whole = switch.sizeHint().width()
    for width in (whole, whole - 60, whole - 1, whole - 10):
        switch.resize(width, switch.height())
        styles = {button.toolButtonStyle() for button in switch.buttons.values()}
        assert (len(styles) == 1) == (width == whole), width
        assert switch.sizeHint().width() == whole


def test_the_switch_that_follows_keeps_within_a_narrow_form_by_its_icon_alone(
    page: NetworkPage, qtbot: QtBot
) -> None:
    page.layers.cards.select([0])
    field = page.form.field("in_channels")
    switch = field.follow
    assert switch is not None
    styles = Qt.ToolButtonStyle
    field.setFixedWidth(field.minimumSizeHint().width())
    qtbot.waitUntil(lambda: switch.toolButtonStyle() is styles.ToolButtonIconOnly)
    assert switch.geometry().right() < field.width() < field.sizeHint().width()
    field.setFixedWidth(field.sizeHint().width())
    qtbot.waitUntil(lambda: switch.toolButtonStyle() is styles.ToolButtonTextBesideIcon)
