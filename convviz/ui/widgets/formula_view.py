"""Formulas drawn as mathematics: one, or the lines of a working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from convviz.core.formulas.plain_latex import plain_latex
from convviz.ui.theme import SPACING, code_font, current_palette, theme_notifier
from convviz.ui.widgets.formula_source import FormulaDrawing, formula_source

_MARGIN: Final = 3
_NARROWEST: Final = 80
_LEAST_SCALE: Final = 0.55
_EXPECTED_HEIGHT: Final = 2.2
_OUTDATED_OPACITY: Final = 0.3
"""Of a formula that waits for the next one: what is not up to date is never shown as if it were."""


class FormulaView(QWidget):
    """One formula. Until a new one is drawn the old one stays, pale; a long one is scaled down."""

    def __init__(self, parent: QWidget | None = None, scale: float = 1.25) -> None:
        """Make a view.

        Args:
            parent: The parent.
            scale: Size relative to the interface font.
        """
        super().__init__(parent)
        self._scale = scale
        self._latex = ""
        self._drawing: FormulaDrawing | None = None
        self._renderer: QSvgRenderer | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._copy_action = QAction(self.tr("Copy as LaTeX"), self)
        self._copy_action.triggered.connect(self.copy_latex)
        self._source = formula_source()
        self._source.attach(self)
        self._source.rendered.connect(self._on_rendered)
        theme_notifier().changed.connect(self._recolour)

    @property
    def latex(self) -> str:
        """The formula, without dollar signs."""
        return self._latex

    @property
    def is_current(self) -> bool:
        """Whether what is drawn is the formula that was set last."""
        return not self._latex or self._source.drawing(self._latex) is self._drawing is not None

    def set_latex(self, latex: str) -> None:
        """Show a formula, at once when it was drawn before; it is read aloud as plain text.

        Args:
            latex: The formula, without dollar signs; "" for none.
        """
        self.setAccessibleName(self.tr("Formula"))
        if latex == self._latex:
            return
        plain = plain_latex(latex)
        self.setAccessibleDescription(plain)
        self.setToolTip(plain)
        before, self._latex = self._natural_size(), latex
        if not latex:
            self._show(None)
        else:
            self._update_drawing()
            self.update()
        self._take_room(before)

    def set_scale(self, scale: float) -> None:
        """Draw in another size beside the interface font."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    def copy_latex(self) -> None:
        """Put the LaTeX on the clipboard."""
        QGuiApplication.clipboard().setText(self._latex)

    def baseline(self) -> int:
        """Return the distance from the top of the view to the baseline, in pixels."""
        ascent = 0.0 if self._drawing is None else self._drawing.ascent
        return round(ascent * self._em() * self._fitting_scale(self.width())) + _MARGIN

    def sizeHint(self) -> QSize:
        """Return the size at which nothing is scaled down."""
        width, height = self._natural_size()
        return QSize(round(width) + 2 * _MARGIN, round(height) + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a formula that is scaled down."""
        return QSize(min(self.sizeHint().width(), _NARROWEST), self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow view is lower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the formula, scaled down to a width."""
        _, height = self._natural_size()
        return round(height * self._fitting_scale(width)) + 2 * _MARGIN

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the formula, or its LaTeX when it cannot be drawn."""
        del event
        painter = QPainter(self)
        renderer = self._current_renderer()
        if renderer is not None:
            width, height = self._natural_size()
            scale = self._fitting_scale(self.width())
            painter.setOpacity(1.0 if self.is_current else _OUTDATED_OPACITY)
            top = (self.height() - height * scale) / 2
            renderer.render(painter, QRectF(_MARGIN, top, width * scale, height * scale))
            painter.setOpacity(1.0)
        elif self._drawing is not None:
            painter.setFont(code_font())
            painter.setPen(current_palette().text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._latex)
        if self.hasFocus():
            painter.setPen(QPen(QColor(current_palette().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the drawing only now: hidden formulas cost nothing."""
        super().showEvent(event)
        self._update_drawing()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the LaTeX."""
        if self._latex:
            menu = QMenu(self)
            menu.addAction(self._copy_action)
            menu.exec(event.globalPos())
            menu.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy by the keyboard."""
        if event.matches(QKeySequence.StandardKey.Copy) and self._latex:
            self.copy_latex()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take another font size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _em(self) -> float:
        return self.fontInfo().pixelSize() * self._scale

    def _natural_size(self) -> tuple[float, float]:
        drawing = self._drawing
        em = self._em()
        if drawing is None:
            return 0.0, em * (_EXPECTED_HEIGHT if self._latex else 1.0)
        if not drawing.svg:
            return float(self.fontMetrics().horizontalAdvance(self._latex)), em * 1.4
        return drawing.width * em, (drawing.ascent + drawing.descent) * em

    def _fitting_scale(self, width: int) -> float:
        natural, _ = self._natural_size()
        room = max(1, width - 2 * _MARGIN)
        return 1.0 if natural <= room else max(_LEAST_SCALE, room / natural)

    def _update_drawing(self) -> None:
        drawing = self._source.drawing(self._latex)
        if drawing is not None:
            self._source.request(self, "")
            self._show(drawing)
        elif self.isVisible():
            self._source.request(self, self._latex)

    def _on_rendered(self, latex: str) -> None:
        if latex == self._latex:
            self._update_drawing()

    def _show(self, drawing: FormulaDrawing | None) -> None:
        if drawing is self._drawing:
            return
        before, self._drawing = self._natural_size(), drawing
        self._recolour()
        self._take_room(before)

    def _take_room(self, before: tuple[float, float]) -> None:
        """Have the views around make room, if the formula was of another size before."""
        if self._natural_size() != before:
            self.updateGeometry()

    def _recolour(self) -> None:
        self._renderer = None
        self.update()

    def _current_renderer(self) -> QSvgRenderer | None:
        """Return what paints the drawing, read only now: one out of view costs nothing."""
        drawing = self._drawing
        if self._renderer is None and drawing is not None and drawing.svg:
            self._renderer = QSvgRenderer(drawing.coloured(current_palette().text))
        return self._renderer


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """One line of a working.

    Attributes:
        latex: The formula.
        caption: What the line is, as "With the numbers"; "" for none.
    """

    latex: str
    caption: str = ""


class FormulaStepsView(QWidget):
    """Formulas one under the other: symbolic, with the numbers in it, worked step by step."""

    def __init__(self, parent: QWidget | None = None, scale: float = 1.25) -> None:
        super().__init__(parent)
        self._scale = scale
        self._rows: list[tuple[QLabel, FormulaView]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING // 2)
        self.setAccessibleName(self.tr("Working"))

    @property
    def formulas(self) -> list[FormulaView]:
        """The views of the lines that are shown."""
        return [formula for _, formula in self._rows if not formula.isHidden()]

    def set_lines(self, lines: Sequence[FormulaLine]) -> None:
        """Show these lines; views are reused, so that nothing flickers."""
        while len(self._rows) < len(lines):
            caption, formula = QLabel(), FormulaView(scale=self._scale)
            caption.setProperty("role", "caption")
            caption.setWordWrap(True)
            self._column.addWidget(caption)
            self._column.addWidget(formula)
            self._rows.append((caption, formula))
        for number, (caption, formula) in enumerate(self._rows):
            line = lines[number] if number < len(lines) else FormulaLine("")
            caption.setText(line.caption)
            caption.setVisible(bool(line.caption))
            formula.setVisible(number < len(lines))
            formula.set_latex(line.latex)
