"""How good the run in sight is: told by its trainer after each epoch, asked for a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import (
    MOST_PICTURES,
    ClassifyPicture,
    JudgeTestPictures,
    ReadPictures,
)
from convviz.values.evaluation import Evaluation, evaluation_of
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from convviz.protocol.document import Document
    from convviz.protocol.judgement import Judgement
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine_pictures import (
        PictureClassified,
        PicturesJudged,
        PicturesRead,
    )
    from convviz.protocol.messages.trainer import EpochJudged, RunEnded
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply
    from convviz.ui.training.run.run_progress import RunProgress

    Pixels = npt.NDArray[np.uint8]

AT_A_TIME: Final = 500
"""Test pictures that the engine is asked about at once; the calculator's questions come between."""
_MOST_KEPT: Final = 512


@dataclass(frozen=True, slots=True, eq=False)
class OwnPicture:
    """A person's own picture, and what the network takes it for.

    Attributes:
        pixels: (channels, height, width), as the network saw it.
        classes: Names of the likeliest classes, the likeliest first.
        shares: How sure the network is of each, 0 to 1.
    """

    pixels: Pixels
    classes: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What is known of how good a run is.

    Attributes:
        evaluation: None while nothing was measured.
        epoch: At the end of which epoch; 0 for the result.
        done: Test pictures that were judged so far, while a result is judged.
        total: All of them; 0 unless a result is judged.
        problem: Why the result could not be judged.
        pictures: Test pictures, (channels, height, width), by their place.
        picture_problem: Why test pictures cannot be shown.
        own: A person's own picture; None without one.
        own_problem: Why it could not be classified.
    """

    evaluation: Evaluation | None = None
    epoch: int = 0
    done: int = 0
    total: int = 0
    problem: ConvVizError | None = None
    pictures: Mapping[int, Pixels] = field(default_factory=dict)
    picture_problem: ConvVizError | None = None
    own: OwnPicture | None = None
    own_problem: ConvVizError | None = None


def with_weights(document: Document, ended: RunEnded) -> Document:
    """Return the document of a run with the weights that it left."""
    weights = WeightsFile(ended.weights, ended.sha256)
    network = msgspec.structs.replace(document.network, weights=weights)
    return msgspec.structs.replace(document, network=network)


class RunJudge(QObject):
    """Knows how good the run is that the session shows.

    Attributes:
        judged: What is known.

    Signals:
        changed(): ``judged`` is another.
    """

    changed = Signal()

    def __init__(self, engine: EngineClient | None, parent: QObject | None = None) -> None:
        """Know nothing yet.

        Args:
            engine: Whom to ask; None to know only what trainers tell.
            parent: The owner.
        """
        super().__init__(parent)
        self._engine = engine
        self._run: object = None
        self._live_step = -1
        self._document: Document | None = None
        self._asked_for = ""
        self._reply: Reply | None = None
        self._picture_reply: Reply | None = None
        self._own_reply: Reply | None = None
        self._parts: list[Judgement] = []
        self._wanted: tuple[int, ...] = ()
        self.judged = Judged()

    def follow(self, progress: RunProgress) -> None:
        """Forget what is known if another run is in sight."""
        if progress.folder != self._run:
            self._run = progress.folder
            self._cancel()
            self._live_step, self._asked_for, self._wanted = -1, "", ()
            self._show(Judged())
        self._document = progress.document

    def take_epoch(self, message: EpochJudged, progress: RunProgress) -> None:
        """Take what a trainer told at the end of an epoch."""
        self.follow(progress)
        names = () if progress.started is None else progress.started.class_names
        self._cancel_judging()
        self._live_step = message.step
        evaluation = evaluation_of([message.judgement], names)
        self._show(
            replace(
                self.judged,
                evaluation=evaluation,
                epoch=message.epoch,
                done=0,
                total=0,
                problem=None,
            )
        )

    def look_at(self, progress: RunProgress) -> None:
        """Have a result judged, unless it is known how good it is, or the run goes on."""
        self.follow(progress)
        result, document = progress.result, progress.document
        if self._engine is None or result is None or document is None or progress.is_active:
            return
        is_known = result.step == self._live_step and result.reason is None
        if is_known or result.sha256 == self._asked_for:
            return
        self._cancel_judging()
        self._asked_for = result.sha256
        self._live_step = -1  # what the trainer told is of other weights
        self._parts = []
        self._ask_part(encode_document(with_weights(document, result)), 0)

    def want_pictures(self, places: Sequence[int]) -> None:
        """Have test pictures read, those that are not known."""
        document, engine = self._document, self._engine
        missing = tuple(place for place in places if place not in self.judged.pictures)
        missing = missing[:MOST_PICTURES]
        if engine is None or document is None or not missing or missing == self._wanted:
            return
        self._wanted = missing
        request = ReadPictures(encode_document(document), missing)
        self._picture_reply = engine.ask(self, request, instead_of=self._picture_reply)
        self._picture_reply.answered.connect(self._on_pictures)
        self._picture_reply.failed.connect(self._on_no_pictures)

    def classify(self, pixels: Pixels, progress: RunProgress) -> None:
        """Have a person's picture classified by the result.

        Args:
            pixels: (3, height, width).
            progress: The run.
        """
        result, document = progress.result, progress.document
        if self._engine is None or result is None or document is None:
            return
        content = encode_document(with_weights(document, result))
        request = ClassifyPicture(content, tensor_of(pixels, "uint8"))
        self._own_reply = self._engine.ask(self, request, instead_of=self._own_reply)
        self._own_reply.answered.connect(self._on_own)
        self._own_reply.failed.connect(self._on_no_own)

    def _ask_part(self, content: bytes, first: int) -> None:
        assert self._engine is not None  # noqa: S101 - narrows the type
        self._reply = self._engine.ask(self, JudgeTestPictures(content, first, AT_A_TIME))
        self._reply.answered.connect(lambda answer: self._on_part(answer, content, first))
        self._reply.failed.connect(self._on_failure)

    def _on_part(self, answer: PicturesJudged, content: bytes, first: int) -> None:
        self._parts.append(answer.judgement)
        done = first + AT_A_TIME
        if done < answer.total:
            self._show(replace(self.judged, done=done, total=answer.total, problem=None))
            self._ask_part(content, done)
            return
        self._reply = None
        evaluation = evaluation_of(self._parts, answer.class_names)
        self._parts = []
        self._show(
            replace(self.judged, evaluation=evaluation, epoch=0, done=0, total=0, problem=None)
        )

    def _on_failure(self, problem: Problem) -> None:
        self._reply = None
        self._show(replace(self.judged, problem=problem.error(), done=0, total=0))

    def _on_pictures(self, answer: PicturesRead) -> None:
        # What there is not is not asked for again and again.
        self._wanted = tuple(place for place in self._wanted if place not in answer.places)
        known = dict(self.judged.pictures)
        if len(known) > _MOST_KEPT:
            known = {}
        known |= dict(zip(answer.places, array_of(answer.pictures), strict=True))
        shown = MappingProxyType(known)
        self._show(replace(self.judged, pictures=shown, picture_problem=None))

    def _on_no_pictures(self, problem: Problem) -> None:
        self._show(replace(self.judged, picture_problem=problem.error()))

    def _on_own(self, answer: PictureClassified) -> None:
        names = answer.class_names
        classes = tuple(names[n] if n < len(names) else str(n) for n in answer.classes)
        own = OwnPicture(array_of(answer.picture), classes, answer.shares)
        self._show(replace(self.judged, own=own, own_problem=None))

    def _on_no_own(self, problem: Problem) -> None:
        self._show(replace(self.judged, own=None, own_problem=problem.error()))

    def _show(self, judged: Judged) -> None:
        self.judged = judged
        self.changed.emit()

    def _cancel_judging(self) -> None:
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None
        self._asked_for = ""

    def _cancel(self) -> None:
        self._cancel_judging()
        for reply in (self._picture_reply, self._own_reply):
            if reply is not None:
                reply.cancel()
        self._picture_reply = self._own_reply = None
