"""Finds, checks and downloads a data set in a process of its own, for as long as it takes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.data_sets import CIFAR10, DataSet, ImageFolder
from convviz.core.errors import ErrorCode
from convviz.protocol.call_plain import call_to_plain
from convviz.protocol.messages.fetch import (
    DataReady,
    FetchData,
    FetchProgress,
    ReadProgress,
    fetch_replies,
)
from convviz.ui.processes.asked_process import AskedProcess
from convviz.ui.processes.child_process import python_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.messages.common import Problem

_NOT_THERE = frozenset(
    {ErrorCode.DATA_NOT_FOUND, ErrorCode.DATA_PLACE_UNKNOWN, ErrorCode.FILE_MISSING}
)


class DataState(StrEnum):
    """What is known of a data set on this computer."""

    UNKNOWN = "unknown"
    CHECKING = "checking"
    READY = "ready"
    MISSING = "missing"
    """It is not where it was looked for."""
    UNUSABLE = "unusable"
    """Something is there, and it is no such data set, or not a sound one."""
    STOPPED = "stopped"
    """Reading it was stopped."""
    DOWNLOADING = "downloading"
    CANCELLING = "cancelling"
    INTERRUPTED = "interrupted"
    """A download failed or was cancelled; what arrived is kept."""


_DOWNLOADING = frozenset({DataState.DOWNLOADING, DataState.CANCELLING})


class DataFetch(QObject):
    """What is known of a data set, and the process that finds out, or downloads CIFAR-10.

    Attributes:
        state: What is known.
        asked: Of which data set, and of which place; (None, "") before anything was asked.
        reads: How often it was found sound.
        progress: How far the download, or reading, is; None before it told.
        ready: What was found; None unless READY.
        problem: Why it is not usable, or the download failed; None for one that was stopped.

    Signals:
        changed(): any of these is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, command: Sequence[str] | None = None) -> None:
        """Prepare; nothing is started.

        Args:
            parent: The owner.
            command: What to start; the fetcher itself if None.
        """
        super().__init__(parent)
        self._command = command
        self._child: AskedProcess | None = None
        self.state = DataState.UNKNOWN
        self.asked: tuple[DataSet | None, str] = (None, "")
        self.reads = 0
        self.progress: FetchProgress | ReadProgress | None = None
        self.ready: DataReady | None = None
        self.problem: Problem | None = None

    @property
    def is_downloading(self) -> bool:
        """Whether a download goes on."""
        return self.state in _DOWNLOADING

    @property
    def is_reading(self) -> bool:
        """Whether pictures are read, which can be stopped."""
        return self.state is DataState.CHECKING and isinstance(self.progress, ReadProgress)

    def check(self, path: str, dataset: DataSet | None = None) -> None:
        """Look whether a folder or archive, or the default place for "", holds a data set.

        Args:
            path: The place.
            dataset: Which data set; None for CIFAR-10.
        """
        if self.is_downloading:
            return
        self.asked = (dataset or CIFAR10(), path)
        if isinstance(dataset, ImageFolder) and not path:  # nobody keeps them in a usual place
            self._dismiss()
            self.state = DataState.MISSING
            self.progress = self.ready = self.problem = None
            self.changed.emit()
            return
        is_cifar = dataset is None or isinstance(dataset, CIFAR10)
        plain = None if is_cifar or dataset is None else call_to_plain(dataset)
        self._ask(FetchData(path, download=False, dataset=plain), DataState.CHECKING)

    def check_again(self) -> None:
        """Read anew what was asked for last."""
        dataset, path = self.asked
        if dataset is not None:
            self.check(path, dataset)

    def download(self) -> None:
        """Download CIFAR-10 to the default place, going on where an earlier download stopped."""
        if not self.is_downloading:
            self._ask(FetchData("", download=True), DataState.DOWNLOADING)

    def cancel(self) -> None:
        """Stop the download, of which what arrived is kept; or stop reading."""
        if self.state is DataState.CHECKING:
            self._dismiss()
            self.state, self.progress = DataState.STOPPED, None
            self.changed.emit()
            return
        if self.state is DataState.DOWNLOADING and self._child is not None:
            self.state = DataState.CANCELLING
            self._child.stop()
            self.changed.emit()

    def shut_down(self) -> None:
        """End the process, and return when it has ended."""
        if self._child is not None:
            self._child.stop_and_wait()

    def _ask(self, request: FetchData, state: DataState) -> None:
        self._dismiss()
        self.state, self.progress, self.ready = state, None, None
        self.problem = None
        name = self.tr("The download") if request.download else self.tr("The check of the data")
        child = AskedProcess(name, fetch_replies.decode, self)
        child.ended.connect(self._on_ended)
        self._child = child
        child.start(self._command or python_command("convviz.engine.fetch"))
        reply = child.ask(self, request)
        reply.progressed.connect(self._on_progress)
        reply.answered.connect(self._on_ready)
        reply.failed.connect(self._on_failed)
        self.changed.emit()

    def _dismiss(self) -> None:
        """End a process of which nothing more is wanted."""
        child, self._child = self._child, None
        if child is not None:
            child.dismiss(at_once=True)

    def _on_progress(self, progress: FetchProgress | ReadProgress) -> None:
        self.progress = progress
        self.changed.emit()

    def _on_ready(self, ready: DataReady) -> None:
        self.ready = ready
        self.reads += 1
        self.state = DataState.READY
        self._finish()

    def _on_failed(self, problem: Problem) -> None:
        was_stopped = self.state is DataState.CANCELLING
        has_ended = problem.code == ErrorCode.PROCESS_ENDED
        self.problem = None if was_stopped and has_ended else problem
        if self.is_downloading:
            self.state = DataState.INTERRUPTED
        elif problem.code in _NOT_THERE:
            self.state = DataState.MISSING
        else:
            self.state = DataState.UNUSABLE
        self._finish()

    def _finish(self) -> None:
        """Let a process end that has answered."""
        if self._child is not None:
            self._child.stop()
        self.changed.emit()

    def _on_ended(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
