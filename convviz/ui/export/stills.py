"""One step as a drawing file of shapes: SVG, PDF."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from convviz.core.code.writing import layer_call
from convviz.ui.export.formats import ExportFormat
from convviz.ui.theme import ui_font

if TYPE_CHECKING:
    from convviz.ui.export.stage import ExportStage

_POINTS_PER_INCH: Final = 72.0


_TEXT: Final = re.compile(r"<text (?P<attributes>[^>]*)>(?P<words>[^<]+)</text>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_MEASURED_PIXELS: Final = 100
"""Size at which texts are measured: widths grow with it."""


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
            message = f"{kind} is no drawing of shapes"
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


def with_text_lengths(svg: str) -> str:
    """Return an SVG in which each text says how wide it is.

    A viewer that has not its font draws it in another one, whose letters it then fits into the
    same room (``textLength``, SVG 1.1, 10.5); in its own font nothing changes.

    Args:
        svg: As Qt writes it.
    """
    return _TEXT.sub(_with_length, svg)


def _with_length(match: re.Match[str]) -> str:
    written, words = match["attributes"], match["words"]
    attributes = dict(_ATTRIBUTE.findall(written))
    families, weight = attributes.get("font-family", ""), attributes.get("font-weight", "400")
    share = float(attributes.get("font-size", "0")) / _MEASURED_PIXELS
    width = share * _metrics(families, int(weight)).horizontalAdvance(unescape(words))
    length = f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {written.strip()} {length}>{words}</text>" if width > 0 else match[0]


@lru_cache(maxsize=64)
def _metrics(families: str, weight: int) -> QFontMetricsF:
    font: QFont = ui_font()  # for its figures, which are all of one width
    font.setFamilies([name.strip(" '") for name in families.split(",")])
    font.setPixelSize(_MEASURED_PIXELS)
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font)
