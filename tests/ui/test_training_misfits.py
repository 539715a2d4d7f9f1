"""Whether a network fits its data is found once a document, and only for a page that is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.data_sets import Shapes10
from convviz.protocol.templates import new_document
from convviz.ui.training import obstacles
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.data_sets import DataSetFacts
    from convviz.protocol.document import Document


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Return the documents that were looked at."""
    documents: list[Document] = []
    look = obstacles._misfit_obstacle

    def counted(document: Document, data: DataSetFacts) -> obstacles.Obstacle | None:
        documents.append(document)
        return look(document, data)

    monkeypatch.setattr(obstacles, "_misfit_obstacle", counted)
    return documents


def test_the_same_document_is_looked_at_once(asked: list[Document]) -> None:
    misfits, document = obstacles.Misfits(), new_document()
    for size in (32, 32, 28):
        misfits.of(document, Shapes10(size).facts())
    misfits.of(new_document(), Shapes10(28).facts())
    assert [known is document for known in asked] == [True, True, False]


def test_a_page_that_is_not_seen_looks_at_an_edit_when_it_is_shown(
    make: Make, asked: list[Document]
) -> None:
    stage = make()
    start = stage.page.page_actions["start"]
    assert start.isEnabled()
    stage.page.hide()
    asked.clear()
    shorter = msgspec.structs.replace(new_document().network, steps=())
    stage.store.edit(msgspec.structs.replace(stage.store.document, network=shorter), "Edit")
    assert asked == []
    stage.page.show()
    assert asked == [stage.store.document]
    assert not start.isEnabled()


def test_whoever_asks_of_a_hidden_page_hears_of_the_document_as_it_is(make: Make) -> None:
    stage = make()
    stage.page.hide()
    shorter = msgspec.structs.replace(new_document().network, steps=())
    stage.store.edit(msgspec.structs.replace(stage.store.document, network=shorter), "Edit")
    assert stage.page._presenter.state.document is stage.store.document
