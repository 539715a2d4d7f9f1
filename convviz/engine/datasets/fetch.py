"""Fetches one file of known size and checksum over a slow, unreliable network.

What arrived is kept beside the target as ``NAME.part`` and continued by the next call; only a file
with the right checksum gets the name itself.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
import urllib.error
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING

from convviz.core.errors import DataError, DocumentError, ErrorCode
from convviz.engine.datasets.http_stream import HttpStream
from convviz.engine.datasets.progress import RateMeter
from convviz.protocol.file_reading import read_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from convviz.engine.datasets.progress import OnProgress

_WORTH_ANOTHER_TRY = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
_ATTEMPTS_WITHOUT_NETWORK = 2
_LONGEST_WAIT = 30.0
_REPORT_EVERY = 0.1
_PROGRESS = 1 << 15
"""Bytes of one connection that count as progress: a server that sends a few and breaks off would
otherwise be asked as often as the file has bytes."""
_MOST_RESTARTS = 8
"""How often a part is thrown away and begun again: a server that sends a beginning and then denies
it would otherwise be asked for ever."""
_LONGEST_TAG = 1024
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a server, known in advance.

    Attributes:
        url: http or https.
        name: The name it gets here.
        byte_count: Its size.
        sha256: Its checksum, hexadecimal.
    """

    url: str
    name: str
    byte_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to put up with a bad connection.

    Attributes:
        attempts: Failures in a row, without a byte between them, before giving up.
        first_wait: Seconds before the second attempt; each further wait is twice as long.
        timeout: Seconds without a byte, after which a connection counts as lost.
    """

    attempts: int = 6
    first_wait: float = 1.0
    timeout: float = 30.0


class _ConnectionLostError(Exception):
    """This connection failed, but another one may do better."""

    def __init__(self, detail: str, status: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status


def fetch(remote: RemoteFile, folder: Path, on_progress: OnProgress, patience: Patience) -> Path:
    """Fetch a file, going on where an earlier call stopped, however it was interrupted.

    Args:
        remote: What to fetch.
        folder: Where to put it; made if missing.
        on_progress: Called about ten times a second.
        patience: How long to try.

    Returns:
        The file, its checksum verified. One that is there already is not fetched again.

    Raises:
        DataError: DOWNLOAD_NO_NETWORK, DOWNLOAD_REFUSED, DOWNLOAD_INTERRUPTED,
            DOWNLOAD_WRONG_SIZE, DOWNLOAD_CHECKSUM, DOWNLOAD_NO_SPACE,
            FILE_UNWRITABLE.
    """
    target = folder / remote.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _is_there(target, remote):
            return target
        return _Fetch(remote, target, on_progress, patience).run()
    except OSError as error:
        path, detail = str(error.filename or target), error.strerror or str(error)
        if error.errno in _NO_SPACE:
            raise _no_space(remote, target) from error
        raise DataError(ErrorCode.FILE_UNWRITABLE, path=path, detail=detail) from error


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _is_there(target: Path, remote: RemoteFile) -> bool:
    """Return whether the file is there already; one of another size is not even read."""
    if not target.is_file() or target.stat().st_size != remote.byte_count:
        return False
    return _sha256(target) == remote.sha256


def _bytes_in(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_space(remote: RemoteFile, target: Path) -> DataError:
    return DataError(
        ErrorCode.DOWNLOAD_NO_SPACE,
        path=str(target.parent),
        needed_bytes=remote.byte_count - _bytes_in(_part_of(target)),
        free_bytes=shutil.disk_usage(target.parent).free,
    )


class _Fetch:
    """One download under way."""

    def __init__(
        self, remote: RemoteFile, target: Path, on_progress: OnProgress, patience: Patience
    ) -> None:
        self._remote = remote
        self._target = target
        self._part = _part_of(target)
        self._validator = target.with_name(f"{target.name}.part.tag")
        """Holds the server's name for the very file that the part is of (If-Range)."""
        self._on_progress = on_progress
        self._patience = patience
        self._meter = RateMeter()
        self._reached = False
        self._restarts = 0
        self._last_report = 0.0

    def run(self) -> Path:
        for path in (self._part, self._validator):
            if path.is_fifo():  # to write to it would wait for a reader, for ever
                code, detail = ErrorCode.FILE_UNWRITABLE, "it is a pipe"
                raise DataError(code, path=str(path), detail=detail)
        resumed = _bytes_in(self._part) > 0
        if _bytes_in(self._part) > self._remote.byte_count:
            self._drop_part()
        self._check_space()
        self._complete_part()
        sha256 = _sha256(self._part)
        if sha256 != self._remote.sha256 and resumed:
            self._drop_part()
            self._complete_part()
            sha256 = _sha256(self._part)
        if sha256 != self._remote.sha256:
            self._drop_part()
            raise DataError(
                ErrorCode.DOWNLOAD_CHECKSUM,
                url=self._remote.url,
                expected=self._remote.sha256,
                found=sha256,
            )
        self._part.replace(self._target)
        self._validator.unlink(missing_ok=True)
        return self._target

    def _check_space(self) -> None:
        needed = self._remote.byte_count - _bytes_in(self._part)
        if shutil.disk_usage(self._target.parent).free < needed:
            raise _no_space(self._remote, self._target)

    def _drop_part(self) -> None:
        self._restarts += _bytes_in(self._part) > 0
        self._part.unlink(missing_ok=True)
        self._validator.unlink(missing_ok=True)

    def _complete_part(self) -> None:
        """Connect again and again until the part has all its bytes."""
        failures = 0
        while (done := _bytes_in(self._part)) < self._remote.byte_count:
            try:
                self._transfer(done)
            except _ConnectionLostError as error:
                failures = 1 if _bytes_in(self._part) >= done + _PROGRESS else failures + 1
                self._give_up_after(failures, error)
                time.sleep(min(self._patience.first_wait * 2 ** (failures - 1), _LONGEST_WAIT))
        self._report(self._remote.byte_count, at_once=True)

    def _give_up_after(self, failures: int, error: _ConnectionLostError) -> None:
        url = self._remote.url
        if not self._reached and failures >= _ATTEMPTS_WITHOUT_NETWORK:
            raise DataError(ErrorCode.DOWNLOAD_NO_NETWORK, url=url, detail=error.detail) from error
        if failures < self._patience.attempts and self._restarts <= _MOST_RESTARTS:
            return
        if error.status is not None:
            raise DataError(ErrorCode.DOWNLOAD_REFUSED, url=url, status=error.status) from error
        raise DataError(
            ErrorCode.DOWNLOAD_INTERRUPTED,
            url=url,
            bytes_done=_bytes_in(self._part),
            detail=error.detail,
        ) from error

    def _transfer(self, done: int) -> None:
        """Read from one connection into the part, until it ends, however it ends."""
        with closing(self._connect(done)) as stream, self._begin(stream, done) as part:
            self._copy(stream, part)

    def _headers(self, done: int) -> dict[str, str]:
        headers = {"User-Agent": "convviz", "Accept-Encoding": "identity"}
        if done:
            headers["Range"] = f"bytes={done}-"
            validator = self._tag()
            if validator.isascii() and validator.isprintable() and validator:
                headers["If-Range"] = validator
        return headers

    def _tag(self) -> str:
        try:
            return read_file(self._validator, _LONGEST_TAG).decode("latin-1")
        except DocumentError:
            return ""

    def _begin(self, stream: HttpStream, done: int) -> BinaryIO:
        """Open the part where the content goes on."""
        head = stream.head
        self._reached = True
        size = self._remote.byte_count if head.total_bytes is None else head.total_bytes
        if size != self._remote.byte_count:
            raise DataError(
                ErrorCode.DOWNLOAD_WRONG_SIZE,
                url=self._remote.url,
                expected_bytes=self._remote.byte_count,
                found_bytes=size,
            )
        goes_on = head.status == HTTPStatus.PARTIAL_CONTENT and head.first_byte == done
        if not goes_on:
            self._drop_part()
            if head.first_byte:
                message = "another part than asked for"
                raise _ConnectionLostError(message)
            self._validator.write_text((head.validator or "")[:_LONGEST_TAG], "utf-8")
        return self._part.open("ab", buffering=0)

    def _connect(self, done: int) -> HttpStream:
        """Ask for what is missing, and wait for the head of the answer."""
        try:
            return HttpStream(self._remote.url, self._headers(done), self._patience.timeout)
        except urllib.error.HTTPError as error:
            self._reached = True
            if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._drop_part()
            elif error.code < HTTPStatus.INTERNAL_SERVER_ERROR and (
                error.code not in _WORTH_ANOTHER_TRY
            ):
                raise DataError(
                    ErrorCode.DOWNLOAD_REFUSED, url=self._remote.url, status=error.code
                ) from error
            raise _ConnectionLostError(str(error), error.code) from error
        except (OSError, HTTPException) as error:
            raise _lost(error) from error

    def _copy(self, stream: HttpStream, part: BinaryIO) -> None:
        done = part.seek(0, os.SEEK_END)
        while done < self._remote.byte_count:
            try:
                content = stream.content()
            except (OSError, HTTPException) as error:
                raise _lost(error) from error
            if not content:
                message = "the connection ended early"
                raise _ConnectionLostError(message)
            _write(part, content[: self._remote.byte_count - done])
            done += len(content)
            self._report(min(done, self._remote.byte_count))
        os.fsync(part.fileno())

    def _report(self, done: int, *, at_once: bool = False) -> None:
        now = time.monotonic()
        self._meter.add(now, done)
        if at_once or now - self._last_report >= _REPORT_EVERY:
            self._last_report = now
            self._on_progress(self._meter.progress(self._remote.byte_count))


def _lost(error: OSError | HTTPException) -> _ConnectionLostError:
    reason = getattr(error, "reason", error)
    return _ConnectionLostError(str(getattr(reason, "strerror", None) or reason or error))


def _write(part: BinaryIO, content: bytes) -> None:
    """Write all of it: an unbuffered file may take less at a time, and then has what it took."""
    view = memoryview(content)
    while view:
        view = view[part.write(view) :]
