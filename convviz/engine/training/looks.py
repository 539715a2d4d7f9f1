"""What a person wants to see of a run that goes on, beside its losses: answered between batches."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from convviz.core.errors import StorageError
from convviz.engine.training.batch_report import newest_batch
from convviz.engine.training.inside import InsideWatch
from convviz.engine.training.result import write_weights
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.trainer import (
    BatchWorked,
    InsideSeen,
    KeepWeights,
    LookInside,
    RunNotice,
    TrainerReply,
    Watch,
    WeightsKept,
    WorkBatch,
)
from convviz.runs.layers_file import KEPT_FOLDER, write_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.engine.training.setup import Run


class RunLooks:
    """Tells of layers, of the inside of one, of the newest batch; it changes nothing of the run."""

    def __init__(self, run: Run, send: Callable[[TrainerReply], None]) -> None:
        """Tell of nothing yet.

        Args:
            run: The run.
            send: Takes every message.
        """
        self._run = run
        self._loop = run.loop
        self._send = send
        self._inside = InsideWatch(run.loop.model, run.plan.test)
        self._weight = WorkBatch()

    def carry_out(self, command: Watch | LookInside | WorkBatch | KeepWeights) -> None:
        """Do what a command asks, now: no batch is in hand."""
        match command:
            case Watch():
                self._loop.watch.follow(command)
            case LookInside():
                self._inside.follow(command.layer, command.picture)
                self.look_inside(at_once=True)
            case WorkBatch():
                self._tell_batch(command)
            case KeepWeights():
                self._keep_weights()

    def look_inside(self, *, at_once: bool = False) -> None:
        """Tell of the layer that is looked into, if it is time; always, if at once."""
        inside = self._inside.look(at_once=at_once)
        trouble, self._inside.trouble = self._inside.trouble, None
        if inside is not None:
            self._send(InsideSeen(self._loop.progress.step, inside))
        if trouble is not None:
            self._send(RunNotice(Problem.of(trouble)))

    def keep_batch(self) -> None:
        """Tell the run's last batch, and keep it in the folder if there is room."""
        batch = self._newest()
        if batch is not None:
            self._send(batch)
            with suppress(StorageError):
                write_batch(self._run.folder, batch)

    def _tell_batch(self, command: WorkBatch) -> None:
        self._weight = command
        batch = self._newest()
        if batch is not None:
            self._send(batch)

    def _newest(self) -> BatchWorked | None:
        loop = self._loop
        place = self._weight.weight, self._weight.place
        return newest_batch(loop.model, loop.optimiser, loop.recent, *place)

    def _keep_weights(self) -> None:
        folder = self._run.folder / KEPT_FOLDER
        state = self._loop.measured.state_dict()
        try:
            kept = write_weights(folder, self._run.document.network, state)
        except StorageError as error:
            self._send(RunNotice(Problem.of(error)))
        else:
            self._send(WeightsKept(self._loop.progress.step, kept.path, kept.sha256))
