"""How a kernel is learned: the learning rate, steps to take, and where the loss goes."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.explaining.sources import STEEPEST_DESCENT
from convviz.protocol.lesson import LOSSES, MOST_STEPS, TARGET_OUTPUT
from convviz.protocol.recipes import ClassicKernel
from convviz.ui.calculator.compared_courses import ComparedCourses
from convviz.ui.calculator.optimiser_field import OptimiserField
from convviz.ui.calculator.value_menu import kernel_name
from convviz.ui.stepper.learning_texts import course_text
from convviz.ui.stepper.loss_curve import LossCurve
from convviz.ui.theme import SPACING, set_code_font
from convviz.ui.throttle import AFTER_DRAWING_MS
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_fields import NumberField
from convviz.ui.widgets.number_texts import number_text
from convviz.ui.widgets.source_link import SourceLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.protocol.document import Calculator
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.ui.calculator.lesson_edits import LessonEdits
    from convviz.ui.page_actions import PageActions

_SLICE_S: Final = 0.008
"""How long steps are looked ahead in one go."""


class LearnSection(QWidget):
    """Follows the step of learning that is shown; looks ahead after it is painted.

    It is built when a kernel is first learned.

    Attributes:
        loss: How far the output is from the target.
        optimiser: What takes the steps, the learning rate first.
        steps: How many steps are looked ahead.
        step_once: Takes one step.
        step_often: Takes as many as are looked ahead.
        again: Goes back to the kernel before the first step.
        curve: The loss behind each step.
        compare: Keeps the curve, to compare the next optimiser with.
        courses: Whose curves are drawn, once there are several.
        course: Where it goes, in a sentence.
        origin: Where the target comes from.
        reveal: Shows the hidden kernel.
        few: Says where the outputs are too few to tell all weights.
        paint: Whether a click paints a cell of the target.
        by_kernel: Has the hidden kernel make the target again.

    Signals:
        left(): A field or a button needs the keyboard no longer.
    """

    left = Signal()

    def __init__(self, edits: LessonEdits, parent: QWidget | None = None) -> None:
        """Show no step yet.

        Args:
            edits: What is typed and clicked becomes edits by it.
            parent: The parent.
        """
        super().__init__(parent)
        self._edits = edits
        self._working: LearnWorking | None = None
        self.taken = self._words()
        self.loss = ChoiceField([(kind.type_name(), kind) for kind in LOSSES], parent=self)
        self.optimiser = OptimiserField(self)
        self.steps = NumberField(1, parent=self)
        self.step_once = self._button(
            self.tr("One gradient step"), self.tr("The kernel becomes the one behind this step")
        )
        self.step_often = self._button("", self.tr("Take as many steps as are looked ahead"))
        self.again = self._button(
            self.tr("Begin again"), self.tr("Back to the kernel before the first step")
        )
        self.curve = LossCurve(self)
        self.courses = ComparedCourses(self)
        self.compare = self._button(
            self.tr("Keep this curve"),
            self.tr("Draw it beside that of the next optimiser or learning rate"),
        )
        self.course = self._words()
        self.origin = self._words()
        self.reveal = QCheckBox(self.tr("Reveal it"), self)
        self.reveal.setToolTip(self.tr("Show the hidden kernel among the grids"))
        self.few = self._words()
        self.paint = QCheckBox(self.tr("Paint the target by clicks"), self)
        self.paint.setToolTip(
            self.tr("A click on a cell of the target makes it 1; one on a 1 makes it 0")
        )
        self.source = SourceLink(self)
        self.source.show_source(STEEPEST_DESCENT)
        self.by_kernel = self._button(
            self.tr("Make it by the hidden kernel"),
            self.tr("The target is what the hidden kernel makes of the input"),
        )
        self._ahead = QTimer(self, singleShot=True, interval=AFTER_DRAWING_MS)
        self._ahead.timeout.connect(self._begin_to_look)
        self._ways: list[Iterator[float]] = []
        self._seen: list[list[float]] = []
        self._looking = QTimer(self, interval=0)
        self._looking.timeout.connect(self._look_on)
        self._assemble()
        self._connect()

    def show_actions(self, actions: PageActions) -> None:
        """Say in the buttons' tooltips by which keys the same is done."""
        actions.show_keys(self.step_once, "gradient step")
        actions.show_keys(self.step_often, "gradient steps")
        actions.show_keys(self.compare, "keep curve")
        actions.show_keys(self.again, "begin lesson again")

    def show_working(self, working: LearnWorking | None) -> None:
        """Show another step; None where there are too many numbers for one."""
        if working is self._working:
            return
        self._working = working
        self._looking.stop()
        for part in (self.step_once, self.step_often, self.again, self.curve):
            part.setEnabled(working is not None)
        if working is None:
            self.curve.show_losses(())
            self.course.setText(
                self.tr("There are too many numbers to learn here. Make the input smaller.")
            )
            return
        calculator = self._lesson_of(working)
        lesson = calculator.lesson
        self.loss.set_value(type(lesson.loss))
        self.optimiser.show_optimiser(lesson.optimiser)
        self.courses.show_lesson(lesson)
        self.compare.setEnabled(self._edits.can_compare)
        self.steps.set_value(lesson.steps)
        self.step_often.setText(self.tr("{count} steps").format(count=number_text(working.ahead)))
        self.again.setEnabled(lesson.taken > 0)
        taken = self.tr("Steps taken: {count}").format(count=number_text(lesson.taken))
        self.taken.setText(taken)
        self._show_origin(calculator)
        self.few.setText(_too_few(working))
        self.few.setVisible(bool(self.few.text()))
        if self.isVisible():
            self._ahead.start()

    def look_ahead(self) -> None:
        """Show where the loss goes, at once."""
        self._begin_to_look()
        for losses, way in zip(self._seen, self._ways, strict=True):
            losses.extend(way)
        self._show_course()

    def _begin_to_look(self) -> None:
        """Look ahead from now on, a little at a time: the window answers meanwhile."""
        self._ahead.stop()
        working = self._working
        if working is not None:
            compared = self._lesson_of(working).lesson.compared
            self._ways = [working.descended(), *map(working.descended, compared)]
            self._seen = [[] for _ in self._ways]
            self._looking.start()

    def _look_on(self) -> None:
        """Take a few of the steps; show them when there are no more."""
        until = time.perf_counter() + _SLICE_S
        is_new = False
        for losses, way in zip(self._seen, self._ways, strict=True):
            for loss in way:
                is_new = True
                losses.append(loss)
                if time.perf_counter() > until:
                    return
        if not is_new:
            self._show_course()

    def _show_course(self) -> None:
        self._looking.stop()
        working = self._working
        if working is not None:
            losses, *others = map(tuple, self._seen)
            self.curve.show_losses(losses, tuple(others))
            self.courses.show_courses((losses, *others))
            self.course.setText(course_text(losses, working.optimiser, working.largest_rate))

    def showEvent(self, event: QShowEvent) -> None:
        """Look ahead from what was shown meanwhile."""
        super().showEvent(event)
        self._ahead.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no further: what nobody sees is not worked out."""
        super().hideEvent(event)
        self._ahead.stop()
        self._looking.stop()

    # What a person does

    def _take_steps(self, steps: object) -> None:
        if isinstance(steps, int):
            self._edits.steps(steps)

    def _take_paint(self, paints: bool) -> None:  # noqa: FBT001 - from a signal
        self._edits.paints = paints

    # Parts

    @staticmethod
    def _lesson_of(working: LearnWorking) -> Calculator:
        return working.scene.calculator

    def _show_origin(self, calculator: Calculator) -> None:
        is_typed = TARGET_OUTPUT in calculator.tensors
        text = self.tr("The target was typed, cell by cell.")
        if not is_typed:
            text = self.tr("The target is what a hidden kernel makes of the input.")
        recipe = calculator.recipe_of("hidden_kernel")
        if not is_typed and calculator.lesson.revealed and isinstance(recipe, ClassicKernel):
            text = self.tr("The target is what this kernel makes of the input: {name}.")
            text = text.format(name=kernel_name(recipe.pattern))
        self.origin.setText(text)
        self.reveal.setVisible(not is_typed)
        self.reveal.setChecked(calculator.lesson.revealed)
        self.by_kernel.setVisible(is_typed)

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        return label

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        return button

    def _assemble(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(SPACING)
        self.steps.set_hint(
            self.tr(
                "How many steps are looked ahead, up to {most}; fewer where one is much work"
            ).format(most=MOST_STEPS)
        )
        self.steps.set_limits(1, MOST_STEPS)
        label = QLabel(self.tr("Steps ahead"), self)
        label.setBuddy(self.steps)
        self.steps.setAccessibleName(self.tr("Steps"))
        for field in (self.steps, self.loss):
            set_code_font(field)
        for part in (self.loss, label, self.steps):
            fields.addWidget(part)
        fields.insertSpacing(1, 2 * SPACING)
        fields.addStretch(1)
        self.loss.setAccessibleName(self.tr("Loss"))
        self.loss.set_hint(self.tr("How far the output is from the target, as the mean of all"))
        buttons = FlowLayout(gap=SPACING, line_gap=SPACING)
        for button in (self.step_once, self.step_often, self.again):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        layout.addLayout(fields)
        layout.addWidget(self.optimiser)
        layout.addLayout(buttons)
        rows = (
            self.taken,
            self.curve,
            self.courses,
            self.compare,
            self.course,
            self.source,
            self.origin,
            self.few,
        )
        for row in (*rows, self.reveal, self.by_kernel, self.paint):
            layout.addWidget(row)
        self.taken.setProperty("role", "caption")

    def _connect(self) -> None:
        self.optimiser.edited.connect(self._edits.optimiser)
        self.optimiser.chosen.connect(self._edits.choose_optimiser)
        self.courses.chosen.connect(self._edits.choose_optimiser)
        self.courses.dropped.connect(self._edits.compare_no_more)
        self.compare.clicked.connect(self._edits.compare)
        self.steps.value_changed.connect(self._take_steps)
        self.loss.value_changed.connect(self._edits.loss)
        for field in (self.loss, self.optimiser, self.steps):
            field.left.connect(self.left)
        self.step_once.clicked.connect(self._edits.take_one)
        self.step_often.clicked.connect(self._edits.take_all)
        self.again.clicked.connect(self._edits.begin_again)
        self.reveal.clicked.connect(self._edits.reveal)
        self.paint.toggled.connect(self._take_paint)
        self.by_kernel.clicked.connect(self._edits.make_target)


def _too_few(working: LearnWorking) -> str:
    """Return that several kernels make the target, translated; "" unless numbers are too few."""
    outputs = math.prod(working.scene.output_shape)
    weights = sum(values.size for values in working.scene.plain_weights.values())
    if outputs >= weights:
        return ""
    text = QCoreApplication.translate(
        "LearnSection",
        "{outputs} outputs cannot tell {weights} weights: other kernels make the same output, and "
        "the one that is learned may be another.",
    )
    return text.format(outputs=number_text(outputs), weights=number_text(weights))
