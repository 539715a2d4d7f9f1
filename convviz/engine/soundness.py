"""Asks throw-away processes whether this computer can compute in a certain way, and remembers.

Nothing here loads torch. What was found holds for this computer, this torch and this device; it is
kept in a file, so that each way is tried once.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from convviz.core.errors import StorageError
from convviz.protocol.decoding import json_decoder
from convviz.protocol.files import write_file
from convviz.protocol.soundness import Finding, Verdict

PROBE_SECONDS: Final = 60.0
"""How long a trial may take. It takes 2.4 s of processor time, most of it to load torch."""
_STARTED: Final[dict[tuple[str, str], subprocess.Popen[bytes]]] = {}


def finding(device: str, way: str) -> Finding:
    """Return what was found of a way to compute; wait for it if it was never tried.

    Args:
        device: As torch spells it, such as "cuda:0".
        way: "bfloat16", "float16" or "Muon".
    """
    known = _remembered().get(_key(device, way))
    if known is not None:
        return known
    found = _outcome(_start(device, way), PROBE_SECONDS)
    _STARTED.pop((device, way), None)
    _remember(device, way, found)
    return found


def finding_so_far(device: str, way: str) -> Finding | None:
    """Return what was found of a way to compute; None while it is being tried."""
    known = _remembered().get(_key(device, way))
    if known is not None:
        return known
    if _start(device, way).poll() is None:
        return None
    return finding(device, way)


def _start(device: str, way: str) -> subprocess.Popen[bytes]:
    """Return the process that tries, started if there is none."""
    if (device, way) not in _STARTED:
        _STARTED[device, way] = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "convviz.engine.probe", device, way],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return _STARTED[device, way]


def _outcome(process: subprocess.Popen[bytes], seconds: float) -> Finding:
    try:
        told, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Finding(Verdict.SLOW)
    with suppress(msgspec.DecodeError):
        return json_decoder(Finding).decode(told.strip().rpartition(b"\n")[2])
    return Finding(Verdict.STOPS, f"exit code {process.returncode}")


def _key(device: str, way: str) -> str:
    return "/".join((version("torch"), platform.node(), platform.machine(), device, way))


def _memory() -> Path:
    return Path(platformdirs.user_cache_dir("convviz", appauthor=False)) / "soundness.json"


def _remembered() -> dict[str, Finding]:
    try:
        return json_decoder(dict[str, Finding]).decode(_memory().read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}


def _remember(device: str, way: str, found: Finding) -> None:
    """Keep a finding; not that it took too long, which may be the fault of other programs."""
    if found.verdict is Verdict.SLOW:
        return
    with suppress(StorageError, OSError):
        _memory().parent.mkdir(parents=True, exist_ok=True)
        write_file(_memory(), msgspec.json.encode(_remembered() | {_key(device, way): found}))
