"""The network page by keyboard, mouse, clipboard and screen reader; its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from convviz.core.code.writing import parse_layers
from convviz.core.layers.linear import Linear
from convviz.ui.network.cards.card_drag import HOT_SPOT
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import View
from tests.support.network_page import (
    FIRST_LINEAR,
    FLATTEN,
    LAST_LINEAR,
    POOL,
    layer_card,
    names,
    parameter,
    shapes,
    show,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore


def test_keys_delete_duplicate_move_and_disable(page: NetworkPage, store: DocumentStore) -> None:
    cards = page.layers.cards
    cards.select([POOL])
    QTest.keyClick(cards, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(page)[:3] == ["Conv2d", "MaxPool2d", "MaxPool2d"]
    assert cards.selected_rows() == [2]
    QTest.keyClick(cards, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cards.selected_rows() == [1]
    QTest.keyClick(cards, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert cards.selected_rows() == [2]
    QTest.keyClick(cards, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not store.document.network.layers[2].enabled
    assert "# nn.MaxPool2d(kernel_size=2)," in page.code.text
    QTest.keyClick(cards, Qt.Key.Key_Delete)
    assert names(page)[:3] == ["Conv2d", "MaxPool2d", "Conv2d"]
    assert cards.selected_rows() == [2]
    names_of_edits = [store.undo_stack.text(n) for n in range(store.undo_stack.count())]
    assert names_of_edits == [
        "Duplicate MaxPool2d",
        "Disable MaxPool2d",
        "Delete MaxPool2d",
    ]


def test_moving_past_the_ends_is_no_edit(page: NetworkPage, store: DocumentStore) -> None:
    page.layers.cards.select([0])
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert store.undo_stack.count() == 0
    assert page.layers.cards.selected_rows() == [0]


def test_several_layers_are_chosen_with_shift_and_deleted_at_once(
    page: NetworkPage, store: DocumentStore
) -> None:
    cards = page.layers.cards
    cards.select([0])
    QTest.keyClick(cards, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(cards, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert cards.selected_rows() == [0, 1, 2]
    QTest.keyClick(cards, Qt.Key.Key_Delete)
    assert len(names(page)) == 6
    assert store.undo_stack.undoText() == "Delete 3 layers"
    store.undo_stack.undo()
    assert len(names(page)) == 9


def test_delete_in_a_field_edits_the_text_and_no_layer(page: NetworkPage) -> None:
    field = parameter(page, "kernel_size")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == ""
    assert len(names(page)) == 9


def test_a_dropped_layer_moves_to_where_it_was_dropped(
    page: NetworkPage, store: DocumentStore
) -> None:
    cards = page.layers.cards
    model = cards.model()
    data = model.mimeData([model.index(FLATTEN, 0)])
    place = cards.visualRect(model.index(0, 0)).topLeft() + QPoint(40, 4)
    event = QDropEvent(
        QPointF(place),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    cards.dropEvent(event)
    assert names(page)[:2] == ["Flatten", "Conv2d"]
    assert cards.selected_rows() == [0]
    assert store.undo_stack.undoText() == "Move Flatten"
    assert len(names(page)) == 9


def test_where_dragged_layers_will_land_is_shown_beside_the_chip(page: NetworkPage) -> None:
    cards = page.layers.cards
    before = cards.viewport().grab().toImage()
    model = cards.model()
    data = model.mimeData([model.index(FLATTEN, 0)])
    second = cards.visualRect(model.index(1, 0))
    event = QDragMoveEvent(
        second.topLeft() + QPoint(40, 4),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    cards.dragMoveEvent(event)
    shown = cards.viewport().grab().toImage()

    changed = [
        y
        for y in range(before.height())
        if any(before.pixel(x, y) != shown.pixel(x, y) for x in range(0, before.width(), 7))
    ]
    assert changed
    assert max(changed) - min(changed) <= 16
    assert abs(sum(changed) / len(changed) - second.top()) < 24
    # The chip hangs right of the pointer and below it.
    assert HOT_SPOT.x() < 0
    assert HOT_SPOT.y() < 0


def test_the_eye_of_a_card_disables_its_layer(page: NetworkPage, store: DocumentStore) -> None:
    cards = page.layers.cards
    index = cards.model().index(POOL, 0)
    eye = cards.delegate.parts(cards.visualRect(index), index).toggle.center()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert not store.document.network.layers[POOL].enabled
    assert shapes(page)[POOL] == (32, 32, 32)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert store.document.network.layers[POOL].enabled


def test_the_code_is_in_step_and_can_be_had_as_a_module(page: NetworkPage) -> None:
    layers = tuple(layer_card(page, row).layer for row in range(len(page.layers.cards.cards)))
    assert parse_layers(page.code.text) == layers
    page.code.module_button.click()
    assert "class Net(nn.Module):" in page.code.text
    page.layers.cards.select([POOL])
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Delete)
    assert "self.max_pool3" not in page.code.text
    page.code.copy()
    assert QGuiApplication.clipboard().text() == page.code.text


def test_clicking_a_line_of_code_chooses_its_layer(page: NetworkPage) -> None:
    page.code.layer_clicked.emit(FIRST_LINEAR)
    assert page.layers.cards.selected_rows() == [FIRST_LINEAR]
    assert page.form.field_names() == ["in_features", "out_features", "bias"]


@pytest.mark.display
def test_copied_layers_are_code_and_pasted_code_becomes_layers(
    page: NetworkPage, store: DocumentStore
) -> None:
    cards = page.layers.cards
    cards.select([0, 1])
    QTest.keyClick(cards, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == "nn.Conv2d(3, 32, kernel_size=5, padding=2),\nnn.MaxPool2d(kernel_size=2),\n"
    cards.select([LAST_LINEAR])
    QGuiApplication.clipboard().setText("model = nn.Sequential(nn.Linear(10, 4), nn.Softmax(1))")
    QTest.keyClick(cards, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert names(page)[-3:] == ["Linear", "Linear", "Softmax"]
    assert store.document.network.layers[-2].follows == {"in_features"}
    assert store.undo_stack.undoText() == "Add 2 layers"


def test_pasted_text_that_is_no_code_is_told_and_changes_nothing(
    page: NetworkPage, store: DocumentStore
) -> None:
    QGuiApplication.clipboard().setText("import os; os.system('true')")
    QTest.keyClick(page.layers.cards, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.isVisible()
    assert "os.system" in page.notice.sentence
    assert store.undo_stack.count() == 0


def test_another_view_of_the_network_is_chosen_by_a_key_and_shown_next_time(
    qtbot: QtBot, page: NetworkPage, store: DocumentStore
) -> None:
    assert page.panels.drawing.isVisible()
    QTest.keyClick(page.layers.cards, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert page.field.isVisible()
    assert not page.panels.drawing.isVisible()
    assert not page.code.isVisible()
    assert not page.code.tools.isVisible()
    again = NetworkPage(store)
    qtbot.addWidget(again)
    again.show()
    assert again.field.isVisible()
    page.panels.views.switch.buttons["code"].click()
    assert page.code.isVisible()


def test_the_code_that_is_copied_is_the_networks_also_where_another_view_is_shown(
    page: NetworkPage,
) -> None:
    page.show_view(View.FIELD)
    page.layers.cards.select([0])
    page.form.field("out_channels").field.value_changed.emit(20)
    page.page_actions["copy code"].trigger()
    assert "nn.Conv2d(3, 20, kernel_size=5" in QGuiApplication.clipboard().text()


def test_the_parameters_can_be_hidden_stay_hidden_and_come_back_to_be_edited(
    qtbot: QtBot, page: NetworkPage, store: DocumentStore
) -> None:
    QTest.keyClick(page.layers.cards, Qt.Key.Key_F9)
    assert not page.form.isVisible()
    again = NetworkPage(store)
    qtbot.addWidget(again)
    again.show()
    assert not again.form.isVisible()
    QTest.keyClick(page.layers.cards, Qt.Key.Key_F2)
    assert page.form.isVisible()


@pytest.mark.display
def test_return_leads_from_a_card_to_its_first_field(page: NetworkPage) -> None:
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Return)
    assert parameter(page, "in_channels").hasFocus()


def test_tab_goes_through_the_form_from_top_to_bottom_and_back(page: NetworkPage) -> None:
    form = page.form
    for row in (0, 1):  # their fields are made anew for each type of layer
        page.layers.cards.select([row])
        QApplication.processEvents()  # what was made anew appears
        fields = [form.field(name) for name in form.field_names()]
        parts = [part for field in fields for part in (field.field, field.follow) if part]
        order = [form.enabled_box, form.name_field, *parts, form.open_button]
        order[0].setFocus()
        for key, way in ((Qt.Key.Key_Tab, order), (Qt.Key.Key_Backtab, order[::-1])):
            for part in way:
                assert part.hasFocus(), part.accessibleName()
                if part is not way[-1]:
                    QTest.keyClick(part, key)


@pytest.mark.display
def test_the_context_menu_of_a_card_offers_every_action(page: NetworkPage) -> None:
    page.layers.cards.customContextMenuRequested.emit(QPoint(60, 20))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {action.text() for action in menu.actions()} >= {
        action.text() for action in page.page_actions.menu()
    }
    menu.close()


def test_every_action_has_a_name_a_shortcut_and_a_tooltip(page: NetworkPage) -> None:
    actions = [action for action in page.page_actions.menu() if not action.isSeparator()]
    assert len(actions) >= 10
    shortcuts = [key.toString() for action in actions for key in action.shortcuts()]
    # Space folds in the list of layers, and plays in the graph: each has the keyboard alone.
    assert sorted(shortcuts) == sorted([*set(shortcuts), "Space"])
    for action in actions:
        assert action.text()
        assert action.shortcuts()
        assert action.toolTip()


def test_whatever_takes_the_keyboard_has_a_name(page: NetworkPage) -> None:
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or widget.property("text"))
    ]
    assert nameless == []


def test_screen_readers_hear_layers_shapes_and_failures(
    page: NetworkPage, store: DocumentStore
) -> None:
    model = page.layers.cards.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(POOL, 0).data(role) == ("2: MaxPool2d(kernel_size=2), output 32 × 16 × 16")
    show(store, Linear(5, 5))
    assert "does not fit" in model.index(0, 0).data(role)
