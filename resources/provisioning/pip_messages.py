"""Turns the output of a failed pip or uv into one sentence that says what to do."""

from __future__ import annotations

import os
import re
import sys
from typing import Final

MIRROR_COMMAND: Final = (
    "set PIP_INDEX_URL=https://..." if os.name == "nt" else "export PIP_INDEX_URL=https://..."
)
"""How a nearer copy of the package index is named, by pip's own variable."""

_DISK_FULL: Final = re.compile(r"No space left on device|\[Errno 28\]|not enough space on the disk")
_UNREACHABLE: Final = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|Name or service not known"
    r"|Max retries exceeded|Read timed out|ConnectTimeoutError|ConnectionResetError"
    r"|Network is unreachable|Connection refused|ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED"
    r"|IncompleteRead|Failed to fetch|Failed to download|error sending request|dns error"
)
_NO_WHEEL: Final = re.compile(
    r"No matching distribution found for ([^\s(]+)|there is no version of\s+(\S+)"
    r"|(\S+) has no (?:usable )?wheels"
)


def is_without_wheel(output: str) -> bool:
    """Return whether pip or uv ended since no index has the package for this Python."""
    # With constraints in its settings, pip calls a version that no index has a conflict.
    is_missing = _NO_WHEEL.search(output) is not None or "ResolutionImpossible" in output
    return is_missing and _UNREACHABLE.search(output) is None


def explain_failure(output: str, free_gb: float) -> str:
    """Return one sentence on why pip failed and what mends it.

    Args:
        output: What pip wrote.
        free_gb: Free space of the disk that holds the virtual environment, in GB.
    """
    if _DISK_FULL.search(output):
        return (
            f"The disk is full ({free_gb:.1f} GB free here): free 3 GB, 9 GB where torch comes "
            "with CUDA (TORCH=cpu: without), or set TMPDIR to a folder with room, then call this "
            "again."
        )
    if _UNREACHABLE.search(output):
        return (
            "The package index cannot be reached, or the download broke off: check the network and "
            "pip's settings (proxy, index, certificates: `pip config list`), or name a nearer "
            f"mirror, as in `{MIRROR_COMMAND}`, then call this again: what is complete is kept."
        )
    if match := _NO_WHEEL.search(output):
        package = next(group for group in match.groups() if group)
        python = ".".join(str(part) for part in sys.version_info[:2])
        return (
            f"No {package} is found for Python {python} on this system: install Python 3.11, "
            "3.12, 3.13 or 3.14 and call this again with it, as in `make run PYTHON=python3.13`, "
            "or check pip's settings (`pip config list`)."
        )
    return "pip failed: see its message above, mend the cause, then call this again."
