"""The network page in tests: how it is opened, and what its user would see or type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network
from convviz.ui.network.cards.cards import Card
from convviz.ui.network.page import NetworkPage
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.windows import show_active

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.document_store import DocumentStore

POOL, FLATTEN, FIRST_LINEAR, LAST_LINEAR = 1, 6, 7, 8
"""Rows of the course network."""


def open_page(qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> NetworkPage:
    """Return the page in a window that has the keyboard.

    It draws no formula: that takes a process, and its tests are elsewhere.
    """
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    page = NetworkPage(store)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    show_active(qtbot, page)
    page.layers.cards.setFocus()
    return page


def show(store: DocumentStore, *layers: Layer, shape: tuple[int, ...] = (3, 32, 32)) -> None:
    """Show another network."""
    network = Network(shape, tuple(map(NetworkStep, layers)))
    store.open(msgspec.structs.replace(store.document, network=network))


def names(page: NetworkPage) -> list[str]:
    """Return the layers' types."""
    return [card.name for card in page.layers.cards.cards]


def shapes(page: NetworkPage) -> list[tuple[int, ...] | None]:
    """Return the shape after each layer, as far as it is known."""
    return [card.output_shape for card in page.layers.cards.cards]


def layer_card(page: NetworkPage, row: int) -> Card:
    """Return the card of a layer."""
    card = page.layers.cards.cards[row]
    assert isinstance(card, Card)
    return card


def retype(field: QLineEdit, text: str) -> None:
    """Replace the text of a field by typing."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def parameter(page: NetworkPage, name: str) -> QLineEdit:
    """Return the field of a parameter that is typed."""
    field = page.form.field(name).field
    assert isinstance(field, QLineEdit)
    return field
