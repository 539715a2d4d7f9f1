"""The table on the network page: its figures, what is chosen in it, what is hidden and copied."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.network.tree import NetworkStep, residual
from convviz.core.optimisers.adam import Adam
from convviz.protocol.document import Network
from convviz.protocol.network_table import Column
from convviz.protocol.table_formats import TableFormat
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.state import View
from convviz.ui.network.table.table_view import TableView
from convviz.ui.network.texts import bytes_text
from tests.support.network_page import open_page, show

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.network.page import NetworkPage

C = Column


@pytest.fixture
def page(page: NetworkPage) -> NetworkPage:
    page.show_view(View.TABLE)
    return page


def view_of(page: NetworkPage) -> TableView:
    view = page.panels.views.view(View.TABLE)
    assert isinstance(view, TableView)
    return view


def column(page: NetworkPage, wanted: Column) -> list[str]:
    grid = view_of(page).grid
    model = grid.view.model()
    return [grid.text(row, wanted).strip() for row in range(model.rowCount() + 1)]


def click(page: NetworkPage, row: int, keys: Qt.KeyboardModifier | None = None) -> None:
    table = view_of(page).grid.view
    place = QPoint(60, table.rowViewportPosition(row) + 4)
    modifier = Qt.KeyboardModifier.NoModifier if keys is None else keys
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_the_table_shows_the_networks_figures_and_their_totals(page: NetworkPage) -> None:
    assert column(page, C.LAYER)[:2] == ["Input", "Conv2d(3, 32, kernel_size=5, padding=2)"]
    assert column(page, C.PARAMS_PRODUCT)[1] == "32×3×5×5 + 32"
    assert column(page, C.PARAMS)[1:3] == ["2,432", "0"]
    assert column(page, C.PARAMS)[-1] == "145,578"
    assert column(page, C.FIELD)[-2] == "whole input"
    assert column(page, C.ACTIVATIONS)[-1] == page.totals.value_text("memory")


def test_an_edit_is_shown_and_a_layer_that_fails_says_so(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 4, 3), Linear(7, 2), shape=(3, 8, 8))
    assert column(page, C.LAYER)[2:] == ["Linear(7, 2) (does not fit)", "Total"]
    assert column(page, C.PARAMS) == ["", "112", "", "≥ 112"]
    model = view_of(page).grid.view.model()
    tip = model.data(model.index(2, 1), Qt.ItemDataRole.ToolTipRole)
    assert "in_features" in tip


def test_a_click_chooses_the_layer_and_what_is_chosen_elsewhere_is_marked(
    page: NetworkPage,
) -> None:
    click(page, 3)
    assert page.layers.cards.selected_rows() == [2]
    click(page, 5, Qt.KeyboardModifier.ControlModifier)
    assert page.layers.cards.selected_rows() == [2, 4]
    page.choose_layer(7)
    assert view_of(page).grid.chosen_rows == [8]


def test_a_layer_in_a_folded_block_is_unfolded_when_it_is_chosen(
    page: NetworkPage, store: DocumentStore
) -> None:
    body = [NetworkStep(Conv2d(3, 3, 3, padding=1))]
    network = Network((3, 8, 8), (residual(body),))
    store.open(msgspec.structs.replace(store.document, network=network))
    page.layers.cards.select([0])
    page.page_actions["fold"].trigger()
    assert len(page.layers.cards.cards) == 1
    click(page, 3)
    assert page.layers.cards.cards[page.layers.cards.selected_rows()[0]].path == (0, 0, 0)
    click(page, 1)
    assert view_of(page).grid.chosen_rows == [1]


def test_the_table_is_copied_whole_or_the_chosen_rows_in_the_last_format(
    page: NetworkPage,
) -> None:
    view = view_of(page)
    view.formats[TableFormat.CSV].trigger()
    rows = list(csv.DictReader(io.StringIO(copied())))
    assert len(rows) == 11
    assert rows[1]["Multiply-adds"] == "2457600"
    click(page, 2)
    click(page, 4, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = list(csv.DictReader(io.StringIO(copied())))
    assert [row["#"] for row in rows] == ["2", "4"]
    page.page_actions["copy table"].trigger()
    assert len(copied().splitlines()) == 3


def test_of_a_block_all_that_it_holds_is_copied_and_all_rows_are_the_whole_table(
    page: NetworkPage, store: DocumentStore
) -> None:
    body = [NetworkStep(Conv2d(3, 3, 3, padding=1))]
    nodes = (NetworkStep(Conv2d(3, 3, 1)), residual(body), NetworkStep(Conv2d(3, 2, 1)))
    store.open(msgspec.structs.replace(store.document, network=Network((3, 8, 8), nodes)))
    view = view_of(page)
    view.formats[TableFormat.CSV].trigger()
    click(page, 1)
    click(page, 2, Qt.KeyboardModifier.ControlModifier)
    view.copy()
    layers = [row["Layer"].strip() for row in csv.DictReader(io.StringIO(copied()))]
    assert [layer.partition("(")[0] for layer in layers] == [
        *("Conv2d", "Residual", "body: Sequential", "Conv2d", "shortcut: Sequential"),
    ]
    view.grid.view.selectAll()
    view.copy()
    assert copied().splitlines()[-1].startswith(",Total")


def test_the_format_and_hidden_columns_are_remembered(
    qtbot: QtBot, page: NetworkPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = view_of(page).grid
    assert C.NAME not in grid.columns
    actions = {action.text(): action for action in grid.columns_menu.actions()}
    actions["Kernel"].trigger()
    actions["Name"].trigger()
    assert not actions["Layer"].isEnabled()
    view_of(page).formats[TableFormat.LATEX].trigger()
    first = copied().splitlines()[3]
    assert first.strip().startswith(r"\# & Layer & Name & Output shape & Parameters")

    again = open_page(qtbot, DocumentStore(new_document()), monkeypatch)
    other = view_of(again)
    assert C.KERNEL not in other.grid.columns
    assert C.NAME in other.grid.columns
    other.copy()
    assert r"\toprule" in copied()


def test_the_memory_is_that_of_the_documents_training_or_of_a_batch_size_that_is_typed(
    page: NetworkPage, store: DocumentStore
) -> None:
    view, document = view_of(page), store.document
    training = msgspec.structs.replace(document.training, optimiser=Adam(), batch_size=32)
    store.edit(msgspec.structs.replace(document, training=training), "Training")
    assert view.batch.value == 32
    parts = view.parts.text().split(" ")  # the line breaks between two of them alone
    assert "optimiser 1.2 MB".replace(" ", "\N{NO-BREAK SPACE}") in parts
    total = view.memory.text()
    view.batch.selectAll()
    QTest.keyClicks(view.batch, "64")
    assert view.memory.text() != total
    kept = 4 * 64 * (32768 + 8192 + 8192 + 2048 + 4096 + 1024 + 64) + 8 * 64 * (8192 + 2048 + 1024)
    assert bytes_text(kept) in view.parts.text().replace("\N{NO-BREAK SPACE}", " ")
    view.batch.selectAll()
    QTest.keyClicks(view.batch, "0")
    assert view.batch.problem
    assert store.document.training.batch_size == 32


def test_the_layers_stay_in_sight_while_their_figures_are_scrolled(page: NetworkPage) -> None:
    page.resize(1000, 700)
    QGuiApplication.processEvents()
    grid = view_of(page).grid
    bar = grid.view.horizontalScrollBar()
    assert not grid.frozen.isVisible()

    bar.setValue(bar.maximum())
    assert bar.maximum() > 0
    assert grid.frozen.isVisible()
    layers, rows = list(Column).index(C.LAYER), grid.view.model().rowCount()
    assert not grid.frozen.isColumnHidden(layers)
    assert grid.frozen.isColumnHidden(list(Column).index(C.FIELD))
    for row in range(rows):
        frozen, own = (
            table.viewport().mapTo(
                grid, table.visualRect(table.model().index(row, layers)).topLeft()
            )
            for table in (grid.frozen, grid.view)
        )
        assert frozen.y() == own.y()

    place = grid.frozen.visualRect(grid.frozen.model().index(2, layers)).center()
    QTest.mouseClick(grid.frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert grid.chosen_rows == [2]
    assert bar.value() == bar.maximum()  # the figures that are read stay, too
    bar.setValue(0)
    assert not grid.frozen.isVisible()


def test_calls_have_a_third_of_the_width_where_figures_are_scrolled_anyway(
    page: NetworkPage,
) -> None:
    grid = view_of(page).grid
    layers = list(Column).index(C.LAYER)
    for width in (1000, 1300):
        page.resize(width, 700)
        QGuiApplication.processEvents()
        seen = grid.view.viewport().width()
        assert grid.view.horizontalScrollBar().maximum() > 0
        assert grid.view.columnWidth(layers) == max(130, min(220, int(0.35 * seen)))
