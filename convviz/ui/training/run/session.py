"""The training that goes on behind the window, and outlives it: its trainer and its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import StorageError
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import Problem, encode
from convviz.protocol.messages.trainer import (
    BatchesDone,
    BatchWorked,
    ContinueRun,
    EpochDone,
    EpochJudged,
    FinishEpoch,
    InsideSeen,
    KeepWeights,
    LayersWatched,
    LookInside,
    PauseRun,
    RunEnded,
    RunFailed,
    RunNotice,
    RunStarted,
    SettingChanged,
    SettingCommand,
    StartRun,
    StepRun,
    StopRun,
    TrainerReply,
    Watch,
    WeightsKept,
    WorkBatch,
    may_go_on_after,
)
from convviz.protocol.run_settings import different_settings, with_data_path
from convviz.protocol.run_start import with_start_noted, with_start_of
from convviz.protocol.watching import WatchKind
from convviz.runs import new_run_folder, remove_if_unused
from convviz.runs.folders import STORE_NAME
from convviz.ui.processes.child_process import python_command
from convviz.ui.training.data.data_look import DataLook
from convviz.ui.training.data.data_sources import DataSources
from convviz.ui.training.results.batch_pictures import BatchPictures
from convviz.ui.training.results.inside_looker import InsideLooker
from convviz.ui.training.run.following import RunFollowing
from convviz.ui.training.run.judging import RunJudge
from convviz.ui.training.run.past_run import newest_checkpoint, restore
from convviz.ui.training.run.past_runs import PastRuns
from convviz.ui.training.run.run_looks import RunLooks
from convviz.ui.training.run.run_progress import (
    CHANGEABLE_STATES,
    GOING_STATES,
    HALTED_STATES,
    RESUMABLE_STATES,
    RunProgress,
    RunState,
)
from convviz.ui.training.run.trainer_pool import TrainerPool
from convviz.ui.training.settings.devices import DeviceList
from convviz.ui.training.settings.rate_finder import RateFinder
from convviz.ui.training.settings.ways import WayList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from convviz.protocol.document import Document
    from convviz.runs import RunRecord
    from convviz.ui.processes.child_process import ChildProcess, Outcome
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.training.run.past_run import PastRun

STOP_PATIENCE_MS = 15_000
"""How long a trainer may take for its last batch and checkpoint before the person is asked."""


class TrainingSession(QObject):
    """Runs one training at a time. A page shows it; without a page it goes on all the same.

    Attributes:
        engine: Whom to ask; None for nobody.
        progress: How the run stands.
        outcome: How the trainer ended without a word; None unless it did.
        data: What is known of CIFAR-10 on this computer.
        sources: What is known of every data set that is read.
        devices: Where torch can compute on this computer.
        judge: Knows how good the run is.
        past: The runs of earlier sessions.
        pool: The trainers.
        finder: Searches for a learning rate.
        looks: What is seen of the run beside its losses.
        batch_pictures: Reads training pictures of a batch.
        following: The run that another process trains, while that one is shown.
        inside: What is inside one of its layers.

    Signals:
        state_changed(): ``progress.state`` or the reason of a failure is another.
        batches_done(): there are new losses; at most 20 times a second.
        epoch_done(): an epoch is finished and measured.
        overdue(): the batch in hand takes so long that the person may want to end it.
        setting_changed(SettingChange): the trainer trains with another value from now on.
        layers_watched(LayersWatched): what was seen of the layers of :meth:`watch`.
        noticed(Problem): the run survived something that the user should know.
    """

    state_changed = Signal()
    batches_done = Signal()
    epoch_done = Signal()
    overdue = Signal()
    setting_changed = Signal(object)
    layers_watched = Signal(object)
    noticed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        trainer: Sequence[str] | None = None,
        fetcher: Sequence[str] | None = None,
        runs_folder: Path | None = None,
        engine: EngineClient | None = None,
    ) -> None:
        """Prepare; nothing is started.

        Args:
            parent: The owner.
            trainer: What to start for a run; the trainer itself if None.
            fetcher: What to start for data; the fetcher itself if None.
            runs_folder: Where runs and their store are; None for the default place.
            engine: Whom to ask for devices; None to offer "auto" alone.
        """
        super().__init__(parent)
        command = trainer or python_command("convviz.engine.trainer")
        self.engine = engine
        self.pool = TrainerPool(command, self)
        self.finder = RateFinder(self.pool, self)
        self._start = StartRun(b"", "")
        self._had_waited = False
        self._runs_folder = runs_folder
        self._child: ChildProcess | None = None
        self._patience = QTimer(self, singleShot=True, interval=STOP_PATIENCE_MS)
        self._patience.timeout.connect(self.overdue)
        self._folder: Path | None = None
        self._watch = Watch(())
        self.progress = RunProgress()
        self.outcome: Outcome | None = None
        self.sources = DataSources(self, fetcher)
        self.data = self.sources.cifar
        self.devices = DeviceList(engine, self)
        self.ways = WayList(engine, self)
        self.judge = RunJudge(engine, self)
        self.looks = RunLooks(self._tell, self)
        self.inside = InsideLooker(engine, self.looks, lambda: self.progress, self)
        self.state_changed.connect(self.inside.follow)
        self.look = DataLook(engine, self)
        self.batch_pictures = BatchPictures(engine, lambda: self.progress, self)
        self.state_changed.connect(lambda: self.judge.follow(self.progress))
        self.past = PastRuns(self, None if runs_folder is None else runs_folder / STORE_NAME)
        self.past.loaded.connect(self._show_past)
        self.following = RunFollowing(self.progress, self)
        self.following.changed.connect(self.state_changed)
        self.following.grown.connect(self.batches_done)
        self.following.epoch_done.connect(self.epoch_done)

    @property
    def state(self) -> RunState:
        """What the run is doing."""
        return self.progress.state

    @property
    def pid(self) -> int:
        """The trainer's process id; 0 while there is none."""
        return 0 if self._child is None else self._child.pid

    @property
    def is_busy(self) -> bool:
        """Whether there is a trainer, perhaps one that has said its last word and is ending."""
        return self._child is not None

    @property
    def can_resume(self) -> bool:
        """Whether the last run left a checkpoint to go on from."""
        folder = self.progress.folder
        may_go_on = self._child is None and self.state in RESUMABLE_STATES
        return may_go_on and folder is not None and newest_checkpoint(folder) is not None

    def differences(self, document: Document) -> tuple[str, ...]:
        """Return the settings of a document with which the last run cannot go on."""
        known = self.progress.document
        return () if known is None else different_settings(document, known)

    def start(self, document: Document, data_path: str = "") -> None:
        """Train a document's network from the beginning, in a new folder.

        Args:
            document: Its network and its training settings are used.
            data_path: Folder or archive of CIFAR-10, where the document names none.
        """
        if self.is_busy:
            return
        try:
            folder = new_run_folder(self._runs_folder)
        except StorageError as error:
            self.outcome = None
            self.progress.fail(Problem.of(error))
            self.state_changed.emit()
            return
        self._launch(with_data_path(document, data_path), folder, resume=False)

    def resume(self, document: Document | None = None, data_path: str = "") -> None:
        """Go on after a pause, or with the last run, from its last checkpoint.

        Args:
            document: What to go on with; None for the run's own. The trainer refuses what
                belongs to another run; epochs may be added.
            data_path: As for :meth:`start`.
        """
        if self.state in HALTED_STATES:
            self._send(ContinueRun(), RunState.RUNNING)
        folder, known = self.progress.folder, self.progress.document
        if folder is not None and known is not None and self.can_resume:
            self._launch(with_data_path(document or known, data_path), folder, resume=True)

    def follow(self, folder: Path) -> None:
        """Show the run of a folder as it grows, unless one goes on here."""
        if not self.is_busy:
            self.outcome = None
            self.following.start(folder)

    def show_best(self, *, on: bool) -> None:
        """Look at the weights of the best epoch, or of the last one."""
        if on != self.progress.shows_best:
            self.progress.shows_best = on
            self.state_changed.emit()

    def take_document(self, document: Document) -> None:
        """Show the last run no more, unless it goes on or is of the document that was opened."""
        is_over = not self.is_busy and self.state is not RunState.IDLE
        if is_over and self.differences(document):
            self.outcome = None
            self.following.stop()
            self.progress.forget()
            self.state_changed.emit()

    def pause(self) -> None:
        """Wait after the batch in hand."""
        if self.state in GOING_STATES:
            self._send(PauseRun(), RunState.PAUSING)

    def step(self) -> None:
        """While paused: do a single batch."""
        if self.state in HALTED_STATES:
            self._send(StepRun(), RunState.STEPPING)

    def finish_epoch(self) -> None:
        """Go on to the end of the epoch in hand, and pause there."""
        if self.state in HALTED_STATES | {RunState.RUNNING}:
            self._send(FinishEpoch(), RunState.FINISHING_EPOCH)

    def change(self, command: SettingCommand) -> None:
        """Change a setting of the run that goes on.

        ``setting_changed`` follows when it has taken effect, or ``noticed`` with why it has not.
        """
        if self._child is not None and self.state in CHANGEABLE_STATES:
            self._child.send(encode(command))

    def watch(self, layers: Sequence[str], kinds: Iterable[WatchKind] = tuple(WatchKind)) -> None:
        """Have ``layers_watched`` follow about twice a second, in this run and the next ones.

        Args:
            layers: As torch names them in the network, such as "0"; none ends it.
            kinds: What is wanted of each.
        """
        self._watch = Watch(tuple(layers), tuple(kinds))
        if self._child is not None and self.progress.is_active:
            self._child.send(encode(self._watch))

    def stop(self) -> None:
        """End after the batch in hand, with a checkpoint; a trainer still loading ends at once."""
        if self._child is None or not self.progress.is_active:
            return
        if self.state is RunState.STARTING:
            self._set_state(RunState.STOPPING)
            self._child.stop(encode(StopRun()))
        elif self.state is not RunState.STOPPING:
            self._send(StopRun(), RunState.STOPPING)
            self._patience.start()

    def end_now(self) -> None:
        """End a trainer that does not stop; what it did since its last checkpoint is lost."""
        if self._child is not None and self.state is RunState.STOPPING:
            self._child.stop()

    def shut_down(self) -> None:
        """Let the trainer finish alone: after its batch it writes a checkpoint and ends by itself.

        One that still loads torch hears nothing and has nothing to save: it is ended at once.
        """
        self._patience.stop()
        self.following.stop()
        child = self._child
        if child is not None and self.progress.is_loading:
            child.kill()
            child.stop_and_wait()
        elif child is not None:
            self._child = None
            child.send(encode(StopRun()))  # without it the run would count as interrupted
            child.let_go()
        self.finder.shut_down()
        self.pool.shut_down()
        self.sources.shut_down()

    def _launch(self, document: Document, folder: Path, *, resume: bool) -> None:
        self.outcome = None
        self.following.stop()
        known = self.progress.document
        if resume and known is not None:
            document = with_start_of(document, known)
        document = with_start_noted(document)
        self._folder = folder
        self.progress.begin(document, folder, resume=resume)
        self._start = StartRun(encode_document(document), str(folder), resume)
        self._employ()
        self.looks.begin()
        self.state_changed.emit()

    def _employ(self) -> None:
        """Have a trainer begin: one that waits, or else a new one."""
        self._had_waited = self.pool.has_waiting
        self._child = child = self.pool.take(self._on_reply, self._on_end)
        child.send(encode(self._start))
        if self._watch.layers:
            child.send(encode(self._watch))

    def _on_reply(self, message: TrainerReply) -> None:
        self.progress.take(message)
        match message:
            case BatchesDone():
                self.batches_done.emit()
            case EpochDone():
                self.epoch_done.emit()
            case SettingChanged():
                self.setting_changed.emit(message.change)
            case LayersWatched() | EpochJudged() | InsideSeen() | BatchWorked() | WeightsKept():
                self._on_seen(message)
            case RunNotice():
                self.noticed.emit(message.problem)
            case RunStarted():
                self.state_changed.emit()
                for notice in message.notices:
                    self.noticed.emit(notice)
            case RunEnded() | RunFailed():
                is_sound = True
                if isinstance(message, RunFailed):
                    self.devices.learn(message.problem)
                    is_sound = may_go_on_after(message.problem.code)
                self._finish(is_sound=is_sound)
            case _:
                self.state_changed.emit()

    def _on_seen(
        self, message: LayersWatched | EpochJudged | InsideSeen | BatchWorked | WeightsKept
    ) -> None:
        """Pass on what the trainer saw that somebody asked for."""
        match message:
            case EpochJudged():
                self.judge.take_epoch(message, self.progress)
            case LayersWatched():
                self.layers_watched.emit(message)
            case InsideSeen() | BatchWorked() | WeightsKept():
                self.looks.take(message)

    def _finish(self, *, is_sound: bool) -> None:
        """Keep a trainer that has said its last word for the next run, or let it go."""
        self._patience.stop()
        child = self._child
        if child is not None and is_sound:
            self._child = None
            self.pool.give_back(child)
        elif child is not None:
            child.stop()
        self._clear_folder()
        self.state_changed.emit()

    def _on_end(self, outcome: Outcome) -> None:
        self._patience.stop()
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        if self.state is RunState.STARTING and self._had_waited:
            self._employ()  # it had ended before it heard of the run
            return
        if self.progress.is_active:
            self._note_end(outcome)
        self._clear_folder()
        self.state_changed.emit()

    def _note_end(self, outcome: Outcome) -> None:
        """Note the end of a trainer that did not say how the run ended."""
        if self.state is RunState.STOPPING and self.progress.is_loading:
            self.progress.give_up()
        else:
            self.outcome = outcome
            self.progress.fail(None)

    def _send(
        self,
        message: PauseRun | ContinueRun | StepRun | FinishEpoch | StopRun,
        state: RunState,
    ) -> None:
        if self._child is not None:
            self._child.send(encode(message))
            self._set_state(state)

    def _tell(self, message: LookInside | WorkBatch | KeepWeights) -> None:
        if self._child is not None and self.progress.is_active:
            self._child.send(encode(message))

    def _set_state(self, state: RunState) -> None:
        self.progress.state = state
        self.state_changed.emit()

    def _show_past(self, run: PastRun, record: RunRecord) -> None:
        """Show a run of an earlier session, unless one was started meanwhile."""
        if not self.is_busy:
            self.outcome = None
            self.following.stop()
            restore(self.progress, run, record)
            self.state_changed.emit()

    def _clear_folder(self) -> None:
        """Remove the folder of a run that left nothing in it."""
        if self._folder is not None:
            remove_if_unused(self._folder)
