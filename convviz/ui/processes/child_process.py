"""One class around a child process that speaks in frames."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QProcess,
    QProcessEnvironment,
    QSocketNotifier,
    QTimer,
    Signal,
)

import convviz
from convviz.protocol.frames import FrameDecoder, FrameError
from convviz.ui.processes.process_outcome import Outcome, OutcomeKind

__all__ = ["ChildProcess", "Outcome", "OutcomeKind", "child_environment", "python_command"]

_log = logging.getLogger(__name__)

TERMINATE_AFTER_MS = 3000
"""From the end of stdin (or the stop message) to terminate."""
KILL_AFTER_MS = 2000
"""From terminate to kill."""
LAST_WORDS_MS = 500
"""How long what was sent last may take into the pipe of a child that is let go."""
TAIL_LINES = 100
LONGEST_LINE = 2000


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of convviz with this interpreter.

    -P keeps the working directory out of the child's import path: a file numpy.py that happens to
    lie there must not be imported. The working directory itself stays, for relative paths.
    """
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> QProcessEnvironment:
    """Return the environment in which a child finds convviz, installed or in a checkout."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUTF8", "1")
    folder = Path(convviz.__file__).resolve().parent.parent
    if folder.name not in {"site-packages", "dist-packages"}:
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), known))))
    return environment


class _Process(QProcess):
    """A QProcess that can be destroyed without killing what it started."""

    def forget(self) -> None:
        """Take the program for ended.

        WORKAROUND (Qt 6.11): the destructor kills a program that runs, and QProcess offers no
        other way to keep it alive with pipes; it asks this protected state before.
        """
        self.setProcessState(QProcess.ProcessState.NotRunning)
        # Of a program that counts as ended Qt no longer takes note when it does end: the notifier
        # of that would fire for ever, and take a whole core. Those of pipes go on.
        for notifier in self.findChildren(QSocketNotifier):
            if not stat.S_ISFIFO(os.fstat(notifier.socket()).st_mode):
                notifier.setEnabled(False)


class ChildProcess(QObject):
    """A child process: frames on stdin and stdout, text on stderr. It is started once.

    Its stderr goes to the log line by line, and the end of it into the outcome. It does not
    outlive the application, unless it is one that has something to save: see ``saves``.

    Signals:
        message_received(object): A message, decoded.
        ended(Outcome): Once, however it ended, also when it could not be started.
    """

    message_received = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        name: str,
        decode: Callable[[bytes], object],
        parent: QObject | None = None,
        *,
        saves: bool = False,
    ) -> None:
        """Prepare a child.

        Args:
            name: How a sentence about it begins, such as "The engine", translated.
            decode: Turns a frame's payload into a message; raises a msgspec error if it is none.
            parent: The owner.
            saves: When the application ends, let it finish alone rather than end it: it hears
                the end of stdin, saves, and ends by itself.
        """
        super().__init__(parent)
        self._name = name
        self._decode = decode
        self._frames = FrameDecoder()
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._line = b""
        self._garbage = ""
        self._stopping = False
        self._over = False
        self._dismissed = False
        self._end_timer = QTimer(self, singleShot=True)
        self._end_timer.timeout.connect(self._on_end_overdue)
        self._terminated = False
        self._process = _Process(self)
        self._process.setProcessEnvironment(child_environment())
        self._process.readyReadStandardOutput.connect(self._read_messages)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.errorOccurred.connect(self._on_error)
        self._process.finished.connect(self._on_finished)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.let_go if saves else self.stop_and_wait)

    def start(self, command: Sequence[str]) -> None:
        """Start a program, such as :func:`python_command` gives."""
        program, *arguments = command
        _log.info("%s: start %s", self._name, " ".join(command))
        self._process.start(program, arguments)

    @property
    def pid(self) -> int:
        """The process's id; 0 while it does not run."""
        return self._process.processId()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def stderr_tail(self) -> str:
        """The end of what it wrote to stderr."""
        return "\n".join(self._tail)

    def send(self, frame: bytes) -> None:
        """Write an encoded message; nothing happens if the child has ended or is being stopped."""
        if self.is_running and not self._stopping:
            self._process.write(frame)

    def stop(self, last_words: bytes = b"") -> None:
        """Ask it to end, without waiting: end of stdin, then terminate, then kill.

        Args:
            last_words: An encoded message to send before stdin is closed.
        """
        if not self.is_running or self._stopping:
            return
        self._stopping = True
        if last_words:
            self._process.write(last_words)
        self._process.closeWriteChannel()
        self._end_timer.start(TERMINATE_AFTER_MS)

    def stop_and_wait(self) -> None:
        """Stop it, but return only when it has ended: for the application's end."""
        self.stop()
        if self.is_running and not self._process.waitForFinished(TERMINATE_AFTER_MS):
            self._process.terminate()
            if not self._process.waitForFinished(KILL_AFTER_MS):
                self._process.kill()
                self._process.waitForFinished(KILL_AFTER_MS)

    def dismiss(self, *, at_once: bool = False) -> None:
        """End it and hear no more of it; this deletes itself when it has ended.

        Args:
            at_once: Kill it, rather than let it finish what it was told.
        """
        self._dismissed = True
        self.setParent(QCoreApplication.instance())  # its owner may be deleted before it ends
        if not self.is_running:
            self.deleteLater()
        elif at_once:
            self._stopping = True
            self._process.kill()
        else:
            self.stop()

    def let_go(self) -> None:
        """Close its stdin, leave it alone and listen no more; nothing is waited for.

        It goes on when the application has ended, until it ends by itself.
        """
        if not self.is_running:
            return
        _log.info("%s: %d is let go", self._name, self.pid)
        self._over = True
        self._end_timer.stop()
        self._process.blockSignals(True)  # noqa: FBT003 - Qt's signature
        while self._process.bytesToWrite() and self._process.waitForBytesWritten(LAST_WORDS_MS):
            pass
        self._process.closeWriteChannel()
        self._process.forget()

    def kill(self) -> None:
        """End it at once; ``ended`` follows, as if it had crashed."""
        self._process.kill()

    def _on_end_overdue(self) -> None:
        if self._terminated:
            _log.info("%s: does not end, kill", self._name)
            self._process.kill()
            return
        _log.info("%s: does not stop, terminate", self._name)
        self._terminated = True
        self._process.terminate()
        self._end_timer.start(KILL_AFTER_MS)

    def _read_messages(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        if self._garbage:
            return
        try:
            for payload in self._frames.feed(data):
                message = self._decode(payload)
                if not self._dismissed:
                    self.message_received.emit(message)
        except (FrameError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            self._garbage = str(error)[:200]
            self._process.kill()

    def _read_errors(self) -> None:
        *lines, self._line = (self._line + self._process.readAllStandardError().data()).split(b"\n")
        if len(self._line) > LONGEST_LINE:
            lines.append(self._line)
            self._line = b""
        for line in lines:
            self._keep_line(line)

    def _keep_line(self, line: bytes) -> None:
        text = line[:LONGEST_LINE].decode(errors="replace").rstrip()
        if text:
            self._tail.append(text)
            _log.info("%s: %s", self._name, text)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Report a start that failed: ``finished`` never follows it."""
        if error is QProcess.ProcessError.FailedToStart:
            reason = self._process.errorString()
            self._end(Outcome(OutcomeKind.FAILED_TO_START, self._name, reason=reason))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_messages()
        self._read_errors()
        self._keep_line(self._line)
        kind = OutcomeKind.EXITED
        if self._garbage:
            kind = OutcomeKind.GARBAGE
        elif status is QProcess.ExitStatus.CrashExit:
            kind = OutcomeKind.CRASHED
        self._end(Outcome(kind, self._name, self._stopping, code, self._garbage, self.stderr_tail))

    def _end(self, outcome: Outcome) -> None:
        if self._over:
            return
        self._over = True
        self._end_timer.stop()
        _log.info("%s", outcome)
        if self._dismissed:
            self.deleteLater()
        else:
            self.ended.emit(outcome)
