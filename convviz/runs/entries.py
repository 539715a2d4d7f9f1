"""What is written of a run while it goes on, as values: they can wait, and lie in a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.file_reading import read_file
from convviz.protocol.files import write_file
from convviz.protocol.messages.common import Problem
from convviz.protocol.records import EpochRecord, MetricRecord, RateStep, SettingChange
from convviz.runs.records import RunStart, RunStatus

UNWRITTEN_SUFFIX: Final = ".unwritten"
"""Of files beside the store: what it did not take when a run ended."""
_LARGEST: Final = 256 << 20
"""Bytes. A loss takes nine; no run comes near."""


class BatchesEntry(msgspec.Struct, frozen=True, tag="batches", forbid_unknown_fields=True):
    """Losses of batches.

    Attributes:
        first_step: Number of the first batch, from 1.
        losses: Of each, in order.
        rates: The learning rate of each that had another one than the batch before.
    """

    first_step: int
    losses: tuple[float, ...]
    rates: tuple[RateStep, ...] = ()


class EpochEntry(msgspec.Struct, frozen=True, tag="epoch", forbid_unknown_fields=True):
    """A finished epoch."""

    epoch: EpochRecord


class ChangeEntry(msgspec.Struct, frozen=True, tag="change", forbid_unknown_fields=True):
    """A setting that is another from then on."""

    change: SettingChange


class MetricsEntry(msgspec.Struct, frozen=True, tag="metrics", forbid_unknown_fields=True):
    """Numbers that were measured beside the losses, such as those of layers."""

    metrics: tuple[MetricRecord, ...]


class WeightsEntry(msgspec.Struct, frozen=True, tag="weights", forbid_unknown_fields=True):
    """Where the result is.

    Attributes:
        path: The file.
        sha256: Of its bytes.
    """

    path: str
    sha256: str


class EndEntry(msgspec.Struct, frozen=True, tag="end", forbid_unknown_fields=True):
    """How the run ended.

    Attributes:
        status: How.
        step: Batches done.
        seconds: Time spent, pauses left out.
        ended: When, in seconds since 1970.
        problem: Why it failed or diverged.
    """

    status: RunStatus
    step: int
    seconds: float
    ended: float
    problem: Problem | None = None


Entry: TypeAlias = BatchesEntry | EpochEntry | ChangeEntry | MetricsEntry | WeightsEntry | EndEntry


class Unwritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run that has ended, as far as the store does not know it.

    Attributes:
        start: How it began.
        entries: What the store lacks, in order.
    """

    start: RunStart
    entries: tuple[Entry, ...]


def unwritten_file(store: Path, folder: Path) -> Path:
    """Return the file beside the store that holds what the store lacks of a folder's run."""
    return store.parent / (hashlib.sha256(str(folder).encode()).hexdigest()[:16] + UNWRITTEN_SUFFIX)


def write_unwritten(store: Path, unwritten: Unwritten) -> None:
    """Keep beside the store what it did not take.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    path = unwritten_file(store, unwritten.start.folder)
    write_file(path, msgspec.msgpack.encode(unwritten, enc_hook=str))


def read_unwritten(path: Path) -> Unwritten | None:
    """Return what the store lacks of a run; None if the file holds nothing sound.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE: also entries that a later version made.
    """
    try:
        content = read_file(path, _LARGEST)
        return msgpack_decoder(Unwritten, _path).decode(content)
    except msgspec.ValidationError as error:
        detail = "it holds entries of another version"
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=detail) from error
    except DocumentError as error:
        if error.code is not ErrorCode.FILE_TOO_LARGE:
            raise
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    return None


def _path(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str):
        message = f"{kind} is not expected"
        raise NotImplementedError(message)
    return Path(value)
