"""One step as a picture file of shapes: SVG, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from convviz.core.torch_code import layer_call
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.svg_texts import with_text_lengths

if TYPE_CHECKING:
    from convviz.ui.export.stage import ExportStage

_POINTS_PER_INCH: Final = 72.0


def still_bytes(stage: ExportStage, index: int, kind: ExportFormat) -> bytes:
    """Return a step as a file.

    Args:
        stage: Paints the step.
        index: Number of the step, from 0.
        kind: SVG or PDF.

    Raises:
        ValueError: Another format.
    """
    match kind:
        case ExportFormat.SVG:
            return _svg(stage, index)
        case ExportFormat.PDF:
            return _pdf(stage, index)
        case _:
            message = f"{kind} is no picture of shapes"
            raise ValueError(message)


def _svg(stage: ExportStage, index: int) -> bytes:
    look, buffer = stage.look, _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_dots_per_inch())
    generator.setSize(QSize(*look.pixel_size))
    generator.setViewBox(QRectF(0, 0, look.width, look.height))
    generator.setTitle(layer_call(stage.scene.layer))
    generator.setDescription(_description(stage, index))
    painter = QPainter(generator)
    stage.paint(painter, index)
    painter.end()
    return with_text_lengths(bytes(buffer.data().data()).decode()).encode()


def _pdf(stage: ExportStage, index: int) -> bytes:
    look, buffer = stage.look, _buffer()
    writer = QPdfWriter(buffer)
    dots = _dots_per_inch()
    points = QSizeF(look.width, look.height) * (look.scale * _POINTS_PER_INCH / dots)
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(dots)
    writer.setTitle(f"{layer_call(stage.scene.layer)}: {_description(stage, index)}")
    writer.setCreator("convviz")
    painter = QPainter(writer)
    painter.scale(look.scale, look.scale)
    stage.paint(painter, index)
    painter.end()
    return bytes(buffer.data().data())


def _description(stage: ExportStage, index: int) -> str:
    text = QCoreApplication.translate("Export", "Step {number} of {count}")
    return text.format(number=index + 1, count=stage.step_count)


def _dots_per_inch() -> int:
    """Return the resolution at which fonts in points have the size that they have in windows."""
    return round(QGuiApplication.primaryScreen().logicalDotsPerInch())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
