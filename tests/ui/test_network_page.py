"""The network page as its user sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.sequential import NetworkStep
from convviz.core.torch_code import parse_layers
from convviz.protocol.document import Calculator, Network
from convviz.protocol.templates import course_calculator, new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.card_model import CardState
from convviz.ui.network.page import NetworkPage
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer

CONV, POOL, FLATTEN, FIRST_LINEAR, LAST_LINEAR = 0, 1, 6, 7, 8


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


@pytest.fixture(autouse=True)
def no_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no formula: that takes a process, and its tests are elsewhere."""
    monkeypatch.setattr(FormulaSource, "wish", lambda *_arguments: None)


@pytest.fixture
def page(qtbot: QtBot, store: DocumentStore) -> NetworkPage:
    page = NetworkPage(store)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    show_active(qtbot, page)
    page.layers.cards.setFocus()
    return page


def show(store: DocumentStore, *layers: Layer, shape: tuple[int, ...] = (3, 32, 32)) -> None:
    network = Network(shape, tuple(map(NetworkStep, layers)))
    store.open(msgspec.structs.replace(store.document, network=network))


def names(page: NetworkPage) -> list[str]:
    return [card.name for card in page.layers.cards.cards]


def shapes(page: NetworkPage) -> list[tuple[int, ...] | None]:
    return [card.output_shape for card in page.layers.cards.cards]


def retype(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def parameter(page: NetworkPage, name: str) -> QLineEdit:
    field = page.form.field(name).field
    assert isinstance(field, QLineEdit)
    return field


def test_the_course_network_is_there_with_its_shapes_and_totals(page: NetworkPage) -> None:
    assert names(page) == [
        *("Conv2d", "MaxPool2d") * 3,
        "Flatten",
        "Linear",
        "Linear",
    ]
    assert shapes(page)[:3] == [(32, 32, 32), (32, 16, 16), (32, 16, 16)]
    assert shapes(page)[-1] == (10,)
    assert page.totals.value_text("parameters").replace(",", "") == "145578"
    assert page.totals.value_text("output") == "10"
    assert page.form.field_names()[0] == "in_channels"


def test_typing_changes_what_follows_as_one_undoable_edit(
    page: NetworkPage, store: DocumentStore
) -> None:
    retype(parameter(page, "out_channels"), "16")
    assert shapes(page)[:2] == [(16, 32, 32), (16, 16, 16)]
    assert page.layers.cards.cards[2].layer == Conv2d(16, 32, 5, padding=2)
    assert "nn.Conv2d(16, 32, kernel_size=5, padding=2)" in page.code.text
    assert store.undo_stack.count() == 1
    assert store.undo_stack.undoText() == "Change out_channels of Conv2d"
    store.undo_stack.undo()
    assert shapes(page)[0] == (32, 32, 32)
    assert parameter(page, "out_channels").text() == "32"


def test_text_that_is_no_number_explains_itself_and_changes_nothing(
    page: NetworkPage, store: DocumentStore
) -> None:
    field = parameter(page, "kernel_size")
    retype(field, "five")
    assert field.text() == "five"
    assert page.form.reason.startswith("kernel_size: ")
    assert field.property("invalid")
    assert store.undo_stack.count() == 0
    assert shapes(page)[-1] == (10,)
    retype(field, "3")
    assert page.form.reason == ""
    assert not field.property("invalid")


def test_no_field_moves_while_something_wrong_is_typed(page: NetworkPage) -> None:
    places = {name: page.form.field(name).geometry() for name in page.form.field_names()}
    retype(parameter(page, "kernel_size"), "99")
    QApplication.processEvents()
    assert page.form.reason
    assert {n: page.form.field(n).geometry() for n in page.form.field_names()} == places


@pytest.mark.parametrize("text", ["0", "-3", "99", "123456789012345678901234"])
def test_impossible_numbers_keep_the_good_prefix_and_say_why(page: NetworkPage, text: str) -> None:
    page.layers.cards.select([2])
    retype(parameter(page, "kernel_size"), text)
    states = [card.state for card in page.layers.cards.cards]
    assert states == [CardState.FITS] * 2 + [CardState.FAILS] + [CardState.UNKNOWN] * 6
    assert shapes(page)[:2] == [(32, 32, 32), (32, 16, 16)]
    assert page.layers.failure.reason
    assert page.form.reason == page.layers.failure.reason
    assert parameter(page, "kernel_size").property("invalid")
    assert page.totals.value_text("output") == "—"
    assert page.layers.failure.isVisible()


def test_wrong_in_channels_are_mended_by_a_click_and_follow_again(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([2])
    retype(parameter(page, "in_channels"), "7")
    assert page.layers.cards.cards[2].state is CardState.FAILS
    assert store.document.network.steps[2].follows == frozenset()
    button = page.layers.failure.buttons()[0]
    assert button.text() == "in_channels=32"
    button.click()
    assert shapes(page)[-1] == (10,)
    assert store.document.network.steps[2].follows == {"in_channels"}
    assert not page.layers.failure.isVisible()
    assert store.undo_stack.undoText() == "Mend Conv2d"


def test_a_missing_flatten_is_told_and_put_back_by_one_click(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 4, 3), Linear(3600, 10), ReLU())
    failing = page.layers.cards.cards[1]
    assert failing.state is CardState.FAILS
    assert page.layers.cards.cards[2].state is CardState.UNKNOWN
    first = page.layers.failure.buttons()[0]
    assert first.text().startswith("Insert Flatten")
    first.click()
    assert names(page) == ["Conv2d", "Flatten", "Linear", "ReLU"]
    assert shapes(page) == [(4, 30, 30), (3600,), (10,), (10,)]
    store.undo_stack.undo()
    assert names(page) == ["Conv2d", "Linear", "ReLU"]


def test_a_linear_that_needs_another_in_features_and_a_flatten_gets_both(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(2), Linear(99, 10))
    page.layers.failure.buttons()[0].click()
    assert names(page) == ["MaxPool2d", "Flatten", "Linear"]
    assert page.layers.cards.cards[2].layer == Linear(768, 10)
    assert shapes(page)[-1] == (10,)


def test_a_linear_that_silently_works_on_the_last_dimension_is_warned_of(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Linear(32, 10))
    cards = page.layers.cards
    (note,) = cards.cards[0].notes
    assert "Flatten" in cards.delegate.note_text(note)
    plain = cards.visualRect(cards.model().index(0, 0)).height()
    show(store, ReLU())
    assert cards.visualRect(cards.model().index(0, 0)).height() < plain


def test_following_can_be_switched_off_and_on(page: NetworkPage, store: DocumentStore) -> None:
    page.layers.cards.select([4])
    switch = page.form.field("in_channels").follow
    assert switch is not None
    assert switch.isChecked()
    switch.click()
    assert store.document.network.steps[4].follows == frozenset()
    page.layers.cards.select([2])
    page.form.field("out_channels").field.value_changed.emit(20)
    assert page.layers.cards.cards[4].state is CardState.FAILS
    page.layers.cards.select([4])
    again = page.form.field("in_channels").follow
    assert again is not None
    assert not again.isChecked()
    again.click()
    assert page.layers.cards.cards[4].layer.parameters()
    assert page.layers.cards.cards[4].layer == Conv2d(20, 64, 5, padding=2)


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
    assert not store.document.network.steps[2].enabled
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


def test_the_eye_of_a_card_disables_its_layer(page: NetworkPage, store: DocumentStore) -> None:
    cards = page.layers.cards
    index = cards.model().index(POOL, 0)
    eye = cards.delegate.parts(cards.visualRect(index), index).toggle.center()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert not store.document.network.steps[POOL].enabled
    assert shapes(page)[POOL] == (32, 32, 32)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert store.document.network.steps[POOL].enabled


def test_another_input_shape_changes_every_shape(page: NetworkPage) -> None:
    retype(page.layers.input_field, "3, 64, 48")
    assert shapes(page)[0] == (32, 64, 48)
    assert page.layers.cards.cards[FIRST_LINEAR].layer == Linear(64 * 8 * 6, 64)
    retype(page.layers.input_field, "3 x 0 x 48")
    assert page.layers.input_field.problem
    assert shapes(page)[0] == (32, 64, 48)


def test_an_input_of_another_rank_takes_effect_when_it_is_finished(page: NetworkPage) -> None:
    retype(page.layers.input_field, "784")
    assert shapes(page)[0] == (32, 32, 32)
    QTest.keyClick(page.layers.input_field, Qt.Key.Key_Return)
    assert page.layers.cards.cards[0].state is CardState.FAILS
    assert page.totals.value_text("parameters") == "≥ 0"


def test_the_code_is_in_step_and_can_be_had_as_a_module(page: NetworkPage) -> None:
    layers = tuple(card.layer for card in page.layers.cards.cards)
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
    assert store.document.network.steps[-2].follows == {"in_features"}
    assert store.undo_stack.undoText() == "Add 2 layers"


def test_pasted_text_that_is_no_code_is_told_and_changes_nothing(
    page: NetworkPage, store: DocumentStore
) -> None:
    QGuiApplication.clipboard().setText("import os; os.system('true')")
    QTest.keyClick(page.layers.cards, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.notice.isVisible()
    assert "os.system" in page.notice.sentence
    assert store.undo_stack.count() == 0


def test_a_layer_opens_in_the_calculator_with_its_real_shape(
    qtbot: QtBot, page: NetworkPage
) -> None:
    page.layers.cards.select([2])
    with qtbot.waitSignal(page.open_in_calculator) as opened:
        page.form.open_button.click()
    (calculator,) = opened.args or [None]
    assert calculator == Calculator(Conv2d(32, 32, 5, padding=2), (32, 16, 16))
    page.layers.cards.select([FLATTEN])
    assert not page.form.open_button.isVisible()
    with qtbot.assertNotEmitted(page.open_in_calculator):
        page.open_current_in_calculator()


def test_what_follows_from_a_layer_is_written_out(page: NetworkPage) -> None:
    facts = page.form.facts.texts()
    assert facts["Parameters"].replace(",", "") == "2432\n32×3×5×5 + 32"
    assert facts["Multiply-adds"].replace(",", "") == "2457600\n32×32×32×3×5×5"
    assert facts["Trained tensors"] == "weight 32 × 3 × 5 × 5\nbias 32"
    page.layers.cards.select([POOL])
    assert "Parameters" not in page.form.facts.texts()


def test_why_a_size_comes_out_is_explained_with_the_numbers(
    page: NetworkPage, store: DocumentStore
) -> None:
    (formula,) = page.form.explanation.formulas
    assert "32" in formula
    show(store, MaxPool2d((2, 3), ceil_mode=True), ReLU())
    assert len(page.form.explanation.formulas) == 2
    assert page.form.explanation.sentences
    page.layers.cards.select([1])
    assert not page.form.explanation.isVisible()


def test_choice_and_place_stay_while_values_change(page: NetworkPage, store: DocumentStore) -> None:
    show(store, *(Conv2d(3, 3, 3, padding=1) for _ in range(40)))
    cards = page.layers.cards
    cards.select([20])
    bar = cards.verticalScrollBar()
    before = bar.value()
    assert 0 < before < bar.maximum()
    retype(parameter(page, "dilation"), "3")
    assert bar.value() == before
    assert cards.selected_rows() == [20]
    assert cards.current_row() == 20
    store.undo_stack.undo()
    assert bar.value() == before


def test_an_empty_network_offers_to_add_a_layer(page: NetworkPage, store: DocumentStore) -> None:
    show(store)
    assert page.layers.empty.isVisible()
    assert page.totals.value_text("parameters") == "0"
    assert page.code.text.endswith("model = nn.Sequential()\n")
    page.layers.empty.button.click()
    assert page.popup.isVisible()
    page.popup.hide()
    page.delete()
    page.duplicate()
    page.move_up()
    page.toggle()
    assert store.undo_stack.count() == 0


def test_a_document_with_a_wrong_word_is_shown_with_its_reason(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 4, 3, padding_mode="foo"))
    assert "foo" in page.layers.failure.reason
    page.layers.failure.buttons()[0].click()
    assert shapes(page) == [(4, 30, 30)]


def test_an_edit_of_the_calculator_leaves_the_page_alone(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([3])
    before = page.layers.cards.cards
    calculator = msgspec.structs.replace(course_calculator(), input_shape=(1, 9, 9))
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "calculator")
    assert page.layers.cards.cards is before
    assert page.layers.cards.selected_rows() == [3]


def test_sizes_beyond_all_machines_are_shown_without_harm(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, *(Conv2d(3, 3, 1) for _ in range(3)), shape=(3, 2**20, 2**20))
    page.form.field("out_channels").field.value_changed.emit(2**62)
    page.form.field("out_channels").field.value_changed.emit(10**9)
    assert page.grab().toImage().width() > 0
    assert page.totals.value_text("layers") == "3"


def test_the_code_can_be_hidden_and_stays_hidden_next_time(
    qtbot: QtBot, page: NetworkPage, store: DocumentStore
) -> None:
    QTest.keyClick(page.layers.cards, Qt.Key.Key_F9)
    assert not page.code.isVisible()
    again = NetworkPage(store)
    qtbot.addWidget(again)
    assert again.code.isHidden()
    QTest.keyClick(page.layers.cards, Qt.Key.Key_F9)
    assert page.code.isVisible()


def test_return_leads_from_a_card_to_its_first_field(page: NetworkPage) -> None:
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Return)
    assert parameter(page, "in_channels").hasFocus()


def test_the_context_menu_of_a_card_offers_every_action(page: NetworkPage) -> None:
    page.layers.cards.customContextMenuRequested.emit(QPoint(60, 20))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {action.text() for action in menu.actions()} >= {
        action.text() for action in page.actions()
    }
    menu.close()


def test_every_action_has_a_name_a_shortcut_and_a_tooltip(page: NetworkPage) -> None:
    actions = [action for action in page.actions() if not action.isSeparator()]
    assert len(actions) >= 10
    shortcuts = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(set(shortcuts)) == len(shortcuts)
    for action in actions:
        assert action.text()
        assert action.shortcuts()
        assert action.toolTip()


def test_screen_readers_hear_layers_shapes_and_failures(
    page: NetworkPage, store: DocumentStore
) -> None:
    model = page.layers.cards.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(POOL, 0).data(role) == ("2: MaxPool2d(kernel_size=2), output 32 × 16 × 16")
    show(store, Linear(5, 5))
    assert "does not fit" in model.index(0, 0).data(role)


def test_the_page_can_be_painted_in_both_themes(page: NetworkPage, qapp: QApplication) -> None:
    pictures = []
    for theme in ("dark", "light"):
        apply_theme(qapp, "dark" if theme == "dark" else "light")
        pictures.append(page.grab().toImage())
    assert pictures[0] != pictures[1]
