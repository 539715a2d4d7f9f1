"""Menus that are filled after the start stand in the page's menu from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from convviz.core.shown_layers import shown_types
from convviz.protocol.document import Document
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_layers_and_presets_are_offered_before_the_window_is_painted(qtbot: QtBot) -> None:
    page = CalculatorPage(
        DocumentStore(Document(course_calculator(), course_network())), FakeEngine()
    )
    qtbot.addWidget(page)
    bar = page.call_bar

    entries = page.page_actions.menu()

    assert bar.types.menuAction() in entries
    assert bar.presets.menuAction() in entries
    assert bar.types.actions() == []
    bar.types.aboutToShow.emit()
    offered = [action for family in bar.types.findChildren(QMenu) for action in family.actions()]
    assert sorted(action.text() for action in offered) == sorted(
        layer_type.type_name() for layer_type in shown_types()
    )
