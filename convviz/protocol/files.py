"""Writing files so that a full disk or a killed process never costs the old one."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.file_lock import hold_open, is_held

Bytes: TypeAlias = bytes | memoryview

_LONGEST_PREFIX = 40
"""Characters of the name that its temporary file repeats, so that a long name stays possible."""
_TEMPORARY_SUFFIX = ".convviz-tmp"
_SWEPT_AFTER_SECONDS = 60.0
"""A temporary file is locked an instant after it was made; this is far longer."""
_SWEPT_UNLOCKED_AFTER_SECONDS = 24 * 3600.0
"""The same where the file system knows no locks."""
_CHUNK = 1 << 20
"""Bytes that are compared at a time: other threads go on in between."""


def write_file(
    path: Path, data: bytes | Sequence[Bytes], *, replace_read_only: bool = False
) -> None:
    """Write a file through a temporary one in the same folder, read back and synced.

    A link stays, and what it points to is written. What is no file, such as a device, is refused,
    and so is a file that is protected from being written, though its folder is not.

    Args:
        path: The file.
        data: What it is to hold, in one part or several.
        replace_read_only: Write a protected file all the same; it stays protected.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE; the old file is untouched.
    """
    parts = [data] if isinstance(data, bytes) else data
    temporary: Path | None = None
    try:
        path = Path(os.path.realpath(path))  # Path.resolve raises RuntimeError on a loop of links
        if path.exists() and not path.is_file():
            raise StorageError(ErrorCode.FILE_UNWRITABLE, path=str(path), detail="it is not a file")
        if is_read_only(path) and not replace_read_only:
            raise StorageError(ErrorCode.FILE_UNWRITABLE, path=str(path), detail="it is read-only")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name[:_LONGEST_PREFIX]}.", suffix=_TEMPORARY_SUFFIX
        )
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            hold_open(stream.fileno())
            for part in parts:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        if not _holds(temporary, parts):
            raise StorageError(
                ErrorCode.FILE_UNWRITABLE, path=str(path), detail="it reads back differently"
            )
        _copy_mode(path, temporary)
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
        sweep_temporary_files(path.parent)
    except OSError as error:
        raise storage_error(error, path) from error
    except ValueError as error:  # a null character in the name
        raise StorageError(ErrorCode.FILE_UNWRITABLE, path=str(path), detail=str(error)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _holds(path: Path, parts: Sequence[Bytes]) -> bool:
    """Return whether a file reads back as it was written."""
    with path.open("rb") as stream:
        for part in parts:
            for start in range(0, len(part), _CHUNK):
                expected = bytes(part[start : start + _CHUNK])
                if stream.read(len(expected)) != expected:
                    return False
        return not stream.read(1)


def is_read_only(path: Path) -> bool:
    """Return whether a file is there and must not be written, also for a root who could."""
    try:
        return path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK))
    except OSError:
        return False


def sweep_temporary_files(folder: Path) -> None:
    """Delete the temporary files that killed processes left in a folder."""
    with suppress(OSError):
        for path in folder.glob(f".*{_TEMPORARY_SUFFIX}"):
            with suppress(OSError):
                if _is_abandoned(path):
                    path.unlink()


def storage_error(error: OSError, path: Path) -> StorageError:
    """Return the expected error that an operating system's error means."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(ErrorCode.DISK_FULL, path=str(path))
    return StorageError(
        ErrorCode.FILE_UNWRITABLE, path=str(path), detail=error.strerror or str(error)
    )


def _is_abandoned(path: Path) -> bool:
    age = time.time() - path.stat().st_mtime
    held = is_held(path)
    return age > (_SWEPT_UNLOCKED_AFTER_SECONDS if held is None else _SWEPT_AFTER_SECONDS) and (
        held is not True
    )


def _copy_mode(old: Path, new: Path) -> None:
    """Give the new file the old one's permissions, or what a plain open() would give."""
    if old.exists():
        new.chmod(old.stat().st_mode & 0o777)
    elif os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
