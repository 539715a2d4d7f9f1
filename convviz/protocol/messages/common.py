"""What the messages of all processes share: asking and answering, numbers, errors, the encoder.

Every message is a tagged Struct; :func:`encode` and the decoders of the modules beside this one are
the only codec.
"""

from __future__ import annotations

import math
from typing import Any, Generic, TypeVar

import msgspec

from convviz.core.errors import ConvVizError, ErrorCode, Fact
from convviz.core.layers.base import LARGEST_INTEGER
from convviz.protocol.frames import encode_frame

RequestT = TypeVar("RequestT")
AnswerT = TypeVar("AnswerT")
ProgressT = TypeVar("ProgressT")

LONGEST_WRITTEN = 128
"""Bits of the longest integer whose digits are sent."""


class Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Base of all messages; the tag is the class's name."""


class Tensor(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Numbers on their way between processes.

    Attributes:
        shape: Size of each dimension.
        dtype: numpy's name, such as "float32" or "int64".
        data: Row-major little-endian bytes.
    """

    shape: tuple[int, ...]
    dtype: str
    data: bytes


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error on its way between processes.

    Attributes:
        code: One of :class:`ErrorCode`.
        facts: Its facts.
        detail: For "Copy details": a traceback or the end of stderr; empty if expected.
    """

    code: str
    facts: dict[str, Any]
    detail: str = ""

    @classmethod
    def of(cls, error: ConvVizError, detail: str = "") -> Problem:
        """Return an error as it is sent."""
        return cls(error.code.value, {k: _sendable(v) for k, v in error.facts.items()}, detail)

    def error(self) -> ConvVizError:
        """Return the error that was sent."""
        facts = {k: tuple(v) if isinstance(v, list) else v for k, v in self.facts.items()}
        return ConvVizError(ErrorCode(self.code), **facts)


def _sendable(fact: Fact) -> Fact:
    """Return a fact as MessagePack can carry it: integers beyond 64 bits go as text."""
    if isinstance(fact, tuple) and any(abs(number) > LARGEST_INTEGER for number in fact):
        return ", ".join(_digits(number) for number in fact)
    if isinstance(fact, int) and abs(fact) > LARGEST_INTEGER:
        return _digits(fact)
    return fact


def _digits(number: int) -> str:
    """Return an integer as text: its digits, or its size in powers of ten if it is huge."""
    if number.bit_length() <= LONGEST_WRITTEN:
        return str(number)
    sign = "-" if number < 0 else ""
    return f"{sign}1e{int(number.bit_length() * math.log10(2))}"


class Ask(Message, Generic[RequestT], frozen=True):
    """A request on its way to a child, which answers in the order in which it is asked.

    Attributes:
        id: Whatever is said in answer repeats it.
        request: What is wanted.
    """

    id: int
    request: RequestT


class Progress(Message, Generic[ProgressT], frozen=True):
    """How far a child is with a request, before its answer."""

    id: int
    progress: ProgressT


class Answer(Message, Generic[AnswerT], frozen=True):
    """The answer to a request."""

    id: int
    answer: AnswerT


class Refused(Message, frozen=True):
    """The answer to a request that failed."""

    id: int
    problem: Problem


_encoder = msgspec.msgpack.Encoder()


def encode(message: Message) -> bytes:
    """Return a message as a frame, ready to be written."""
    return encode_frame(_encoder.encode(message))
