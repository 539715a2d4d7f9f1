"""The doors of the window: what is pasted, typed and opened there, at its worst."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from convviz.protocol.templates import new_document
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.page import NetworkPage
from convviz.ui.widgets.formula_source import FormulaSource
from tests.hostile.test_string_doors import HOSTILE_TEXTS
from tests.support.direct_engine import DirectEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MOST_SECONDS = 5.0
LONGEST_SENTENCE = 900


@pytest.fixture(autouse=True)
def no_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_what_is_pasted_into_the_network_is_read_or_answered(
    qtbot: QtBot, store: DocumentStore
) -> None:
    page = NetworkPage(store)
    qtbot.addWidget(page)
    for name, text in HOSTILE_TEXTS.items():
        before, begun = store.document.network, time.thread_time()
        paste(text)
        page.page_actions["paste"].trigger()
        assert time.thread_time() - begun < MOST_SECONDS, name
        assert len(page.notice.sentence) < LONGEST_SENTENCE, name
        if store.document.network is before and not page.paste_reader.choice.isVisible():
            assert page.notice.sentence, name
        page.paste_reader.choice.hide()


def test_what_is_typed_as_a_layer_is_read_or_answered(qtbot: QtBot, store: DocumentStore) -> None:
    page = NetworkPage(store)
    qtbot.addWidget(page)
    for name, text in HOSTILE_TEXTS.items():
        begun = time.thread_time()
        page.popup.type_text(text[:40_000])
        assert time.thread_time() - begun < MOST_SECONDS, name
        assert len(page.popup.problem) < LONGEST_SENTENCE, name


def test_what_is_pasted_into_the_calculator_is_read_or_answered(
    qtbot: QtBot, store: DocumentStore
) -> None:
    page = CalculatorPage(store, DirectEngine())
    qtbot.addWidget(page)
    told: list[str] = []
    page.presenter.values.told.connect(lambda _level, sentence: told.append(sentence))
    for name, text in HOSTILE_TEXTS.items():
        before, begun, count = store.document.calculator, time.thread_time(), len(told)
        paste(text)
        page.presenter.values.paste()
        assert time.thread_time() - begun < MOST_SECONDS, name
        assert store.document.calculator is not before or len(told) > count, name
        assert all(len(sentence) < LONGEST_SENTENCE for sentence in told[count:]), name
