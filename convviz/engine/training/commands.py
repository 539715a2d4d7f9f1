"""Commands to a run: from the window's messages, or from a shell's signals."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Protocol, Self

from convviz.protocol.messages.trainer import PauseRun, StopRun

if TYPE_CHECKING:
    from types import FrameType

    from convviz.protocol.messages.trainer import FinishEpoch, RunCommand, StepRun


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


class SomeOfIt:
    """So much of a run, and then a stop, as a person does it: pause, go on by steps, stop."""

    def __init__(self, others: CommandSource, step: StepRun | FinishEpoch, count: int) -> None:
        """Ask for nothing yet.

        Args:
            others: Whose commands come first.
            step: What is done: a batch, or an epoch to its end.
            count: How often. At least 1.
        """
        self._others = others
        self._step = step
        self._left = count
        self._has_paused = False

    def poll(self, timeout: float) -> RunCommand | None:
        """Return the pause first, and while the run waits the next step, or the stop."""
        command = self._others.poll(0.0)
        if command is not None:
            return command
        if not self._has_paused:
            self._has_paused = True
            return PauseRun()
        if not timeout:
            return None
        self._left -= 1
        return StopRun() if self._left < 0 else self._step


class NoCommands:
    """A run that nobody interrupts."""

    def poll(self, timeout: float) -> RunCommand | None:  # noqa: ARG002 - nothing to wait for
        """Return None."""
        return None
