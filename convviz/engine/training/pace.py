"""Pausing, one batch, one epoch, going on, stopping: what commands do to a stream of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from convviz.engine.training.losses import BatchLoss
from convviz.protocol.messages.trainer import (
    ContinueRun,
    FinishEpoch,
    PauseRun,
    RunCommand,
    StepRun,
    StopRun,
)
from convviz.protocol.records import EpochRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.engine.training.commands import CommandSource
    from convviz.engine.training.loop import Event

_POLL_SECONDS = 1.0


class Paced(Protocol):
    """Who is paced: it knows of pauses, and obeys what has nothing to do with them."""

    def paused(self) -> None:
        """Called when a pause begins, and after every single step or epoch."""

    def still_paused(self) -> None:
        """Called about once a second during a pause."""

    def step_begins(self) -> None:
        """Called when a single step, or the rest of an epoch, ends the pause."""

    def continued(self) -> None:
        """Called when the pause is over, or single steps are."""

    def carry_out(self, command: RunCommand) -> None:
        """Do what is no matter of the pace, now: no batch is in hand."""


class RunPace:
    """Obeys commands between a run's events.

    Attributes:
        was_cut: Whether it ended because the window ended without a word.
    """

    def __init__(
        self,
        commands: CommandSource,
        paced: Paced,
        *,
        ends_epoch: Callable[[int], bool],
        epochs: int,
    ) -> None:
        """Begin at full speed.

        Args:
            commands: Where commands come from.
            paced: Who is paced.
            ends_epoch: Tells of a batch, by its number, whether it is the last of its epoch; its
                step is over when the epoch is measured.
            epochs: After the run's last epoch there is nothing to wait for.
        """
        self.was_cut = False
        self._commands = commands
        self._paced = paced
        self._ends_epoch = ends_epoch
        self._epochs = epochs
        self._steps = 0
        self._finishes_epoch = False

    def goes_on(self, event: Event | None = None) -> bool:
        """Obey the commands that have come, waiting as long as a pause lasts.

        Args:
            event: What has just happened; None before the first.

        Returns:
            Whether to go on; False after a command to stop.
        """
        if not self._ends_here(event):
            return False
        while (command := self._commands.poll(0.0)) is not None:
            match command:
                case StopRun(is_cut=is_cut):
                    self.was_cut = is_cut
                    return False
                case PauseRun() if not self._steps:
                    if not self._wait():
                        return False
                case StepRun() if self._steps:
                    self._steps += 1
                case FinishEpoch():
                    self._steps, self._finishes_epoch = 0, True
                case ContinueRun() if self._steps or self._finishes_epoch:
                    self._steps, self._finishes_epoch = 0, False
                    self._paced.continued()
                case PauseRun() | StepRun() | ContinueRun():
                    pass
                case other:
                    self._paced.carry_out(other)
        return True

    def _ends_here(self, event: Event | None) -> bool:
        """Pause if that was the last of the wanted batches; return whether to go on."""
        if self._finishes_epoch:
            is_over = isinstance(event, EpochRecord) and event.epoch < self._epochs
            return not is_over or self._wait()
        if self._steps and self._is_step_over(event):
            self._steps -= 1
            return bool(self._steps) or self._wait()
        return True

    def _is_step_over(self, event: Event | None) -> bool:
        match event:
            case BatchLoss():
                return not self._ends_epoch(event.step)
            case EpochRecord():
                return event.epoch < self._epochs
            case _:
                return False

    def _wait(self) -> bool:
        """Pause until told otherwise; return whether to go on."""
        self._steps, self._finishes_epoch = 0, False
        self._paced.paused()
        while True:
            match self._commands.poll(_POLL_SECONDS):
                case StopRun(is_cut=is_cut):
                    self.was_cut = is_cut
                    return False
                case StepRun():
                    self._steps = 1
                    self._paced.step_begins()
                    return True
                case FinishEpoch():
                    self._finishes_epoch = True
                    self._paced.step_begins()
                    return True
                case ContinueRun():
                    self._paced.continued()
                    return True
                case PauseRun() | None:
                    self._paced.still_paused()
                case other:
                    self._paced.carry_out(other)
