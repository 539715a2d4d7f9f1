"""What one who is new is told, until it was done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.protocol.document import Document
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.fake_engine import FakeEngine
from tests.support.windows import show_active

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot


def open_page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> CalculatorPage:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    store = DocumentStore(Document(course_calculator(), course_network()))
    page = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(page)
    page.resize(1280, 800)
    show_active(qtbot, page)
    page.setFocus()
    return page


def test_each_hint_goes_once_it_was_followed_and_stays_away(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(qtbot, monkeypatch)
    assert len(page.hints.shown()) == 5
    assert page.hints.shown()[0].startswith("Right: ")

    height = page.hints.height()
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert any(hint.startswith("Space: ") for hint in page.hints.shown())
    QTest.keyClick(page, Qt.Key.Key_Space)
    page.grids.view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.grids.view, Qt.Key.Key_Delete)
    page.call_bar.type_action("MaxPool2d").trigger()
    left = page.hints.shown()
    assert page.hints.height() == height
    assert [hint.partition(":")[0] for hint in left] == ["Click an output cell"]

    again = open_page(qtbot, monkeypatch)
    assert again.hints.shown() == left


def test_the_hints_can_be_sent_away(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(qtbot, monkeypatch)
    assert page.hints.isVisible()
    page.hints.close_button.click()
    assert not page.hints.isVisible()
    assert not open_page(qtbot, monkeypatch).hints.isVisible()
