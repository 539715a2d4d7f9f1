"""Animated PNG and WebP, and PNG of one frame, without loss, by Pillow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from convviz.core.errors import ErrorCode, ExportError

if TYPE_CHECKING:
    from convviz.ui.export.frames import FrameChange, Pixels

MOST_BYTES: Final = 1 << 30
"""Of frames in memory: Pillow takes them all at once."""

_BYTES_A_PIXEL: Final = 4
_WEBP_METHOD: Final = 3
"""Of 0 (fastest) to 6: what it and the next two do to areas of few colours is worth its time."""
_WEBP_EFFORT: Final = 40
"""Of 0 to 100, without loss all the same: Pillow's own 80 takes twice as long for 5 % more."""


class PillowWriter:
    """Keeps frames and encodes them at the end."""

    def __init__(self, kind: str, width: int, height: int, *, loops: bool) -> None:
        """Begin a file.

        Args:
            kind: "apng", "webp" or "png".
            width: Pixels.
            height: Pixels.
            loops: Whether it begins again.
        """
        self._kind = kind
        self._loops = loops
        self._canvas: Pixels = np.zeros((height, width), dtype=np.uint32)
        self._frames: list[Image.Image] = []
        self._milliseconds: list[int] = []

    def add(self, change: FrameChange) -> None:
        """Keep a frame."""
        apply_change(self._canvas, change)
        self._frames.append(canvas_image(self._canvas))
        self._milliseconds.append(change.milliseconds)

    def finish(self) -> bytes:
        """Return the file."""
        stream = io.BytesIO()
        first, *others = self._frames
        loop = 0 if self._loops else 1
        if self._kind == "png":
            first.save(stream, "PNG")
        elif self._kind == "apng":
            first.save(
                stream,
                "PNG",
                save_all=True,
                append_images=others,
                duration=self._milliseconds,
                loop=loop,
            )
        else:
            first.save(
                stream,
                "WEBP",
                save_all=True,
                append_images=others,
                duration=self._milliseconds,
                loop=loop,
                lossless=True,
                method=_WEBP_METHOD,
                quality=_WEBP_EFFORT,
            )
        return stream.getvalue()


def check_memory(kind: str, pixels: int, count: int) -> None:
    """Refuse more frames than memory is allowed for.

    Args:
        kind: "apng" or "webp".
        pixels: Of a frame.
        count: Number of frames.

    Raises:
        ExportError: EXPORT_NEEDS_MEMORY.
    """
    most = max(1, MOST_BYTES // (pixels * _BYTES_A_PIXEL))
    if count > most:
        raise ExportError(
            ErrorCode.EXPORT_NEEDS_MEMORY, format=kind.upper(), count=count, limit=most
        )


def apply_change(canvas: Pixels, change: FrameChange) -> None:
    """Turn a frame into the next one."""
    rows = slice(change.top, change.top + change.height)
    canvas[rows, change.left : change.left + change.width] = change.array()


def canvas_image(canvas: Pixels) -> Image.Image:
    """Return a frame as Pillow's image."""
    height, width = canvas.shape
    red, green, blue = (((canvas >> shift) & 0xFF).astype(np.uint8) for shift in (16, 8, 0))
    return Image.frombuffer(
        "RGB", (width, height), np.dstack([red, green, blue]).tobytes(), "raw", "RGB", 0, 1
    )
