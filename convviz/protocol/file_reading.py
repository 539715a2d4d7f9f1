"""Reading files with a limit: regular ones alone, and no more of them than is wanted.

A device or a pipe has no end; a sparse file of 3 GB takes no room on the disk, but all the memory.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import msgspec

from convviz.core.errors import DocumentError, ErrorCode
from convviz.protocol.decoding import json_decoder

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path
    from typing import BinaryIO

LARGEST_WEIGHTS = 64 << 30
"""Bytes of a file of weights with a known checksum; what holds more fits no computer here."""
LARGEST_UNKNOWN_WEIGHTS = 1 << 30
"""Bytes of a file of weights of which nothing is known."""
_LARGEST_HEADER = 100_000_000
"""Bytes of the names and shapes in a file of weights, as safetensors limits them."""

_METADATA = "__metadata__"
_CHUNK = 1 << 20
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file.

    Args:
        path: The file, or a link to it.
        limit: The most bytes that it may have. No more are read, also where it grows meanwhile.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE.
    """
    try:
        # Without waiting: to open a pipe that nobody writes to would take for ever.
        handle = os.open(path, os.O_RDONLY | _NO_WAIT)
        with os.fdopen(handle, "rb", buffering=0) as stream:
            size = _regular_size(handle, path)
            if size > limit:
                raise _too_large(path, size, limit)
            return _read_to_end(stream, path, limit)
    except ValueError as error:  # a null character in the name
        raise DocumentError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except OSError as error:
        raise read_error(error, path) from error


def read_verified_weights(path: Path, sha256: str, limit: int) -> bytes | None:
    """Return the bytes of a safetensors file, or None where they are not the recorded ones.

    Its header must account for its size, and it is hashed before it is kept: a wrong file of any
    size costs no memory, and most cost no time either.

    Args:
        path: The file, or a link to it.
        sha256: What its bytes hash to, in hexadecimal.
        limit: The most bytes that it may have.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE.
    """
    import hashlib  # the start needs no hash

    size = check_file(path)
    if size > limit:
        raise _too_large(path, size, limit)
    try:
        with path.open("rb") as stream:
            if _tensors_end(stream, size) != size:
                return None
            stream.seek(0)
            present_sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise read_error(error, path) from error
    if present_sha256 != sha256.lower():
        return None
    content = read_file(path, size)
    return content if hashlib.sha256(content).hexdigest() == present_sha256 else None


def _tensors_end(stream: BinaryIO, size: int) -> int:
    """Return how long a safetensors file says that it is; 0 if it says nothing sound.

    Source:
        github.com/huggingface/safetensors, "Format": 8 bytes with the header's length, the header
        in JSON with the place of each tensor, the tensors.
    """
    length = int.from_bytes(stream.read(8), "little")
    if length > min(_LARGEST_HEADER, size):
        return 0
    try:
        header = json_decoder(dict[str, dict[str, Any]]).decode(stream.read(length))
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != _METADATA]
        return 8 + length + max(ends, default=0)
    except (msgspec.MsgspecError, RecursionError, LookupError, TypeError, ValueError):
        return 0


def without_mark(text: bytes) -> bytes:
    """Return UTF-8 text without the byte order mark that some editors put before it."""
    return text.removeprefix(b"\xef\xbb\xbf")


def check_file(path: Path) -> int:
    """Return the size of a regular file in bytes.

    Raises:
        DocumentError: FILE_MISSING, FILE_UNREADABLE.
    """
    try:
        state = path.stat()
    except ValueError as error:
        raise DocumentError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except OSError as error:
        raise read_error(error, path) from error
    if not stat.S_ISREG(state.st_mode):
        raise _not_a_file(path)
    return state.st_size


def read_error(error: OSError, path: Path) -> DocumentError:
    """Return the expected error that an operating system's error on reading means."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return DocumentError(ErrorCode.FILE_MISSING, path=str(path))
    if isinstance(error, IsADirectoryError):
        return _not_a_file(path)
    return DocumentError(
        ErrorCode.FILE_UNREADABLE, path=str(path), detail=error.strerror or str(error)
    )


def _regular_size(handle: int, path: Path) -> int:
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        raise _not_a_file(path)
    return state.st_size


def _read_to_end(stream: FileIO, path: Path, limit: int) -> bytes:
    content = bytearray()
    while chunk := stream.read(min(_CHUNK, limit + 1 - len(content))):
        content += chunk
        if len(content) > limit:
            raise _too_large(path, len(content), limit)
    return bytes(content)


def _too_large(path: Path, size: int, limit: int) -> DocumentError:
    return DocumentError(ErrorCode.FILE_TOO_LARGE, path=str(path), size=size, limit=limit)


def _not_a_file(path: Path) -> DocumentError:
    detail = "it is not a file"
    return DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=detail)


def malformed(path: str, detail: str) -> DocumentError:
    """Return the error of a file that is no document.

    Args:
        path: Where it came from.
        detail: Why.
    """
    return DocumentError(ErrorCode.DOCUMENT_MALFORMED, path=path, detail=detail)
