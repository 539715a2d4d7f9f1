"""Chosen runs as files: numbers as CSV or JSON, their plot as PNG or SVG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog

from convviz.protocol.files import write_file
from convviz.runs.exporting import runs_csv, runs_json
from convviz.ui.theme import current_palette
from convviz.ui.widgets.question import may_replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.runs import RunRecord
    from convviz.ui.plots.overlay_card import OverlayCard
    from convviz.ui.settings import SettingsFile

NUMBERS: Final[dict[str, Callable[[Sequence[RunRecord]], bytes]]] = {
    ".csv": runs_csv,
    ".json": runs_json,
}
PICTURES: Final = (".png", ".svg")
_SCALE: Final = 2
"""Pixels of a PNG a logical pixel."""


def ask_where_to_export(parent: QWidget, settings: SettingsFile, name: str) -> Path | None:
    """Return the file to write; None if the person thinks better. Its ending says the kind.

    Args:
        parent: The window's widget.
        settings: Where the last folder is remembered.
        name: Offered, without an ending.
    """
    translate = QCoreApplication.translate
    kinds = {
        ".csv": translate("ExportRuns", "Every number (*.csv)"),
        ".json": translate("ExportRuns", "Everything (*.json)"),
        ".png": translate("ExportRuns", "The plot (*.png)"),
        ".svg": translate("ExportRuns", "The plot (*.svg)"),
    }
    folder = settings.value.last_folder or str(Path.home())
    text, kind = QFileDialog.getSaveFileName(
        parent,
        translate("ExportRuns", "Export the chosen runs"),
        str(Path(folder) / f"{name}.csv"),
        ";;".join(kinds.values()),
    )
    if not text:
        return None
    path = Path(text)
    chosen = next((ending for ending, known in kinds.items() if known == kind), ".csv")
    if path.suffix.lower() not in kinds:
        path = path.with_name(path.name + chosen)
        if not may_replace(parent, [path]):
            return None
    settings.change(last_folder=str(path.parent))
    return path


def write_plot(card: OverlayCard, path: Path) -> None:
    """Write a plot as it is shown, without what can be clicked.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    card.set_controls_visible(visible=False)
    try:
        data = _svg(card) if path.suffix.lower() == ".svg" else _png(card)
    finally:
        card.set_controls_visible(visible=True)
    write_file(path, data)


def _png(card: OverlayCard) -> bytes:
    image = QImage(card.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(current_palette().surface_raised))
    card.render(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt text
    return bytes(buffer.data().data())


def _svg(card: OverlayCard) -> bytes:
    """Return the drawing of the plot itself, its lines and texts as such."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(card.size())
    generator.setViewBox(card.rect())
    # The axes are drawn from pictures, which are scaled where the resolutions differ.
    generator.setResolution(card.logicalDpiX())
    generator.setTitle(card.accessibleName())
    painter = QPainter(generator)
    painter.fillRect(QRectF(card.rect()), QColor(current_palette().surface_raised))
    title = card.title
    painter.setPen(QColor(current_palette().text))
    painter.setFont(title.font())
    place = QRectF(QPointF(title.mapTo(card, QPoint())), QSizeF(title.size()))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title.text())
    painter.save()
    painter.translate(card.legend.pos())
    card.legend.draw_on(painter)
    painter.restore()
    card.plot.draw_on(painter, QRectF(card.plot.geometry()))
    painter.end()
    return bytes(buffer.data().data())
