"""The formula below an exported drawing: in letters, then with the numbers, axis by axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF
from PySide6.QtSvg import QSvgRenderer

from convviz.stepping.worked.calculations import rule_lines
from convviz.ui.stepper.formula_section import formulas_of, shared_workings
from convviz.ui.theme import current_palette, ui_font
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.sentences import all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from convviz.core.formulas.output_size import OutputSizeFormula
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.widgets.formula_source import FormulaDrawing

_EM: Final = 1.15
"""Of the interface font."""

_GAP: Final = 28
_CAPTION_GAP: Final = 10
_ROW_GAP: Final = 8
_RULES_IN_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class StripPart:
    """One formula.

    Attributes:
        latex: Without dollar signs.
        caption: The words before it; "" for none.
        begins: Whether it may begin a row: it does not belong to the formula before it.
    """

    latex: str
    caption: str = ""
    begins: bool = True


def strip_parts(scene: Scene) -> tuple[StripPart, ...]:
    """Return the formulas of a scene: letters, then for each axis the numbers and the result.

    Of what has no formula of its size they are those of its numbers.
    """
    formulas = formulas_of(scene)
    if not formulas:
        rules = enumerate(rule_lines(scene))
        return tuple(StripPart(rule, begins=at % _RULES_IN_ROW == 0) for at, rule in rules)
    letters = (formulas[0].symbolic, formulas[0].symbolic_rule)
    parts = [StripPart(latex, begins=number == 0) for number, latex in enumerate(letters) if latex]
    for working in shared_workings(formulas):
        names = [axis_name(axis, len(formulas)) for axis in working.axes]
        caption = all_of(names) if len(formulas) > 1 else ""
        lines = _lines(working.formula)
        parts += [
            StripPart(latex, "" if number else caption, begins=number == 0)
            for number, latex in enumerate(lines)
        ]
    return tuple(parts)


def _lines(formula: OutputSizeFormula) -> list[str]:
    """Return what is worth showing of a working: the numbers put in, a rule, the result."""
    steps = formula.steps
    shown = [step.latex for step in steps if step.truth is not None or step is steps[-1]]
    return [latex for latex in (formula.substituted, *shown) if latex]


@dataclass(frozen=True, slots=True)
class _Placed:
    part: StripPart
    left: float
    baseline: float


class FormulaStrip:
    """Lays formulas out in rows of one width and paints them on any device.

    Attributes:
        height: Logical pixels; 0 for no formula.
    """

    def __init__(
        self,
        parts: tuple[StripPart, ...],
        width: int,
        drawing_of: Callable[[str], FormulaDrawing],
        scale: float = 1.0,
    ) -> None:
        """Lay out.

        Args:
            parts: The formulas.
            width: Logical pixels.
            drawing_of: Returns the drawing of LaTeX.
            scale: Size beside the usual.
        """
        self._font: QFont = ui_font(scale)
        self._gap, self._row_gap = _GAP * scale, _ROW_GAP * scale
        self._caption_gap = _CAPTION_GAP * scale
        self._em = QFontInfo(self._font).pixelSize() * _EM
        self._drawings = {part.latex: drawing_of(part.latex) for part in parts}
        self._placed: list[_Placed] = []
        self.height = self._arrange(parts, width)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the rows with their upper left corner at a point, in the palette worn now."""
        palette = current_palette()
        for placed in self._placed:
            x, baseline = left + placed.left, top + placed.baseline
            if placed.part.caption:
                painter.setFont(self._font)
                painter.setPen(QColor(palette.text_muted))
                painter.drawText(QPointF(x, baseline), placed.part.caption)
                x += self._caption_width(placed.part)
            drawing = self._drawings[placed.part.latex]
            renderer = QSvgRenderer(drawing.coloured(palette.text))
            size = (drawing.width * self._em, (drawing.ascent + drawing.descent) * self._em)
            renderer.render(painter, QRectF(x, baseline - drawing.ascent * self._em, *size))

    def _arrange(self, parts: tuple[StripPart, ...], width: int) -> int:
        y = 0.0
        for row in self._rows(parts, width):
            drawings = [self._drawings[part.latex] for part in row]
            ascent = max(drawing.ascent for drawing in drawings) * self._em
            descent = max(drawing.descent for drawing in drawings) * self._em
            x = (width - sum(map(self._width, row)) - self._gap * (len(row) - 1)) / 2
            for part in row:
                self._placed.append(_Placed(part, max(0.0, x), y + ascent))
                x += self._width(part) + self._gap
            y += ascent + descent + self._row_gap
        return round(y)

    def _rows(self, parts: tuple[StripPart, ...], width: int) -> list[list[StripPart]]:
        """Return all in one row if they fit, else what belongs together in rows of its own."""
        fits_one = sum(map(self._width, parts)) + self._gap * (len(parts) - 1) <= width
        rows: list[list[StripPart]] = []
        room = 0.0
        for part in parts:
            needed = self._width(part)
            if not rows or needed > room or (part.begins and not fits_one):
                rows.append([])
                room = float(width)
            rows[-1].append(part)
            room -= needed + self._gap
        return rows

    def _width(self, part: StripPart) -> float:
        return self._drawings[part.latex].width * self._em + self._caption_width(part)

    def _caption_width(self, part: StripPart) -> float:
        if not part.caption:
            return 0.0
        return QFontMetricsF(self._font).horizontalAdvance(part.caption) + self._caption_gap
