"""Before a start the page shows what would be learned, as it is and as training changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from convviz.core.augmentation import Augmentation
from convviz.core.data_sets import CIFAR10, Shapes10
from convviz.core.errors import DataError, ErrorCode
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_pictures import DataSeen, LookAtData
from convviz.values.tensors import tensor_of
from tests.support.fake_engine import UnansweredEngine
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.processes.reply import Reply

PIXELS = np.arange(4 * 3 * 16 * 16, dtype=np.uint32).astype(np.uint8).reshape(4, 3, 16, 16)
SEEN = DataSeen(
    pictures=tensor_of(PIXELS, "uint8"),
    labels=(0, 0, 1, 1),
    class_names=("cat", "dog"),
    train_counts=(30, 50),
    test_counts=(10, 10),
    mean=(0.25, 0.5, 0.75),
    deviation=(0.1, 0.2, 0.3),
)


class LookingEngine(UnansweredEngine):
    """Keeps what is asked of the data."""

    def looks(self) -> list[tuple[LookAtData, Reply]]:
        asked = zip(self.requests, self.replies, strict=True)
        return [(request, reply) for request, reply in asked if isinstance(request, LookAtData)]


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[LookingEngine]:
    del qtbot
    made = LookingEngine()
    yield made
    made.shut_down()


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def stage(qtbot: QtBot, make: Make, engine: LookingEngine) -> Stage:
    stage: Stage = make(fetcher="fetch-failed:data_not_found", engine=engine)
    with qtbot.waitExposed(stage.page):
        stage.page.show()
    return stage


def test_samples_counts_and_spread_stand_under_the_start(
    stage: Stage, engine: LookingEngine
) -> None:
    view = stage.page.view.welcome.data
    assert view.isVisible()
    assert "Looking" in view.sentence.text()
    ((request, reply),) = engine.looks()
    assert not request.augmented
    reply.answer(SEEN)
    assert view.drawn == 2
    assert "2 classes" in view.sentence.text()
    assert "80 training pictures, 30 to 50 of a class, and 20 test" in view.sentence.text()
    assert "mean 0.250, 0.500, 0.750, deviation 0.100, 0.200, 0.300" in view.spread.text()


def test_the_augmentation_is_shown_on_the_samples_once_there_is_one(
    stage: Stage, engine: LookingEngine
) -> None:
    view = stage.page.view.welcome.data
    engine.looks()[-1][1].answer(SEEN)
    assert not view.augmented.isEnabled()
    assert "augmentation" in view.augmented.toolTip()
    stage.page._presenter.editor.set("augmentation", Augmentation(flip="random"))
    assert view.augmented.isEnabled()
    assert len(engine.looks()) == 1, "the pictures themselves are the same"
    view.augmented.click()
    request, reply = engine.looks()[-1]
    assert request.augmented
    assert view.drawn == 2, "what was shown stays until the answer is there"
    reply.answer(SEEN)
    stage.page._presenter.editor.set("augmentation", Augmentation(shift=2))
    assert len(engine.looks()) == 3
    stage.page._presenter.editor.set("epochs", 9)
    assert len(engine.looks()) == 3, "nothing of it depends on the epochs"


def test_normalised_pixels_say_so(stage: Stage, engine: LookingEngine) -> None:
    stage.page._presenter.editor.set("normalise", True)  # noqa: FBT003 - a setting's value
    engine.looks()[-1][1].answer(SEEN)
    assert "become 0 and 1" in stage.page.view.welcome.data.spread.text()


def test_data_that_cannot_be_read_says_why_and_is_asked_for_again(
    stage: Stage, engine: LookingEngine
) -> None:
    view = stage.page.view.welcome.data
    error = DataError(ErrorCode.DATA_NOT_FOUND, path="/nowhere")
    engine.looks()[-1][1].fail(Problem.of(error))
    assert "/nowhere" in view.sentence.text()
    assert view.sentence.property("role") == "error"
    assert not view.augmented.isVisible()
    stage.page._presenter.editor.set("dataset", Shapes10(28))
    assert len(engine.looks()) == 2


def test_data_that_is_not_there_is_not_looked_at(stage: Stage, engine: LookingEngine) -> None:
    engine.looks()[-1][1].answer(SEEN)
    stage.page._presenter.editor.set("dataset", CIFAR10())
    assert len(engine.looks()) == 1
    assert not stage.page.view.welcome.data.isVisible()


def test_a_sample_is_opened_in_the_calculator_by_mouse_and_keys(
    stage: Stage, engine: LookingEngine
) -> None:
    view = stage.page.view.welcome.data
    engine.looks()[-1][1].answer(SEEN)
    opened: list[np.ndarray] = []
    stage.page.sample_opened.connect(opened.append)
    dogs = view._pictures[1]
    assert (dogs.drawn, dogs.accessibleName()) == (2, "dog")
    right = QPoint(dogs.width() - 5, 5)
    QTest.mouseDClick(dogs, Qt.MouseButton.LeftButton, pos=right)
    assert np.array_equal(opened[-1], PIXELS[3])
    QTest.keyClick(dogs, Qt.Key.Key_Left)
    QTest.keyClick(dogs, Qt.Key.Key_Return)
    assert np.array_equal(opened[-1], PIXELS[2])
    mouse = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(mouse, right, dogs.mapToGlobal(right))
    dogs.contextMenuEvent(event)
    menu = dogs.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert np.array_equal(opened[-1], PIXELS[3])
