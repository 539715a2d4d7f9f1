"""What the page advises of the network, and what a click makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.linear import Linear
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from tests.support.network_page import names, open_page, shapes, show

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.network.page import NetworkPage


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


@pytest.fixture
def page(qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> NetworkPage:
    return open_page(qtbot, store, monkeypatch)


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
