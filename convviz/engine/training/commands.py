"""Commands to a run: from the window's messages, or from a shell's signals."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Protocol, Self

from convviz.protocol.messages.trainer import StopRun

if TYPE_CHECKING:
    from types import FrameType

    from convviz.protocol.messages.trainer import RunCommand


class CommandSource(Protocol):
    """Where commands come from."""

    def poll(self, timeout: float) -> RunCommand | None:
        """Return the next command, or None if none comes within so many seconds."""


def polite_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that ask a program to end, without those that it was told to ignore.

    SIGHUP comes when a terminal closes; ``nohup`` has it ignored.
    """
    names = ("SIGTERM", "SIGHUP")
    known = [signal.Signals[name] for name in names if name in signal.Signals.__members__]
    return tuple(number for number in known if signal.getsignal(number) is not signal.SIG_IGN)


class SignalCommands:
    """Ctrl-C, SIGTERM and SIGHUP as the command to stop; a second Ctrl-C interrupts as usual.

    For a program whose main thread trains; used in a ``with`` statement.
    """

    def __init__(self, *, is_patient: bool = False) -> None:
        """Wait for the first signal.

        Args:
            is_patient: Further signals change nothing: torchrun passes on what the terminal has
                told already.
        """
        self._is_patient = is_patient
        self._stopped = False
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, *polite_signals()):
            self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()

    def poll(self, timeout: float) -> RunCommand | None:  # noqa: ARG002 - a shell cannot pause
        """Return StopRun once a signal came."""
        return StopRun() if self._stopped else None

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True
        if not self._is_patient:
            self._restore()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()


class NoCommands:
    """A run that nobody interrupts."""

    def poll(self, timeout: float) -> RunCommand | None:  # noqa: ARG002 - nothing to wait for
        """Return None."""
        return None
