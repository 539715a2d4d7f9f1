"""Reads code in the test's own process, when the test says so: in place of the helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.protocol.messages.common import Problem
from convviz.ui.network.code.code_process import CodeAnswerer
from convviz.ui.network.code.code_reader import CodeReader
from convviz.ui.processes.reply import Reply

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from convviz.protocol.messages.code import CodeRequest


class DirectReader(CodeReader):
    """Starts no process.

    Attributes:
        asked: All that was asked, in order.
        is_ended: Whether nobody needs it now.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answerer = CodeAnswerer()
        self._waiting: list[tuple[CodeRequest, Reply]] = []
        self.asked: list[CodeRequest] = []
        self.is_ended = True

    def ask(self, asker: QObject, request: CodeRequest) -> Reply:
        """Note a request; ``run`` answers it."""
        reply = Reply(asker)
        self.asked.append(request)
        self._waiting.append((request, reply))
        self.is_ended = False
        return reply

    def run(self) -> None:
        """Answer all that waits, and what is asked in answer to that."""
        while self._waiting:
            request, reply = self._waiting.pop(0)
            if not reply.is_waiting:
                continue
            try:
                answer = self._answerer.answer(request)
            except ConvVizError as error:
                reply.fail(Problem.of(error))
            else:
                reply.answer(answer)

    def end(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self.is_ended = True
