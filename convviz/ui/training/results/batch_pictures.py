"""Training pictures of a batch, read by the engine as they are in the data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import PicturesRead, ReadPictures
from convviz.ui.error_sentences import error_sentence
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply
    from convviz.ui.training.run.run_progress import RunProgress


class BatchPictures(QObject):
    """Reads one picture at a time; a newer wish takes the place of one that waits.

    Signals:
        read(NDArray[uint8]): The picture, (channels, height, width).
        failed(str): Why it cannot be read, as a sentence.
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        engine: EngineClient | None,
        progress: Callable[[], RunProgress],
        parent: QObject | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            engine: Whom to ask; None for nobody.
            progress: Returns the run in sight.
            parent: The owner.
        """
        super().__init__(parent)
        self._engine, self._progress = engine, progress
        self._reply: Reply | None = None

    def ask(self, place: int) -> None:
        """Have a picture read by its place in the training part, from 0."""
        document = self._progress().document
        if self._engine is None or document is None:
            return
        request = ReadPictures(encode_document(document), (place,), is_training=True)
        self._reply = self._engine.ask(self, request, instead_of=self._reply)
        self._reply.answered.connect(self._on_picture)
        self._reply.failed.connect(self._on_failure)

    def _on_picture(self, answer: PicturesRead) -> None:
        self._reply = None
        if answer.places:
            self.read.emit(array_of(answer.pictures)[0])
        else:
            self.failed.emit(self.tr("The data has fewer pictures than when the run was trained."))

    def _on_failure(self, problem: Problem) -> None:
        self._reply = None
        self.failed.emit(error_sentence(problem.error()))
