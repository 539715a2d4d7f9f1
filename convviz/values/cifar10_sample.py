"""One picture of CIFAR-10, read on its own: no other byte of the data set is kept."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import numpy as np
import platformdirs

from convviz.core.errors import DataError, ErrorCode
from convviz.values.archive_stream import BREAKAGES, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CIFAR10_VARIABLE = "CONVVIZ_CIFAR10"
"""Environment variable: a folder or an archive that holds CIFAR-10."""

RECORDS: Final = 10_000
_PIXELS: Final = 3 * 32 * 32
_RECORD: Final = 1 + _PIXELS
_FOLDER: Final = "cifar-10-batches-bin"
_ARCHIVE: Final = "cifar-10-binary.tar.gz"
_BATCH: Final = "test_batch.bin"
_MOST_MEMBERS: Final = 32
_MOST_BYTES: Final = 6 * RECORDS * _RECORD + (16 << 20)
"""Of an archive, unpacked: its batches, and what stands beside them."""


def data_folder() -> Path:
    """Return the folder that downloads of data sets go to. It need not exist."""
    return Path(platformdirs.user_data_dir("convviz", appauthor=False)) / "datasets"


def cifar10_places() -> tuple[Path, ...]:
    """Return where CIFAR-10 is looked for, in this order."""
    named = os.environ.get(CIFAR10_VARIABLE)
    return (Path(named).expanduser(), data_folder()) if named else (data_folder(),)


def cifar10_sample(number: int) -> NDArray[np.uint8]:
    """Return a picture of the test pictures, (3, 32, 32), from a folder or an archive.

    Args:
        number: From 0; round the end in a loop.

    Raises:
        DataError: DATA_NOT_FOUND: there is no CIFAR-10 in its binary form; DATA_NOT_CIFAR10,
            DATA_ARCHIVE_TOO_LARGE, FILE_UNREADABLE.
    """
    skipped = number % RECORDS * _RECORD
    try:
        return _sample(skipped)
    except OSError as error:
        raise _unreadable(Path(str(error.filename)), error) from error


def _sample(skipped: int) -> NDArray[np.uint8]:
    for place in cifar10_places():
        for path in (place / _FOLDER / _BATCH, place / _BATCH):
            if path.is_file():
                return _record(path, skipped)
        for path in (place, place / _ARCHIVE):
            if path.is_file():
                return _archived(path, skipped)
    raise DataError(ErrorCode.DATA_NOT_FOUND, path=str(cifar10_places()[0]))


def _record(path: Path, skipped: int) -> NDArray[np.uint8]:
    try:
        with path.open("rb") as stream:
            stream.seek(skipped)
            return _pixels(stream, path)
    except OSError as error:
        raise _unreadable(path, error) from error


def _archived(path: Path, skipped: int) -> NDArray[np.uint8]:
    """Return a picture of the first batch in an archive, unpacking no more than needed."""
    try:
        with (
            open_archive(path, _MOST_BYTES) as limited,
            tarfile.open(fileobj=limited, mode="r|") as archive,
        ):
            for member in _batches(archive):
                stream = archive.extractfile(member)
                if stream is not None:
                    stream.read(skipped)
                    return _pixels(stream, path)
    except (*BREAKAGES, OSError) as error:
        raise _unreadable(path, error) from error
    raise DataError(ErrorCode.DATA_NOT_CIFAR10, path=str(path))


def _batches(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the members that are batches of the binary form, by their names."""
    for count, member in enumerate(archive):
        if count >= _MOST_MEMBERS:
            return
        if member.isreg() and member.size == RECORDS * _RECORD and member.name.endswith(".bin"):
            yield member


def _pixels(stream: IO[bytes], path: Path) -> NDArray[np.uint8]:
    record = stream.read(_RECORD)
    if len(record) != _RECORD:
        raise DataError(ErrorCode.FILE_UNREADABLE, path=str(path), detail="it ends too early")
    return np.frombuffer(record, np.uint8)[1:].reshape(3, 32, 32)


def _unreadable(path: Path, error: Exception) -> DataError:
    detail = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return DataError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=detail)
