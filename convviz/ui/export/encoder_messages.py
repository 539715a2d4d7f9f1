"""What the window and the process that encodes an animation say to each other."""

from __future__ import annotations

import msgspec

from convviz.core.errors import Fact
from convviz.ui.export.frames import FrameChange


class EncoderBegin(msgspec.Struct, frozen=True, tag=True):
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


class EncoderFinish(msgspec.Struct, frozen=True, tag=True):
    """After the last frame: encode what is left. Nothing is written yet."""


class EncoderWrite(msgspec.Struct, frozen=True, tag=True):
    """Write the file, whole or not at all."""


EncoderRequest = EncoderBegin | FrameChange | EncoderFinish | EncoderWrite


class FrameTaken(msgspec.Struct, frozen=True, tag=True):
    """A frame was encoded. Its sender keeps count, so that few frames wait in memory."""


class Encoded(msgspec.Struct, frozen=True, tag=True):
    """All is encoded.

    Attributes:
        size: Of the file, in bytes.
    """

    size: int


class Written(msgspec.Struct, frozen=True, tag=True):
    """The file is there."""


class EncoderRefused(msgspec.Struct, frozen=True, tag=True):
    """The animation cannot be made or written; no file was changed.

    Attributes:
        code: Value of an ErrorCode.
        facts: By the names that the code's docstring gives.
    """

    code: str
    facts: dict[str, Fact]


EncoderReply = FrameTaken | Encoded | Written | EncoderRefused
