"""A lock that the operating system holds for an open file, so that a killed process frees it.

The lock belongs to the file, whatever name led to it, and never to a process id: an id is given to
another program sooner or later.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from convviz.core.errors import DocumentError
from convviz.protocol.file_reading import read_file

_LONGEST_HOLDER = 64
_PROBES = 5
_PROBE_SECONDS = 0.02
"""Somebody who only looks whether a lock is held holds it for an instant: try again after it."""
_PLACE = 1 << 30
"""The byte that Windows locks. It lies behind the text, which stays readable to everybody."""


class FileLock:
    """A lock that this process holds until :meth:`release`, or until it ends.

    The file holds the process id of its holder, to be told to people and for nothing else.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take over an open file that is locked: see :meth:`take`."""
        self.path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path, *, patience: float = 0.0) -> Self | None:
        """Lock a file, made if missing; None if somebody else holds it.

        Where the file system knows no locks, as some network folders, everybody is let in.

        Args:
            path: The file; its folder exists.
            patience: How long to wait for another holder, in seconds.

        Raises:
            OSError: The file cannot be made, or is a link.
        """
        deadline = time.monotonic() + max(patience, _PROBES * _PROBE_SECONDS)
        while True:
            # A link that lies in somebody's folder must not have another file written.
            no_link = getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | no_link, 0o666)
            try:
                if _lock(descriptor) is not False and _is_still(path, descriptor):
                    _write_holder(descriptor)
                    return cls(path, descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() >= deadline:
                return None
            time.sleep(_PROBE_SECONDS)

    def release(self, *, remove: bool = True) -> None:
        """Free the lock.

        Args:
            remove: Delete the file as well.
        """
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if remove:
            with suppress(OSError):  # Windows deletes no open file; it stays, unlocked
                self.path.unlink()
        os.close(descriptor)


def hold_open(descriptor: int) -> None:
    """Lock a file that is open for writing, for as long as it is open, if nobody else does."""
    with suppress(OSError):
        _lock(descriptor)


def is_held(path: Path) -> bool | None:
    """Return whether a process that lives holds the lock of a file; None if nobody can tell.

    Nobody can tell where there is no such file, or where the file system knows no locks.
    """
    try:
        # Without waiting: to open a pipe that nobody writes to would take for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        is_free = _lock(descriptor)
    finally:
        os.close(descriptor)
    return None if is_free is None else not is_free


def holder(path: Path) -> int:
    """Return the process id of who took a lock last; 0 if that is unknown."""
    try:
        return int(read_file(path, _LONGEST_HOLDER))
    except (DocumentError, ValueError):
        return 0


def _is_still(path: Path, descriptor: int) -> bool:
    """Return whether a path still leads to an open file: its holder may have deleted it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _write_holder(descriptor: int) -> None:
    """Write this process's id, unless the file holds what is none: a person's own words."""
    with suppress(OSError):  # a full disk: the lock holds all the same
        known = os.read(descriptor, _LONGEST_HOLDER + 1)
        if known and not known.strip().isdigit():
            return
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool | None:
        os.lseek(descriptor, _PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import errno
    import fcntl

    def _lock(descriptor: int) -> bool | None:
        """Lock an open file; False if somebody holds it, None if the file system has no locks."""
        # Not lockf: its locks vanish as soon as the process closes the file anywhere else.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            is_held = error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN}
            return False if is_held else None
        return True
