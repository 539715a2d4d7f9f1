"""Whose losses are drawn: those of the optimiser that takes the steps, and of others beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from convviz.core.code.writing import layer_call
from convviz.stepping.lines.line_parts import value_text
from convviz.ui.stepper.loss_curve import course_pen
from convviz.ui.theme import SPACING, set_code_font, set_icon, theme_notifier

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from convviz.core.optimisers import Optimiser
    from convviz.protocol.lesson import Lesson


_ANY_WIDTH: Final = 1
"""A long call is cut off rather than all that stands below it."""
_IN_BUTTON: Final = 13
"""From the edge of a button to its text, as the style sheet has it: all calls begin below it."""


class ComparedCourses(QWidget):
    """One row for each course: how it is drawn, its optimiser, its last loss, a way to drop it.

    Attributes:
        rows: The rows, the first of them of the optimiser that takes the steps.

    Signals:
        chosen(Optimiser): It is to take the steps.
        dropped(Optimiser): It is to be compared no more.
    """

    chosen = Signal(object)
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Optimiser, ...] = ()
        self.rows: list[CourseRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show the optimisers of a lesson; nothing while there is a single course."""
        optimisers = (lesson.optimiser, *lesson.compared) if lesson.compared else ()
        if optimisers != self._shown:
            self._shown = optimisers
            for row in self.rows:
                self._layout.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = [CourseRow(number, one, self) for number, one in enumerate(optimisers)]
            for row in self.rows:
                self._layout.addWidget(row)
                row.name.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.optimiser))
                row.drop.clicked.connect(lambda _=False, row=row: self.dropped.emit(row.optimiser))
        self.setVisible(bool(optimisers))

    def show_courses(self, courses: tuple[tuple[float, ...], ...]) -> None:
        """Say where each course ends."""
        for row, losses in zip(self.rows, courses, strict=False):
            row.show_losses(losses)


class CourseRow(QWidget):
    """A course.

    Attributes:
        optimiser: Whose it is.
        name: Its call; a click has it take the steps.
        end: The last loss.
        drop: Compares no more with it.
    """

    def __init__(self, number: int, optimiser: Optimiser, parent: QWidget) -> None:
        """Make a row.

        Args:
            number: 0 for what takes the steps, then 1, 2, 3, as they are drawn.
            optimiser: Whose course it is.
            parent: The list.
        """
        super().__init__(parent)
        self.optimiser = optimiser
        self.name = QPushButton(layer_call(optimiser), self)
        self.name.setProperty("flat", "true")
        self.name.setToolTip(self.tr("Have this optimiser take the steps"))
        self.name.setVisible(number > 0)
        taking = QLabel(layer_call(optimiser), self)
        taking.setContentsMargins(_IN_BUTTON, 0, 0, 0)
        taking.setVisible(number == 0)
        for part in (self.name, taking):
            set_code_font(part)
            part.setMinimumWidth(_ANY_WIDTH)
        self.end = QLabel(self)
        self.drop = QToolButton(self)
        self.drop.setAutoRaise(True)
        self.drop.setToolTip(self.tr("Compare no more with it"))
        self.drop.setAccessibleName(self.tr("Compare no more with it"))
        set_icon(self.drop, "mdi6.close")
        policy = self.drop.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.drop.setSizePolicy(policy)
        self.drop.setVisible(number > 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(_Sample(number, self))
        row.addWidget(self.name)
        row.addWidget(taking)
        row.addStretch(1)
        row.addWidget(self.end)
        row.addWidget(self.drop)

    def show_losses(self, losses: tuple[float, ...]) -> None:
        """Say the last of its losses."""
        if losses:
            text = self.tr("Loss behind the last step: {loss}")
            self.end.setText(value_text(float(f"{losses[-1]:.3g}")))
            self.end.setToolTip(text.format(loss=value_text(losses[-1])))


class _Sample(QWidget):
    """A piece of the line that a course is drawn as."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self.setFixedSize(QSize(7 * SPACING, 4 * SPACING))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme_notifier().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the piece."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(course_pen(self._number))
        middle = self.height() / 2
        painter.drawLine(QLineF(0, middle, self.width(), middle))
