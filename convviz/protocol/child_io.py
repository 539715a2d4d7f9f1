"""The main of every child process: frames on stdin and stdout, apart from stray prints.

A child calls :func:`run_child` with what it does; one that is only asked does
:func:`answer_requests`.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import io
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import msgspec

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.protocol.frames import FrameDecoder, FrameError
from convviz.protocol.messages.common import Answer, Ask, Problem, Progress, Refused, encode

RequestT = TypeVar("RequestT")
Tell: TypeAlias = Callable[[Any], None]
"""Sends how far a request is."""

EXIT_FAILED = 1
EXIT_GARBAGE = 2
_PR_SET_PDEATHSIG = 1
_CHUNK = 1 << 18


class InputEndedError(Exception):
    """Stdin is at its end: the window is gone or wants the child to end."""


class GarbageError(Exception):
    """What came on stdin is no message."""


class ChildChannel(Generic[RequestT]):
    """Messages from and to the window.

    A thread reads stdin, so that its end is seen while the child computes.
    """

    def __init__(
        self,
        decode: Callable[[bytes], RequestT],
        *,
        input_fd: int,
        output_fd: int,
        at_end: Callable[[], object] | None = None,
    ) -> None:
        """Begin to read.

        Args:
            decode: Turns a frame's payload into a message; raises a msgspec error if it is none.
            input_fd: File descriptor of the frames that come in.
            output_fd: File descriptor of the frames that go out.
            at_end: Called by the reading thread when the input ends.
        """
        self._decode = decode
        self._input_fd = input_fd
        self._output_fd = output_fd
        self._at_end = at_end
        self._received: queue.SimpleQueue[RequestT | InputEndedError | GarbageError] = (
            queue.SimpleQueue()
        )
        self._write_lock = threading.Lock()
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def receive(self, timeout: float | None = None) -> RequestT:
        """Return the next message; wait for it.

        Args:
            timeout: Seconds to wait; None for as long as it takes, 0 not at all.

        Raises:
            TimeoutError: Nothing came in time.
            InputEndedError: Stdin is at its end.
            GarbageError: What came is no message.
        """
        try:
            received = self._received.get(timeout=timeout, block=timeout != 0)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(received, (InputEndedError, GarbageError)):
            self._received.put(received)
            raise received
        return received

    def send(self, message: Any) -> None:  # noqa: ANN401 - any of the protocol's messages
        """Write a message. If nobody reads any more, nothing happens: stdin ends as well."""
        frame = memoryview(encode(message))
        with self._write_lock, contextlib.suppress(BrokenPipeError):
            while frame:
                frame = frame[os.write(self._output_fd, frame) :]

    def _read(self) -> None:
        """Cut stdin into messages until it ends; runs in a thread of its own.

        It reads the descriptor itself: a buffered stream's lock would be held at exit.
        """
        decoder = FrameDecoder()
        try:
            while data := os.read(self._input_fd, _CHUNK):
                for payload in decoder.feed(data):
                    self._received.put(self._decode(payload))
        except (FrameError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            self._received.put(GarbageError(str(error)[:200]))
            return
        except OSError:
            pass  # A broken pipe is the end of it too.
        self._received.put(InputEndedError())
        if self._at_end is not None:
            self._at_end()


def run_child(
    decode: Callable[[bytes], RequestT],
    work: Callable[[ChildChannel[RequestT]], None],
    *,
    at_end: Callable[[], object] | None = None,
) -> int:
    """Do a child's work over stdin and stdout; return its exit code.

    Stray prints go to stderr, where the log is. Ctrl-C is the window's business, not the child's.

    Args:
        decode: As for :class:`ChildChannel`.
        work: What the child does; it ends when it returns or lets InputEndedError through.
        at_end: As for :class:`ChildChannel`.

    Returns:
        0, EXIT_GARBAGE if the window sent what is no message, EXIT_FAILED after an error that
        nobody foresaw; both say why on stderr.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    input_fd, output_fd = _take_pipes()
    sys.stdout, sys.stderr = _stream(1), _stream(2)
    faulthandler.enable()
    channel = ChildChannel(decode, input_fd=input_fd, output_fd=output_fd, at_end=at_end)
    try:
        work(channel)
    except InputEndedError:
        return 0
    except GarbageError as error:
        sys.stderr.write(f"what came on stdin is not a message of convviz: {error}\n")
        return EXIT_GARBAGE
    except Exception:  # noqa: BLE001 - a child process's main is one of the three doors
        traceback.print_exc()
        return EXIT_FAILED
    return 0


def answer_requests(
    channel: ChildChannel[Ask[RequestT]],
    answer: Callable[[RequestT, Tell], Any],
    *,
    fatal: tuple[type[Exception], ...] = (),
) -> NoReturn:
    """Answer in the order in which is asked, until stdin ends. An error is an answer too.

    Args:
        channel: To the window.
        answer: Returns the answer to a request, and may tell how far it is before.
        fatal: Errors after which the process is of no use any more; they end it.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
    """
    while True:
        ask = channel.receive()
        try:
            channel.send(Answer(ask.id, answer(ask.request, _Teller(channel, ask.id))))
        except fatal:
            raise
        except Exception as error:  # noqa: BLE001 - a child's main: it outlives one request
            channel.send(Refused(ask.id, problem_of(error)))


class _Teller:
    """Sends how far a request is."""

    def __init__(self, channel: ChildChannel[Any], ask_id: int) -> None:
        self._channel = channel
        self._id = ask_id

    def __call__(self, progress: Any) -> None:  # noqa: ANN401 - any of the protocol's messages
        self._channel.send(Progress(self._id, progress))


def problem_of(error: Exception) -> Problem:
    """Return an error as it is sent; one that nobody foresaw with its traceback.

    Called while the error is handled.
    """
    if isinstance(error, ConvVizError):
        return Problem.of(error)
    unexpected = ConvVizError(ErrorCode.UNEXPECTED, detail=str(error)[:300])
    return Problem.of(unexpected, traceback.format_exc())


def die_with_parent(*, politely: bool = False) -> None:
    """Have Linux end this process when its parent dies; elsewhere the end of stdin must do.

    Args:
        politely: By SIGTERM, for a process that has something to save.
    """
    if sys.platform == "linux":
        number = signal.SIGTERM if politely else signal.SIGKILL
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)


class _Unread(io.FileIO):
    """Writes to a pipe; what nobody reads any more is lost, and no error."""

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer, as FileIO takes it
        """Write bytes; without a reader they count as written."""
        try:
            return super().write(data) or 0
        except OSError:
            return len(data)


def _stream(descriptor: int) -> io.TextIOWrapper:
    """Return a text stream that a child may write to when its window has gone."""
    raw = io.BufferedWriter(_Unread(descriptor, "w", closefd=False))
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)


def _take_pipes() -> tuple[int, int]:
    """Move the pipes off the standard descriptors; return them as (input, output).

    Whatever reads descriptor 0 from now on finds it empty; whatever writes to 1 reaches stderr.
    """
    sys.stdout.flush()
    input_fd, output_fd = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (input_fd, output_fd):
            msvcrt.setmode(descriptor, os.O_BINARY)
    null_fd = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null_fd, 0)
    os.close(null_fd)
    os.dup2(2, 1)
    return input_fd, output_fd
