"""What the page advises of the network, and what a click makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from convviz.core.code.writing import parse_layers
from convviz.core.layers.activation import ReLU
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.losses.distances import MSELoss
from convviz.protocol.document_file import decode_document, encode_document
from convviz.ui.network.cards.card_model import CardModel
from tests.support.network_page import names, shapes, show

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


def test_the_course_network_is_told_that_its_linears_are_one(page: NetworkPage) -> None:
    assert page.advice.isVisible()
    assert page.advice.sentence == (
        "There is no activation between linear1 and linear2: "
        "together they can do no more than one linear layer."
    )
    texts = [button.text() for button in page.advice.buttons()]
    assert texts == ["Insert ReLU between", "Insert ReLU after each layer"]


def test_a_click_inserts_what_is_missing_in_one_step(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.advice.buttons()[1].click()

    assert names(page) == [
        *("Conv2d", "ReLU", "MaxPool2d") * 3,
        *("Flatten", "Linear", "ReLU", "Linear"),
    ]
    assert shapes(page)[-1] == (10,)
    assert store.undo_stack.count() == 1
    assert not page.advice.isVisible()
    store.undo_stack.undo()
    assert names(page).count("ReLU") == 0
    assert page.advice.isVisible()


def test_the_smaller_fix_inserts_one_layer_and_chooses_it(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.advice.buttons()[0].click()

    assert names(page)[7:] == ["Linear", "ReLU", "Linear"]
    assert page.layers.cards.selected_rows() == [8]
    assert store.undo_stack.undoText() == "Insert ReLU"


def test_what_is_put_away_stays_away_in_this_document(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.advice.close_button.click()
    assert not page.advice.isVisible()

    document = decode_document(encode_document(store.document))
    assert document == store.document
    store.open(document)

    assert not page.advice.isVisible()
    show(store, Linear(8, 4), Linear(4, 2), shape=(8,))
    assert page.advice.isVisible()


def test_a_network_that_lacks_nothing_is_told_nothing(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Linear(8, 4), ReLU(), Linear(4, 2), shape=(8,))

    assert not page.advice.isVisible()


def test_advice_whose_layers_move_keeps_its_row_and_mends_them_where_they_stand(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Linear(8, 4), Linear(4, 2), shape=(8,))
    rows = list(page.advice.rows)
    show(store, Flatten(), Linear(8, 4), Linear(4, 2), shape=(8,))
    assert page.advice.rows == rows

    page.advice.buttons()[0].click()
    assert names(page) == ["Flatten", "Linear", "ReLU", "Linear"]
    assert not page.advice.isVisible()

    store.undo_stack.undo()
    assert page.advice.rows == rows
    assert rows[0].isVisible()


def bad(store: DocumentStore) -> None:
    """Show a network of which three things are to be said."""
    layers = parse_layers(
        "Conv2d(3, 8, 3), BatchNorm2d(8), ReLU(), ReLU(), Flatten(), Linear(288, 10), Softmax(1)"
    )
    show(store, *layers, shape=(3, 8, 8))


def test_several_pieces_are_counted_unfolded_and_put_away_one_by_one(
    page: NetworkPage, store: DocumentStore
) -> None:
    bad(store)
    advice = page.advice
    assert "softmax" in advice.sentence
    assert advice.more_button.text() == "2 more"
    assert not advice.rows[1].isVisible()
    advice.more_button.click()
    assert [row.isVisible() for row in advice.rows] == [True, True, True]
    assert "the bias of conv" in advice.rows[2].sentence.lower()

    advice.rows[1].close_button.click()
    assert [row.advice.code.value for row in advice.rows] == [
        *("softmax_before_loss", "bias_before_norm"),
    ]
    assert store.document.network.hidden_advice == ("activations_in_a_row",)
    advice.rows[1].buttons[0].click()
    assert not advice.more_button.isVisible()
    layer = store.document.network.layers[0].layer
    assert layer.weight_shapes().keys() == {"weight"}


def test_what_is_advised_follows_the_documents_loss(
    page: NetworkPage, store: DocumentStore
) -> None:
    bad(store)
    document = store.document
    training = msgspec.structs.replace(document.training, loss=MSELoss())
    store.edit(msgspec.structs.replace(document, training=training), "Loss")
    codes = [row.advice.code.value for row in page.advice.rows]
    assert codes == ["activations_in_a_row", "bias_before_norm"]


def test_a_layer_in_question_is_marked_and_chosen_by_a_click_on_its_sentence(
    page: NetworkPage, store: DocumentStore
) -> None:
    bad(store)
    cards = page.layers.cards
    model = cards.model()
    assert isinstance(model, CardModel)
    assert [model.is_advised(card) for card in cards.cards] == [
        *(True, False, False, True, False, False, True),
    ]
    sentence = page.advice.rows[0].findChildren(QLabel)[1]
    QTest.mouseClick(sentence, Qt.MouseButton.LeftButton)
    assert cards.selected_rows() == [6]
    page.advice.buttons()[0].click()
    assert not any(map(model.is_advised, cards.cards[4:]))


def test_a_fix_after_which_a_layer_behind_would_fail_is_not_offered(
    page: NetworkPage, store: DocumentStore
) -> None:
    layers = "MaxPool2d(5), Flatten(), Linear(12, 2)"
    show(store, *parse_layers(layers), shape=(3, 12, 12))
    assert "leaves 2 of 12 cells" in page.advice.sentence
    assert page.advice.buttons() == []
    show(store, *parse_layers("MaxPool2d(5), ReLU()"), shape=(3, 12, 12))
    assert [button.text() for button in page.advice.buttons()] == ["Set ceil_mode=True"]
