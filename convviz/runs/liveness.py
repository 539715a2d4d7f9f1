"""Whether the process that wrote a run is still there."""

from __future__ import annotations

import os
import platform
import time

HEARTBEAT_SECONDS = 5.0
"""How often a writer gives a sign of life."""
_SILENCE_HERE = 600.0
"""Seconds of silence after which a process id that exists is taken for another program's."""
_SILENCE_ELSEWHERE = 60.0
"""Likewise for a run on another computer, or where process ids tell nothing."""


def is_alive(pid: int, host: str, heartbeat: float, now: float | None = None) -> bool:
    """Return whether a run's process is still there.

    Args:
        pid: Its process id.
        host: The computer's name.
        heartbeat: Its last sign of life, in seconds since 1970.
        now: Time to compare with; None for this moment.
    """
    silence = (time.time() if now is None else now) - heartbeat
    if os.name != "posix" or host != platform.node():
        return silence < _SILENCE_ELSEWHERE
    return silence < _SILENCE_HERE and _exists(pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
