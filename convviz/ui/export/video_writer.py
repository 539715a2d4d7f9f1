"""MP4 by PyAV, which comes with the extra ``video``."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.errors import ErrorCode, ExportError
from convviz.ui.export.formats import video_missing
from convviz.ui.export.pillow_writers import apply_change

if TYPE_CHECKING:
    from convviz.ui.export.frames import FrameChange, Pixels

_ENCODERS: Final = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
_FRAMES_A_SECOND: Final = 25
_BEST_QUALITY: Final = {"libx264": {"crf": "16", "preset": "medium", "tune": "animation"}}


class VideoWriter:
    """Encodes frames as they come, at 25 a second: players dislike pictures of odd durations."""

    def __init__(self, width: int, height: int) -> None:
        """Begin a file. Sides become even, as the encoder demands: the last pixel is repeated.

        Args:
            width: Pixels.
            height: Pixels.

        Raises:
            ExportError: VIDEO_LIBRARY_MISSING; VIDEO_ENCODER_MISSING.
        """
        try:
            import av
        except ImportError as error:
            raise video_missing() from error

        self._av = av
        self._canvas: Pixels = np.zeros((height, width), dtype=np.uint32)
        self._file = io.BytesIO()
        self._container = av.open(self._file, "w", format="mp4")
        self._stream = self._add_stream()
        self._stream.width, self._stream.height = width + width % 2, height + height % 2
        self._stream.pix_fmt = "yuv420p"
        self._clock = 0
        self._count = 0

    def add(self, change: FrameChange) -> None:
        """Encode a frame, as often as its duration asks for."""
        apply_change(self._canvas, change)
        self._clock += change.milliseconds
        rgb = np.dstack([(self._canvas >> shift & 0xFF).astype(np.uint8) for shift in (16, 8, 0)])
        rows, columns = self._canvas.shape
        padded = np.pad(rgb, ((0, rows % 2), (0, columns % 2), (0, 0)), mode="edge")
        frame = self._av.VideoFrame.from_ndarray(np.ascontiguousarray(padded), format="rgb24")
        while self._count * 1000 < self._clock * _FRAMES_A_SECOND:
            frame.pts, frame.time_base = self._count, Fraction(1, _FRAMES_A_SECOND)
            self._container.mux(self._stream.encode(frame))
            self._count += 1

    def finish(self) -> bytes:
        """Return the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()

    def _add_stream(self) -> Any:  # noqa: ANN401 - PyAV need not be installed
        for name in _ENCODERS:
            try:
                options = _BEST_QUALITY.get(name, {})
                return self._container.add_stream(name, rate=_FRAMES_A_SECOND, options=options)
            except (ValueError, self._av.FFmpegError):
                continue
        raise ExportError(ErrorCode.VIDEO_ENCODER_MISSING, tried=", ".join(_ENCODERS))
