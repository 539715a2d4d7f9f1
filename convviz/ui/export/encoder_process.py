"""The helper process that encodes an animation, so that the window never waits for it.

Compressing a frame takes up to some tenths of a second, most of it under Python's one lock: in a
thread of the window it would stall the event loop. Requests come on stdin and answers go to
stdout, as frames of MessagePack. The end of stdin ends it: a cancelled export writes nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from convviz.core.errors import ConvVizError
from convviz.protocol.files import write_file
from convviz.protocol.frames import encode_frame, read_frame
from convviz.ui.export.animation import animation_writer
from convviz.ui.export.encoder_messages import (
    Encoded,
    EncoderBegin,
    EncoderFinish,
    EncoderRefused,
    EncoderReply,
    EncoderRequest,
    EncoderWrite,
    FrameTaken,
    Written,
)
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.frames import FrameChange

if TYPE_CHECKING:
    from convviz.ui.export.animation import AnimationWriter


class Encoder:
    """Answers the requests of one export, in the order of its messages."""

    def __init__(self, begin: EncoderBegin) -> None:
        """Begin a file.

        Raises:
            ExportError: VIDEO_LIBRARY_MISSING; VIDEO_ENCODER_MISSING.
        """
        self._path = Path(begin.path)
        self._data = b""
        self._writer: AnimationWriter = animation_writer(
            ExportFormat(begin.format),
            (begin.width, begin.height),
            loops=begin.loops,
            colours=begin.colours,
        )

    def answer(self, request: FrameChange | EncoderFinish | EncoderWrite) -> EncoderReply:
        """Do what is asked for.

        Raises:
            StorageError: DISK_FULL; FILE_UNWRITABLE.
        """
        match request:
            case FrameChange():
                self._writer.add(request)
                return FrameTaken()
            case EncoderFinish():
                self._data = self._writer.finish()
                return Encoded(len(self._data))
            case EncoderWrite():
                write_file(self._path, self._data)
                return Written()


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until their stream ends or something cannot be done.

    Raises:
        msgspec.DecodeError: What was read is no request.
        FrameError: What was read is no frame.
    """
    decoder = msgspec.msgpack.Decoder(EncoderRequest)
    encoder: Encoder | None = None
    while (payload := read_frame(requests)) is not None:
        request = decoder.decode(payload)
        try:
            if isinstance(request, EncoderBegin):
                encoder = Encoder(request)
                continue
            if encoder is None:
                return
            _send(replies, encoder.answer(request))
        except ConvVizError as error:
            _send(replies, EncoderRefused(error.code.value, error.facts))
            return


def _send(replies: BinaryIO, reply: EncoderReply) -> None:
    replies.write(encode_frame(msgspec.msgpack.encode(reply)))
    replies.flush()


def main() -> None:
    """Serve on stdin and stdout; a library's stray print goes to stderr."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
