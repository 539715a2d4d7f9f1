"""One frame after the other from a pipe, for tests that hold the other end of a process."""

from __future__ import annotations

from typing import IO

from convviz.protocol.frames import FrameDecoder

_LENGTH_BYTES = 4


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next payload; None at the stream's end, even inside a frame.

    Raises:
        FrameError: FRAME_TOO_LARGE.
    """
    decoder = FrameDecoder()
    header = stream.read(_LENGTH_BYTES)
    payloads = decoder.feed(header)
    if not payloads:
        payloads = decoder.feed(stream.read(int.from_bytes(header, "big")))
    return payloads[0] if payloads else None
