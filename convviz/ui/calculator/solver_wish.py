"""The wanted output size: numbers, or what they are beside the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from convviz.core.solver.search import Goal, goal_sizes
from convviz.ui.theme import SPACING, set_code_font
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_fields import NumberField

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

LARGEST_WISH: Final = 65_536
"""The largest size that is solved for, in cells: far beyond what networks have."""

_NARROWEST_FIELD: Final = 40


class SolverWish(QWidget):
    """A field and three buttons. A button's wish follows the input's size.

    Attributes:
        field: One number, one an axis, or a button's word.
        goals: The buttons.

    Signals:
        changed(): Something else is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goal: Goal | None = Goal.SAME
        self._rank = 1
        self._problem = ""
        texts = {
            Goal.SAME: self.tr("same"),
            Goal.HALF: self.tr("half"),
            Goal.DOUBLE: self.tr("double"),
        }
        words = {word: goal for goal, text in texts.items() for word in (text, goal.value)}
        self.field = NumberField(1, 0, words, parent=self)
        set_code_font(self.field)
        self.field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.field.setMinimumWidth(_NARROWEST_FIELD)
        self.field.set_limits(1, LARGEST_WISH)
        self.field.setAccessibleName(self.tr("Wanted output size"))
        self.field.set_hint(self.tr("One number, or one per axis"))
        self.goals = {
            goal: self._button(goal, texts[goal], tip)
            for goal, tip in (
                (Goal.SAME, self.tr("As large as the input")),
                (Goal.HALF, self.tr("Half the input's size")),
                (Goal.DOUBLE, self.tr("Twice the input's size")),
            )
        }
        label = QLabel(self.tr("Output"), self)
        label.setBuddy(self.field)
        size = QWidget(self)
        row = QHBoxLayout(size)
        row.setContentsMargins(0, 0, 2 * SPACING, 0)
        row.setSpacing(SPACING)
        for part in (label, self.field):
            row.addWidget(part)
        flow = FlowLayout(self, gap=SPACING, line_gap=SPACING)  # large text needs two lines
        flow.addWidget(size)
        flow.addWidget(self._segments())
        self.field.value_changed.connect(self._take_sizes)
        self.field.invalid.connect(self._take_problem)

    @property
    def problem(self) -> str:
        """Why there is no size to solve for; "" when there is."""
        if self._problem:
            return self._problem
        sizes = self.sizes
        if min(sizes, default=0) < 1:
            return self.tr("An output has at least one cell along each axis.")
        if max(sizes) > LARGEST_WISH:
            text = self.tr("The largest size that is solved for is {limit}.")
            return text.format(limit=LARGEST_WISH)
        return ""

    @property
    def sizes(self) -> Shape:
        """The wanted size of each axis, possibly an impossible one."""
        value = self.field.value
        if isinstance(value, Goal):
            return ()  # until the input is told, from whose size it follows
        return value if isinstance(value, tuple) else (int(str(value)),) * self._rank

    def show_input(self, layer: Layer, spatial: Shape) -> None:
        """Follow the input, and the number of axes."""
        self._rank = layer.rank
        self.field.set_axes(layer.rank if layer.rank > 1 else 0)
        value = self.field.value
        if isinstance(value, tuple) and len(value) != layer.rank:
            self._goal = self._goal or Goal.SAME
        if self._goal is not None and len(spatial) == layer.rank:
            self._show_sizes(goal_sizes(layer, spatial, self._goal))
        self._show_goal()

    def wish(self, sizes: Shape) -> None:
        """Wish for these sizes, as if they were typed."""
        self._goal, self._problem = None, ""
        self._show_sizes(sizes)
        self._show_goal()
        self.changed.emit()

    def reset(self) -> None:
        """Wish for the input's size, as at first: what was wished for another layer is over."""
        self._goal, self._problem = Goal.SAME, ""
        self._show_goal()

    def wish_goal(self, goal: Goal) -> None:
        """Wish for a size beside the input's."""
        self._goal, self._problem = goal, ""
        self._show_goal()
        self.changed.emit()

    def _show_sizes(self, sizes: Shape) -> None:
        self._problem = ""
        self.field.set_value(sizes[0] if len(set(sizes)) == 1 else sizes)

    def _show_goal(self) -> None:
        for goal, button in self.goals.items():
            button.setChecked(goal is self._goal)

    def _take_sizes(self, value: object) -> None:
        if isinstance(value, Goal):
            self.wish_goal(value)
            return
        self._goal, self._problem = None, ""
        self._show_goal()
        self.changed.emit()

    def _take_problem(self, sentence: str) -> None:
        self._goal, self._problem = None, sentence
        self._show_goal()
        self.changed.emit()

    def _segments(self) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("segments", "true")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for button in self.goals.values():
            row.addWidget(button)
        return frame

    def _button(self, goal: Goal, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _checked=False: self.wish_goal(goal))
        return button
