"""Finds what a test must not leave behind: child processes, running timers and animations."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_GRACE_SECONDS: Final = 30.0
"""A child that was let go may still be starting, on a machine that is slow for a while."""
_POLL_SECONDS: Final = 0.02
# Python's own helper, started once by the first shared memory block, ends with the interpreter.
_LASTING: Final = "multiprocessing.resource_tracker"
_PROC: Final = Path("/proc")

_started: list[weakref.ref[QObject]] = []


def running_children() -> dict[int, str]:
    """Return the command lines of this process's running descendants by process id.

    Only Linux tells; elsewhere nothing is found, so the check is made where CI runs.
    """
    if _is_childless():
        return {}
    found: dict[int, str] = {}
    pending = _children_of(os.getpid())
    while pending:
        pid = pending.pop()
        with contextlib.suppress(OSError):
            if not _is_finished(pid):
                command = (_PROC / str(pid) / "cmdline").read_bytes()
                found[pid] = command.replace(b"\0", b" ").decode(errors="replace").strip()
            pending += _children_of(pid)
    return found


def _is_childless() -> bool:
    """Return whether the kernel knows at once that this process has no children, ended or not.

    Every test asks twice, and to read the lists of all threads takes a hundred times as long.
    """
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return True
    return False


def _is_finished(pid: int) -> bool:
    """Return whether a process has ended and only waits for its parent to read its status."""
    state = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    return state in {"Z", "X"}


def _children_of(pid: int) -> list[int]:
    """Return the process ids that the kernel lists as children of any of a process's threads.

    Strings, since paths would take most of the time.
    """
    children: list[int] = []
    tasks = f"{_PROC}/{pid}/task"
    with contextlib.suppress(OSError):
        for task in os.listdir(tasks):  # noqa: PTH208 - see above
            with (
                contextlib.suppress(FileNotFoundError, ProcessLookupError),
                open(f"{tasks}/{task}/children", "rb") as listed,  # noqa: PTH123 - see above
            ):
                children += map(int, listed.read().split())
    return children


def end_leftover_children(
    before: dict[int, str], grace_seconds: float = _GRACE_SECONDS
) -> list[str]:
    """End the children that are not in ``before`` and do not end by themselves.

    Args:
        before: Process ids that may stay.
        grace_seconds: How long the others have to end by themselves.

    Returns:
        The command line of each child that had to be ended.
    """
    deadline = time.monotonic() + grace_seconds
    alive = _new_children(before)
    while alive and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        alive = _new_children(before)
    for pid in alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return list(alive.values())


def _new_children(before: dict[int, str]) -> dict[int, str]:
    return {
        pid: command
        for pid, command in running_children().items()
        if pid not in before and _LASTING not in command
    }


def watch_qt() -> None:
    """Remember every timer and animation that Python starts from now on."""
    if "PySide6.QtCore" not in sys.modules or hasattr(watch_qt, "done"):
        return
    from PySide6.QtCore import QAbstractAnimation, QTimer

    for kind in (QTimer, QAbstractAnimation):
        kind.start = _remembering(kind.start)  # type: ignore[method-assign]
    watch_qt.done = True  # type: ignore[attr-defined]


def _remembering(start: Callable[..., None]) -> Callable[..., None]:
    def remember_and_start(self: QObject, *args: Any, **kwargs: Any) -> None:
        _started.append(weakref.ref(self))
        start(self, *args, **kwargs)

    return remember_and_start


def stop_leftover_qt() -> list[str]:
    """Stop the timers and animations that still run, after deferred deletions.

    Returns:
        A description of each.
    """
    if not _started:
        return []
    # Not by an import: PySide's own would read a source by a path that a test may have left.
    qt = sys.modules["PySide6.QtCore"]
    QCoreApplication, QEvent = qt.QCoreApplication, qt.QEvent  # noqa: N806 - Qt's names
    from shiboken6 import isValid

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    items = [reference() for reference in _started]
    _started.clear()
    return [
        f"{item!r} of {item.parent()!r}"
        for item in items
        if item is not None and isValid(item) and _stop_if_running(item)
    ]


def _stop_if_running(item: QObject) -> bool:
    qt = sys.modules["PySide6.QtCore"]  # by no import, as above
    QAbstractAnimation, QTimer = qt.QAbstractAnimation, qt.QTimer  # noqa: N806 - Qt's names

    if isinstance(item, QTimer):
        running: bool = item.isActive()
        item.stop()
        return running
    if isinstance(item, QAbstractAnimation):
        running = bool(item.state() != QAbstractAnimation.State.Stopped)
        item.stop()
        return running
    return False
