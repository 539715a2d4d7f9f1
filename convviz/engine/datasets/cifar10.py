"""Reads CIFAR-10 from a folder or an archive, in its binary or its python form."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.cifar10_files import BatchFile, find_source, read_batches
from convviz.engine.datasets.cifar10_format import (
    BINARY,
    CLASS_NAMES,
    RECORD_BYTES,
    RECORDS_PER_BATCH,
)
from convviz.engine.datasets.cifar10_pickle import (
    BrokenPickleError,
    ForbiddenPickleError,
    read_pickled_batch,
)
from convviz.engine.datasets.dataset import IMAGE_SHAPE, Dataset, DatasetNotice

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from convviz.core.errors import Fact

    AnyLabels: TypeAlias = NDArray[np.uint8] | NDArray[np.int64]


def open_cifar10(path: Path, *, records_per_batch: int = RECORDS_PER_BATCH) -> Dataset:
    """Read the data set.

    Args:
        path: The folder ``cifar-10-batches-bin`` or ``cifar-10-batches-py``, a folder that holds
            one of them or an archive, or an archive of either, compressed or not.
        records_per_batch: Pictures in each of the six files. The official files hold 10,000.

    Returns:
        The pictures in the files' order. If any file is not the official one, there is the notice
        DATA_CHECKSUM_DIFFERS.

    Raises:
        DataError: DATA_NOT_FOUND, DATA_NOT_CIFAR10, DATA_FILE_MISSING, DATA_FILE_WRONG_SIZE,
            DATA_FILE_TOO_LARGE, FILE_UNREADABLE, DATA_LABEL_OUT_OF_RANGE,
            DATA_ARCHIVE_BROKEN, DATA_ARCHIVE_TOO_LARGE, DATA_PICKLE_FORBIDDEN, DATA_PICKLE_BROKEN.
    """
    if not path.exists():
        raise DataError(ErrorCode.DATA_NOT_FOUND, path=str(path))
    source = find_source(path)
    if source is None:
        raise DataError(ErrorCode.DATA_NOT_CIFAR10, path=str(path))
    total = len(BINARY.files) * records_per_batch
    images = np.empty((total, *IMAGE_SHAPE), np.uint8)
    labels = np.empty(total, np.int64)
    official: dict[str, Future[bool]] = {}
    with ThreadPoolExecutor(2) as beside:
        for batch in read_batches(source, records_per_batch):
            official[batch.name] = beside.submit(_is_official, batch)
            first = batch.distribution.files.index(batch.name) * records_per_batch
            place = slice(first, first + records_per_batch)
            pixels, labels[place] = _decode(batch, records_per_batch)
            images[place] = pixels.reshape(-1, *IMAGE_SHAPE)
    train = total - records_per_batch
    return Dataset(
        "cifar10",
        CLASS_NAMES,
        images[:train],
        labels[:train],
        images[train:],
        labels[train:],
        _notices(path, [name for name, same in official.items() if not same.result()]),
    )


def _decode(batch: BatchFile, records: int) -> tuple[NDArray[np.uint8], AnyLabels]:
    """Return the pixels, (records, 3072), and the labels, (records,), of one file."""
    if batch.distribution is BINARY:
        rows = np.frombuffer(batch.content, np.uint8).reshape(records, RECORD_BYTES)
        _check_labels(batch, rows[:, 0])
        return rows[:, 1:], rows[:, 0]
    try:
        pixels, labels = read_pickled_batch(batch.content, records)
    except ForbiddenPickleError as error:
        raise DataError(
            ErrorCode.DATA_PICKLE_FORBIDDEN, path=batch.place, name=error.name
        ) from error
    except BrokenPickleError as error:
        raise DataError(
            ErrorCode.DATA_PICKLE_BROKEN, path=batch.place, detail=str(error)
        ) from error
    _check_labels(batch, labels)
    return pixels, labels


def _check_labels(batch: BatchFile, labels: AnyLabels) -> None:
    wrong = np.flatnonzero((labels < 0) | (labels >= len(CLASS_NAMES)))
    if len(wrong):
        record = int(wrong[0])
        raise DataError(
            ErrorCode.DATA_LABEL_OUT_OF_RANGE,
            path=batch.place,
            record=record,
            label=int(labels[record]),
        )


def _is_official(batch: BatchFile) -> bool:
    digest = hashlib.new(batch.distribution.digest_name, batch.content, usedforsecurity=False)
    return digest.hexdigest() == batch.distribution.digests[batch.name]


def _notices(path: Path, altered: list[str]) -> tuple[DatasetNotice, ...]:
    if not altered:
        return ()
    facts: dict[str, Fact] = {
        "path": str(path),
        "files": ", ".join(sorted(altered)),
        "count": len(altered),
    }
    return (DatasetNotice(ErrorCode.DATA_CHECKSUM_DIFFERS, facts),)
