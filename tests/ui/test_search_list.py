"""A list of hundreds of rows: those that are seen are made at once, the others when they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.ui.widgets.search_list import AT_ONCE, LateRow, SearchList, SearchRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MANY = 3 * AT_ONCE


class Rows:
    """Rows that count how many of them were made."""

    def __init__(self) -> None:
        self.made = 0

    def all(self) -> list[LateRow]:
        return [LateRow(number, partial(self._make, number)) for number in range(MANY)]

    def _make(self, number: int) -> SearchRow:
        self.made += 1
        return SearchRow(f"row {number}", value=number)


@pytest.fixture
def search(qtbot: QtBot) -> SearchList:
    made = SearchList("Search")
    qtbot.addWidget(made)
    return made


def test_a_search_makes_what_is_seen_and_the_rest_comes_by_itself(
    qtbot: QtBot, search: SearchList
) -> None:
    rows = Rows()
    search.show_rows({"All": rows.all()})
    assert rows.made < AT_ONCE
    qtbot.waitUntil(lambda: search.list.topLevelItemCount() == MANY + 1)
    assert rows.made == MANY


def test_another_search_makes_no_more_of_the_rows_before(search: SearchList) -> None:
    rows = Rows()
    search.show_rows({"All": rows.all()})
    search.show_rows({"One": [SearchRow("other", value=1)]})
    assert search.rows() == [("other", "")]
    assert rows.made < AT_ONCE


@pytest.mark.parametrize("current", [0, MANY - 1])
def test_the_marked_row_is_there_at_once(search: SearchList, current: int) -> None:
    search.show_rows({"All": Rows().all()}, current)
    item = search.list.currentItem()
    assert item is not None
    assert item.text(0) == f"row {current}"


def test_keys_reach_the_last_row_at_once(search: SearchList) -> None:
    search.show_rows({"All": Rows().all()})
    for _ in range(MANY // 8 + 1):
        QTest.keyClick(search, Qt.Key.Key_PageDown)
    item = search.list.currentItem()
    assert item is not None
    assert item.text(0) == f"row {MANY - 1}"
