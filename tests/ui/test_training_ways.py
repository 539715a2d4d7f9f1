"""Half precision and Muon in the form: tried when somebody wants them, refused where they fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtGui import QFocusEvent, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel

from convviz.core.optimisers.adam import AdamW
from convviz.core.optimisers.muon import Muon
from convviz.protocol.messages.engine import DescribeDevices, TryWays, WaysTried
from convviz.protocol.soundness import Finding, Verdict
from convviz.protocol.templates import new_document
from convviz.ui.processes.reply import Reply
from convviz.ui.training.settings.way_note import WayNote
from convviz.ui.widgets.choice_fields import ChoiceField
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Document


class Engine:
    """Keeps what is asked for, and answers when it is told to."""

    def __init__(self) -> None:
        self.replies: list[tuple[Any, Reply]] = []

    def ask(self, asker: QObject, request: object, **_options: object) -> Reply:
        reply = Reply(asker)
        self.replies.append((request, reply))
        return reply

    @property
    def asked(self) -> list[TryWays]:
        return [request for request, _ in self.replies if isinstance(request, TryWays)]

    def answer(self, **found: Finding) -> None:
        request, reply = next(r for r in reversed(self.replies) if isinstance(r[0], TryWays))
        assert not isinstance(request, DescribeDevices)
        reply.answer(WaysTried(found))


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def document(**changes: object) -> Document:
    made = new_document()
    training = msgspec.structs.replace(made.training, device="cpu", **changes)
    return msgspec.structs.replace(made, training=training)


def note(stage: Stage) -> QLabel:
    found = stage.page.findChild(WayNote)
    assert found is not None
    return found


def test_nothing_is_tried_until_somebody_is_about_to_choose(make: Make) -> None:
    engine: Any = Engine()
    stage = make(document=document(), engine=engine)
    field = stage.page.settings_panel.field("precision")
    assert isinstance(field, ChoiceField)
    assert engine.asked == []
    assert note(stage).isHidden()

    QApplication.sendEvent(field, QFocusEvent(QFocusEvent.Type.FocusIn))
    assert engine.asked == [TryWays("cpu", ("bfloat16", "float16"))]
    assert "whether bfloat16 works here" in note(stage).text()

    engine.answer(bfloat16=Finding(Verdict.STOPS), float16=Finding(Verdict.SOUND))
    assert note(stage).text() == "bfloat16 stops the process on this computer."
    model = field.model()
    assert isinstance(model, QStandardItemModel)
    assert [model.item(place).isEnabled() for place in range(3)] == [True, False, True]
    assert stage.page.settings_panel.problems == {}


def test_a_document_with_a_precision_that_fails_here_cannot_be_started_but_mended(
    make: Make,
) -> None:
    engine: Any = Engine()
    stage = make(document=document(precision="bfloat16"), engine=engine)
    assert engine.asked == [TryWays("cpu", ("bfloat16",))]
    engine.answer(bfloat16=Finding(Verdict.REFUSED, "no such kernel"))
    obstacle = stage.page._presenter.state.obstacle
    assert obstacle is not None
    assert obstacle.sentence == "torch refuses bfloat16 on this computer: no such kernel."
    assert obstacle.mended is not None
    assert obstacle.mended.training.precision == "float32"


def test_muon_is_tried_as_well_and_adamw_offered_in_its_place(make: Make) -> None:
    engine: Any = Engine()
    stage = make(document=document(optimiser=Muon(lr=0.02)), engine=engine)
    assert engine.asked == [TryWays("cpu", ("Muon",))]
    engine.answer(Muon=Finding(Verdict.STOPS))
    obstacle = stage.page._presenter.state.obstacle
    assert obstacle is not None
    assert obstacle.mend == "AdamW(lr=0.02)"
    assert obstacle.mended is not None
    assert obstacle.mended.training.optimiser == AdamW(lr=0.02)


def test_what_works_is_said_and_asked_again_while_it_is_being_tried(
    make: Make, qtbot: QtBot
) -> None:
    engine: Any = Engine()
    stage = make(document=document(precision="float16"), engine=engine)
    stage.session.ways._again.setInterval(0)
    engine.answer()
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    engine.answer(float16=Finding(Verdict.SOUND))
    assert note(stage).text() == "float16 works on this computer."
    assert stage.page._presenter.state.obstacle is None
