"""The kinds of files that can be exported, and which one a file's name asks for."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from convviz.core.errors import ErrorCode, ExportError


class ExportFormat(StrEnum):
    """A kind of file; its value is the suffix without the dot."""

    GIF = "gif"
    APNG = "apng"
    WEBP = "webp"
    MP4 = "mp4"
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    LATEX = "tex"
    CODE = "py"

    @property
    def is_animation(self) -> bool:
        """Whether it shows several steps."""
        return self in ANIMATIONS

    @property
    def is_text(self) -> bool:
        """Whether it is text instead of a drawing."""
        return self in {ExportFormat.LATEX, ExportFormat.CODE}

    @property
    def suffix(self) -> str:
        """The end of a file's name."""
        return f".{self.value}"


ANIMATIONS: Final = frozenset(
    {ExportFormat.GIF, ExportFormat.APNG, ExportFormat.WEBP, ExportFormat.MP4}
)


def format_of(path: Path) -> ExportFormat:
    """Return the format that a file's suffix asks for.

    Raises:
        ExportError: EXPORT_FORMAT_UNKNOWN; VIDEO_LIBRARY_MISSING.
    """
    try:
        named = ExportFormat(path.suffix.removeprefix(".").lower())
    except ValueError as error:
        known = ", ".join(known.suffix for known in ExportFormat)
        raise ExportError(ErrorCode.EXPORT_FORMAT_UNKNOWN, path=str(path), known=known) from error
    if named is ExportFormat.MP4:
        require_video()
    return named


def require_video() -> None:
    """Refuse a video where PyAV is not installed.

    Raises:
        ExportError: VIDEO_LIBRARY_MISSING.
    """
    if find_spec("av") is None:
        raise video_missing()


def video_missing() -> ExportError:
    """Return what to tell where PyAV is missing, or cannot be loaded: VIDEO_LIBRARY_MISSING."""
    from subprocess import list2cmdline  # keeps the start fast

    return ExportError(ErrorCode.VIDEO_LIBRARY_MISSING, python=list2cmdline([sys.executable]))
