"""What is to come of one request to a process, for whoever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem


class Reply(QObject):
    """Ends once, by an answer, a failure or ``cancel``; then it deletes itself.

    It belongs to who asked, and is gone with him.

    Signals:
        progressed(object): How far the request is.
        answered(object): The answer.
        failed(Problem): Why there is none.
        cancelled(): Nobody waits for it any more; told to the process alone.
    """

    progressed = Signal(object)
    answered = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, asker: QObject) -> None:
        super().__init__(asker)
        self._is_waiting = True

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still waits for it; it may be asked when it is deleted already."""
        return self._is_waiting and isValid(self)

    def cancel(self) -> None:
        """Hear no more of it. Nothing happens when it is over."""
        if self._end():
            self.cancelled.emit()

    def tell(self, progress: object) -> None:
        """Say how far the request is."""
        if self.is_waiting:
            self.progressed.emit(progress)

    def answer(self, answer: object) -> None:
        """Give the answer."""
        if self._end():
            self.answered.emit(answer)

    def fail(self, problem: Problem) -> None:
        """Say why there is no answer."""
        if self._end():
            self.failed.emit(problem)

    def _end(self) -> bool:
        """Be over from here on; return whether it was not before."""
        if not self.is_waiting:
            return False
        self._is_waiting = False
        self.deleteLater()
        return True
