"""What the shell says of errors that no command foresaw: one sentence, the details in the log."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOBase, TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

from convviz.protocol.sentences.errors import told


class ForgivingStream(TextIOBase):
    """A stream on the way to another; what that one does not take is lost, and no error.

    For a progress bar: a full disk or a closed terminal must not end what it tells of.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to a stream, such as stderr."""
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the other stream."""
        return self._stream.encoding

    def isatty(self) -> bool:
        """Return whether the other stream is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the other stream's descriptor."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """Return that it takes text."""
        return True

    def write(self, text: str) -> int:
        """Write text as far as that is possible."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Pass on what waits."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def make_streams_safe() -> None:
    """Make stdout and stderr take anything: also where they are closed, or know only ASCII."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stderr, TextIOWrapper) and sys.stderr is sys.__stderr__:
        sys.stderr = _Forgiving(sys.stderr)


def leave(status: int) -> NoReturn:
    """End the process here, without Python's own end.

    For a process that trained with others: a thread of gloo may be about to drop the last tensor
    that it sent. Where Python is ending already, that aborts the process, and torchrun takes a
    run that is done for one that failed.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


class _Forgiving(TextIOWrapper):
    """The messages for a person: where nobody can take them (a full disk), work goes on."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._behind = stream  # kept, for it would close the file when it is gone
        super().__init__(
            stream.buffer, stream.encoding, "replace", line_buffering=True, write_through=True
        )

    def write(self, text: str, /) -> int:
        """Write a text, or send it and all that follows nowhere."""
        try:
            return super().write(text)
        except OSError:
            self._send_nowhere()
            return len(text)

    def flush(self) -> None:
        """Flush, likewise."""
        try:
            super().flush()
        except OSError:
            self._send_nowhere()

    def _send_nowhere(self) -> None:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def silence() -> None:
    """Write no more: neither to stdout nor to stderr."""
    sys.stdout, sys.stderr = _nowhere(), _nowhere()


def silence_stdout() -> None:
    """Point stdout elsewhere, so that nothing is written to it once more when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(sentence: str) -> None:
    """Write a sentence to stderr; one that cannot be written is left out."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"convviz: {sentence}\n")
        sys.stderr.flush()


def system_error_sentence(error: OSError) -> str:
    """Return what the operating system refused, and what to do."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"the output cannot be written: {reason}. Make room, or send it elsewhere."
    path = told(str(error.filename))
    return f"{path}: {reason}. Check the path and its permissions, or choose another."


def unforeseen_sentence(error: Exception, log: Path) -> str:
    """Return a sentence on an error, after its traceback was added to the log."""
    text = " ".join(str(error).split())[:300]
    sentence = f"something went wrong that convviz did not foresee: {type(error).__name__}: {text}."
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {traceback.format_exc()}")
    except OSError:
        return f"{sentence} Nothing else was changed; report it with the command that you gave."
    return f"{sentence} The details are in {log}; report it with them."
