"""Captions, plane titles and operators of a view: text that follows the theme."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convviz.ui.theme import current_palette, ui_font

ColourName = Literal["text", "text_muted", "input", "kernel", "output"]


_ANY_WIDTH: Final = 1e6


class LabelItem(QGraphicsItem):
    """One line of text; its position is the left end of the baseline."""

    def __init__(
        self, text: str, colour: ColourName, scale: float = 1.0, *, is_quiet: bool = False
    ) -> None:
        """Make a text.

        Args:
            text: What it says; see :meth:`fit` for variants.
            colour: Name of the theme's colour.
            scale: Size beside the interface font.
            is_quiet: Whether it is no caption but stands below one.
        """
        super().__init__()
        self._variants = self._text = text
        self._colour: ColourName = colour
        self._font = ui_font(scale)
        if not is_quiet:
            self._font.setWeight(QFont.Weight.DemiBold)
        self._bounds = QRectF()
        self._width = 0.0
        self.fit(_ANY_WIDTH)
        # Kept as pixels: the marks that move beside it do not lay it out again.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    @property
    def width(self) -> float:
        """Width of the text, in logical pixels."""
        return self._width

    def write(self, text: str) -> None:
        """Say something else, at full length until it is fitted again."""
        if text != self._variants:
            self._variants = text
            self.fit(_ANY_WIDTH)
            self.update()

    def fit(self, width: float) -> None:
        """Write the longest variant of the text that a width has room for, in logical pixels."""
        metrics = QFontMetricsF(self._font)
        text = metrics.elidedText(self._variants, Qt.TextElideMode.ElideNone, width)
        if text != self._text or self._bounds.isNull():
            self.prepareGeometryChange()
            self._text = text
            self._width = metrics.horizontalAdvance(text)
            self._bounds = metrics.boundingRect(text).adjusted(-2, -2, 2, 2)

    def place_centred(self, x: float, baseline: float) -> None:
        """Stand centred on x."""
        self.setPos(round(x - self.width / 2), round(baseline))

    def boundingRect(self) -> QRectF:
        """Return what the text covers."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the text in the theme's colour."""
        del option, widget
        painter.setFont(self._font)
        painter.setPen(QColor(getattr(current_palette(), self._colour)))
        painter.drawText(QPointF(0, 0), self._text)
