"""What the window and the process that encodes an animation say to each other."""

from __future__ import annotations

from typing import TypeAlias

from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Answer, Ask, Message, Refused
from convviz.ui.export.frames import FrameChange


class EncoderBegin(Message, frozen=True):
    """The first request.

    Attributes:
        format: Value of an ExportFormat.
        width: Pixels.
        height: Pixels.
        loops: Whether the animation begins again.
        colours: Those of areas, as 0xRRGGBB.
        path: The file.
    """

    format: str
    width: int
    height: int
    loops: bool
    colours: list[int]
    path: str


class EncoderFinish(Message, frozen=True):
    """After the last frame: encode what is left. Nothing is written yet."""


class EncoderWrite(Message, frozen=True):
    """Write the file, whole or not at all."""


EncoderRequest: TypeAlias = EncoderBegin | FrameChange | EncoderFinish | EncoderWrite


class EncoderBegun(Message, frozen=True):
    """The format can be written here."""


class FrameTaken(Message, frozen=True):
    """A frame was encoded. Its sender keeps count, so that few frames wait in memory."""


class Encoded(Message, frozen=True):
    """All is encoded.

    Attributes:
        size: Of the file, in bytes.
    """

    size: int


class Written(Message, frozen=True):
    """The file is there."""


EncoderAnswer: TypeAlias = EncoderBegun | FrameTaken | Encoded | Written
EncoderAsk: TypeAlias = Ask[EncoderRequest]

encoder_requests = msgpack_decoder(EncoderAsk)
encoder_replies = msgpack_decoder(Answer[EncoderAnswer] | Refused)
