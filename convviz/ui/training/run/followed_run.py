"""A run that another process trains, from its journal: without Qt, and nothing is read twice."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError, ErrorCode, StorageError
from convviz.protocol.document import Document
from convviz.protocol.document_file import decode_document
from convviz.protocol.file_lock import is_held
from convviz.protocol.messages.trainer import (
    BatchesDone,
    EpochDone,
    RunEnded,
    RunFailed,
    RunStarted,
    SettingChanged,
)
from convviz.runs.entries import ChangeEntry, EndEntry, EpochEntry, MetricsEntry, WeightsEntry
from convviz.runs.journal import (
    BeatEntry,
    JournalEntry,
    JournalReader,
    LossesEntry,
    StartEntry,
    last_sign,
)
from convviz.runs.liveness import LOCK_NAME
from convviz.runs.records import RunStatus
from convviz.ui.training.run.past_run import newest_checkpoint
from convviz.ui.training.run.run_progress import RunProgress, RunState

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem

QUIET_SECONDS: Final = 60.0
"""A writer gives a sign of life every five seconds; after so many without one it has ended."""
_LOOK_SECONDS: Final = 10.0
"""After so many seconds of silence on this computer it is looked whether the writer lives."""


@dataclass(frozen=True, slots=True)
class News:
    """What a journal said since it was read last.

    Attributes:
        entries: In order.
        is_alive: Whether somebody trains there.
    """

    entries: tuple[JournalEntry, ...]
    is_alive: bool


@dataclass(slots=True)
class JournalWatch:
    """Reads the journal of a folder, and tells whether its writer is there.

    Attributes:
        reader: Of the journal.
        clock: Seconds that only grow.
    """

    reader: JournalReader
    clock: Callable[[], float] = time.monotonic
    _start: StartEntry | None = None
    _has_ended: bool = False
    _heard: float | None = None

    def look(self) -> News:
        """Return what came since.

        Raises:
            StorageError: RUN_NOT_IN_FOLDER, FILE_UNREADABLE.
        """
        entries = self.reader.read()
        now = self.clock()
        if entries and self._heard is None:
            # The journal may be old: its own clock tells, as well as another's can.
            age = max(0.0, time.time() - last_sign(entries))
            self._heard = now - age
        elif entries:
            self._heard = now
        for entry in entries:
            if isinstance(entry, StartEntry):
                self._start, self._has_ended = entry, False
            elif isinstance(entry, EndEntry):
                self._has_ended = True
        if self._start is None:
            raise StorageError(ErrorCode.RUN_NOT_IN_FOLDER, path=str(self.reader.folder))
        return News(entries, self._is_alive(now))

    def _is_alive(self, now: float) -> bool:
        silence = now - (now if self._heard is None else self._heard)
        if self._has_ended or self._start is None:
            return False
        if self._start.host == platform.node() and silence > _LOOK_SECONDS:
            held = is_held(self.reader.folder / LOCK_NAME)
            return silence < QUIET_SECONDS if held is None else held
        return silence < QUIET_SECONDS


@dataclass(slots=True)
class FollowedRun:
    """Lets a progress stand where a followed run stands.

    Attributes:
        folder: The run's, as the reader sees it.
        progress: Takes what is heard.
        where: Who trains, such as "process 4711 on ada"; "" before it is known.
    """

    folder: Path
    progress: RunProgress
    where: tuple[int, str] = (0, "")
    _weights: WeightsEntry | None = None
    _document: Document | None = None

    def take(self, news: News) -> None:
        """Take in what a journal said.

        Raises:
            DocumentError: What is trained cannot be read, or is a later convviz's.
        """
        for entry in news.entries:
            self._take(entry)
        progress = self.progress
        if progress.state in {RunState.ELSEWHERE, RunState.CUT}:
            progress.state = RunState.ELSEWHERE if news.is_alive else RunState.CUT

    def _take(self, entry: JournalEntry) -> None:
        progress = self.progress
        match entry:
            case StartEntry():
                self._begin(entry)
            case LossesEntry():
                message = BatchesDone(
                    entry.first_step, entry.numbers, entry.rate, entry.eta, rates=entry.rates
                )
                progress.take(message)
            case EpochEntry():
                progress.take(EpochDone(entry.epoch))
                progress.checkpoint = str(newest_checkpoint(self.folder) or "")
            case ChangeEntry():
                progress.take(SettingChanged(entry.change))
            case WeightsEntry():
                self._weights = entry
            case BeatEntry() | MetricsEntry():
                pass  # what is measured of layers is shown from the list of runs
            case EndEntry():
                self._end(entry)

    def _begin(self, entry: StartEntry) -> None:
        progress = self.progress
        document = decode_document(entry.document.encode())
        if self._document is None or entry.step == 0:
            progress.forget()
            progress.began = datetime.fromtimestamp(entry.at, UTC)
        self._document = document
        self.where = entry.pid, entry.host
        progress.document, progress.folder = document, self.folder
        progress.problem = progress.ended = None
        progress.state = RunState.ELSEWHERE
        progress.take(
            RunStarted(
                device=entry.device,
                train_pictures=0,
                test_pictures=0,
                batches_per_epoch=entry.batches_per_epoch,
                epochs=entry.epochs_planned,
                first_step=entry.step,
                num_params=entry.num_params,
                class_names=(),
                earlier=entry.epochs,
                changes=entry.changes,
            )
        )

    def _end(self, entry: EndEntry) -> None:
        progress = self.progress
        progress.checkpoint = str(newest_checkpoint(self.folder) or "")
        ended = self._ended(entry)
        if entry.status is RunStatus.FAILED:
            progress.take(RunFailed(_problem(entry)))
        else:
            progress.take(ended)
        if ended.weights:
            progress.result = ended

    def _ended(self, entry: EndEntry) -> RunEnded:
        """Return how it ended; its weights lie in the folder, wherever the writer saw that."""
        weights, sha256 = "", ""
        if self._weights is not None:
            path = self.folder / Path(self._weights.path.replace("\\", "/")).name
            if path.is_file():
                weights, sha256 = str(path), self._weights.sha256
        epochs = self.progress.epochs
        return RunEnded(
            outcome=entry.status.value,
            step=entry.step,
            last=epochs[-1] if epochs else None,
            seconds=entry.seconds,
            weights=weights,
            sha256=sha256,
            reason=entry.problem,
        )


def _problem(entry: EndEntry) -> Problem:
    from convviz.protocol.messages.common import Problem

    unknown = ConvVizError(ErrorCode.UNEXPECTED, detail="")
    return entry.problem or Problem.of(unknown)
