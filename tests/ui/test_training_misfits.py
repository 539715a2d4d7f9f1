"""Why a network does not fit its data is worked out once a document, however often it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.data_sets import Shapes10
from convviz.protocol.templates import new_document
from convviz.ui.training import obstacles

if TYPE_CHECKING:
    import pytest

    from convviz.core.data_sets import DataSetFacts
    from convviz.protocol.document import Document


def test_the_same_document_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Document, DataSetFacts]] = []
    monkeypatch.setattr(obstacles, "_misfit_obstacle", lambda *facts: asked.append(facts))
    misfits, document = obstacles.Misfits(), new_document()
    for size in (32, 32, 28):
        misfits.of(document, Shapes10(size).facts())
    misfits.of(new_document(), Shapes10(28).facts())
    assert [(known is document, data.picture_shape[1]) for known, data in asked] == [
        (True, 32),
        (True, 28),
        (False, 28),
    ]
