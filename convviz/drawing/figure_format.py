"""The kinds of files that hold a figure, and which one a file's name asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, ExportError

if TYPE_CHECKING:
    from pathlib import Path


class FigureFormat(StrEnum):
    """A kind of file; its value is the suffix without the dot."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


def figure_format_of(path: Path) -> FigureFormat:
    """Return the format that a file's suffix asks for.

    Raises:
        ExportError: EXPORT_FORMAT_UNKNOWN.
    """
    try:
        return FigureFormat(path.suffix.removeprefix(".").lower())
    except ValueError as error:
        known = ", ".join(f".{kind}" for kind in FigureFormat)
        raise ExportError(ErrorCode.EXPORT_FORMAT_UNKNOWN, path=str(path), known=known) from error
