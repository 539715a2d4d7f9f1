"""The helper process that encodes an animation, so that the window never waits for it.

Compressing a frame takes up to some tenths of a second, most of it under Python's one lock: in a
thread of the window it would stall the event loop. What was asked for before stdin ended is still
done, the writing too; a cancelled export is killed, and writes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.protocol.child_io import ChildChannel, answer_requests, run_child
from convviz.protocol.files import write_file
from convviz.ui.export.animation import animation_writer
from convviz.ui.export.encoder_messages import (
    Encoded,
    EncoderAnswer,
    EncoderAsk,
    EncoderBegin,
    EncoderBegun,
    EncoderFinish,
    EncoderRequest,
    EncoderWrite,
    FrameTaken,
    Written,
    encoder_requests,
)
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.frames import FrameChange

if TYPE_CHECKING:
    from convviz.ui.export.animation import AnimationWriter


class Encoder:
    """Answers the requests of one export, in the order of its messages."""

    def __init__(self) -> None:
        self._path = Path()
        self._data = b""
        self._writer: AnimationWriter | None = None

    def answer(self, request: EncoderRequest) -> EncoderAnswer:
        """Do what is asked for.

        Raises:
            ExportError: VIDEO_LIBRARY_MISSING; VIDEO_ENCODER_MISSING.
            StorageError: DISK_FULL; FILE_UNWRITABLE.
            ValueError: Another request came before the beginning.
        """
        if isinstance(request, EncoderBegin):
            self._begin(request)
            return EncoderBegun()
        if self._writer is None:
            message = f"{type(request).__name__} came before EncoderBegin"
            raise ValueError(message)
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

    def _begin(self, begin: EncoderBegin) -> None:
        self._path = Path(begin.path)
        self._writer = animation_writer(
            ExportFormat(begin.format),
            (begin.width, begin.height),
            loops=begin.loops,
            colours=begin.colours,
        )


def serve(channel: ChildChannel[EncoderAsk]) -> None:
    """Answer until stdin ends.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
    """
    encoder = Encoder()
    answer_requests(channel, lambda request, _tell_progress: encoder.answer(request))


def main() -> int:
    """Encode over stdin and stdout; return the exit code."""
    return run_child(encoder_requests.decode, serve)


if __name__ == "__main__":
    sys.exit(main())
