"""Equal blocks on the network page: folded they are one card, and are chosen as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.network.tree import NetworkStep, Node, concat, residual
from convviz.protocol.document import Network
from convviz.ui.network.block_texts import card_line, card_title
from convviz.ui.network.cards.cards import CardState

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage

L = NetworkStep
STEM = L(Conv2d(3, 4, 3, padding=1))


def block(channels: int = 4, name: str = "", *, enabled: bool = True) -> Node:
    conv = Conv2d(channels, channels, 3, padding=1)
    return residual([L(conv), L(ReLU(), enabled=enabled)], name=name)


def dense(before: int) -> Node:
    return concat([L(BatchNorm2d(before)), L(Conv2d(before, 2, 3, padding=1))], [])


def steps(store: DocumentStore) -> list[Node]:
    return list(store.document.network.steps)


def show(page: NetworkPage, store: DocumentStore, *nodes: Node) -> None:
    """Show a network with its blocks folded."""
    document = msgspec.structs.replace(store.document, network=Network((3, 8, 8), nodes))
    store.open(document)
    page.page_actions["fold all"].trigger()


def titles(page: NetworkPage) -> list[str]:
    return [card_title(card) for card in page.layers.cards.cards]


def test_equal_blocks_that_are_folded_are_one_card_with_what_they_cost_together(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, block(), block(), block(), L(ReLU()))
    assert titles(page) == ["Conv2d", "Residual ×3", "ReLU"]
    card = page.layers.cards.cards[1]
    assert card_line(card) == "each of 2 layers"
    assert (card.input_shape, card.leaving, card.summary.num_params) == (
        *((4, 8, 8), (4, 8, 8)),
        3 * (4 * 4 * 9 + 4),
    )


def test_names_make_no_other_block(page: NetworkPage, store: DocumentStore) -> None:
    show(page, store, STEM, block(name="one"), block(), block(name="three"))
    assert titles(page) == ["Conv2d", "one … three: Residual ×3"]


def test_blocks_that_only_read_other_channels_are_equal(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, dense(4), dense(6), dense(8))
    assert titles(page) == ["Conv2d", "Concat ×3"]
    assert [card.leaving for card in page.layers.cards.cards] == [(4, 8, 8), (10, 8, 8)]


def test_other_settings_or_a_layer_between_make_other_cards(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, block(), block(enabled=False), L(ReLU()), block(enabled=False))
    assert titles(page) == ["Conv2d", "Residual", "Residual", "ReLU", "Residual"]


def test_the_block_that_fails_stands_alone(page: NetworkPage, store: DocumentStore) -> None:
    show(page, store, STEM, block(), block(5), block(6), block(6))
    assert titles(page) == ["Conv2d", "Residual", "Residual", "Residual ×2"]
    assert [card.state for card in page.layers.cards.cards][2] is CardState.FAILS


def test_unfolded_they_stand_one_by_one_and_one_alone_can_be_chosen(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, block(), block(), block())
    page.layers.cards.select([1])
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    assert titles(page).count("Residual") == 3
    assert page.layers.cards.selected_rows() == [1, 6, 11]
    page.layers.cards.select([6])
    assert page.panels.block.title == "Residual"
    # Folded again beside others that are not, it is still one.
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    assert page.panels.block.title == "Residual"
    assert titles(page).count("Residual") == 3
    page.layers.cards.select([1])
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    assert (page.panels.block.title, titles(page)[1]) == ("Residual ×2", "Residual ×2")


def test_what_is_done_to_the_card_is_done_to_all_of_them_and_says_so(
    page: NetworkPage, store: DocumentStore
) -> None:
    nodes = (STEM, block(), block(), block(), L(ReLU()))
    show(page, store, *nodes)
    page.layers.cards.select([1])
    panel = page.panels.block
    assert panel.title == "Residual ×3"
    assert not panel.name_field.isVisible()
    assert panel.fact("params") == str(3 * (4 * 4 * 9 + 4))
    assert not page.page_actions["dissolve"].isEnabled()
    page.page_actions["move down"].trigger()
    assert steps(store) == [STEM, L(ReLU()), *nodes[1:4]]
    assert store.undo_stack.undoText() == "Move 3 × Residual"
    assert titles(page) == ["Conv2d", "ReLU", "Residual ×3"]
    store.undo_stack.undo()
    page.layers.cards.moved.emit([1], (0,))
    assert steps(store) == [*nodes[1:4], STEM, L(ReLU())]
    store.undo_stack.undo()
    assert titles(page) == ["Conv2d", "Residual ×3", "ReLU"]
    page.layers.cards.select([1])
    page.page_actions["toggle"].trigger()
    assert [node.enabled for node in steps(store)] == [True, *[False] * 3, True]
    assert store.undo_stack.undoText() == "Disable 3 × Residual"
    store.undo_stack.undo()
    page.page_actions["duplicate"].trigger()
    assert titles(page) == ["Conv2d", "Residual ×6", "ReLU"]
    store.undo_stack.undo()
    page.layers.cards.select([1])
    page.page_actions["delete"].trigger()
    assert steps(store) == [STEM, L(ReLU())]
    assert store.undo_stack.undoText() == "Delete 3 × Residual"


def test_one_block_at_several_places_stays_folded_where_it_was(
    page: NetworkPage, store: DocumentStore
) -> None:
    same = block()
    show(page, store, STEM, same, same, L(ReLU()), same)
    assert titles(page) == ["Conv2d", "Residual ×2", "ReLU", "Residual"]
    page.layers.cards.select([0])
    page.page_actions["duplicate"].trigger()
    assert titles(page) == ["Conv2d", "Conv2d", "Residual ×2", "ReLU", "Residual"]


def test_a_block_with_what_follows_it_is_one_card_where_both_repeat(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, L(ReLU()), *(block(), L(ReLU())) * 3, block(), block())
    assert titles(page) == ["Conv2d", "ReLU", "Residual, ReLU ×3", "Residual ×2"]
    card = page.layers.cards.cards[2]
    assert card_line(card) == "each of 3 layers"
    assert card.paths == tuple((place,) for place in range(2, 8))
    assert card.summary.num_params == 3 * (4 * 4 * 9 + 4)
    page.layers.cards.select([2])
    assert page.panels.block.title == "Residual, ReLU ×3"
    assert not page.page_actions["dissolve"].isEnabled()


def test_a_pattern_is_deleted_moved_and_unfolded_as_one(
    page: NetworkPage, store: DocumentStore
) -> None:
    nodes = (STEM, *(block(), L(ReLU())) * 3)
    show(page, store, *nodes)
    page.layers.cards.select([1])
    page.page_actions["toggle"].trigger()
    assert [node.enabled for node in steps(store)] == [True] + [False] * 6
    store.undo_stack.undo()
    page.layers.cards.moved.emit([1], (0,))
    assert steps(store) == [*nodes[1:], STEM]
    store.undo_stack.undo()
    page.layers.cards.select([1])
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    assert titles(page).count("Residual") == 3
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    page.layers.cards.select([1])
    page.page_actions["delete"].trigger()
    assert steps(store) == [STEM]


def test_a_layer_of_a_pattern_is_shown_where_it_is_looked_for(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(page, store, STEM, *(block(), L(ReLU())) * 3)
    page.choose_layer(6)  # the ReLU behind the second block
    cards = page.layers.cards
    assert cards.cards[cards.selected_rows()[0]].path == (4,)
    assert titles(page)[:2] == ["Conv2d", "Residual"]


def test_longer_patterns_and_open_blocks(page: NetworkPage, store: DocumentStore) -> None:
    stage = (block(), L(BatchNorm2d(4)), L(ReLU()))
    show(page, store, STEM, *stage * 4)
    assert titles(page) == ["Conv2d", "Residual, BatchNorm2d, ReLU ×4"]
    page.choose_layer(1)
    assert titles(page)[-1] == "Residual, BatchNorm2d, ReLU ×3"
    show(page, store, L(ReLU()), L(BatchNorm2d(3)), L(ReLU()), L(BatchNorm2d(3)))
    assert titles(page) == ["ReLU", "BatchNorm2d"] * 2
