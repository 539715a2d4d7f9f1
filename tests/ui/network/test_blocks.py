"""Blocks on the network page: cards in groups, folding, wrapping, moving, naming, mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.code.reading import parse_code
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.tree import BlockKind, NetworkStep, Node, concat, residual, sequential
from convviz.protocol.document import Network
from convviz.ui.network.cards.card_changes import drop_places
from convviz.ui.network.cards.card_delegate import symbol_place
from convviz.ui.network.cards.cards import BlockCard, CardState
from tests.support.network_page import retype

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage

L = NetworkStep
CONV = L(Conv2d(3, 3, 3, padding=1))
NODES: tuple[Node, ...] = (
    CONV,
    residual([CONV, L(ReLU())]),
    concat([L(Conv2d(3, 2, 1))], []),
    L(ReLU()),
)
ROWS = ["Conv2d", "Residual", "body", "Conv2d", "ReLU", "shortcut", "Concat", "1", "Conv2d", "2"]


@pytest.fixture
def store(store: DocumentStore) -> DocumentStore:
    network = Network((3, 8, 8), NODES)
    store.open(msgspec.structs.replace(store.document, network=network))
    return store


@pytest.fixture
def page(page: NetworkPage, store: DocumentStore) -> NetworkPage:
    assert store.document.network.steps == NODES
    return page


def names(page: NetworkPage) -> list[str]:
    return [card.name for card in page.layers.cards.cards]


def choose(page: NetworkPage, *rows: int) -> None:
    page.layers.cards.select(rows)


def test_a_block_stands_above_what_it_holds_which_stands_further_right(page: NetworkPage) -> None:
    assert names(page) == [*ROWS, "ReLU"]
    cards = page.layers.cards.cards
    assert [card.depth for card in cards] == [0, 0, 1, 2, 2, 1, 0, 1, 2, 1, 0]
    lefts = [
        page.layers.cards.delegate.parts(page.layers.cards.visualRect(index), index).card.left()
        for index in map(page.layers.cards.model().index, (0, 2, 3), (0, 0, 0))
    ]
    assert lefts[0] < lefts[1] < lefts[2]


def test_what_a_sum_or_a_concatenation_hands_on_stands_below_its_last_part(
    page: NetworkPage,
) -> None:
    cards = page.layers.cards.cards
    assert cards[8].output_shape == cards[8].leaving == (2, 8, 8)
    assert (cards[9].output_shape, cards[9].leaving) == ((3, 8, 8), (5, 8, 8))


def test_space_and_a_click_on_the_arrow_fold_and_unfold(page: NetworkPage) -> None:
    choose(page, 3)
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    assert names(page) == ["Conv2d", "Residual", "body", "shortcut", *ROWS[6:], "ReLU"]
    assert page.layers.cards.current_row() == 2
    index = page.layers.cards.model().index(1, 0)
    parts = page.layers.cards.delegate.parts(page.layers.cards.visualRect(index), index)
    place = symbol_place(parts.head).center()
    QTest.mouseClick(page.layers.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(page) == ["Conv2d", "Residual", *ROWS[6:], "ReLU"]
    folded = page.layers.cards.cards[1]
    assert isinstance(folded, BlockCard)
    assert (folded.layers, folded.leaving) == (2, (3, 8, 8))


def test_all_blocks_fold_at_once_and_stay_folded_where_they_go(page: NetworkPage) -> None:
    QTest.keyClick(page.layers.cards, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert names(page) == ["Conv2d", "Residual", "Concat", "ReLU"]
    choose(page, 0)
    page.page_actions["delete"].trigger()
    assert names(page) == ["Residual", "Concat", "ReLU"]
    page.page_actions["fold all"].trigger()
    assert names(page) == [*ROWS[1:], "ReLU"]


@pytest.mark.parametrize("kind", list(BlockKind))
def test_layers_are_wrapped_and_the_block_is_dissolved(
    page: NetworkPage, store: DocumentStore, kind: BlockKind
) -> None:
    choose(page, 3, 4)
    page.page_actions[f"wrap in {kind.value}"].trigger()
    assert store.undo_stack.undoText() == f"Wrap in {kind.value}"
    held = {
        BlockKind.SEQUENTIAL: sequential(CONV, L(ReLU())),
        BlockKind.RESIDUAL: residual([CONV, L(ReLU())]),
        BlockKind.CONCAT: concat([CONV, L(ReLU())], []),
    }[kind]
    assert store.document.network.steps[1] == residual([held])
    page.page_actions["dissolve"].trigger()
    assert store.document.network.steps == NODES
    assert store.undo_stack.undoText() == f"Dissolve {kind.value}"


def test_new_layers_go_into_the_chosen_way(page: NetworkPage, store: DocumentStore) -> None:
    choose(page, 5)
    QGuiApplication.clipboard().setText("nn.Conv2d(3, 3, 1)")
    page.page_actions["paste"].trigger()
    shortcut = [L(Conv2d(3, 3, 1), frozenset({"in_channels"}))]
    assert store.document.network.steps[1] == residual([CONV, L(ReLU())], shortcut)


def test_a_way_of_a_sum_is_not_duplicated_and_a_branch_is(
    page: NetworkPage, store: DocumentStore
) -> None:
    for rows in ((2,), (5,), (0, 2), (2, 3)):  # its body, its shortcut, and with other layers
        choose(page, *rows)
        assert not page.page_actions["duplicate"].isEnabled()
        QTest.keyClick(page.layers.cards, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert store.document.network.steps == NODES
    choose(page, 7)
    page.page_actions["duplicate"].trigger()
    assert store.document.network.steps[2] == concat([L(Conv2d(3, 2, 1))], [L(Conv2d(3, 2, 1))], [])


def test_new_layers_go_to_the_end_of_a_way_that_is_chosen_with_what_it_holds(
    page: NetworkPage, store: DocumentStore
) -> None:
    choose(page, 2, 3)
    page.popup.chosen.emit([L(ReLU(inplace=True))])
    expected = residual([CONV, L(ReLU()), L(ReLU(inplace=True))])
    assert store.document.network.steps[1] == expected


def test_a_branch_is_added_and_deleted(page: NetworkPage, store: DocumentStore) -> None:
    choose(page, 6)
    page.page_actions["add branch"].trigger()
    assert store.document.network.steps[2] == concat([L(Conv2d(3, 2, 1))], [], [])
    page.page_actions["delete"].trigger()
    assert store.document.network.steps == NODES


def test_keys_move_a_layer_out_of_its_block(page: NetworkPage, store: DocumentStore) -> None:
    choose(page, 4)
    page.page_actions["move down"].trigger()
    assert store.document.network.steps[1:3] == (residual([CONV]), L(ReLU()))
    store.undo_stack.undo()
    assert store.document.network.steps == NODES


def test_a_drop_between_a_block_and_the_next_layer_can_mean_either(page: NetworkPage) -> None:
    cards = page.layers.cards.cards
    assert drop_places(cards, 0) == [(0,)]
    assert drop_places(cards, 1) == [(1,)]
    assert drop_places(cards, 2) == [(1,)]
    assert drop_places(cards, 3) == [(1, 0, 0)]
    assert drop_places(cards, 5) == [(1, 0, 2)]
    assert drop_places(cards, 6) == [(1, 1, 0), (2,)]
    assert drop_places(cards, 11) == [(4,)]
    view = page.layers.cards
    index = view.model().index(5, 0)
    card = view.delegate.parts(view.visualRect(index), index).card
    assert view.place_at(card.center() + QPoint(0, 4)) == (1, 1, 0)
    behind = view.visualRect(view.model().index(6, 0))
    assert view.place_at(QPoint(behind.center().x(), behind.top() + 2)) == (2,)


def test_a_drop_that_moves_a_layer_out_of_its_block_is_shown_and_one_that_moves_nothing_is_not(
    page: NetworkPage, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network((3, 8, 8), (sequential(CONV, L(ReLU())), L(ReLU())))
    store.open(msgspec.structs.replace(store.document, network=network))
    view = page.layers.cards

    def landing_shown(dragged: int, place: QPoint) -> bool:
        pictures = []

        def over(drag: QDrag, *_: object) -> Qt.DropAction:
            for at in (view.visualRect(view.model().index(dragged, 0)).center(), place):
                buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
                action, data = Qt.DropAction.MoveAction, drag.mimeData()
                view.dragMoveEvent(QDragMoveEvent(at, action, data, buttons, keys))
                pictures.append(view.viewport().grab().toImage())
            return Qt.DropAction.IgnoreAction

        monkeypatch.setattr(QDrag, "exec", over)
        choose(page, dragged)
        view.startDrag(Qt.DropAction.MoveAction)
        return pictures[0] != pictures[1]

    behind = view.visualRect(view.model().index(3, 0))
    within = view.visualRect(view.model().index(1, 0))
    out_of_it = QPoint(behind.center().x(), behind.top() + 2)
    assert view.place_at(out_of_it) == (1,)
    assert landing_shown(2, out_of_it)
    assert not landing_shown(0, QPoint(within.center().x(), within.top() + 2))


def test_behind_a_folded_way_a_drop_goes_into_it(page: NetworkPage, store: DocumentStore) -> None:
    for row in (8, 2):  # a folded branch, and the folded body
        choose(page, row)
        QTest.keyClick(page.layers.cards, Qt.Key.Key_Space)
    view = page.layers.cards
    assert [card.name for card in view.cards][1:7] == [*ROWS[1:3], "shortcut", "Concat", "1", "2"]
    assert drop_places(view.cards, 3) == [(1, 0, 2)]
    assert drop_places(view.cards, 6) == [(2, 0, 1)]
    behind = view.visualRect(view.model().index(3, 0))
    view.moved.emit([7], view.place_at(QPoint(behind.center().x(), behind.top() + 2)))
    assert store.document.network.steps[1] == residual([CONV, L(ReLU()), L(ReLU())])


def test_a_sum_that_fails_is_mended_by_a_click(page: NetworkPage, store: DocumentStore) -> None:
    body = [L(Conv2d(3, 6, 3, stride=2, padding=1))]
    network = Network((3, 8, 8), (residual(body), L(ReLU())))
    store.open(msgspec.structs.replace(store.document, network=network))
    card = page.layers.cards.cards[0]
    assert card.state is CardState.FAILS
    assert [card.leaving for card in page.layers.cards.cards[1:3]] == [(3, 8, 8), (6, 4, 4)]
    assert "can be summed" in page.layers.failure.reason
    assert page.layers.cards.cards[3].leaving is None
    (button,) = page.layers.failure.buttons()
    button.click()
    shortcut = [L(Conv2d(3, 6, 1, stride=2))]
    assert store.document.network.steps == (residual(body, shortcut), L(ReLU()))
    assert page.layers.cards.cards[0].state is CardState.FITS


def test_a_part_gets_a_name_and_keeps_it_in_the_code(
    page: NetworkPage, store: DocumentStore
) -> None:
    choose(page, 1)
    field = page.panels.block.name_field
    field.setFocus()
    QTest.keyClicks(field, "first")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert store.document.network.steps[1].name == "first"
    assert '("first", Residual(' in page.code.text
    field.selectAll()
    QTest.keyClicks(field, "forward")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert store.document.network.steps[1].name == "first"
    assert (field.text(), page.notice.isVisible()) == ("first", True)


def test_return_leads_from_a_block_to_its_name_where_it_can_have_one(page: NetworkPage) -> None:
    cards, field = page.layers.cards, page.panels.block.name_field
    for row, can_be_named in ((1, True), (2, False), (7, True)):  # Residual, its body, a branch
        choose(page, row)
        cards.setFocus()
        QTest.keyClick(cards, Qt.Key.Key_Return)
        assert field.hasFocus() is can_be_named
        assert page.page_actions["edit"].isEnabled() is can_be_named


def test_a_copied_block_is_pasted_as_it_was(page: NetworkPage, store: DocumentStore) -> None:
    choose(page, 1)
    page.page_actions["copy"].trigger()
    (read,) = parse_code(QGuiApplication.clipboard().text()).networks
    assert read.nodes == (residual([CONV, L(ReLU())]),)
    page.page_actions["duplicate"].trigger()
    assert store.document.network.steps[1] == store.document.network.steps[2]


def test_the_block_says_what_it_costs_and_marks_its_lines(page: NetworkPage) -> None:
    choose(page, 6)
    block = page.panels.block
    assert (block.fact("input"), block.fact("output")) == ("3 × 8 × 8", "5 × 8 × 8")
    assert block.fact("params") == "8"
    assert block.title == "Concat"


def test_a_layer_gets_a_name_that_its_card_and_the_code_show(
    page: NetworkPage, store: DocumentStore
) -> None:
    follows = frozenset({"in_channels"})
    network = Network((3, 8, 8), (L(Conv2d(3, 3, 3), follows), L(ReLU())))
    store.open(msgspec.structs.replace(store.document, network=network))
    choose(page, 0)
    field = page.form.name_field
    retype(field, "stem")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert store.document.network.steps[0] == L(Conv2d(3, 3, 3), follows, name="stem")
    assert names(page) == ["stem: Conv2d", "ReLU"]
    assert '("stem", nn.Conv2d(3, 3, kernel_size=3))' in page.code.text
    page.code.module_button.click()
    assert "self.stem = nn.Conv2d(" in page.code.text
    choose(page, 1)
    for refused in ("stem", "forward", "2d"):
        retype(page.form.name_field, refused)
        QTest.keyClick(page.form.name_field, Qt.Key.Key_Return)
        assert store.document.network.steps[1] == L(ReLU())
        assert (page.form.name_field.text(), page.notice.isVisible()) == ("", True)
    choose(page, 0, 1)
    assert not page.form.name_field.isVisible()
    store.undo_stack.undo()
    assert store.document.network == network
    choose(page, 0)
    assert page.form.name_field.text() == ""
