"""Pausing, single steps, going on and stopping: what commands do to a stream of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from convviz.engine.training.losses import BatchLoss
from convviz.protocol.messages.trainer import (
    ContinueRun,
    PauseRun,
    RunCommand,
    StepRun,
    StopRun,
)
from convviz.protocol.records import EpochRecord

if TYPE_CHECKING:
    from convviz.engine.training.commands import CommandSource
    from convviz.engine.training.loop import Event

_POLL_SECONDS = 1.0


class Paced(Protocol):
    """Who is paced: it knows of pauses, and obeys what has nothing to do with them."""

    def paused(self) -> None:
        """Called when a pause begins, and after every single step."""

    def still_paused(self) -> None:
        """Called about once a second during a pause."""

    def step_begins(self) -> None:
        """Called when a single step ends the pause."""

    def continued(self) -> None:
        """Called when the pause is over, or single steps are."""

    def carry_out(self, command: RunCommand) -> None:
        """Do what is no matter of the pace, now: no batch is in hand."""


class RunPace:
    """Obeys commands between a run's events."""

    def __init__(
        self, commands: CommandSource, paced: Paced, *, batches_per_epoch: int, epochs: int
    ) -> None:
        """Begin at full speed.

        Args:
            commands: Where commands come from.
            paced: Who is paced.
            batches_per_epoch: An epoch's last step is over when the epoch is measured.
            epochs: After the run's last epoch there is nothing to wait for.
        """
        self._commands = commands
        self._paced = paced
        self._batches_per_epoch = batches_per_epoch
        self._epochs = epochs
        self._steps = 0

    def goes_on(self, event: Event | None = None) -> bool:
        """Obey the commands that have come, waiting as long as a pause lasts.

        Args:
            event: What has just happened; None before the first.

        Returns:
            Whether to go on; False after a command to stop.
        """
        if self._steps and self._is_step_over(event):
            self._steps -= 1
            if not self._steps and not self._wait():
                return False
        while (command := self._commands.poll(0.0)) is not None:
            match command:
                case StopRun():
                    return False
                case PauseRun() if not self._steps:
                    if not self._wait():
                        return False
                case StepRun() if self._steps:
                    self._steps += 1
                case ContinueRun() if self._steps:
                    self._steps = 0
                    self._paced.continued()
                case PauseRun() | StepRun() | ContinueRun():
                    pass
                case other:
                    self._paced.carry_out(other)
        return True

    def _is_step_over(self, event: Event | None) -> bool:
        match event:
            case BatchLoss():
                return event.step % self._batches_per_epoch != 0
            case EpochRecord():
                return event.epoch < self._epochs
            case _:
                return False

    def _wait(self) -> bool:
        """Pause until told otherwise; return whether to go on."""
        self._paced.paused()
        while True:
            match self._commands.poll(_POLL_SECONDS):
                case StopRun():
                    return False
                case StepRun():
                    self._steps = 1
                    self._paced.step_begins()
                    return True
                case ContinueRun():
                    self._paced.continued()
                    return True
                case PauseRun() | None:
                    self._paced.still_paused()
                case other:
                    self._paced.carry_out(other)
