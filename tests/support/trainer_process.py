"""The trainer as a plain subprocess with the small data set, without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from convviz.protocol.document_file import encode_document
from convviz.protocol.frames import read_frame
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import StartRun, TrainerReply, trainer_replies
from tests.support.small_training import TEST, TRAIN

if TYPE_CHECKING:
    import msgspec

    from convviz.protocol.document import Document

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which a silent trainer is killed, so that no test hangs."""

_PATCH = """
import sys
sys.path.insert(0, {checkout!r})
from tests.support import small_training
from convviz.engine import trainer
from convviz.engine.training import setup
setup.load_dataset = lambda name, path: small_training.small_dataset({train}, {test})
{code}
sys.exit(trainer.main())
"""


def small_trainer(code: str = "", train: int = TRAIN, test: int = TEST) -> tuple[str, ...]:
    """Return the command of a trainer with the small data set, and code of the test's."""
    text = _PATCH.format(checkout=str(CHECKOUT), code=code, train=train, test=test)
    return (sys.executable, "-c", text)


def plain_trainer() -> tuple[str, ...]:
    """Return the command of a trainer as the window starts it."""
    return (sys.executable, "-m", "convviz.engine.trainer")


class TrainerProcess:
    """A running trainer, without Qt."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        patience: float = PATIENCE,
        variables: dict[str, str] | None = None,
    ) -> None:
        environment = os.environ | {"PYTHONPATH": str(CHECKOUT)} | (variables or {})
        self.process = subprocess.Popen(
            command or small_trainer(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self._guard = threading.Timer(patience, self.process.kill)
        self._guard.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.process.communicate()

    def end(self) -> None:
        """Kill it, if it is still there."""
        self._guard.cancel()
        self.process.kill()
        self.process.wait()

    def start(self, document: Document, folder: Path, *, resume: bool = False) -> None:
        """Send StartRun."""
        self.send(StartRun(encode_document(document), str(folder), resume))

    def send(self, message: Any) -> None:
        """Send a message."""
        self.write(encode(message))

    def write(self, data: bytes) -> None:
        """Write bytes to its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def close_stdin(self) -> None:
        """Do what the end of the window does."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.stdin = None

    def read(self) -> TrainerReply | None:
        """Return its next message; None when it has ended."""
        assert self.process.stdout is not None
        payload = read_frame(self.process.stdout)  # type: ignore[arg-type]
        if payload is None:
            return None
        reply: TrainerReply = trainer_replies.decode(payload)
        return reply

    def read_until(self, kind: type[msgspec.Struct]) -> list[TrainerReply]:
        """Return its messages up to and with the first of a kind."""
        read: list[TrainerReply] = []
        while reply := self.read():
            read.append(reply)
            if isinstance(reply, kind):
                return read
        message_names = [type(reply).__name__ for reply in read]
        errors = self.process.communicate()[1].decode()
        message = f"it ended without {kind.__name__}: {message_names}\n{errors}"
        raise AssertionError(message)

    def exit_code(self) -> int:
        """Wait for its end."""
        return self.process.wait(PATIENCE)
