"""A child process that is asked, and answers who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.protocol.messages.common import Answer, Ask, Problem, Progress, Refused, encode
from convviz.ui.processes.child_process import ChildProcess
from convviz.ui.processes.reply import Reply

if TYPE_CHECKING:
    from convviz.ui.processes.process_outcome import Outcome


class AskedProcess(ChildProcess):
    """A child that answers requests in the order in which they are asked.

    When it ends, each request that still waits fails, as PROCESS_ENDED. Before that ``ended`` tells
    its owner, so that who asks again is given to a fresh process.
    """

    def __init__(
        self, name: str, decode: Callable[[bytes], object], parent: QObject | None = None
    ) -> None:
        """Prepare a child.

        Args:
            name: How a sentence about it begins, such as "The encoder", translated.
            decode: Turns a frame's payload into Progress, Answer or Refused.
            parent: The owner.
        """
        super().__init__(name, decode, parent)
        self._replies: dict[int, Reply] = {}
        self._asked = 0
        self._outcome: Outcome | None = None
        self._too_late = QTimer(self, singleShot=True, interval=0)
        self._too_late.timeout.connect(self._fail_all)
        self.message_received.connect(self._on_message)

    def ask(self, asker: QObject, request: Any) -> Reply:  # noqa: ANN401 - what the child takes
        """Send a request to a child that was started.

        Args:
            asker: Who asks; the reply is gone with him.
            request: One of the messages that this child takes.

        Returns:
            What is to come of it; nothing does before the event loop is back.
        """
        reply = Reply(asker)
        self._asked += 1
        self._replies[self._asked] = reply
        self.send(encode(Ask(self._asked, request)))
        if self._outcome is not None:
            self._too_late.start()
        return reply

    def dismiss(self, *, at_once: bool = False) -> None:
        """End it and hear no more of it; what was asked is cancelled."""
        replies, self._replies = self._replies, {}
        for reply in replies.values():
            reply.cancel()
        super().dismiss(at_once=at_once)

    def _on_message(self, message: Progress[Any] | Answer[Any] | Refused) -> None:
        if isinstance(message, Progress):
            if message.id in self._replies:
                self._replies[message.id].tell(message.progress)
            return
        reply = self._replies.pop(message.id, None)
        if reply is None:
            return
        if isinstance(message, Answer):
            reply.answer(message.answer)
        else:
            reply.fail(message.problem)

    def _end(self, outcome: Outcome) -> None:
        self._outcome = outcome
        super()._end(outcome)
        self._fail_all()

    def _fail_all(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        replies, self._replies = self._replies, {}
        error = ConvVizError(ErrorCode.PROCESS_ENDED, outcome=str(outcome))
        for reply in replies.values():
            reply.fail(Problem.of(error, outcome.stderr_tail))
