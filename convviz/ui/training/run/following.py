"""Follows a run folder that another process or computer writes, read in a thread."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.runs.journal import JournalReader
from convviz.ui.training.run.followed_run import FollowedRun, JournalWatch, News
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.ui.training.run.run_progress import RunProgress

LOOK_SECONDS: Final = 0.5
"""Between two looks."""
_OVER: Final = frozenset({RunState.FINISHED, RunState.STOPPED, RunState.DIVERGED, RunState.FAILED})


class RunFollowing(QObject):
    """Keeps a progress up to date with a journal, until the run ends or another is shown.

    A run whose writer died is followed on: it may be started again.

    Attributes:
        where: Who trains: a process id and a computer's name; (0, "") while nobody is followed.

    Signals:
        changed(): The run is another, or stands otherwise.
        grown(): There are new losses.
        epoch_done(): There are new epochs.
        failed(ConvVizError): The folder cannot be followed, or no longer.
    """

    changed = Signal()
    grown = Signal()
    epoch_done = Signal()
    failed = Signal(object)

    def __init__(self, progress: RunProgress, parent: QObject) -> None:
        super().__init__(parent)
        self._progress = progress
        self._run: FollowedRun | None = None
        self._stopping: threading.Event | None = None

    @property
    def folder(self) -> Path | None:
        """The folder that is followed; None for none."""
        return None if self._run is None else self._run.folder

    @property
    def where(self) -> tuple[int, str]:
        """Who trains; (0, "") while nobody is followed."""
        return (0, "") if self._run is None else self._run.where

    def start(self, folder: Path) -> None:
        """Follow a folder in place of another; ``changed`` follows, or ``failed``."""
        self.stop()
        self._run = FollowedRun(folder, self._progress)
        self._stopping = stopping = threading.Event()
        reader = JournalWatch(JournalReader(folder))
        threading.Thread(
            target=self._read, args=(reader, stopping), name="followed run", daemon=True
        ).start()

    def stop(self) -> None:
        """Follow no folder."""
        if self._stopping is not None:
            self._stopping.set()
        self._stopping = self._run = None

    def _read(self, watch: JournalWatch, stopping: threading.Event) -> None:
        """Look until it is stopped; a folder that is gone for a while may come back."""
        is_first = True
        while not stopping.is_set():
            heard: object
            try:
                heard = watch.look()
            except ConvVizError as error:
                heard = error
            call_in_window(self, partial(self._on_heard, stopping, heard))
            if is_first and isinstance(heard, ConvVizError):
                return
            is_first = False
            stopping.wait(LOOK_SECONDS)

    def _on_heard(self, stopping: object, heard: object) -> None:
        run = self._run
        if run is None or stopping is not self._stopping:
            return  # said by one that is followed no more
        if isinstance(heard, News):
            try:
                self._take(run, heard)
            except ConvVizError as error:
                self.stop()
                self.failed.emit(error)
        elif run.where == (0, ""):
            self.stop()
            self.failed.emit(heard)
        elif self._progress.state is RunState.ELSEWHERE:
            self._progress.state = RunState.CUT
            self.changed.emit()

    def _take(self, run: FollowedRun, news: News) -> None:
        progress = self._progress
        state, epochs = progress.state, len(progress.epochs)
        losses, revision, where = progress.step, progress.revision, run.where
        changes = progress.changes
        run.take(news)
        if (progress.state, progress.revision, run.where) != (state, revision, where) or (
            progress.changes != changes
        ):
            self.changed.emit()
        if progress.step != losses:
            self.grown.emit()
        if len(progress.epochs) != epochs:
            self.epoch_done.emit()
        if progress.state in _OVER:
            self.stop()
