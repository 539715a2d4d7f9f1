"""Two clicks from the first start train a network that recognises photographs."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.data_sets import CIFAR10, Shapes10
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.network_templates import network_templates, template_of
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.page import NetworkPage
from convviz.ui.template_texts import template_name, template_purpose, template_tip
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.training.run.run_progress import RunState
from tests.support.fake_trainer import asked
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document

FAST = network_templates()["fast"]


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the answers to the questions to come, the next one first."""
    given: list[str] = []
    monkeypatch.setattr("convviz.ui.template_choice.ask", lambda *_, **__: given.pop(0))
    return given


def with_settings_of_its_own() -> Document:
    document = new_document()
    training = msgspec.structs.replace(document.training, optimiser=SGD(lr=0.3), epochs=4)
    return msgspec.structs.replace(document, training=training)


def test_one_click_on_the_page_trains_the_fast_network(qtbot: QtBot, make: Make) -> None:
    stage = make(fetcher="ready:/data/cifar", trainer="start:1:1")
    assert "77.9%" in shown_texts(stage.page.view.welcome.templates)
    stage.page.view.welcome.templates.buttons["fast"].click()
    assert "Looking for the pictures…" in shown_texts(stage.page.view.welcome)
    stage.until(qtbot, RunState.RUNNING)
    trained = stage.session.progress.document
    assert trained is not None
    assert template_of(trained) is FAST
    assert isinstance(trained.training.dataset, CIFAR10)
    stage.store.undo_stack.undo()
    assert stage.store.document == new_document()


def test_without_the_pictures_a_download_is_offered_and_shapes_meanwhile(
    qtbot: QtBot, make: Make
) -> None:
    stage = make(fetcher="fetch-failed:data_not_found;progress:85026085,stdin-ends")
    welcome = stage.page.view.welcome
    welcome.templates.buttons["fast"].click()
    qtbot.waitUntil(lambda: stage.session.data.state is DataState.MISSING)
    assert welcome.download.isVisible()
    welcome.download.click()
    qtbot.waitUntil(lambda: "85.0 MB of 170.1 MB" in welcome.sentence.text())
    assert not welcome.download.isVisible()
    assert stage.session.state is RunState.IDLE
    welcome.mend.click()
    assert stage.store.document.training.dataset == Shapes10()
    assert stage.page.page_actions["start"].isEnabled()
    assert asked(stage.log) == []


def test_settings_of_ones_own_are_replaced_only_when_asked_for(
    qtbot: QtBot, make: Make, answers: list[str]
) -> None:
    mine = with_settings_of_its_own()
    stage = make(document=mine, fetcher="ready:/data/cifar", trainer="start:1:1")
    answers[:] = ["cancel", "keep"]
    stage.page.templates.take(FAST)
    assert stage.store.document == mine
    stage.page.templates.take(FAST)
    assert stage.store.document.network == FAST.build()
    assert stage.store.document.training == mine.training
    stage.until(qtbot, RunState.RUNNING)
    assert not stage.page.page_actions["templates"].isEnabled()


def test_the_network_page_begins_with_a_template_that_is_found_by_typing(
    qtbot: QtBot, answers: list[str]
) -> None:
    store = DocumentStore(with_settings_of_its_own())
    page = NetworkPage(store)
    qtbot.addWidget(page)
    page.show()
    page.page_actions["templates"].trigger()
    search = page.templates.popup.search
    names = [name for name, _ in search.rows()]
    assert names[:2] == ["Fast network", "Strong network"]
    QTest.keyClicks(search.field, "digits")
    assert [name for name, _ in search.rows()] == ["LeNet-5 at 28×28, as taught"]
    search.field.setText("springenberg 2014")
    assert [name for name, _ in search.rows()] == ["All-convolutional network"]
    assert "https://arxiv.org/abs/1412.6806" in page.templates.popup.details.text()
    search.field.setText("vgg imagenet")
    assert [name for name, _ in search.rows()] == ["VGG-11 at 224×224"]
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert store.document.network.input_shape == (3, 224, 224)
    assert store.document.training == with_settings_of_its_own().training
    store.undo_stack.undo()
    page.page_actions["templates"].trigger()
    search.field.setText("no such network")
    assert search.rows() == []
    assert search.problem.text()
    search.field.setText("fast")
    answers[:] = ["take"]
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert template_of(store.document) is FAST
    assert "Fast network" in page.notice.sentence
    store.undo_stack.undo()
    assert store.document == with_settings_of_its_own()


def test_every_template_has_a_name_a_purpose_and_its_figures() -> None:
    for key, template in network_templates().items():
        assert template_name(key) != key
        assert template_purpose(key)
        tip = template_tip(template)
        for paper in template.papers:
            assert escape(paper.title, quote=False) in tip
            assert escape(paper.name, quote=False) in tip
        assert ("Published" in tip) == (template.published is not None)
        assert ("Measured" in tip) == (template.measured is not None)


def shown_texts(widget: object) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]
