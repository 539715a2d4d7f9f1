"""Whether the process that writes a run is still there: it holds the lock of the run's folder."""

from __future__ import annotations

import os
import platform
import signal
import time
from pathlib import Path

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.file_lock import FileLock, holder, is_held
from convviz.protocol.files import storage_error

LOCK_NAME = "run.lock"
HEARTBEAT_SECONDS = 5.0
"""How often a writer gives a sign of life."""
_SILENCE_HERE = 600.0
"""Seconds of silence after which a process id that exists is taken for another program's."""
_SILENCE_ELSEWHERE = 60.0
"""Likewise for a run on another computer, or where process ids tell nothing."""


def lock_run(folder: Path) -> FileLock:
    """Lock a run's folder, made if missing, for the process that trains there.

    Release it without removing it: the file marks a folder as a run's.

    Raises:
        StorageError: RUN_IN_PROGRESS, DISK_FULL, FILE_UNWRITABLE.
    """
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock.take(path)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        if path.is_symlink():
            code, detail = ErrorCode.FILE_UNWRITABLE, "it is a link to another file"
            raise StorageError(code, path=str(path), detail=detail) from error
        known = error if isinstance(error, OSError) else OSError(str(error))
        raise storage_error(known, folder) from error
    if lock is None:
        raise StorageError(ErrorCode.RUN_IN_PROGRESS, path=str(folder), pid=holder(path))
    return lock


def is_alive(folder: Path, pid: int, host: str, heartbeat: float, now: float | None = None) -> bool:
    """Return whether a run's process is still there.

    On this computer its lock tells. Where there is none, as for runs of earlier versions, or on
    another computer, the process id and the last sign of life do.

    Args:
        folder: The run's.
        pid: Its process id.
        host: The computer's name.
        heartbeat: Its last sign of life, in seconds since 1970.
        now: Time to compare with; None for this moment.
    """
    is_here = host == platform.node()
    is_locked = is_held(folder / LOCK_NAME) if is_here else None
    if is_locked is not None:
        return is_locked
    silence = (time.time() if now is None else now) - heartbeat
    if os.name != "posix" or not is_here:
        return silence < _SILENCE_ELSEWHERE
    return silence < _SILENCE_HERE and _exists(pid)


def ask_to_stop(folder: Path) -> bool:
    """Ask the process that trains in a folder to end after its batch, as by Ctrl-C.

    Returns:
        Whether there is such a process on this computer.
    """
    path = folder / LOCK_NAME
    pid = holder(path) if is_held(path) else 0
    if pid <= 0 or os.name != "posix":
        return False
    try:
        os.kill(pid, signal.SIGTERM)
    except OSError:
        return False
    return True


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
