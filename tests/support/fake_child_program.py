"""A child process that follows a script instead of computing: run by its path, not imported.

    python fake_child_program.py RUNS_FILE "ready,read,die:9/ready,answers" SAYINGS

Each start counts in RUNS_FILE and plays the next part between slashes; the last part repeats.
The steps of a part stand in ``STEPS``. It imports nothing of convviz, whose messages it gets.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec

SAYINGS: Final[dict[str, Any]] = json.loads(sys.argv[3])


def _frame(message: object) -> bytes:
    payload = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(payload)) + payload


def _send(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _read() -> Any:
    """Return the next request; end with the stream, even inside a frame."""
    header = sys.stdin.buffer.read(4)
    length = int.from_bytes(header, "big")
    payload = sys.stdin.buffer.read(length)
    if len(header) < 4 or len(payload) < length:
        sys.exit(0)
    return msgspec.msgpack.decode(payload)


def _reply(ask: Any) -> bytes:
    """The answer is the input itself, or one device."""
    request = ask["request"]
    if isinstance(request.get("input"), dict) and request["input"]["type"] == "Tensor":
        values = {**SAYINGS["values"]["answer"], "output": request["input"]}
        return _frame({**SAYINGS["values"], "id": ask["id"], "answer": values})
    return _frame({**SAYINGS["devices"], "id": ask["id"]})


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
    _send(_frame({**SAYINGS["refused"], "id": _read()["id"]}))


def _raise(_argument: str) -> None:
    msg = "the fake child raised this"
    raise RuntimeError(msg)


def _deaf(_argument: str) -> None:
    """Hear neither the end of stdin nor SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _send(_frame(SAYINGS["deaf"]))
    _silence("")


def _silence(_argument: str) -> None:
    while True:
        time.sleep(60)


def _say(argument: str) -> None:
    sys.stderr.write(argument + "\n")
    sys.stderr.flush()


STEPS: dict[str, Callable[[str], object]] = {
    "ready": lambda _: _send(_frame(SAYINGS["ready"])),
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
    "junk-frame": lambda _: _send(_frame({"type": "Nonsense"})),
    "say": _say,
    "silence": _silence,
    "deaf": _deaf,
}


def main() -> None:
    """Count the start and play its part; then wait for the end of stdin."""
    runs_file, parts = Path(sys.argv[1]), sys.argv[2].split("/")
    run = runs_file.stat().st_size if runs_file.exists() else 0
    with runs_file.open("ab") as stream:
        stream.write(b".")
    for step in filter(None, parts[min(run, len(parts) - 1)].split(",")):
        name, _, argument = step.partition(":")
        STEPS[name](argument)
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
