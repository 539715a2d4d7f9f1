"""The bytes of a tar archive, unpacked as they come, up to a limit."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from convviz.core.errors import DataError, ErrorCode
from convviz.protocol.file_reading import check_file

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import WriteableBuffer

BREAKAGES: Final = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)
"""What reading a broken archive raises, beside OSError."""

_GZIP_MAGIC: Final = b"\x1f\x8b"


class LimitedStream(io.RawIOBase):
    """Passes a stream on, up to a number of bytes: what a decompression bomb may cost."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, path: Path, limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._path = path
        self._limit = limit
        self._passed = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on; raise DATA_ARCHIVE_TOO_LARGE beyond the limit."""
        content = self._stream.read(memoryview(buffer).nbytes)
        self._passed += len(content)
        if self._passed > self._limit:
            raise self.too_large()
        memoryview(buffer)[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Close the file, too."""
        self._stream.close()
        super().close()

    def too_large(self) -> DataError:
        """Return the error of an archive that holds more than is read."""
        return DataError(
            ErrorCode.DATA_ARCHIVE_TOO_LARGE, path=str(self._path), limit_bytes=self._limit
        )


def open_archive(path: Path, limit: int) -> LimitedStream:
    """Return the bytes of a tar archive, packed by gzip or not.

    Args:
        path: The archive, a regular file.
        limit: Most bytes, unpacked.

    Raises:
        OSError: it cannot be read.
        DocumentError: FILE_MISSING, FILE_UNREADABLE: it is no regular file.
        DataError: DATA_ARCHIVE_TOO_LARGE.
    """
    if check_file(path) > limit:  # behind its end, gzip reads zeros for as long as there are any
        code = ErrorCode.DATA_ARCHIVE_TOO_LARGE
        raise DataError(code, path=str(path), limit_bytes=limit)
    with path.open("rb") as file:
        magic = file.read(len(_GZIP_MAGIC))
    stream = gzip.open(path) if magic == _GZIP_MAGIC else path.open("rb")  # noqa: SIM115 - handed on
    return LimitedStream(stream, path, limit)
