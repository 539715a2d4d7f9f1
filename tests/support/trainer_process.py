"""The trainer with the small data set, without Qt: as a plain subprocess, or over pipes here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from convviz.engine import trainer
from convviz.protocol.child_io import ChildChannel, GarbageError, InputEndedError
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import (
    StartRun,
    StopRun,
    TrainerReply,
    TrainerRequest,
    trainer_replies,
    trainer_requests,
)
from tests.support.frame_reading import read_frame
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
from tests.support import light_torch, small_training
light_torch.leave_the_compiler_out()
from convviz.engine import trainer
from convviz.engine.training import setup
setup.load_dataset = lambda name, path: small_training.small_dataset({train}, {test})
{code}
sys.exit(trainer.main())
"""


def small_trainer(code: str = "", train: int = TRAIN, test: int = TEST) -> tuple[str, ...]:
    """Return the command of a trainer with the small data set, and code of the test's.

    It is without torch's compiler; the trainers of whole windows in tests/e2e have it.

    Args:
        code: Is run before the trainer.
        train: How many pictures it learns from.
        test: How many it is judged by.
    """
    text = _PATCH.format(checkout=str(CHECKOUT), code=code, train=train, test=test)
    return (sys.executable, "-c", text)


def plain_trainer() -> tuple[str, ...]:
    """Return the command of a trainer as the window starts it."""
    return (sys.executable, "-m", "convviz.engine.trainer")


class TrainerTalk:
    """The window's side of a trainer's pipes."""

    @property
    @abstractmethod
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """The trainer's stdin and stdout."""

    @abstractmethod
    def why(self) -> str:
        """Return what else is known of a trainer that ended; it has ended then."""

    def start(self, document: Document, folder: Path, *, resume: bool = False) -> None:
        """Send StartRun."""
        self.send(StartRun(encode_document(document), str(folder), resume))

    def send(self, message: Any) -> None:
        """Send a message."""
        self.write(encode(message))

    def write(self, data: bytes) -> None:
        """Write bytes to its stdin."""
        stdin, _ = self.pipes
        stdin.write(data)
        stdin.flush()

    def read(self) -> TrainerReply | None:
        """Return its next message; None when it has ended."""
        _, stdout = self.pipes
        payload = read_frame(stdout)
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
        message = f"it ended without {kind.__name__}: {message_names}\n{self.why()}"
        raise AssertionError(message)


class TrainerProcess(TrainerTalk):
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

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """The trainer's stdin and stdout."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        return self.process.stdin, self.process.stdout

    def why(self) -> str:
        """Return what it wrote to stderr."""
        return self.process.communicate()[1].decode()

    def end(self) -> None:
        """Kill it, if it is still there."""
        self._guard.cancel()
        self.process.kill()
        self.process.wait()

    def close_stdin(self) -> None:
        """Do what the end of the window does."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.stdin = None

    def exit_code(self) -> int:
        """Wait for its end."""
        return self.process.wait(PATIENCE)


class TrainerHere(TrainerTalk):
    """A trainer in a thread of this process, which has torch already.

    Its main's own work is left out: signals, the exit code and the descriptors 0, 1 and 2. In a
    ``with`` statement; at its end the trainer hears the end of its stdin and has to end.
    """

    def __init__(self) -> None:
        trainers_end, own_end = os.pipe()
        own_read, trainers_write = os.pipe()
        self._pipes = (os.fdopen(own_end, "wb"), os.fdopen(own_read, "rb"))
        self._output_fd = trainers_write
        self._channel: ChildChannel[TrainerRequest] = ChildChannel(
            trainer_requests.decode, input_fd=trainers_end, output_fd=trainers_write
        )
        self._raised: list[BaseException] = []
        self._thread = threading.Thread(target=self._train, name="trainer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # One that does not hear the end of its stdin would train on beside all later tests.
        self._channel._received.put(StopRun())
        self.close_stdin()
        while self.read() is not None:
            pass
        self.wait()
        self._pipes[1].close()

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """The trainer's stdin and stdout."""
        return self._pipes

    def why(self) -> str:
        """Return what ended it."""
        self.wait()
        return "".join(map(repr, self._raised))

    def close_stdin(self) -> None:
        """Do what the end of the window does."""
        self._pipes[0].close()

    def wait(self) -> None:
        """Wait for its end."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the trainer does not end"

    def _train(self) -> None:
        try:
            trainer.train(self._channel)
        except (InputEndedError, GarbageError) as error:
            self._raised.append(error)
        finally:
            os.close(self._output_fd)
