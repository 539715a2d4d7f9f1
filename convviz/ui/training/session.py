"""The training that goes on behind the window, and outlives it: its trainer and its data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ConvVizError, StorageError
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages import (
    BatchesDone,
    ContinueRun,
    EpochDone,
    PauseRun,
    Problem,
    RunEnded,
    RunFailed,
    RunNotice,
    RunStarted,
    StartRun,
    StepRun,
    StopRun,
    TrainerReply,
    encode,
    trainer_replies,
)
from convviz.runs import new_run_folder
from convviz.ui.child_process import ChildProcess, Outcome, python_command
from convviz.ui.training.close_question import ask_to_stop_and_close
from convviz.ui.training.data_fetch import DataFetch
from convviz.ui.training.result_files import save_result
from convviz.ui.training.run_progress import RunProgress, RunState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Document

STOP_PATIENCE_MS = 15_000
"""How long a trainer may take for its last batch and checkpoint before it is ended."""


class TrainingSession(QObject):
    """Runs one training at a time. A page shows it; without a page it goes on all the same.

    Attributes:
        progress: How the run stands.
        outcome: How the trainer ended without a word; None unless it did.
        data: What is known of CIFAR-10 on this computer.

    Signals:
        state_changed(): ``progress.state`` or the reason of a failure is another.
        batches_done(): there are new losses; at most 20 times a second.
        epoch_done(): an epoch is finished, measured and saved.
        noticed(Problem): the run survived something that the user should know.
    """

    state_changed = Signal()
    batches_done = Signal()
    epoch_done = Signal()
    noticed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        trainer: Sequence[str] | None = None,
        fetcher: Sequence[str] | None = None,
        runs_folder: Path | None = None,
    ) -> None:
        """Prepare; nothing is started.

        Args:
            parent: The owner.
            trainer: What to start for a run; the trainer itself if None.
            fetcher: What to start for data; the fetcher itself if None.
            runs_folder: Where runs go; None for the default place.
        """
        super().__init__(parent)
        self._command = trainer or python_command("convviz.engine.trainer")
        self._runs_folder = runs_folder
        self._child: ChildProcess | None = None
        self._patience = QTimer(self, singleShot=True, interval=STOP_PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        self.progress = RunProgress()
        self.outcome: Outcome | None = None
        self.data = DataFetch(self, fetcher)

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
        """Whether the last run ended early and left a checkpoint to go on from."""
        return self._may_go_on() and self._has_checkpoint()

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
            self._fail(error)
            return
        self._launch(_with_data(document, data_path), folder, resume=False)

    def resume(self, document: Document | None = None, data_path: str = "") -> None:
        """Go on after a pause, or with the run that ended early, from its last checkpoint.

        Args:
            document: What to go on with; None for the run's own. The trainer refuses what
                belongs to another run; epochs may be added.
            data_path: As for :meth:`start`.
        """
        if self.state is RunState.PAUSED:
            self._send(ContinueRun(), RunState.RUNNING)
        folder, known = self.progress.folder, self.progress.document
        if folder is not None and known is not None and self._may_go_on():
            self._launch(_with_data(document or known, data_path), folder, resume=True)

    def pause(self) -> None:
        """Wait after the batch in hand."""
        if self.state is RunState.RUNNING:
            self._send(PauseRun(), RunState.PAUSING)

    def step(self) -> None:
        """While paused: do a single batch."""
        if self.state is RunState.PAUSED:
            self._send(StepRun(), RunState.PAUSED)

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

    def shut_down(self) -> None:
        """End everything, and return when it has ended; a checkpoint is written first.

        A trainer that still loads torch hears nothing and has nothing to save: it is ended at once.
        """
        self._patience.stop()
        if self._child is not None:
            if self.progress.is_active and self.progress.started is None:
                self._child.kill()
            self._child.stop(encode(StopRun()))
            self._child.stop_and_wait()
        self.data.shut_down()

    def may_close(self, window: QWidget) -> bool:
        """Return whether the window may close; while a run goes on, the user decides."""
        return not self.progress.is_active or ask_to_stop_and_close(window)

    def save_result(self, path: Path) -> None:
        """Save the trained weights, with the document of the network beside them.

        Args:
            path: A safetensors file; the document takes its name and ``.convviz``.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE, FILE_MISSING, FILE_UNREADABLE,
                WEIGHTS_DAMAGED: nothing was saved, what was there is untouched.
        """
        ended, document = self.progress.ended, self.progress.document
        if ended is not None and ended.weights and document is not None:
            save_result(Path(ended.weights), ended.sha256, document, path)

    def _launch(self, document: Document, folder: Path, *, resume: bool) -> None:
        self.outcome = None
        self.progress.begin(document, folder, resume=resume)
        child = ChildProcess(self.tr("The trainer"), trainer_replies.decode, self)
        child.message_received.connect(self._take)
        child.ended.connect(self._on_end)
        self._child = child
        child.start(self._command)
        child.send(encode(StartRun(encode_document(document), str(folder), resume)))
        self.state_changed.emit()

    def _take(self, message: TrainerReply) -> None:
        self.progress.take(message)
        match message:
            case BatchesDone():
                self.batches_done.emit()
            case EpochDone():
                self.epoch_done.emit()
            case RunNotice():
                self.noticed.emit(message.problem)
            case RunStarted():
                self.state_changed.emit()
                for notice in message.notices:
                    self.noticed.emit(notice)
            case RunEnded() | RunFailed():
                self._finish()
            case _:
                self.state_changed.emit()

    def _finish(self) -> None:
        """Let a trainer go that has said its last word."""
        self._patience.stop()
        if self._child is not None:
            self._child.stop()
        self._clear_folder()
        self.state_changed.emit()

    def _on_end(self, outcome: Outcome) -> None:
        self._patience.stop()
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        if self.progress.is_active:
            self._note_end(outcome)
        self._clear_folder()
        self.state_changed.emit()

    def _note_end(self, outcome: Outcome) -> None:
        """Note the end of a trainer that did not say how the run ended."""
        if self.state is RunState.STOPPING and self.progress.started is None:
            self.progress.state = RunState.STOPPED
        else:
            self.outcome = outcome
            self.progress.fail(None)

    def _lose_patience(self) -> None:
        if self._child is not None:
            self._child.stop()

    def _send(self, message: PauseRun | ContinueRun | StepRun | StopRun, state: RunState) -> None:
        if self._child is not None:
            self._child.send(encode(message))
            self._set_state(state)

    def _set_state(self, state: RunState) -> None:
        self.progress.state = state
        self.state_changed.emit()

    def _fail(self, error: ConvVizError) -> None:
        self.outcome = None
        self.progress.fail(Problem.of(error))
        self.state_changed.emit()

    def _may_go_on(self) -> bool:
        """Return whether the last run could be gone on with, if it left a checkpoint."""
        return self._child is None and self.state in {
            RunState.STOPPED,
            RunState.FAILED,
            RunState.FINISHED,
        }

    def _has_checkpoint(self) -> bool:
        folder = self.progress.folder
        return folder is not None and any(folder.glob("checkpoints/step-*.json"))

    def _clear_folder(self) -> None:
        """Remove the folder of a run that left nothing in it."""
        folder = self.progress.folder
        if folder is not None and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _with_data(document: Document, data_path: str) -> Document:
    training = document.training
    if training.data_path is not None or not data_path:
        return document
    return msgspec.structs.replace(
        document, training=msgspec.structs.replace(training, data_path=data_path)
    )
