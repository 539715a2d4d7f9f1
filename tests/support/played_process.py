"""A child process that is none: the script of a fake trainer is played in the test's own process.

To start Python and to load what the messages need takes longer than most tests. What is about a
process itself, such as its signals and its end, is tested with real ones.
"""

from __future__ import annotations

import itertools
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QProcess, QTimer, Signal

from convviz.protocol.frames import FrameDecoder
from tests.support import fake_trainer

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

_NUMBERS: Final = itertools.count(2**30)
"""Ids that no process has."""
_TERMINATED, _KILLED = 15, 9


def play_within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every child of this test play its script within this process."""
    monkeypatch.setattr("convviz.ui.processes.child_process._Process", PlayedProcess)


class _Died(Exception):  # noqa: N818 - what a script says, and no error
    """The script says that the process is killed by a signal."""

    def __init__(self, number: int) -> None:
        self.number = number


class PlayedProcess(QObject):
    """Does what a QProcess does with the command of a fake trainer.

    It goes on a step each time that the event loop comes around: until the script waits for a
    request, or has read one.

    Signals:
        readyReadStandardOutput(): It said something.
        readyReadStandardError(): Never.
        errorOccurred(QProcess.ProcessError): Never.
        finished(int, QProcess.ExitStatus): It has ended.
    """

    readyReadStandardOutput = Signal()  # noqa: N815 - Qt's name
    readyReadStandardError = Signal()  # noqa: N815 - Qt's name
    errorOccurred = Signal(QProcess.ProcessError)  # noqa: N815 - Qt's name
    finished = Signal(int, QProcess.ExitStatus)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = QProcess.ProcessState.NotRunning
        self._number = 0
        self._script: fake_trainer.Play | None = None
        self._frames = FrameDecoder()
        self._requests: deque[bytes] = deque()
        self._said = bytearray()
        self._is_closed = False
        self._signal = 0
        self._player: fake_trainer.Player | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._go_on)

    def start(self, program: str, arguments: Sequence[str]) -> None:
        """Begin to play.

        Raises:
            AssertionError: It is another command.
        """
        path, log, script = arguments
        assert path == fake_trainer.__file__, f"{program} {path} is no fake trainer"
        self._number = next(_NUMBERS)
        self._state = QProcess.ProcessState.Running
        self._player = fake_trainer.Player(Path(log), self._said.extend, self._die)
        self._script = self._player.play(script)
        self._soon.start()

    def setProcessEnvironment(self, environment: object) -> None:
        """Have no use for it."""

    def processId(self) -> int:
        """Return a number that is this one's alone; 0 while it does not run."""
        return self._number if self._is_running else 0

    def state(self) -> QProcess.ProcessState:
        """Return whether it runs."""
        return self._state

    def write(self, data: bytes) -> None:
        """Hear a request."""
        self._requests.extend(self._frames.feed(data))
        self._soon.start()

    def closeWriteChannel(self) -> None:
        """Hear no more."""
        self._is_closed = True
        self._soon.start()

    def bytesToWrite(self) -> int:
        """Return 0: what is written is there at once."""
        return 0

    def readAllStandardOutput(self) -> QByteArray:
        """Return what it said."""
        said = QByteArray(bytes(self._said))
        self._said.clear()
        return said

    def readAllStandardError(self) -> QByteArray:
        """Return nothing."""
        return QByteArray()

    def errorString(self) -> str:
        """Return nothing: it can be started."""
        return ""

    def terminate(self) -> None:
        """End, unless the script is deaf."""
        if self._is_running and self._player is not None and not self._player.is_deaf:
            self._signal = _TERMINATED
            self._soon.start()

    def kill(self) -> None:
        """End."""
        if self._is_running:
            self._signal = _KILLED
            self._soon.start()

    def waitForFinished(self, _milliseconds: int) -> bool:
        """Play as far as it goes, and return whether it has ended."""
        while self._is_running and self._has_next:
            self._go_on()
        return not self._is_running

    def forget(self) -> None:
        """Play to the end, as a process that was let go does."""
        self.waitForFinished(0)
        self._soon.stop()
        self._state = QProcess.ProcessState.NotRunning

    @property
    def _is_running(self) -> bool:
        return self._state is QProcess.ProcessState.Running

    @property
    def _has_next(self) -> bool:
        assert self._player is not None
        hears = bool(self._requests) or (self._is_closed and not self._player.is_deaf)
        return bool(self._signal) or not self._player.has_begun or hears

    def _go_on(self) -> None:
        if not self._is_running or not self._has_next:
            return
        assert self._script is not None
        assert self._player is not None
        try:
            if self._signal:
                self._die(self._signal)
            if not self._player.has_begun:
                next(self._script)
            else:
                self._script.send(self._requests.popleft() if self._requests else None)
        except StopIteration:
            self._end(0, QProcess.ExitStatus.NormalExit)
        except _Died as death:
            self._end(death.number, QProcess.ExitStatus.CrashExit)
        else:
            self._soon.start()
            if self._said:
                self.readyReadStandardOutput.emit()

    def _die(self, number: int) -> None:
        raise _Died(number)

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        self._soon.stop()
        if self._said:
            self.readyReadStandardOutput.emit()
        self._state = QProcess.ProcessState.NotRunning
        self.finished.emit(code, status)
