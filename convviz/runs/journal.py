"""The journal in a run's folder: what happens, a line of JSON each, for who has only the folder.

The list of runs is SQLite, which a network folder cannot hold. A journal is only ever added to, by
the one process that trains there; whoever follows it reads what came since, and locks nothing.
"""

from __future__ import annotations

import math
import os
import platform
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.decoding import json_decoder
from convviz.protocol.files import storage_error
from convviz.protocol.records import EpochRecord, RateStep, SettingChange
from convviz.runs.entries import (
    BatchesEntry,
    ChangeEntry,
    EndEntry,
    Entry,
    EpochEntry,
    MetricsEntry,
    WeightsEntry,
)
from convviz.runs.liveness import HEARTBEAT_SECONDS
from convviz.runs.records import RunStart

if TYPE_CHECKING:
    from collections.abc import Iterable

JOURNAL_NAME: Final = "progress.jsonl"
VERSION: Final = 1
WRITE_SECONDS: Final = 0.5
"""Losses are written together, twice a second: a network folder is slow."""
_RETRY_SECONDS: Final = 10.0
_CHUNK: Final = 1 << 22
_LONGEST_LINE: Final = 64 << 20


class StartEntry(msgspec.Struct, frozen=True, tag="start"):
    """A process begins to train, or goes on.

    Attributes:
        version: Of the journal.
        at: When, in seconds since 1970, by the writer's clock.
        pid: The process.
        host: Its computer.
        launch: Of which launch of torchrun it is; "" without.
        document: What is trained, as a document's JSON text.
        dataset: Its name, with its settings.
        device: Where it is trained.
        epochs_planned: Passes over the training pictures.
        batches_per_epoch: Batches in each.
        num_params: Trained numbers of the network.
        step: Batches done before; what the journal says of later ones is done again.
        epochs: Epochs finished before.
        changes: Settings that were changed in these.
    """

    version: int
    at: float
    pid: int
    host: str
    launch: str
    document: str
    dataset: str
    device: str
    epochs_planned: int
    batches_per_epoch: int
    num_params: int
    step: int = 0
    epochs: tuple[EpochRecord, ...] = ()
    changes: tuple[SettingChange, ...] = ()

    @classmethod
    def of(cls, start: RunStart, launch: str) -> StartEntry:
        """Return the entry of a run that this process begins or goes on with."""
        return cls(
            version=VERSION,
            at=time.time(),
            pid=os.getpid(),
            host=platform.node(),
            launch=launch,
            document=start.document.decode(),
            dataset=start.dataset,
            device=start.device,
            epochs_planned=start.epochs_planned,
            batches_per_epoch=start.batches_per_epoch,
            num_params=start.num_params,
            step=start.step,
            epochs=start.epochs,
            changes=start.changes,
        )

    def start(self, folder: Path) -> RunStart:
        """Return what a list of runs is told of it.

        Args:
            folder: Where the folder is for the reader.
        """
        return RunStart(
            folder=folder,
            document=self.document.encode(),
            dataset=self.dataset,
            device=self.device,
            epochs_planned=self.epochs_planned,
            batches_per_epoch=self.batches_per_epoch,
            num_params=self.num_params,
            step=self.step,
            epochs=self.epochs,
            changes=self.changes,
        )


class LossesEntry(msgspec.Struct, frozen=True, tag="batches"):
    """Losses of batches. JSON knows no NaN: a loss that is no number is null.

    Attributes:
        first_step: Number of the first batch, from 1.
        losses: Of each, in order.
        rate: Pictures a second.
        eta: Seconds to the end of the run.
        rates: The learning rate of each batch that had another one than the batch before.
    """

    first_step: int
    losses: tuple[float | None, ...]
    rate: float = 0.0
    eta: float = 0.0
    rates: tuple[RateStep, ...] = ()

    @property
    def numbers(self) -> tuple[float, ...]:
        """The losses, NaN where there was no number."""
        return tuple(math.nan if loss is None else loss for loss in self.losses)


class BeatEntry(msgspec.Struct, frozen=True, tag="beat"):
    """A sign of life.

    Attributes:
        at: When, in seconds since 1970, by the writer's clock.
        step: Batches done.
        seconds: Time spent, pauses left out.
    """

    at: float
    step: int
    seconds: float


JournalEntry: TypeAlias = (
    StartEntry
    | LossesEntry
    | EpochEntry
    | ChangeEntry
    | MetricsEntry
    | WeightsEntry
    | BeatEntry
    | EndEntry
)
_decoder: Final[msgspec.json.Decoder[JournalEntry]] = json_decoder(JournalEntry)


class JournalWriter:
    """Adds to a run's journal. What a full disk refuses waits, and training goes on."""

    def __init__(self, start: RunStart, launch: str = "") -> None:
        """Note that the run begins or goes on.

        Args:
            start: What is known of it; its folder is there.
            launch: Of which launch of torchrun this is.
        """
        self._path = start.folder / JOURNAL_NAME
        self._waiting = bytearray()
        self._losses: list[LossesEntry] = []
        self._beat = self._written = time.monotonic()
        self._retry_at = 0.0
        self._trouble: StorageError | None = None
        # A process that was killed may have left half a line.
        if self._path.exists():
            self._waiting += b"\n"
        self._note(StartEntry.of(start, launch))
        self._write()

    def take_trouble(self) -> StorageError | None:
        """Return why the journal could not be written, once."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def add_batches(
        self,
        first_step: int,
        losses: tuple[float, ...],
        rate: float,
        eta: float,
        rates: tuple[RateStep, ...] = (),
    ) -> None:
        """Note the losses of batches; they are written together. ``rates``: the learning rates."""
        plain = tuple(loss if math.isfinite(loss) else None for loss in losses)
        self._losses.append(LossesEntry(first_step, plain, round(rate, 1), round(eta, 1), rates))
        self._write_if_due()

    def add(self, entry: Entry) -> None:
        """Note anything else, at once. Losses come by :meth:`add_batches`."""
        match entry:
            case BatchesEntry():
                return
            case MetricsEntry():
                known = (metric for metric in entry.metrics if math.isfinite(metric.value))
                self._note(MetricsEntry(tuple(known)))
            case other:
                self._note(other)
        self._write()

    def beat(self, step: int, seconds: float) -> None:
        """Give a sign of life, if it is time; cheap to call after every batch."""
        now = time.monotonic()
        if now - self._beat >= HEARTBEAT_SECONDS:
            self._beat = now
            self._note(BeatEntry(time.time(), step, seconds))
        self._write_if_due()

    def close(self) -> None:
        """Write what waits."""
        self._retry_at = 0.0
        self._write()

    def _note(self, entry: JournalEntry) -> None:
        self._join_losses()
        self._waiting += msgspec.json.encode(entry) + b"\n"

    def _join_losses(self) -> None:
        if self._losses:
            known, self._losses = self._losses, []
            losses = tuple(loss for part in known for loss in part.losses)
            rates = tuple(rate for part in known for rate in part.rates)
            last = known[-1]
            joined = LossesEntry(known[0].first_step, losses, last.rate, last.eta, rates)
            self._waiting += msgspec.json.encode(joined) + b"\n"

    def _write_if_due(self) -> None:
        is_any = self._waiting or self._losses
        if is_any and time.monotonic() - self._written >= WRITE_SECONDS:
            self._write()

    def _write(self) -> None:
        self._join_losses()
        self._written = now = time.monotonic()
        if not self._waiting or now < self._retry_at:
            return
        try:
            no_link = getattr(os, "O_NOFOLLOW", 0)  # a link must not have another file written
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | no_link
            descriptor = os.open(self._path, flags, 0o666)
            try:
                while self._waiting:
                    del self._waiting[: os.write(descriptor, self._waiting)]
            finally:
                os.close(descriptor)
        except OSError as error:
            if not self._retry_at:
                self._trouble = storage_error(error, self._path)
            self._retry_at = now + _RETRY_SECONDS
        else:
            self._retry_at = 0.0


class JournalReader:
    """Reads a journal as it grows, each line once."""

    def __init__(self, folder: Path) -> None:
        """Begin at its beginning.

        Args:
            folder: The run's.
        """
        self.folder = folder
        self._path = folder / JOURNAL_NAME
        self._offset = 0
        self._rest = b""
        self._file: tuple[int, int] | None = None

    def read(self) -> tuple[JournalEntry, ...]:
        """Return the entries that came since; lines that no version of today knows are left out.

        A journal that is another file than before is read from its beginning.

        Raises:
            StorageError: RUN_NOT_IN_FOLDER: there is no journal; FILE_UNREADABLE.
        """
        try:
            # Without waiting: to open a pipe that nobody writes to would take for ever.
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError as error:
            raise StorageError(ErrorCode.RUN_NOT_IN_FOLDER, path=str(self.folder)) from error
        except OSError as error:
            raise self._unreadable(error) from error
        try:
            return tuple(self._entries(descriptor))
        except OSError as error:
            raise self._unreadable(error) from error
        finally:
            os.close(descriptor)

    def _entries(self, descriptor: int) -> list[JournalEntry]:
        known = os.fstat(descriptor)
        if not stat.S_ISREG(known.st_mode):  # a device may have no end
            message = "it is not a file"
            raise OSError(message)
        file = known.st_dev, known.st_ino
        if file != self._file or known.st_size < self._offset:
            self._file, self._offset, self._rest = file, 0, b""
        os.lseek(descriptor, self._offset, os.SEEK_SET)
        entries: list[JournalEntry] = []
        while data := os.read(descriptor, _CHUNK):
            self._offset += len(data)
            *lines, self._rest = (self._rest + data).split(b"\n")
            entries += filter(None, map(_entry, lines))
            if len(self._rest) > _LONGEST_LINE:
                self._rest = b""
        return entries

    def _unreadable(self, error: OSError) -> StorageError:
        detail = error.strerror or str(error)
        return StorageError(ErrorCode.FILE_UNREADABLE, path=str(self._path), detail=detail)


def last_launch(folder: Path) -> str:
    """Return of which launch of torchrun the last process was that trained in a folder; "" if none.

    Raises:
        StorageError: As :meth:`JournalReader.read`.
    """
    starts = [entry for entry in JournalReader(folder).read() if isinstance(entry, StartEntry)]
    return starts[-1].launch if starts else ""


def last_sign(entries: Iterable[JournalEntry]) -> float:
    """Return when a journal's writer last said the time, in seconds since 1970; 0 for never."""
    times = [
        entry.ended if isinstance(entry, EndEntry) else entry.at
        for entry in entries
        if isinstance(entry, (StartEntry, BeatEntry, EndEntry))
    ]
    return max(times, default=0.0)


def _entry(line: bytes) -> JournalEntry | None:
    if not line.strip():
        return None
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
