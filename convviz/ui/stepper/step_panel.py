"""The lines of a step with a scroll bar, below the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from convviz.ui.stepper.pinned_total import PinnedTotal
from convviz.ui.stepper.step_lines_widget import StepLinesWidget
from convviz.ui.theme import theme_notifier

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.stepper.view_state import ViewState

_MARGIN: Final = 4


class StepPanel(QScrollArea):
    """The lines of a step with a scroll bar; its height stays whatever the step says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines_widget = StepLinesWidget(self)
        self.setWidget(self.lines_widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("This step in numbers"))
        self.pinned_total = PinnedTotal(self.lines_widget, self)
        self._show_least_height()
        theme_notifier().changed.connect(self._show_least_height)

    def set_factor(self, factor: float) -> None:
        """Write so much larger than the window's text size asks for."""
        self.lines_widget.set_factor(factor)
        self._show_least_height()
        self._show_whole_rows()
        self.pinned_total.follow()

    def _show_least_height(self) -> None:
        """Have room for one row, whatever its size."""
        self.setMinimumHeight(self.lines_widget.row_height + 2 * _MARGIN)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut no row in half."""
        super().resizeEvent(event)
        self._show_whole_rows()

    def _show_whole_rows(self) -> None:
        """Leave out the row that would be seen in part, where there are more than there is room."""
        needed, row = self.lines_widget.minimumHeight(), self.lines_widget.row_height
        spare = (self.height() - _MARGIN) % row if needed > self.height() else 0
        left_out = self.viewportMargins().bottom()
        # What has room anyway keeps its margin: other lines come with the next step.
        if spare != left_out and (spare or needed > self.height() - left_out):
            self.setViewportMargins(0, 0, 0, spare)

    def sizeHint(self) -> QSize:
        """Return room for two rows."""
        return QSize(400, 2 * self.lines_widget.row_height + 2 * _MARGIN)

    def show_state(self, state: ViewState, walk: Walk | None) -> None:
        """Write out the step, or what the target does in all steps; nothing while none is shown."""
        if walk is None or state.refused is not None:
            self.set_lines((), 1)
            return
        lines, taps = walk.lines()
        traced = () if state.target is None else walk.traced_lines(state.target)
        self.set_lines(traced or state.cover.written(walk, lines), taps)

    def set_lines(self, lines: tuple[StepLine, ...], taps: int) -> None:
        """Show lines, from their beginning."""
        self.lines_widget.set_lines(lines, taps)
        self._show_whole_rows()
        self.pinned_total.follow()
