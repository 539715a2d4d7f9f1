"""What the network page says of a network that fails, and mends by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.ui.network.cards.cards import CardState
from tests.support.network_page import (
    layer_card,
    names,
    parameter,
    retype,
    shapes,
    show,
)

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


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
    assert store.document.network.layers[2].follows == frozenset()
    button = page.layers.failure.buttons()[0]
    assert button.text() == "in_channels=32"
    button.click()
    assert shapes(page)[-1] == (10,)
    assert store.document.network.layers[2].follows == {"in_channels"}
    assert not page.layers.failure.isVisible()
    assert store.undo_stack.undoText() == "Correct Conv2d"


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


def test_padding_over_half_the_kernel_moves_into_a_layer_of_its_own_by_a_click(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(3, padding=2, dilation=2))
    *_, insert = page.layers.failure.buttons()
    assert insert.text() == "Insert ConstantPad2d, padding=0"
    assert 'ConstantPad2d(2, float("-inf"))' in insert.toolTip()
    insert.click()
    assert names(page) == ["ConstantPad2d", "MaxPool2d"]
    assert shapes(page) == [(3, 36, 36), (3, 11, 11)]


def test_a_layer_for_other_dimensions_becomes_its_sibling_by_a_click(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Flatten(), BatchNorm2d(3072))
    first = page.layers.failure.buttons()[0]
    assert first.text() == "Use BatchNorm1d"
    first.click()
    assert names(page) == ["Flatten", "BatchNorm1d"]
    assert store.undo_stack.undoText() == "Use BatchNorm1d"


def test_a_linear_for_another_picture_gets_that_picture_by_a_click(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(4), Flatten(), Linear(192, 10), shape=(3, 64, 64))
    fixes = {button.text(): button for button in page.layers.failure.buttons()}
    assert list(fixes) == ["in_features=768", "Input 3 × 32 × 32"]
    fixes["Input 3 × 32 × 32"].click()
    assert store.document.network.input_shape == (3, 32, 32)
    assert shapes(page)[-1] == (10,)


@pytest.mark.parametrize("shape", [(1, 3, 32, 32), (32, 32, 3), (8, 32, 32, 3), (32, 32)])
def test_an_input_in_another_order_is_put_right_by_a_click(
    page: NetworkPage, store: DocumentStore, shape: tuple[int, ...]
) -> None:
    show(store, Conv2d(3, 4, 3), shape=shape)
    first = page.layers.failure.buttons()[0]
    assert first.text() == "Input 3 × 32 × 32"
    first.click()
    assert shapes(page) == [(4, 30, 30)]


def test_a_linear_that_needs_another_in_features_and_a_flatten_gets_both(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, MaxPool2d(2), Linear(99, 10))
    page.layers.failure.buttons()[0].click()
    assert names(page) == ["MaxPool2d", "Flatten", "Linear"]
    assert layer_card(page, 2).layer == Linear(768, 10)
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


def test_a_document_with_a_wrong_word_is_shown_with_its_reason(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 4, 3, padding_mode="foo"))
    assert "foo" in page.layers.failure.reason
    page.layers.failure.buttons()[0].click()
    assert shapes(page) == [(4, 30, 30)]


def test_a_single_size_is_answered_by_a_grey_and_a_colour_picture_of_it(
    page: NetworkPage, store: DocumentStore
) -> None:
    retype(page.layers.input_field, "28")
    QTest.keyClick(page.layers.input_field, Qt.Key.Key_Return)

    texts = [button.text() for button in page.layers.failure.buttons()]
    assert texts[:2] == ["Input 1 × 28 × 28", "Input 3 × 28 × 28"]
    page.layers.failure.buttons()[0].click()
    assert store.document.network.input_shape == (1, 28, 28)
    assert shapes(page)[0] == (32, 28, 28)
