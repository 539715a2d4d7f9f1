"""What stands round the drawing in a presentation: the call above, formula and keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.core.code.writing import layer_call
from convviz.ui.theme import code_font, current_palette, theme_notifier, ui_font
from convviz.ui.widgets.formula_source import FormulaDrawing, formula_source
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.export.formula_strip import FormulaStrip, StripPart

_ROOM: Final = 1.5
"""Height of a line beside that of its letters."""

_BETWEEN: Final = 3
"""Letters that stay free between the two ends of a line."""


class TwoEnds(QWidget):
    """One line with a text at either end, written smaller where it is too wide."""

    def __init__(self, parent: QWidget | None = None, *, is_code: bool = False) -> None:
        super().__init__(parent)
        self._is_code = is_code
        self._scale = 1.0
        self._texts = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme_notifier().changed.connect(self._refresh)

    @property
    def texts(self) -> tuple[str, str]:
        """What stands at the left and at the right end."""
        return self._texts

    def set_texts(self, left: str, right: str) -> None:
        """Write other texts."""
        if (left, right) != self._texts:
            self._texts = (left, right)
            self.setAccessibleName(f"{left} {right}".strip())
            self.update()

    def set_scale(self, scale: float) -> None:
        """Write in a size beside the interface font."""
        self._scale = scale
        self._refresh()

    def sizeHint(self) -> QSize:
        """Return the height of a line, of no certain width."""
        return QSize(0, round(QFontMetricsF(self._font(1.0)).height() * _ROOM))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write both texts."""
        del event
        left, right = self._texts
        font = self._font(1.0)
        needed = QFontMetricsF(font).horizontalAdvance(f"{left}{' ' * _BETWEEN}{right}")
        if needed > self.width():
            font = self._font(self.width() / needed)
        metrics, palette = QFontMetricsF(font), current_palette()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(QColor(palette.text if self._is_code else palette.text_muted))
        painter.drawText(QPointF(0, baseline), left)
        painter.setPen(QColor(palette.text_muted))
        x = self.width() - metrics.horizontalAdvance(right)
        painter.drawText(QPointF(x, baseline), right)
        painter.end()

    def _font(self, share: float) -> QFont:
        return (code_font if self._is_code else ui_font)(self._scale * share)

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()


class PresentedFormula(QWidget):
    """The formula of a size, or of numbers: in letters, then worked out, in a row where it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._scale = 1.0
        self._parts: tuple[StripPart, ...] = ()
        self._strip: FormulaStrip | None = None
        self._source = formula_source()
        self._source.attach(self)
        self._source.rendered.connect(self._arrange)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Formula"))
        theme_notifier().changed.connect(self._arrange)

    def show_scene(self, scene: Scene | None) -> None:
        """Show the formula of a scene, which is worked out once; None for none."""
        if scene is not self._scene:
            from convviz.ui.export.formula_strip import strip_parts  # keeps the start fast

            self._scene, self._parts = scene, () if scene is None else strip_parts(scene)
        self._arrange()

    def set_scale(self, scale: float) -> None:
        """Draw in another size."""
        self._scale = scale
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the row at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the formulas."""
        del event
        if self._strip is not None:
            painter = QPainter(self)
            self._strip.paint(painter, 0, 0)
            painter.end()

    def _arrange(self) -> None:
        if self._scene is None or self.isHidden():
            return
        from convviz.ui.export.formula_strip import FormulaStrip

        self._strip = FormulaStrip(self._parts, self.width(), self._drawing_of, self._scale)
        self.setFixedHeight(max(1, self._strip.height))
        self.update()

    def _drawing_of(self, latex: str) -> FormulaDrawing:
        """Return a formula; one that is not drawn yet is asked for, and missing until then."""
        drawing = self._source.drawing(latex)
        if drawing is None:
            self._source.request(self, latex)
            return FormulaDrawing("")
        return drawing


def call_texts(scene: Scene) -> tuple[str, str]:
    """Return a scene's call and its shapes."""
    shapes = f"{shape_text(scene.calculator.input_shape)} \u2192 {shape_text(scene.output_shape)}"
    return layer_call(scene.layer), shapes
