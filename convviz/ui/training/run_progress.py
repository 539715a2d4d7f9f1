"""How a run stands, as far as its trainer told; without Qt, so that it outlives every window."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.protocol.messages import (
    BatchesDone,
    EpochDone,
    Problem,
    RunContinued,
    RunEnded,
    RunFailed,
    RunNotice,
    RunPaused,
    RunStarted,
    TrainerReply,
)
from convviz.ui.plots.growing_array import GrowingArray

if TYPE_CHECKING:
    from convviz.protocol.document import Document


class RunState(StrEnum):
    """What a run is doing."""

    IDLE = "idle"
    """No run was started yet."""
    STARTING = "starting"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPING = "stopping"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"


ACTIVE_STATES = frozenset(
    {
        RunState.STARTING,
        RunState.RUNNING,
        RunState.PAUSING,
        RunState.PAUSED,
        RunState.STOPPING,
    }
)
"""States in which a trainer is at work."""


class RunProgress:
    """Everything that is known of the run that goes on, or of the last one.

    Attributes:
        state: What it is doing.
        document: What is trained; None before the first run.
        folder: The run's folder, for checkpoints and the result.
        started: What the trainer said at the start; None before.
        losses: Loss of every batch, of batch 1 first; NaN where it was never told.
        rewrites: How often losses were forgotten: what was drawn of them before holds no longer.
        epochs: The finished epochs, in order.
        checkpoint: Path of the newest checkpoint that was told of, "" if there is none.
        pictures_per_second: Over the last second or so.
        eta_seconds: To the end of the run; None while unknown.
        notices: What the run survived, newest last.
        ended: How it ended; None before, and after a failure.
        problem: Why it failed or diverged.
    """

    def __init__(self) -> None:
        self.state = RunState.IDLE
        self.document: Document | None = None
        self.folder: Path | None = None
        self.losses = GrowingArray()
        self.rewrites = 0
        self.epochs: list[EpochDone] = []
        self.checkpoint = ""
        self.started: RunStarted | None = None
        self.pictures_per_second = 0.0
        self.eta_seconds: float | None = None
        self.notices: list[Problem] = []
        self.ended: RunEnded | None = None
        self.problem: Problem | None = None

    @property
    def is_active(self) -> bool:
        """Whether a trainer is at work."""
        return self.state in ACTIVE_STATES

    @property
    def step(self) -> int:
        """Batches done."""
        known = self.started.first_step if self.started is not None else 0
        return max(known, len(self.losses))

    @property
    def total_steps(self) -> int:
        """Batches of the whole run; 0 while unknown."""
        return 0 if self.started is None else self.started.batches_per_epoch * self.started.epochs

    @property
    def epoch(self) -> int:
        """The epoch in hand, from 1."""
        if self.started is None:
            return 1
        done = self.step // max(1, self.started.batches_per_epoch)
        return min(done + 1, max(1, self.started.epochs))

    @property
    def batch(self) -> int:
        """Batches done of the epoch in hand; all of them once it is finished."""
        if self.started is None:
            return 0
        return self.step - (self.epoch - 1) * self.started.batches_per_epoch

    @property
    def best(self) -> EpochDone | None:
        """The epoch with the highest validation accuracy; the earlier of equals."""
        return max(self.epochs, key=lambda one: one.validation_accuracy, default=None)

    @property
    def weights(self) -> Path | None:
        """The file of the trained weights, if there is a result."""
        return Path(self.ended.weights) if self.ended is not None and self.ended.weights else None

    def begin(self, document: Document, folder: Path, *, resume: bool) -> None:
        """Note that a trainer was asked to begin, or to go on with the run before.

        Args:
            document: What is trained.
            folder: The run's folder.
            resume: Keep what is known of the run: it is the same.
        """
        if not resume:
            self.losses = GrowingArray()
            self.rewrites += 1
            self.epochs = []
            self.checkpoint = ""
        self._forget_ending()
        self.document, self.folder = document, folder
        self.state = RunState.STARTING

    def take(self, message: TrainerReply) -> None:
        """Take in what the trainer said."""
        match message:
            case RunStarted():
                self._take_start(message)
            case BatchesDone():
                self.losses.put(max(0, message.first_step - 1), message.losses)
                self.pictures_per_second = message.pictures_per_second
                self.eta_seconds = message.eta_seconds
            case EpochDone():
                self.epochs.append(message)
                self.checkpoint = message.checkpoint or self.checkpoint
            case RunPaused() | RunContinued():
                self._take_pause(is_paused=isinstance(message, RunPaused))
            case RunNotice():
                self.notices.append(message.problem)
            case RunEnded():
                self.ended, self.problem = message, message.reason
                self.state = RunState(message.outcome)
            case RunFailed():
                self.fail(message.problem)

    def fail(self, problem: Problem | None) -> None:
        """Note that the run ended without a result; None: nobody said why."""
        self.problem = problem
        self.state = RunState.FAILED

    def _take_start(self, message: RunStarted) -> None:
        self.started = message
        if len(self.losses) > message.first_step:
            self.losses.cut(message.first_step)
            self.rewrites += 1
        self.epochs = [one for one in self.epochs if one.step <= message.first_step]
        self.notices += message.notices
        if self.state is RunState.STARTING:
            self.state = RunState.RUNNING

    def _take_pause(self, *, is_paused: bool) -> None:
        if self.state is not RunState.STOPPING:
            self.state = RunState.PAUSED if is_paused else RunState.RUNNING

    def _forget_ending(self) -> None:
        self.started, self.ended, self.problem = None, None, None
        self.pictures_per_second, self.eta_seconds = 0.0, None
        self.notices = []
