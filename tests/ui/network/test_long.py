"""An edit of a long network touches what it changes, and leaves the rest of the page alone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.state import View
from tests.support.network_page import open_page, show

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.network.page import NetworkPage

LONG, MIDDLE = 120, 61
"""Layers; the middle one is a BatchNorm2d."""


@pytest.fixture
def page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> NetworkPage:
    store = DocumentStore(new_document())
    page = open_page(qtbot, store, monkeypatch)
    layers = (Conv2d(8, 8, 3, padding=1), BatchNorm2d(8), ReLU(), ReLU())
    show(store, *itertools.islice(itertools.cycle(layers), LONG), shape=(8, 8, 8))
    page.show_view(View.CODE)
    return page


def test_the_code_before_an_edit_is_left_alone(page: NetworkPage) -> None:
    page.layers.cards.select([MIDDLE])
    (view,) = page.code.findChildren(QPlainTextEdit)
    document = view.document()
    line = document.findBlockByNumber(page.code.line_of(MIDDLE)).position()
    changes: list[tuple[int, int, int]] = []
    document.contentsChange.connect(lambda *change: changes.append(change))

    page.page_actions["delete"].trigger()

    assert [change[0] >= line - 1 for change in changes] == [True]
    assert sum(added for _, _, added in changes) < LONG
    assert page.code.text.count("BatchNorm2d") == LONG // 4 - 1


def test_cards_that_show_the_same_are_the_very_same(page: NetworkPage) -> None:
    before = page.layers.cards.cards
    page.layers.cards.select([MIDDLE])

    page.page_actions["toggle"].trigger()

    after = page.layers.cards.cards
    differing = [
        row for row, pair in enumerate(zip(before, after, strict=True)) if pair[0] is not pair[1]
    ]
    assert differing == [MIDDLE]


def test_rows_are_laid_out_anew_only_where_their_heights_change(page: NetworkPage) -> None:
    cards = page.layers.cards

    def height(row: int) -> int:
        return cards.visualRect(cards.model().index(row, 0)).height()

    plain = height(MIDDLE)
    cards.select([MIDDLE - 1])
    page.form.parameter_edited.emit("out_channels", 9)  # the next layer has 8: it fails

    assert height(MIDDLE) > plain + 20
    page.form.parameter_edited.emit("out_channels", 8)
    assert height(MIDDLE) == plain


def test_lines_of_code_are_coloured_when_they_come_in_sight(page: NetworkPage) -> None:
    (view,) = page.code.findChildren(QPlainTextEdit)
    typed: list[bool] = []
    view.textChanged.connect(lambda: typed.append(True))
    page.layers.cards.select([])
    bar = view.verticalScrollBar()

    def coloured() -> set[int]:
        blocks = map(view.document().findBlockByNumber, range(view.blockCount()))
        return {block.blockNumber() for block in blocks if block.layout().formats()}

    bar.setValue(0)
    assert set(page.code.lines_in_sight) & {page.code.line_of(0)} <= coloured()
    assert page.code.line_of(LONG - 1) not in coloured()

    bar.setValue(bar.maximum())
    assert page.code.line_of(LONG - 1) in coloured()
    assert not typed  # a colour is no edit
