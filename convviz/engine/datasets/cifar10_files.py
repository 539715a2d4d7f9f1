"""Finds CIFAR-10's batch files in a folder or an archive, and reads them as bytes.

Of an archive only members with a batch's own name, type and size are read, one after the other out
of the stream. Nothing is ever extracted, so paths that climb out, links and devices mean nothing.
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import DataError, DocumentError, ErrorCode
from convviz.engine.datasets.cifar10_format import (
    BINARY,
    DISTRIBUTIONS,
    Distribution,
    largest_batch_bytes,
)
from convviz.protocol.file_reading import read_file
from convviz.values.archive_stream import BREAKAGES, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDES_BATCHES = 16 * 2**20
"""Bytes that an archive may hold beside the batches: a readme, class names, tar's headers."""
_MOST_MEMBERS = 1_000
_TAR_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class BatchSource:
    """Where a data set's batch files are.

    Attributes:
        path: The folder that holds the batch files, or the archive.
        distribution: Which files a folder holds. None: an archive, which tells once it is read.
    """

    path: Path
    distribution: Distribution | None


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One batch file.

    Attributes:
        distribution: Which of the two forms it has.
        name: Its file name.
        place: Where it was read, for messages.
        content: Its bytes; of the right size in the binary form, not too many in the other.
    """

    distribution: Distribution
    name: str
    place: str
    content: bytes


def find_source(path: Path) -> BatchSource | None:
    """Return where the batch files are, given a folder, its parent, or an archive.

    A folder with all its files wins over one without, then the binary form over the python one.

    Raises:
        DataError: FILE_UNREADABLE: the folder may not be looked into.
    """
    try:
        return _find_source(path)
    except OSError as error:
        place, detail = str(error.filename or path), error.strerror or str(error)
        raise DataError(ErrorCode.FILE_UNREADABLE, path=place, detail=detail) from error


def _find_source(path: Path) -> BatchSource | None:
    if path.is_file():
        return BatchSource(path, None)
    sources = list(_sources_in(path))
    return next((source for source in sources if _is_complete(source)), next(iter(sources), None))


def _sources_in(folder: Path) -> Iterator[BatchSource]:
    for distribution in DISTRIBUTIONS:
        if any((folder / name).is_file() for name in distribution.files):
            yield BatchSource(folder, distribution)
        if (folder / distribution.folder).is_dir():
            yield BatchSource(folder / distribution.folder, distribution)
        if (folder / distribution.archive).is_file():
            yield BatchSource(folder / distribution.archive, None)


def _is_complete(source: BatchSource) -> bool:
    if source.distribution is None:
        return True
    return all((source.path / name).is_file() for name in source.distribution.files)


def read_batches(source: BatchSource, records: int) -> Iterator[BatchFile]:
    """Yield the six batch files, in any order.

    Args:
        source: Where they are.
        records: Pictures that each batch must hold.

    Raises:
        DataError: DATA_FILE_MISSING, DATA_FILE_WRONG_SIZE, DATA_FILE_TOO_LARGE,
            FILE_UNREADABLE; of an archive also DATA_ARCHIVE_BROKEN, DATA_ARCHIVE_TOO_LARGE,
            DATA_NOT_CIFAR10.
    """
    try:
        if source.distribution is None:
            yield from _archive_batches(source.path, records)
        else:
            yield from _folder_batches(source.path, source.distribution, records)
    except OSError as error:
        detail = error.strerror or str(error)
        raise DataError(
            ErrorCode.FILE_UNREADABLE, path=str(error.filename or source.path), detail=detail
        ) from error


def _folder_batches(folder: Path, distribution: Distribution, records: int) -> Iterator[BatchFile]:
    for name in distribution.files:
        path = folder / name
        if not path.is_file():
            raise DataError(ErrorCode.DATA_FILE_MISSING, path=str(folder), file=name)
        _check_size(distribution, str(path), path.stat().st_size, records)
        yield BatchFile(distribution, name, str(path), _read(path, distribution, records))


def _read(path: Path, distribution: Distribution, records: int) -> bytes:
    try:
        return read_file(path, largest_batch_bytes(distribution, records))
    except DocumentError as error:
        raise DataError(error.code, **error.facts) from error


def _check_size(distribution: Distribution, place: str, size: int, records: int) -> None:
    largest = largest_batch_bytes(distribution, records)
    if distribution is BINARY and size != largest:
        raise DataError(
            ErrorCode.DATA_FILE_WRONG_SIZE, path=place, expected_bytes=largest, found_bytes=size
        )
    if size > largest:
        raise DataError(
            ErrorCode.DATA_FILE_TOO_LARGE, path=place, limit_bytes=largest, found_bytes=size
        )


def _archive_batches(path: Path, records: int) -> Iterator[BatchFile]:
    seen_names: set[str] = set()
    distribution: Distribution | None = None
    for tar, member in _members(path, records):
        kind = _distribution_of(member)
        if kind is None or kind is not (distribution or kind):
            continue
        distribution, name = kind, Path(member.name).name
        if name in seen_names:
            continue
        seen_names.add(name)
        place = f"{path}/{member.name}"
        _check_size(kind, place, member.size, records)
        yield BatchFile(kind, name, place, _content(tar, member, path))
    if distribution is None:
        raise DataError(ErrorCode.DATA_NOT_CIFAR10, path=str(path))
    for name in distribution.files:
        if name not in seen_names:
            raise DataError(ErrorCode.DATA_FILE_MISSING, path=str(path), file=name)


def _distribution_of(member: tarfile.TarInfo) -> Distribution | None:
    """Return the form whose batch file this member is, by its exact path and plain type."""
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
        return None
    for distribution in DISTRIBUTIONS:
        if member.name.removeprefix("./").removeprefix(f"{distribution.folder}/") in (
            distribution.digests
        ):
            return distribution
    return None


def _members(path: Path, records: int) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield the members of an archive to its very end, so that gzip's own checksum is verified."""
    limit = len(BINARY.files) * largest_batch_bytes(DISTRIBUTIONS[-1], records) + _BESIDES_BATCHES
    try:
        with (
            open_archive(path, limit) as stream,
            tarfile.open(fileobj=stream, mode="r|", bufsize=_TAR_BLOCK) as tar,
        ):
            for count, member in enumerate(tar):
                if count >= _MOST_MEMBERS:
                    raise stream.too_large()
                yield tar, member
    except BREAKAGES as error:
        raise _broken(path, error) from error


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> bytes:
    try:
        reader = tar.extractfile(member)
        content = reader.read() if reader else b""
    except BREAKAGES as error:
        raise _broken(path, error) from error
    if len(content) != member.size:
        raise _broken(path, EOFError(member.name))
    return content


def _broken(path: Path, error: Exception) -> DataError:
    return DataError(ErrorCode.DATA_ARCHIVE_BROKEN, path=str(path), detail=str(error))
