"""The list for long networks: one line a layer, a search, and shapes to begin with."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from convviz.core.data_sets import ImageFolder, Shapes10
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.protocol.network_templates import network_templates
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.state import MOST_CARDS
from tests.support.network_page import open_page, show

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.network.page import NetworkPage


def layers(count: int) -> list[Layer]:
    kinds = (Conv2d(8, 8, 3, padding=1), BatchNorm2d(8), ReLU())
    return list(itertools.islice(itertools.cycle(kinds), count))


def row_height(page: NetworkPage, row: int = 0) -> int:
    cards = page.layers.cards
    return cards.visualRect(cards.model().index(row, 0)).height()


def test_a_long_network_begins_with_lines_and_a_short_one_with_cards(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, *layers(MOST_CARDS), shape=(8, 8, 8))
    card = row_height(page)
    show(store, *layers(MOST_CARDS + 1), shape=(8, 8, 8))
    assert row_height(page) * 2 < card
    assert page.page_actions["show lines"].isChecked()
    show(store, *layers(5), shape=(8, 8, 8))
    assert row_height(page) == card


def test_what_is_chosen_stays_for_every_network_and_at_the_next_start(
    page: NetworkPage, store: DocumentStore, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = row_height(page)
    page.page_actions["show lines"].trigger()
    line = row_height(page)
    assert line * 2 < card
    show(store, *layers(5), shape=(8, 8, 8))
    assert row_height(page) == line
    again = open_page(qtbot, DocumentStore(new_document()), monkeypatch)
    assert row_height(again) == line
    again.page_actions["show lines"].trigger()
    show(store, *layers(MOST_CARDS + 1), shape=(8, 8, 8))
    assert row_height(again) == card
    QSettings("convviz", "convviz").remove("network/density")


def test_a_line_that_fails_has_room_for_why(page: NetworkPage, store: DocumentStore) -> None:
    page.page_actions["show lines"].trigger()
    show(store, Conv2d(8, 8, 3), Conv2d(9, 8, 3), ReLU(), shape=(8, 8, 8))
    assert row_height(page, 1) > row_height(page, 0) + 40
    assert page.layers.failure.isVisible()
    QSettings("convviz", "convviz").remove("network/density")


def test_blocks_fold_by_the_arrow_of_their_line(page: NetworkPage) -> None:
    page.templates.take(network_templates()["resnet20"])
    assert page.page_actions["show lines"].isChecked()
    cards = page.layers.cards
    block = next(row for row, card in enumerate(cards.cards) if card.call == "Residual")
    count = len(cards.cards)
    place = cards.visualRect(cards.model().index(block, 0)).topLeft()
    place.setX(page.layers.cards.viewport().x() + 26)
    place.setY(place.y() + row_height(page, block) // 2)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(cards.cards) < count


def test_layers_are_found_one_after_the_other_also_in_folded_blocks(page: NetworkPage) -> None:
    page.templates.take(network_templates()["resnet20"])
    page.page_actions["fold all"].trigger()
    page.page_actions["find"].trigger()
    finder, cards = page.layers.finder, page.layers.cards
    QTest.keyClicks(finder.field, "linear")
    chosen = cards.cards[cards.selected_rows()[0]]
    assert (chosen.name, finder.count.text()) == ("Linear", "1 of 1")
    finder.field.setText("body")
    assert finder.count.text() == "1 of 45"
    assert cards.cards[cards.selected_rows()[0]].name == "Conv2d"
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.count.text() == "2 of 45"
    QTest.keyClick(finder.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(finder.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert finder.count.text() == "45 of 45"
    finder.field.setText("no such layer")
    assert finder.count.text() == "none"
    QTest.keyClick(finder.field, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert cards.hasFocus()


def test_the_inputs_of_well_known_data_and_of_the_training_are_offered(
    page: NetworkPage, store: DocumentStore
) -> None:
    training = msgspec.structs.replace(store.document.training, dataset=Shapes10(28, grey=True))
    store.open(msgspec.structs.replace(store.document, training=training))
    menu = page.layers.presets.menu()
    menu.aboutToShow.emit()
    offered = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text().split("\t")[1] for action in offered] == [
        "3 × 32 × 32",
        "1 × 28 × 28",
        "3 × 224 × 224",
        "1 × 28 × 28",
    ]
    assert [action.isChecked() for action in offered] == [True, False, False, False]
    offered[2].trigger()
    assert store.document.network.input_shape == (3, 224, 224)
    store.undo_stack.undo()
    assert store.document.network.input_shape == (3, 32, 32)


def test_of_a_folder_that_was_not_read_no_shape_is_offered(
    page: NetworkPage, store: DocumentStore
) -> None:
    training = msgspec.structs.replace(store.document.training, dataset=ImageFolder())
    store.open(msgspec.structs.replace(store.document, training=training))
    assert len(page.layers.presets.presets()) == 3 + (ImageFolder().facts() is not None)
