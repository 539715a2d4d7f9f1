"""A run from start to end: the loop, commands, messages, checkpoints, the store, the result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, ErrorCode, StorageError
from convviz.engine.compute.memory import memory_in_use
from convviz.engine.training.adjusting import put_to_work, settings_now, wanted_change
from convviz.engine.training.batch_size import check_new_size, is_schedule_over
from convviz.engine.training.commands import CommandSource
from convviz.engine.training.failures import (
    divergence,
    loss_of_worker,
    unexpected,
)
from convviz.engine.training.looks import RunLooks
from convviz.engine.training.loop import Diverged, Event, Measuring
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.metrics import BatchReport, Stopwatch
from convviz.engine.training.out_of_memory import want_of_training_memory
from convviz.engine.training.pace import RunPace
from convviz.engine.training.run_log import RunLog, start_of
from convviz.engine.training.saving import RunFiles
from convviz.protocol.batch_course import BATCH_SIZE
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.trainer import (
    CheckpointSaved,
    EpochDone,
    EpochJudged,
    KeepWeights,
    LayersWatched,
    LookInside,
    RunContinued,
    RunEnded,
    RunNotice,
    RunPaused,
    RunStarted,
    SetBatchSize,
    SetLearningRate,
    SetMomentum,
    SettingChanged,
    SettingCommand,
    SetWeightDecay,
    TrainerReply,
    Watch,
    WorkBatch,
)
from convviz.protocol.records import EpochRecord, best_epoch
from convviz.protocol.run_settings import scheduled_epochs
from convviz.protocol.run_start import noted_weights
from convviz.runs import RunStatus
from convviz.runs.layers_file import layer_metrics, write_layers

if TYPE_CHECKING:
    from convviz.engine.training.setup import Run
    from convviz.protocol.document import WeightsFile
    from convviz.protocol.messages.trainer import RunCommand


@dataclass(frozen=True, slots=True)
class DriverPorts:
    """What a run that is driven is connected to.

    Attributes:
        send: Takes every message, in order.
        commands: Where commands come from.
        store: The run store's file.
        autosave_seconds: Between checkpoints within an epoch: what a crash costs at most. None
            as the document says.
        launch: Of which launch of torchrun this process is; "" without.
    """

    send: Callable[[TrainerReply], None]
    commands: CommandSource
    store: Path
    autosave_seconds: float | None = None
    launch: str = ""


class RunDriver:
    """Drives a prepared run from its start, or from where it goes on, to its end; once."""

    def __init__(self, run: Run, ports: DriverPorts) -> None:
        """Enter the run into the store; nothing is trained yet.

        Raises:
            StorageError: RUN_IN_PROGRESS; DISK_FULL, FILE_UNWRITABLE: the folder cannot be used.
        """
        plan = run.plan
        self._run = run
        self._loop = run.loop
        self._progress = run.loop.progress
        self._send = ports.send
        self._notices = [Problem.of(error) for error in run.notices]
        self._notices += [
            Problem(notice.code.value, dict(notice.facts)) for notice in run.dataset.notices
        ]
        training = run.document.training
        if training.schedule is not None and training.scheduled_epochs < training.epochs:
            kind, epochs = training.schedule.type_name(), training.scheduled_epochs
            if scheduled_epochs(training) is not None:
                facts = {"schedule": kind, "epochs": epochs}
                self._notices.append(Problem(ErrorCode.SCHEDULE_SHORTER, facts))
        self._files = RunFiles(run, ports.autosave_seconds)
        self._log = RunLog(ports.store, start_of(run), self._keep_notice, ports.launch)
        self._report = BatchReport(len(plan.train), len(plan.test))
        self._pace = RunPace(
            ports.commands,
            self,
            ends_epoch=lambda step: self._loop.course().ends_epoch(step),
            epochs=plan.epochs,
        )
        self._stopwatch = Stopwatch()
        self._looks = RunLooks(run, ports.send)
        self._kept_layers: LayersWatched | None = None

    def train(self) -> RunEnded:
        """Train to the end, or until a command or an error ends it.

        Returns:
            How it ended; it was sent as well.

        Raises:
            ConvVizError: BATCH_OUT_OF_MEMORY, OUT_OF_MEMORY, WORKER_LOST, DISK_FULL,
                FILE_UNWRITABLE; what was saved before stays.
        """
        try:
            self._send(self._started())
            ended = self._ended(self._follow_events())
            self._send(ended)
        except ConvVizError as error:
            self._log_failure(error)
            raise
        except (MemoryError, RuntimeError) as error:
            expected = want_of_training_memory(error, self._run) or loss_of_worker(error)
            self._log_failure(expected or unexpected(error))
            if expected is None:
                raise
            raise expected from error
        finally:
            self._files.close()
            self._log.close()
        return ended

    # Paced

    def paused(self) -> None:
        """Tell the window, after everything that happened before."""
        self._settle()
        self._flush_report()
        self._send(RunPaused(self._progress.step))
        self._looks.look_inside(at_once=True)

    def still_paused(self) -> None:
        """Give a sign of life, and tell of a checkpoint that was still being written."""
        self._tell_of_saves()
        self._log.heartbeat(self._progress.step, self._progress.seconds)

    def step_begins(self) -> None:
        """Leave the pause out of the time."""
        self._stopwatch.restart()

    def continued(self) -> None:
        """Leave the pause out of the time and tell the window."""
        self._stopwatch.restart()
        self._send(RunContinued(self._progress.step))

    def carry_out(self, command: RunCommand) -> None:
        """Do what a command asks that has nothing to do with the pace."""
        match command:
            case SetLearningRate() | SetMomentum() | SetWeightDecay() | SetBatchSize():
                self._change(command)
            case Watch() | LookInside() | WorkBatch() | KeepWeights():
                self._settle()
                self._flush_report()
                self._looks.carry_out(command)
            case _:
                pass

    def _change(self, command: SettingCommand) -> None:
        """Change a setting, or say why not; what happened before is told before."""
        self._settle()
        self._flush_report()
        progress = self._progress
        training = settings_now(self._run.document.training, progress.changes)
        try:
            change = wanted_change(
                training, command, progress.step, is_schedule_over=is_schedule_over(self._run)
            )
            if change.name == BATCH_SIZE:
                check_new_size(self._run, int(change.value))
        except ConvVizError as error:
            self._send(RunNotice(Problem.of(error)))
            return
        put_to_work(self._loop.optimiser, [change])
        progress.add_change(change)
        if change.name == BATCH_SIZE:
            self._loop.batch_size = int(change.value)
        self._log.add_change(change)
        self._send(SettingChanged(change))

    # The run

    def _follow_events(self) -> Diverged | RunStatus:
        """Work through the loop's events; return how they ended."""
        self._stopwatch.restart()
        if not self._pace.goes_on():
            return self._stopped()
        for event in self._loop.events():
            if isinstance(event, Diverged):
                return event
            self._count_and_report(event)
            self._log.heartbeat(self._progress.step, self._progress.seconds)
            if self._files.is_due:
                self._save()
            self._tell_of_saves()
            if not self._pace.goes_on(event):
                return self._stopped()
        return RunStatus.FINISHED

    def _stopped(self) -> RunStatus:
        return RunStatus.INTERRUPTED if self._pace.was_cut else RunStatus.STOPPED

    def _count_and_report(self, event: Event) -> None:
        """Count an event's time and tell the window."""
        seconds = self._stopwatch.lap()
        self._progress.add_seconds(seconds)
        match event:
            case BatchLoss():
                self._report.add_loss(event)
                self._report.add_training(seconds, event.pictures)
                if self._report.is_due:
                    self._flush_report()
                self._tell_of_layers()
                self._looks.look_inside()
            case Measuring():
                self._report.add_test(seconds, event.done)
            case EpochRecord():
                self._finish_epoch(event)
            case Diverged():
                pass

    def _finish_epoch(self, epoch: EpochRecord) -> None:
        """Save an epoch if that is due, then tell of it."""
        self._flush_report()
        self._log.add_epoch(epoch)
        self._keep_layers()
        if self._files.is_due_after(epoch.epoch) or self._is_kept_best(epoch):
            self._save()
        self._send(EpochDone(epoch))
        judge = self._loop.judge
        if judge is not None:
            self._send(EpochJudged(epoch.epoch, epoch.step, judge.judgement()))

    def _is_kept_best(self, epoch: EpochRecord) -> bool:
        """Return whether an epoch is the best so far, and such are kept."""
        is_best = best_epoch(self._progress.epochs) == epoch
        return is_best and self._run.document.training.keep_best

    def _save(self) -> None:
        """Begin to save a checkpoint; if that fails, the user is told, and training goes on."""
        self._settle()
        self._flush_report()  # after a kill the list of runs knows all that the checkpoint does
        self._files.save()

    def _tell_of_saves(self) -> None:
        """Tell of the checkpoints that have come to the disk, or have not."""
        for outcome in self._files.take_saved():
            if isinstance(outcome, StorageError):
                self._send(RunNotice(Problem.of(outcome)))
                continue
            stands = outcome.progress
            at_end = bool(stands.epochs) and stands.epochs[-1].step == stands.step
            epoch = stands.epochs[-1].epoch if at_end else 0
            self._send(CheckpointSaved(str(outcome.path), stands.step, epoch))

    def _ended(self, outcome: Diverged | RunStatus) -> RunEnded:
        """Save what there is to save, and say how it ended."""
        self._settle()
        self._flush_report()
        if isinstance(outcome, RunStatus) and not self._loop.is_finite():
            outcome = Diverged(self._progress.step, float("nan"))
        weights: WeightsFile | None
        if isinstance(outcome, Diverged):
            status, reason = RunStatus.DIVERGED, Problem.of(divergence(outcome, self._run))
            weights = self._files.save_last_good()
        else:
            status, reason = outcome, None
            is_finished = status is RunStatus.FINISHED
            weights = self._files.save_end(is_finished=is_finished)
        self._tell_of_saves()
        best = self._files.save_best()
        self._notices += map(Problem.of, self._files.failures)
        self._keep_layers()
        if status is not RunStatus.DIVERGED:  # there it was gone through once more
            self._looks.keep_batch()
        if weights is not None:
            self._log.set_weights(Path(weights.path), weights.sha256)
        self._log.finish(status, self._progress.step, self._progress.seconds, reason)
        for notice in self._take_notices():
            self._send(RunNotice(notice))
        return RunEnded(
            outcome=status.value,
            step=self._progress.step,
            last=self._progress.epochs[-1] if self._progress.epochs else None,
            seconds=self._progress.seconds,
            weights="" if weights is None else weights.path,
            sha256="" if weights is None else weights.sha256,
            reason=reason,
            best=best,
        )

    # Messages

    def _started(self) -> RunStarted:
        run = self._run
        return RunStarted(
            device=str(run.plan.device),
            train_pictures=len(run.plan.train),
            test_pictures=len(run.plan.test),
            batches_per_epoch=run.plan.batches_per_epoch,
            epochs=run.plan.epochs,
            first_step=self._progress.step,
            num_params=run.num_params,
            class_names=run.dataset.class_names,
            notices=tuple(self._take_notices()),
            earlier=tuple(self._progress.epochs),
            changes=tuple(self._progress.changes),
            start=noted_weights(run.document),
        )

    def _flush_report(self) -> None:
        plan = self._run.plan
        epochs_left = plan.epochs - self._loop.course().epochs_after(self._progress.step)
        memory = memory_in_use(self._run.plan.device)
        message = self._report.take(max(epochs_left, 0.0), memory)
        if message is not None:
            self._log.add_batches(message)
            self._send(message)
        for notice in self._take_notices():
            self._send(RunNotice(notice))

    def _tell_of_layers(self) -> None:
        """Send what was seen of the watched layers, behind the batch that it was seen in."""
        watch = self._loop.watch
        watched, trouble = watch.take(), watch.trouble
        kept = watch.take_kept()
        told = kept or watched
        if told is not None:
            self._flush_report()
            self._send(told)
        if kept is not None:
            self._kept_layers = kept
            self._log.add_metrics(layer_metrics(kept))
        if trouble is not None:
            watch.trouble = None
            self._send(RunNotice(Problem.of(trouble)))

    def _keep_layers(self) -> None:
        """Write the newest histograms; they are worth no notice: a checkpoint tells of the disk."""
        kept, self._kept_layers = self._kept_layers, None
        if kept is not None:
            with suppress(StorageError):
                write_layers(self._run.folder, kept)

    def _settle(self) -> None:
        """Collect the losses that are still on their way from the device."""
        for loss in self._loop.settle():
            self._report.add_loss(loss)

    def _keep_notice(self, error: ConvVizError) -> None:
        self._notices.append(Problem.of(error))

    def _take_notices(self) -> list[Problem]:
        notices, self._notices = self._notices, []
        return notices

    def _log_failure(self, error: ConvVizError) -> None:
        progress = self._progress
        self._log.finish(RunStatus.FAILED, progress.step, progress.seconds, Problem.of(error))
