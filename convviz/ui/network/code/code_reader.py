"""The window's end of the helper that reads code: started when needed, ended when it hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.messages.code import code_replies
from convviz.protocol.messages.common import Problem
from convviz.ui.processes.asked_process import AskedProcess
from convviz.ui.processes.child_process import python_command

if TYPE_CHECKING:
    from convviz.protocol.messages.code import CodeRequest
    from convviz.ui.processes.reply import Reply

PATIENCE_MS: Final = 20_000
"""For one answer, on a machine that is busy; what is sound takes less than a second."""


class CodeReader(QObject):
    """Asks the helper, one thing at a time: what is asked instead of another is not waited for."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        command: list[str] | None = None,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        """Prepare; nothing is started.

        Args:
            parent: The owner.
            command: What to start; None for the helper.
            patience_ms: How long an answer may take.
        """
        super().__init__(parent)
        self._command = command or python_command("convviz.ui.network.code.code_process")
        self._child: AskedProcess | None = None
        self._reply: Reply | None = None
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._give_up)

    def ask(self, asker: QObject, request: CodeRequest) -> Reply:
        """Ask for something; nothing comes of it before the event loop is back.

        Args:
            asker: Who asks; the reply is gone with him.
            request: What is wanted.
        """
        if self._child is None:
            self._child = self._start()
        reply = self._child.ask(asker, request)
        for signal in (reply.answered, reply.failed, reply.cancelled):
            signal.connect(self._patience.stop)
        self._reply = reply
        self._patience.start()
        return reply

    def end(self) -> None:
        """End the helper; what was asked is cancelled."""
        self._patience.stop()
        child, self._child = self._child, None
        if child is not None:
            child.dismiss(at_once=True)

    def _start(self) -> AskedProcess:
        child = AskedProcess(self.tr("The reader of code"), code_replies.decode, self)
        child.ended.connect(self._on_ended)
        child.start(self._command)
        return child

    def _on_ended(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()

    def _give_up(self) -> None:
        seconds = max(1, round(self._patience.interval() / 1000))
        error = DocumentError(ErrorCode.CODE_TAKES_TOO_LONG, seconds=seconds)
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.fail(Problem.of(error))
        self.end()
