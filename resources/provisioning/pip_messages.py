"""Turns the output of a failed pip into one sentence that says what to do."""

from __future__ import annotations

import re
import sys
from typing import Final

_DISK_FULL: Final = re.compile(r"No space left on device|\[Errno 28\]|not enough space on the disk")
_UNREACHABLE: Final = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|Name or service not known"
    r"|Max retries exceeded|Read timed out|ConnectTimeoutError|ConnectionResetError"
    r"|Network is unreachable|Connection refused|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED"
)
_NO_WHEEL: Final = re.compile(r"No matching distribution found for ([^\s(]+)")


def explain_failure(output: str, free_gib: float) -> str:
    """Return one sentence on why pip failed and what mends it.

    Args:
        output: What pip wrote.
        free_gib: Free space of the disk that holds the virtual environment, in GiB.
    """
    if _DISK_FULL.search(output):
        return (
            f"The disk is full ({free_gib:.1f} GiB free here): free 4 GiB, 12 GiB where torch "
            "comes with CUDA, or set TMPDIR to a folder with room, then call this again."
        )
    if _UNREACHABLE.search(output):
        return (
            "The package index cannot be reached: check the network and pip's settings (proxy, "
            "index, certificates: `pip config list`), then call this again."
        )
    if match := _NO_WHEEL.search(output):
        python = ".".join(str(part) for part in sys.version_info[:2])
        return (
            f"pip finds no {match[1]} for Python {python} on this system: install Python 3.11, "
            "3.12 or 3.13 and call this again with it, as in `make run PYTHON=python3.13`, or "
            "check pip's settings (`pip config list`)."
        )
    return "pip failed: see its message above, mend the cause, then call this again."
