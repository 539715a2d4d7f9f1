from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.judgement import Judgement
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_pictures import (
    ClassifyPicture,
    JudgeTestPictures,
    PictureClassified,
    PicturesJudged,
    PicturesRead,
    ReadPictures,
)
from convviz.protocol.messages.trainer import EpochJudged
from convviz.ui.training.results.picture_choice import MOST_SHOWN, PictureList
from convviz.ui.training.run.judging import AT_A_TIME
from convviz.ui.training.run.run_progress import RunState
from convviz.values.tensors import array_of, tensor_of
from tests.support.fake_engine import UnansweredEngine
from tests.support.training_page import Make, Stage, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.messages.common import Message
    from convviz.ui.processes.reply import Reply

NAMES = ("cat", "dog", "frog")
LABELS = np.arange(600) % 3
TAKEN = np.where(LABELS == 0, 1, LABELS)
"""Every cat is taken for a dog."""


def judgement(first: int, count: int) -> Judgement:
    """Return what the network of these tests says; the later a picture, the surer it is."""
    part = slice(first, first + count)
    taken = TAKEN[part]
    shares = np.stack([0.5 + np.arange(600)[part] / 2000, np.full(len(taken), 0.1)], axis=1)
    return Judgement(
        labels=tensor_of(LABELS[part], "int64"),
        classes=tensor_of(np.stack([taken, (taken + 1) % 3], axis=1), "int64"),
        shares=tensor_of(shares, "float32"),
    )


class JudgingEngine(UnansweredEngine):
    """Answers what is asked about pictures when a test says so."""

    def of_kind(self, kind: type[Message]) -> list[Message]:
        return [request for request in self.requests if isinstance(request, kind)]

    def first_reply(self, kind: type[Message]) -> Reply:
        pairs = zip(self.requests, self.replies, strict=True)
        return next(reply for request, reply in pairs if isinstance(request, kind))

    def answer_all(self) -> None:
        number = 0
        while number < len(self.replies):
            request, reply = self.requests[number], self.replies[number]
            number += 1
            if not reply.is_waiting:
                continue
            match request:
                case JudgeTestPictures():
                    told = judgement(request.first, request.count)
                    reply.answer(PicturesJudged(told, len(LABELS), NAMES))
                case ReadPictures():
                    pixels = np.zeros((len(request.places), 3, 32, 32), np.uint8)
                    reply.answer(PicturesRead(request.places, tensor_of(pixels, "uint8")))
                case ClassifyPicture():
                    answer = PictureClassified(request.picture, (2, 0), (0.9, 0.1), NAMES)
                    reply.answer(answer)
                case _:
                    pass


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[JudgingEngine]:
    del qtbot
    made = JudgingEngine()
    yield made
    made.shut_down()


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


@pytest.fixture
def stage(qtbot: QtBot, make: Make, engine: JudgingEngine) -> Stage:
    """Return a page with a finished run whose result is not judged yet."""
    stage: Stage = make("start:1:1,batch:2.3,epoch:0.5,end:finished", engine=engine)
    stage.page.page_actions["start"].trigger()
    stage.until(qtbot, RunState.FINISHED)
    return stage


def test_a_result_is_judged_part_by_part_so_that_the_calculator_need_not_wait(
    stage: Stage, engine: JudgingEngine
) -> None:
    panel = stage.page.result.evaluation
    assert len(engine.of_kind(JudgeTestPictures)) == 1
    first = PicturesJudged(judgement(0, AT_A_TIME), len(LABELS), NAMES)
    engine.first_reply(JudgeTestPictures).answer(first)
    assert "500" in panel.head.caption.text()
    engine.answer_all()
    asked = [(r.first, r.count) for r in engine.requests if isinstance(r, JudgeTestPictures)]
    assert asked == [(0, AT_A_TIME), (AT_A_TIME, AT_A_TIME)]
    assert panel.head.number.text() == "66.7%"
    assert panel.head.caption.text() == "400 of 600 test pictures right"
    assert [bar.share for bar in panel.classes.bars] == [0.0, 1.0, 1.0]


def test_the_surest_mistakes_are_shown_first_with_their_likeliest_classes(
    stage: Stage, engine: JudgingEngine
) -> None:
    engine.answer_all()
    panel = stage.page.result.evaluation
    cats = np.flatnonzero(LABELS == 0)[::-1]
    assert panel.gallery.places == tuple(cats[:MOST_SHOWN])
    engine.answer_all()
    assert panel.gallery.drawn == MOST_SHOWN
    assert panel.card.text.text() == '✗ It is "cat"'
    assert [(bar.name, bar.is_right) for bar in panel.card.bars.bars] == [
        ("dog", False),
        ("frog", False),
    ]
    QTest.keyClick(panel.gallery, Qt.Key.Key_Right)
    assert panel.card.bars.bars[0].share == pytest.approx(0.5 + cats[1] / 2000)


def test_a_click_on_a_cell_shows_the_pictures_of_that_cell(
    stage: Stage, engine: JudgingEngine
) -> None:
    engine.answer_all()
    panel = stage.page.result.evaluation
    matrix = panel.matrix
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(2, 2).center())
    assert set(LABELS[list(panel.gallery.places)]) == {2}
    assert matrix.current == (2, 2)
    assert panel.lists.value is PictureList.CELL
    QTest.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.current == (1, 2)
    assert panel.gallery.places == ()
    assert matrix.sentence(0, 1) == (
        '200 of the 200 pictures of "cat" are taken for "dog" (100.0%)'
    )


def test_a_class_shows_its_pictures(stage: Stage, engine: JudgingEngine) -> None:
    engine.answer_all()
    panel = stage.page.result.evaluation
    QTest.mouseClick(panel.classes, Qt.MouseButton.LeftButton, pos=QPoint(10, 5))
    assert set(LABELS[list(panel.gallery.places)]) == {0}


def test_what_the_trainer_told_of_the_last_epoch_is_not_asked_again(
    qtbot: QtBot, make: Make, engine: JudgingEngine
) -> None:
    stage = make("start:1:1,batch:2.3,epoch:0.5,read,end:finished", engine=engine)
    stage.page.page_actions["start"].trigger()
    qtbot.waitUntil(lambda: len(stage.session.progress.epochs) == 1, timeout=60_000)
    session = stage.session
    session.judge.take_epoch(EpochJudged(1, 1, judgement(0, 600)), session.progress)
    panel = stage.page.result.evaluation
    assert panel.head.caption.text() == "400 of 600 test pictures right after epoch 1"
    session.stop()
    stage.until(qtbot, RunState.FINISHED)
    assert engine.of_kind(JudgeTestPictures) == []


def test_why_a_result_cannot_be_judged_is_said(stage: Stage, engine: JudgingEngine) -> None:
    error = StorageError(ErrorCode.FILE_MISSING, path="/gone/weights.safetensors")
    engine.first_reply(JudgeTestPictures).fail(Problem.of(error))
    assert "/gone/weights.safetensors" in stage.page.result.evaluation.head.caption.text()
    assert len(engine.of_kind(JudgeTestPictures)) == 1


def test_a_persons_own_picture_is_classified(
    qtbot: QtBot, stage: Stage, engine: JudgingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "mine.png"
    image = QImage(40, 20, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.red)
    image.save(str(path))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    from convviz.ui.images.own_picture import OwnPictureReader

    reader = stage.page.findChild(OwnPictureReader)
    assert reader is not None
    assert reader.take(mime)
    qtbot.waitUntil(lambda: bool(engine.of_kind(ClassifyPicture)), timeout=60_000)
    request = engine.of_kind(ClassifyPicture)[0]
    assert isinstance(request, ClassifyPicture)
    assert array_of(request.picture)[:, 0, 0].tolist() == [255, 0, 0]
    assert request.picture.shape == (3, 20, 40)
    engine.answer_all()
    bars = stage.page.result.own.card.bars.bars
    assert [(bar.name, bar.share) for bar in bars] == [("frog", 0.9), ("cat", 0.1)]


def test_a_picture_cannot_be_classified_before_there_is_a_result(make: Make) -> None:
    stage = make()
    for name in ("classify a picture", "classify the pasted picture"):
        action = stage.page.page_actions[name]
        assert not action.isEnabled()
        assert "after a run has ended" in action.toolTip()


def test_a_cell_says_how_many_it_holds_where_there_is_room(
    stage: Stage, engine: JudgingEngine
) -> None:
    engine.answer_all()
    matrix = stage.page.result.evaluation.matrix
    matrix.resize(260, 300)
    assert matrix._count_pixels(200) >= 8
    matrix.resize(60, 300)
    assert matrix._count_pixels(200) == 0
