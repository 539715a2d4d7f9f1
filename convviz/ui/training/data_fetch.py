"""Finds, checks and downloads CIFAR-10 in a process of its own, for as long as it takes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ErrorCode
from convviz.protocol.messages.common import Problem, encode
from convviz.protocol.messages.fetch import (
    CancelFetch,
    DataReady,
    FetchData,
    FetchFailed,
    FetchProgress,
    FetchReply,
    fetch_replies,
)
from convviz.ui.processes.child_process import ChildProcess, Outcome, python_command

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_THERE = frozenset({ErrorCode.DATA_NOT_FOUND, ErrorCode.FILE_MISSING})


class DataState(StrEnum):
    """What is known of CIFAR-10 on this computer."""

    UNKNOWN = "unknown"
    CHECKING = "checking"
    READY = "ready"
    MISSING = "missing"
    """It is not where it was looked for."""
    UNUSABLE = "unusable"
    """Something is there, and it is not sound CIFAR-10."""
    DOWNLOADING = "downloading"
    CANCELLING = "cancelling"
    INTERRUPTED = "interrupted"
    """A download failed or was cancelled; what arrived is kept."""


_DOWNLOADING = frozenset({DataState.DOWNLOADING, DataState.CANCELLING})


class DataFetch(QObject):
    """What is known of CIFAR-10, and the process that finds out or downloads it.

    Attributes:
        state: What is known.
        progress: How far the download is; None before it told.
        ready: What was found; None unless READY.
        problem: Why it is not usable, or the download failed.
        outcome: How the process ended without an answer.

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
        self._child: ChildProcess | None = None
        self.state = DataState.UNKNOWN
        self.progress: FetchProgress | None = None
        self.ready: DataReady | None = None
        self.problem: Problem | None = None
        self.outcome: Outcome | None = None

    @property
    def is_downloading(self) -> bool:
        """Whether a download goes on."""
        return self.state in _DOWNLOADING

    def check(self, path: str) -> None:
        """Look whether a folder or archive, or the default place for "", holds CIFAR-10."""
        if not self.is_downloading:
            self._ask(FetchData(path, download=False), DataState.CHECKING)

    def download(self) -> None:
        """Download CIFAR-10 to the default place, going on where an earlier download stopped."""
        if not self.is_downloading:
            self._ask(FetchData("", download=True), DataState.DOWNLOADING)

    def cancel(self) -> None:
        """Stop the download; what arrived is kept."""
        if self.state is DataState.DOWNLOADING and self._child is not None:
            self.state = DataState.CANCELLING
            self._child.stop(encode(CancelFetch()))
            self.changed.emit()

    def shut_down(self) -> None:
        """End the process, and return when it has ended."""
        if self._child is not None:
            self._child.stop(encode(CancelFetch()))
            self._child.stop_and_wait()

    def _ask(self, request: FetchData, state: DataState) -> None:
        self._dismiss()
        self.state, self.progress, self.ready = state, None, None
        self.problem, self.outcome = None, None
        name = self.tr("The download") if request.download else self.tr("The check of the data")
        child = ChildProcess(name, fetch_replies.decode, self)
        child.message_received.connect(self._take)
        child.ended.connect(self._on_end)
        self._child = child
        child.start(self._command or python_command("convviz.engine.fetch"))
        child.send(encode(request))
        self.changed.emit()

    def _dismiss(self) -> None:
        """End a check that nobody waits for any more."""
        child, self._child = self._child, None
        if child is not None:
            child.message_received.disconnect(self._take)
            child.ended.disconnect(self._on_end)
            child.ended.connect(child.deleteLater)
            child.kill()
            if not child.is_running:
                child.deleteLater()

    def _take(self, message: FetchReply) -> None:
        match message:
            case FetchProgress():
                self.progress = message
            case DataReady():
                self.ready = message
                self.state = DataState.READY
                self._finish()
            case FetchFailed():
                self._fail(message.problem)
                self._finish()
        self.changed.emit()

    def _fail(self, problem: Problem | None) -> None:
        self.problem = problem
        if self.is_downloading:
            self.state = DataState.INTERRUPTED
        elif problem is not None and problem.code in _NOT_THERE:
            self.state = DataState.MISSING
        else:
            self.state = DataState.UNUSABLE

    def _finish(self) -> None:
        if self._child is not None:
            self._child.stop()

    def _on_end(self, outcome: Outcome) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        if self.state is DataState.CHECKING or self.is_downloading:
            self.outcome = outcome
            self._fail(None)
            self.changed.emit()
