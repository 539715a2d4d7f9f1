"""Frames: a 4-byte big-endian length, then that many bytes of MessagePack."""

from __future__ import annotations

import struct

from convviz.core.errors import ConvVizError, ErrorCode

_LENGTH = struct.Struct(">I")
LARGEST_FRAME = 1 << 30


class FrameError(ConvVizError):
    """Bytes that are no frame."""


def encode_frame(payload: bytes) -> bytes:
    """Return `payload` behind its length.

    Raises:
        FrameError: FRAME_TOO_LARGE.
    """
    if len(payload) > LARGEST_FRAME:
        raise FrameError(ErrorCode.FRAME_TOO_LARGE, size=len(payload), limit=LARGEST_FRAME)
    return _LENGTH.pack(len(payload)) + payload


class FrameDecoder:
    """Cuts a stream of bytes, in pieces of any size, into payloads."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Take more bytes; return the payloads that are complete now.

        Raises:
            FrameError: FRAME_TOO_LARGE: the stream is no stream of frames.
        """
        self._buffer += data
        payloads = []
        start = 0
        while len(self._buffer) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer, start)
            if length > LARGEST_FRAME:
                raise FrameError(ErrorCode.FRAME_TOO_LARGE, size=length, limit=LARGEST_FRAME)
            end = start + _LENGTH.size + length
            if len(self._buffer) < end:
                break
            payloads.append(bytes(memoryview(self._buffer)[start + _LENGTH.size : end]))
            start = end
        del self._buffer[:start]
        return payloads
