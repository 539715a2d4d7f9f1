"""A child process that follows a script instead of computing; see fake_child_program.py.

What it says is written here, by the messages' own types, and given to it: it starts in a third of
the time that it would take with convviz.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Final

import msgspec

from convviz.core.errors import ErrorCode
from convviz.protocol.messages.common import Answer, Problem, Refused, Tensor
from convviz.protocol.messages.engine import Devices, EngineReady
from convviz.protocol.messages.engine_layers import LayerValues

_PROGRAM: Final = Path(__file__).with_name("fake_child_program.py")


def fake_command(runs_file: Path, script: str) -> list[str]:
    """Return the command that plays a script."""
    return [sys.executable, str(_PROGRAM), str(runs_file), script, _sayings()]


def runs_of(runs_file: Path) -> int:
    """Return how often the child was started."""
    return len(runs_file.read_bytes()) if runs_file.exists() else 0


@functools.cache
def _sayings() -> str:
    """Return what the child says, by name, as JSON: it puts in the request's id and numbers."""
    facts = {"layer": "Conv2d", "detail": "because"}
    sayings: dict[str, msgspec.Struct] = {
        "ready": EngineReady("0.0", "cpu"),
        "deaf": EngineReady("deaf", "cpu"),
        "values": Answer(0, LayerValues(Tensor((), "", b""), "cpu", 0.1)),
        "devices": Answer(0, Devices({"cpu": "fake"})),
        "refused": Refused(0, Problem(ErrorCode.TORCH_REFUSED, facts)),
    }
    return msgspec.json.encode(sayings).decode()
