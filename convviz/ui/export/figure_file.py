"""A network's figure as a picture: PNG for screens, PDF for pages; SVG needs no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from convviz.core.errors import ErrorCode, ExportError
from convviz.drawing.colours import colour
from convviz.drawing.figure_format import FigureFormat
from convviz.drawing.scene import Paint, Role
from convviz.drawing.svg import svg_text
from convviz.ui.widgets.figure_painter import paint_primitives

if TYPE_CHECKING:
    from convviz.drawing.options import Theme
    from convviz.drawing.scene import Scene

PNG_SCALE: Final = 2.0
"""Pixels of a PNG for each of the figure's own, where no width is asked for: it is crisp then."""
LARGEST_SIDE: Final = 16_384
_POINTS: Final = 0.75
"""Of a page, for each pixel: 96 of them are an inch."""
_PDF_DPI: Final = 1200


def figure_bytes(
    scene: Scene,
    kind: FigureFormat,
    theme: Theme,
    *,
    width: int | None = None,
    has_ground: bool = True,
) -> bytes:
    """Return a figure as a file.

    Args:
        scene: The figure.
        kind: The kind of file.
        theme: Its colours.
        width: Of the picture, in pixels; None for what suits the kind.
        has_ground: Whether the ground is filled; else what is behind it shines through.

    Raises:
        ExportError: EXPORT_SIZE.
    """
    match kind:
        case FigureFormat.SVG:
            return svg_text(scene, theme, width=width, has_ground=has_ground).encode()
        case FigureFormat.PNG:
            scale = None if width is None else width / scene.width
            return _png(figure_image(scene, theme, scale, has_ground=has_ground))
        case FigureFormat.PDF:
            return _pdf(scene, theme, 1.0 if width is None else width / scene.width, has_ground)


def figure_image(
    scene: Scene, theme: Theme, scale: float | None = None, *, has_ground: bool = True
) -> QImage:
    """Return a figure as a picture.

    Args:
        scene: The figure.
        theme: Its colours.
        scale: Pixels for each of the figure's own; None for PNG_SCALE, or fewer where that would
            be too large.
        has_ground: Whether the ground is filled.

    Raises:
        ExportError: EXPORT_SIZE.
    """
    if scale is None:
        scale = min(PNG_SCALE, (LARGEST_SIDE - 1) / max(scene.width, scene.height))
    width, height = max(1, round(scene.width * scale)), max(1, round(scene.height * scale))
    if max(width, height) > LARGEST_SIDE:
        facts = {"width": width, "height": height, "smallest": 1, "limit": LARGEST_SIDE}
        raise ExportError(ErrorCode.EXPORT_SIZE, **facts)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(_ground(theme) if has_ground else Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    paint_primitives(painter, scene.primitives, theme)
    painter.end()
    return image


def _ground(theme: Theme) -> QColor:
    return QColor(colour(theme, Paint(Role.GROUND)))


def _png(image: QImage) -> bytes:
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # stubs of PySide6 6.11 want bytes
    return bytes(buffer.data().data())


def _pdf(scene: Scene, theme: Theme, scale: float, has_ground: bool) -> bytes:  # noqa: FBT001 - of one caller
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    points = QSizeF(scene.width, scene.height) * (scale * _POINTS)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_PDF_DPI)
    writer.setTitle(scene.title)
    writer.setCreator("convviz")
    painter = QPainter(writer)
    factor = scale * _POINTS * _PDF_DPI / 72
    painter.scale(factor, factor)
    if has_ground:
        painter.fillRect(0, 0, round(scene.width) + 1, round(scene.height) + 1, _ground(theme))
    paint_primitives(painter, scene.primitives, theme)
    painter.end()
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
