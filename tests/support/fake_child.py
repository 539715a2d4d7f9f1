"""A child process that follows a script instead of computing: run by its path, not imported.

    python fake_child.py RUNS_FILE "ready,read,die:9/ready,answers"

Each start counts in RUNS_FILE and plays the next part between slashes; the last part repeats.
The steps of a part stand in ``STEPS``.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from convviz.core.errors import ErrorCode
from convviz.protocol.frames import encode_frame
from convviz.protocol.messages.common import Answer, Problem, Refused, Tensor, encode
from convviz.protocol.messages.engine import Devices, EngineAsk, EngineReady, engine_requests
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues
from tests.support.frame_reading import read_frame


def fake_command(runs_file: Path, script: str) -> list[str]:
    """Return the command that plays a script."""
    return [sys.executable, __file__, str(runs_file), script]


def runs_of(runs_file: Path) -> int:
    """Return how often the child was started."""
    return len(runs_file.read_bytes()) if runs_file.exists() else 0


def _send(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _read() -> EngineAsk:
    payload = read_frame(sys.stdin.buffer)
    if payload is None:
        sys.exit(0)
    ask: EngineAsk = engine_requests.decode(payload)
    return ask


def _reply(ask: EngineAsk) -> bytes:
    """The answer is the input itself, or one device."""
    if isinstance(ask.request, ComputeLayer) and isinstance(ask.request.input, Tensor):
        return encode(Answer(ask.id, LayerValues(ask.request.input, "cpu", 0.1)))
    return encode(Answer(ask.id, Devices({"cpu": "fake"})))


def _answer(_argument: str) -> None:
    _send(_reply(_read()))


def _answers(_argument: str) -> None:
    while True:
        _answer("")


def _answer_together(argument: str) -> None:
    """Read some requests, then answer them all at once."""
    _send(b"".join([_reply(_read()) for _ in range(int(argument))]))


def _partial(_argument: str) -> None:
    """Answer one byte at a time."""
    for byte in _reply(_read()):
        _send(bytes([byte]))


def _half(_argument: str) -> None:
    """Send only the beginning of an answer."""
    reply = _reply(_read())
    _send(reply[: len(reply) // 2])


def _refuse(_argument: str) -> None:
    facts = {"layer": "Conv2d", "detail": "because"}
    _send(encode(Refused(_read().id, Problem(ErrorCode.TORCH_REFUSED, facts))))


def _raise(_argument: str) -> None:
    msg = "the fake child raised this"
    raise RuntimeError(msg)


def _deaf(_argument: str) -> None:
    """Hear neither the end of stdin nor SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _send(encode(EngineReady("deaf", "cpu")))
    _silence("")


def _silence(_argument: str) -> None:
    while True:
        time.sleep(60)


def _say(argument: str) -> None:
    sys.stderr.write(argument + "\n")
    sys.stderr.flush()


STEPS: dict[str, Callable[[str], object]] = {
    "ready": lambda _: _send(encode(EngineReady("0.0", "cpu"))),
    "answer": _answer,
    "answers": _answers,
    "answer-together": _answer_together,
    "partial": _partial,
    "half": _half,
    "refuse": _refuse,
    "read": lambda _: _read(),
    "raise": _raise,
    "exit": lambda argument: sys.exit(int(argument)),
    "die": lambda argument: os.kill(os.getpid(), int(argument)),
    "garbage": lambda _: _send(b"Traceback: this is no frame"),
    "junk-frame": lambda _: _send(encode_frame(msgspec.msgpack.encode({"type": "Nonsense"}))),
    "say": _say,
    "silence": _silence,
    "deaf": _deaf,
}


def main() -> None:
    """Count the start and play its part; then wait for the end of stdin."""
    runs_file, parts = Path(sys.argv[1]), sys.argv[2].split("/")
    run = runs_of(runs_file)
    with runs_file.open("ab") as stream:
        stream.write(b".")
    for step in filter(None, parts[min(run, len(parts) - 1)].split(",")):
        name, _, argument = step.partition(":")
        STEPS[name](argument)
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
