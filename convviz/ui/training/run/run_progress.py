"""How a run stands, as far as its trainer told; without Qt, so that it outlives every window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.protocol.batch_course import BatchCourse, course_of
from convviz.protocol.document import Document
from convviz.protocol.messages.trainer import (
    BatchesDone,
    BatchWorked,
    CheckpointSaved,
    EpochDone,
    EpochJudged,
    InsideSeen,
    LayersWatched,
    RunContinued,
    RunEnded,
    RunFailed,
    RunNotice,
    RunPaused,
    RunStarted,
    SettingChanged,
    TrainerReply,
    WeightsKept,
)
from convviz.protocol.records import EpochRecord, SettingChange, best_epoch, with_change
from convviz.ui.plots.growing_array import GrowingArray
from convviz.ui.training.run.layer_history import LayerHistory
from convviz.ui.training.run.rate_history import RateHistory

if TYPE_CHECKING:
    from convviz.protocol.best_weights import BestWeights
    from convviz.protocol.messages.common import Problem


class RunState(StrEnum):
    """What a run is doing."""

    IDLE = "idle"
    """No run is shown."""
    STARTING = "starting"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STEPPING = "stepping"
    """Paused, but for a single batch that is in hand."""
    FINISHING_EPOCH = "finishing the epoch"
    """It pauses when the epoch in hand is measured."""
    STOPPING = "stopping"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"
    CUT = "interrupted"
    """An earlier run whose trainer was killed, or whose computer went out."""
    ELSEWHERE = "elsewhere"
    """Another process or computer trains it; here it is only watched."""


ACTIVE_STATES = frozenset(
    {
        RunState.STARTING,
        RunState.RUNNING,
        RunState.PAUSING,
        RunState.PAUSED,
        RunState.STEPPING,
        RunState.FINISHING_EPOCH,
        RunState.STOPPING,
    }
)
"""States in which a trainer is at work."""

CHANGEABLE_STATES = ACTIVE_STATES - {RunState.STARTING, RunState.STOPPING}
"""States in which a trainer takes another setting: it has begun, and is not to end."""

HALTED_STATES = frozenset({RunState.PAUSED, RunState.STEPPING})
"""States in which a run waits to be told to go on."""

GOING_STATES = frozenset({RunState.RUNNING, RunState.FINISHING_EPOCH})
"""States in which a run can be paused."""

RESUMABLE_STATES = frozenset({RunState.STOPPED, RunState.FAILED, RunState.FINISHED, RunState.CUT})
"""States from which a run can go on, if it left a checkpoint."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a trainer was asked to do; nothing of it has begun."""

    document: Document
    folder: Path
    resume: bool
    before: RunState


class RunProgress:
    """Everything that is known of the run that goes on, or of the last one.

    What is known of a run stays until the next one has really begun: a start that fails costs
    neither the plots nor the result.

    Attributes:
        state: What it is doing.
        document: What is trained; None before the first run.
        folder: The run's folder, for checkpoints and the result.
        began: When it was first started, UTC.
        started: What the trainer said at the start; None before.
        losses: Loss of every batch, of batch 1 first; NaN where it was never told.
        rates: The learning rate of each of them.
        revision: How often losses were forgotten: what was drawn of them before holds no longer.
        epochs: The finished epochs, in order.
        changes: The settings that were changed on the way, in order.
        layers: What was seen of its layers.
        worked: The batch that was told last in numbers; None before.
        checkpoint: Path of the newest checkpoint that was told of, "" if there is none.
        saved_epoch: The epoch at whose end it was taken; 0 if it was within one, or unknown.
        pictures_per_second: Over the last second or so.
        eta_seconds: To the end of the run; None while unknown.
        memory: Bytes that its training takes; 0 while unknown.
        notices: What the run survived, newest last.
        ended: How it ended; None before, and after a failure.
        shows_best: Whether the best epoch's weights are looked at, not the last one's.
        problem: Why it failed or diverged, or why the last start failed.
    """

    state: RunState
    document: Document | None
    folder: Path | None
    began: datetime | None
    started: RunStarted | None
    losses: GrowingArray
    rates: RateHistory
    epochs: list[EpochRecord]
    changes: list[SettingChange]
    layers: LayerHistory
    worked: BatchWorked | None
    checkpoint: str
    saved_epoch: int
    pictures_per_second: float
    eta_seconds: float | None
    memory: int
    notices: list[Problem]
    ended: RunEnded | None
    shows_best: bool
    problem: Problem | None

    def __init__(self) -> None:
        self.revision = 0
        self._asked: _Asked | None = None
        self._last: RunEnded | None = None
        self.forget()

    @property
    def is_active(self) -> bool:
        """Whether a trainer is at work."""
        return self.state in ACTIVE_STATES

    @property
    def goes_on(self) -> bool:
        """Whether somebody trains, here or elsewhere."""
        return self.is_active or self.state is RunState.ELSEWHERE

    @property
    def is_loading(self) -> bool:
        """Whether a trainer was asked to begin and has not yet."""
        return self._asked is not None

    @property
    def step(self) -> int:
        """Batches done."""
        known = self.started.first_step if self.started is not None else 0
        return max(known, len(self.losses))

    @property
    def course(self) -> BatchCourse | None:
        """Which batch lies where in the epochs; None while that is unknown."""
        if self.started is None or self.document is None:
            return None
        return course_of(
            self.document.training,
            self.started.batches_per_epoch,
            self.changes,
            self.started.train_pictures,
        )

    @property
    def total_steps(self) -> int:
        """Batches of the whole run; 0 while unknown."""
        course = self.course
        if self.started is None or course is None:
            return 0
        return course.steps_until(self.started.epochs)

    @property
    def place(self) -> tuple[int, int, int]:
        """The epoch in hand, from 1; its batches done, all of them once it is finished; all."""
        course = self.course
        if self.started is None or course is None:
            return 1, 0, 0
        epoch = min(int(course.epochs_after(self.step)) + 1, max(1, self.started.epochs))
        first = course.steps_until(epoch - 1)
        return epoch, self.step - first, course.steps_until(epoch) - first

    @property
    def epoch(self) -> int:
        """The epoch in hand, from 1."""
        return self.place[0]

    @property
    def batch(self) -> int:
        """Batches done of the epoch in hand; all of them once it is finished."""
        return self.place[1]

    @property
    def best(self) -> EpochRecord | None:
        """The best epoch so far."""
        return best_epoch(self.epochs)

    @property
    def weights(self) -> Path | None:
        """The file of the trained weights, if there is a result."""
        return None if self.result is None else Path(self.result.weights)

    @property
    def result(self) -> RunEnded | None:
        """The newest ending that left weights, or its best epoch; it stays during the run."""
        last, best, epoch = self._last, self.best_weights, self.best
        if last is None or best is None or epoch is None or not self.shows_best:
            return last
        return msgspec.structs.replace(
            last, step=epoch.step, last=epoch, weights=best.weights, sha256=best.sha256, reason=None
        )

    @result.setter
    def result(self, ended: RunEnded | None) -> None:
        self._last = ended
        self.shows_best = False

    @property
    def best_weights(self) -> BestWeights | None:
        """The weights of the best epoch, where they are kept beside those of the last one."""
        last, best = self._last, self.best
        known = None if last is None else last.best
        return (
            known if known is not None and best is not None and known.epoch == best.epoch else None
        )

    def forget(self) -> None:
        """Show no run: another document was opened."""
        self.state = RunState.IDLE
        self.document, self.folder, self.began = None, None, None
        self.started, self.ended, self.problem = None, None, None
        self.notices = []
        self._forget_numbers()
        self._forget_pace()

    def begin(self, document: Document, folder: Path, *, resume: bool) -> None:
        """Note that a trainer was asked to begin, or to go on with the run before.

        Args:
            document: What is trained.
            folder: The run's folder.
            resume: Keep what is known of the run: it is the same.
        """
        self._asked = _Asked(document, folder, resume, self.state)
        self.problem = None
        self.notices = []
        self.state = RunState.STARTING

    def take(self, message: TrainerReply) -> None:
        """Take in what the trainer said."""
        match message:
            case RunStarted():
                self._take_start(message)
            case BatchesDone():
                self.rates.take(message.rates)
                self.losses.put(max(0, message.first_step - 1), message.losses)
                self.pictures_per_second = message.pictures_per_second
                self.eta_seconds = message.eta_seconds
                self.memory = message.memory
            case EpochDone():
                self.epochs.append(message.epoch)
            case CheckpointSaved():
                self.checkpoint, self.saved_epoch = message.path, message.epoch
            case RunPaused() | RunContinued():
                self._take_pause(is_paused=isinstance(message, RunPaused))
            case SettingChanged() | RunNotice():
                self._take_aside(message)
            case RunEnded():
                self._take_end(message)
            case RunFailed():
                self.fail(message.problem)
            case LayersWatched() | EpochJudged() | InsideSeen() | BatchWorked() | WeightsKept():
                self._take_seen(message)

    def fail(self, problem: Problem | None) -> None:
        """Note that the run ended without a result, or never began; None: nobody said why."""
        self.problem = problem
        self.state = self._state_before(RunState.FAILED)

    def give_up(self) -> None:
        """Note that the run was stopped before it began."""
        self.state = self._state_before(RunState.IDLE)

    def _state_before(self, otherwise: RunState) -> RunState:
        """Return the state of the run that stays in sight, if the one asked for never began."""
        asked, self._asked = self._asked, None
        return otherwise if asked is None or self.started is None else asked.before

    def _take_start(self, message: RunStarted) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            if not asked.resume:
                self._forget_numbers()
                self.began = datetime.now(UTC)
            self.document, self.folder, self.ended = asked.document, asked.folder, None
            self._forget_pace()
        self.started = message
        if len(self.losses) > message.first_step:
            self.losses.cut(message.first_step)
            self.rates.cut(message.first_step)
            self.revision += 1
        known = [epoch for epoch in self.epochs if epoch.step <= message.first_step]
        self.epochs = list(message.earlier) or known
        self.changes = list(message.changes)
        self.notices += message.notices
        if self.state is RunState.STARTING:
            self.state = RunState.RUNNING

    def _take_pause(self, *, is_paused: bool) -> None:
        if self.state is not RunState.STOPPING:
            self.state = RunState.PAUSED if is_paused else RunState.RUNNING

    def _take_aside(self, message: SettingChanged | RunNotice) -> None:
        if isinstance(message, SettingChanged):
            self.changes = list(with_change(self.changes, message.change))
        else:
            self.notices.append(message.problem)

    def _take_seen(
        self, message: LayersWatched | EpochJudged | InsideSeen | BatchWorked | WeightsKept
    ) -> None:
        if isinstance(message, LayersWatched):
            self.layers.take(message)
        elif isinstance(message, BatchWorked):
            self.worked = message  # the others are kept by who shows them

    def _take_end(self, message: RunEnded) -> None:
        self.ended, self.problem = message, message.reason
        if message.weights:
            self.result = message
        self.state = RunState(message.outcome)

    def _forget_numbers(self) -> None:
        self.losses = GrowingArray()
        self.rates = RateHistory()
        self.revision += 1
        self.epochs = []
        self.changes = []
        self.layers = LayerHistory()
        self.worked = None
        self.checkpoint, self.saved_epoch = "", 0
        self.result = None

    def _forget_pace(self) -> None:
        self.pictures_per_second = 0.0
        self.eta_seconds = None
        self.memory = 0
