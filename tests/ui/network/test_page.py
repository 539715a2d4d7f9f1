"""The network page as its user sees it: shapes, edits, what follows from a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.code.writing import parse_layer
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.protocol.network_templates import network_templates
from convviz.protocol.templates import course_calculator
from convviz.ui.network.cards.cards import CardState
from convviz.ui.network.state import View
from convviz.ui.theme import apply_theme
from tests.support.network_page import (
    FIRST_LINEAR,
    FLATTEN,
    POOL,
    layer_card,
    names,
    parameter,
    retype,
    shapes,
    show,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


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


def test_the_code_shows_the_line_of_the_chosen_layer(page: NetworkPage) -> None:
    page.show_view(View.CODE)
    page.resize(1187, 728)
    QTest.qWait(0)
    assert page.code.lines_in_sight.start == 0
    for row in (8, 0):
        page.layers.cards.select([row])
        assert page.code.line_of(row) in page.code.lines_in_sight
    page.hide()
    page.layers.cards.select([8])
    page.show()
    QTest.qWait(0)
    assert page.code.line_of(8) in page.code.lines_in_sight


def test_typing_changes_what_follows_as_one_undoable_edit(
    page: NetworkPage, store: DocumentStore
) -> None:
    retype(parameter(page, "out_channels"), "16")
    assert shapes(page)[:2] == [(16, 32, 32), (16, 16, 16)]
    assert layer_card(page, 2).layer == Conv2d(16, 32, 5, padding=2)
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


def test_following_can_be_switched_off_and_on(page: NetworkPage, store: DocumentStore) -> None:
    page.layers.cards.select([4])
    switch = page.form.field("in_channels").follow
    assert switch is not None
    assert switch.isChecked()
    switch.click()
    assert store.document.network.layers[4].follows == frozenset()
    page.layers.cards.select([2])
    page.form.field("out_channels").field.value_changed.emit(20)
    assert page.layers.cards.cards[4].state is CardState.FAILS
    page.layers.cards.select([4])
    again = page.form.field("in_channels").follow
    assert again is not None
    assert not again.isChecked()
    again.click()
    assert layer_card(page, 4).layer.parameters()
    assert layer_card(page, 4).layer == Conv2d(20, 64, 5, padding=2)


def test_another_input_shape_changes_every_shape(page: NetworkPage) -> None:
    retype(page.layers.input_field, "3, 64, 48")
    assert shapes(page)[0] == (32, 64, 48)
    assert layer_card(page, FIRST_LINEAR).layer == Linear(64 * 8 * 6, 64)
    QTest.keyClick(page.layers.input_field, Qt.Key.Key_Return)
    retype(page.layers.input_field, "3 x 0 x 48")
    assert page.layers.input_field.problem
    assert shapes(page)[0] == (32, 64, 48)


def test_an_input_of_another_rank_takes_effect_when_it_is_finished(page: NetworkPage) -> None:
    retype(page.layers.input_field, "784")
    assert shapes(page)[0] == (32, 32, 32)
    QTest.keyClick(page.layers.input_field, Qt.Key.Key_Return)
    assert page.layers.cards.cards[0].state is CardState.FAILS
    assert page.totals.value_text("parameters") == "≥ 0"


def test_a_layer_that_the_calculator_shows_can_be_opened_there(
    qtbot: QtBot, page: NetworkPage
) -> None:
    page.layers.cards.select([2])
    with qtbot.waitSignal(page.open_in_calculator) as opened:
        page.form.open_button.click()
    assert opened.args == [2]
    page.layers.cards.select([FLATTEN])
    with qtbot.waitSignal(page.open_in_calculator):
        page.page_actions["open"].trigger()


def test_a_layer_that_joins_the_batch_cannot_be_opened_for_one_picture(
    qtbot: QtBot, page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Flatten(0))
    page.layers.cards.select([0])
    assert not page.form.open_button.isEnabled()
    with qtbot.assertNotEmitted(page.open_in_calculator):
        page.page_actions["open"].trigger()


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
    first = page.form.explanation.notes.items[0]
    assert first.sentence.text().startswith("Width: Rounding up adds a window")
    assert first.source.address.startswith("https://")
    page.layers.cards.select([1])
    assert not page.form.explanation.isVisible()


@pytest.mark.parametrize(
    ("call", "size"),
    [
        ("PixelShuffle(2)", "16"),
        ("Unfold(3)", "6"),
        ("Upsample(scale_factor=2)", "16"),
        ("ReLU()", ""),
        ("MaxUnpool2d(2)", ""),
    ],
)
def test_a_size_is_explained_wherever_a_formula_gives_it(
    page: NetworkPage, store: DocumentStore, call: str, size: str
) -> None:
    show(store, parse_layer(call), shape=(4, 8, 8))
    page.layers.cards.setCurrentIndex(page.layers.cards.model().index(0, 0))
    formulas = page.form.explanation.formulas
    assert page.form.explanation.isVisible() is bool(size)
    assert [formula.rpartition("= ")[2] for formula in formulas] == ([size] if size else [])


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
    page.page_actions["delete"].trigger()
    page.page_actions["duplicate"].trigger()
    page.page_actions["move up"].trigger()
    page.page_actions["toggle"].trigger()
    assert store.undo_stack.count() == 0


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


def test_the_page_can_be_painted_in_both_themes(page: NetworkPage, qapp: QApplication) -> None:
    pictures = []
    for theme in ("dark", "light"):
        apply_theme(qapp, "dark" if theme == "dark" else "light")
        pictures.append(page.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_network_never_grows_beyond_what_can_be_saved_and_opened(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, *(ReLU() for _ in range(600)))
    page.layers.cards.select(range(600))
    page.page_actions["duplicate"].trigger()
    assert len(store.document.network.steps) == 600
    assert page.notice.isVisible()
    assert "1200 layers" in page.notice.sentence
    page.layers.cards.select([0])
    page.page_actions["duplicate"].trigger()
    assert len(store.document.network.steps) == 601
    assert not page.notice.isVisible()


def test_undoing_an_added_layer_leaves_the_one_above_it_chosen(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([POOL])
    page.page_actions["duplicate"].trigger()
    store.undo_stack.undo()
    assert page.layers.cards.selected_rows() == [POOL]
    assert page.form.isVisible()


def test_another_document_has_its_first_layer_chosen(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([POOL])
    show(store, Conv2d(3, 4, 3), ReLU(), ReLU())
    assert page.layers.cards.selected_rows() == [0]
    page.layers.cards.select([POOL])
    show(store, Conv2d(3, 4, 3))
    assert page.layers.cards.selected_rows() == [0]
    assert page.form.isVisible()


def test_a_template_begins_at_the_top_with_its_first_layer_chosen(
    page: NetworkPage, store: DocumentStore
) -> None:
    last = len(page.layers.cards.cards) - 1
    page.layers.cards.select([last])
    page.layers.cards.scrollToBottom()
    page.templates.take(network_templates()["resnet20"])
    assert page.layers.cards.selected_rows() == [0]
    assert page.layers.cards.verticalScrollBar().value() == 0
    page.layers.cards.select([40])
    store.undo_stack.undo()
    assert page.layers.cards.selected_rows() == [0]
    assert page.layers.cards.verticalScrollBar().value() == 0
