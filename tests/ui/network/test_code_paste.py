"""Pasting code with several networks: the page asks which one, and tells what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.support.network_page import names, show

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage

TWO = """
import torch
from torch import nn
pool = nn.MaxPool2d(2)
act = nn.ReLU()
part = nn.Sequential(nn.Conv2d(3, 8, 3, device="cuda"), act)
model = nn.Sequential(part, nn.Flatten(), nn.Linear(8 * 30 * 30, 10))
"""


@pytest.fixture
def page(page: NetworkPage, store: DocumentStore) -> NetworkPage:
    show(store)
    return page


def paste(page: NetworkPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    page.page_actions["paste"].trigger()


def test_of_several_networks_the_likely_one_is_marked_and_taken_by_return(
    page: NetworkPage,
) -> None:
    paste(page, TWO)
    choice = page.paste_reader.choice
    assert choice.isVisible()
    assert names(page) == []
    assert choice.names() == ["pool", "model", "act", "part"]
    QTest.keyClick(choice.search.field, Qt.Key.Key_Return)
    assert not choice.isVisible()
    assert names(page) == ["Sequential", "Conv2d", "ReLU", "Flatten", "Linear"]
    assert "device of Conv2d was left out" in page.notice.sentence
    assert page.notice.level == "info"


def test_another_one_is_found_by_its_name(page: NetworkPage) -> None:
    paste(page, TWO)
    choice = page.paste_reader.choice
    QTest.keyClicks(choice.search.field, "poo")
    assert choice.names() == ["pool"]
    QTest.keyClick(choice.search.field, Qt.Key.Key_Return)
    assert names(page) == ["MaxPool2d"]


def test_escape_changes_nothing(page: NetworkPage, store: DocumentStore) -> None:
    before = store.document
    paste(page, TWO)
    QTest.keyClick(page.paste_reader.choice.search.field, Qt.Key.Key_Escape)
    assert not page.paste_reader.choice.isVisible()
    assert store.document is before


def test_one_network_is_taken_at_once_and_code_in_error_told(page: NetworkPage) -> None:
    paste(page, "model = nn.Sequential(nn.Conv2d(3, 2 * 4, 3), nn.ReLU())")
    assert names(page) == ["Conv2d", "ReLU"]
    assert page.notice.isHidden()
    paste(page, "model = nn.Sequential(nn.Conv2d(3, n, 3))")
    assert page.notice.level == "error"
    assert "uses n, which this code gives no value" in page.notice.sentence


def test_layers_without_a_sequential_are_taken_in_order_and_that_is_told(
    page: NetworkPage,
) -> None:
    paste(page, "self.conv = nn.Conv2d(3, 8, 3)\nself.act = nn.ReLU()")
    assert names(page) == ["Conv2d", "ReLU"]
    assert "in the order in which they are written: self.conv, self.act" in page.notice.sentence


def test_typed_code_with_several_networks_offers_each(page: NetworkPage) -> None:
    page.page_actions["add"].trigger()
    page.popup.type_text("a = nn.Sequential(nn.ReLU(), nn.Flatten()); b = nn.Sequential(nn.ReLU())")
    assert page.popup.names() == ["a: ReLU() and 1 more", "b: ReLU()"]
    page.popup.hide()
