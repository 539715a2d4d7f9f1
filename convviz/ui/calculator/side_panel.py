"""The right side: result, torch's word, refusals, formula, explanations, costs, solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.worth_knowing import worth_knowing, worth_knowing_of_refusal
from convviz.core.formulas.complexity import worked_mult_adds, worked_parameters
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers.reductions import Reduction
from convviz.core.shown_layers import formula_sizes, shown_dimensions
from convviz.stepping.scene.extent import TooLargeError
from convviz.ui.calculator.agreement_mark import AgreementMark
from convviz.ui.calculator.presets.note import PresetNote
from convviz.ui.calculator.problem_card import ProblemCard
from convviz.ui.calculator.rule_section import RuleSection
from convviz.ui.calculator.view_notes import notes_of_view
from convviz.ui.first_paint import when_painted
from convviz.ui.stepper.formula_section import FormulaSection
from convviz.ui.theme import SPACING, set_state, text_scale, theme_notifier
from convviz.ui.throttle import AFTER_DRAWING_MS
from convviz.ui.widgets.collapsible_section import CollapsibleSection
from convviz.ui.widgets.explanation_list import ExplanationList
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.late_widget import LateWidget, put_in_tab_order
from convviz.ui.widgets.number_texts import number_text, shape_text
from convviz.ui.widgets.quiet_scroll_bar import QuietScrollBar
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from convviz.core.errors import ConvVizError
    from convviz.core.explaining.worth_knowing import Note
    from convviz.core.formulas.complexity import WorkedProduct
    from convviz.core.layers import Layer, Shape
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.document import Calculator
    from convviz.stepping.agreement import Agreement
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.ui.calculator.learn_section import LearnSection
    from convviz.ui.calculator.lesson_edits import LessonEdits
    from convviz.ui.calculator.solver_section import SolverSection
    from convviz.ui.page_actions import PageActions

NARROWEST = 260
_MOST_NARROWED = 1.3
"""Larger text is broken more often instead."""

WIDEST = 560
"""Longer lines are hard to read, and the drawing has more use for the room."""


class SidePanel(QScrollArea):
    """Explains the settings.

    Signals:
        remedy_chosen(Remedy): A remedy was clicked.
        layer_chosen(Layer, str): A solution was chosen: the layer, and what was done.
        left(): A remedy was taken; the keyboard is no longer needed here.
    """

    remedy_chosen = Signal(object)
    layer_chosen = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calculator: Calculator | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that nothing changes its width when a sentence comes or goes.
        self.setVerticalScrollBar(QuietScrollBar(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Explanation"))
        body = QWidget(self.viewport())
        self.result = QLabel(body)
        self.result.setProperty("role", "title")
        self.result.setWordWrap(True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agreement = AgreementMark(body)
        self.problem = ProblemCard(body)
        self.preset_note = PresetNote(body)
        self.formula = FormulaSection(body)
        self.explanations = ExplanationList(body)
        self.parameters = self._wrapping_label(body)
        self.mult_adds = self._wrapping_label(body)
        self._lesson: LessonEdits | None = None
        self._actions: PageActions | None = None
        self._learn_part: CollapsibleSection | None = None
        self._learning = LateWidget(self._build_learning)
        self._solver = LateWidget(self._build_solver)
        self._view = ""
        self._is_flip_symmetric = self._is_refused = self._is_unread = False
        self._explaining = QTimer(self, singleShot=True, interval=AFTER_DRAWING_MS)
        self._explaining.timeout.connect(self.explain)
        self._covering = QTimer(self, singleShot=True, interval=AFTER_DRAWING_MS)
        self._covering.timeout.connect(self._show_covering)
        self._assemble(body)
        self.setWidget(body)
        self._limit_width()
        theme_notifier().changed.connect(self._limit_width)
        self.problem.remedy_chosen.connect(self._take_remedy)
        self.explanations.remedy_chosen.connect(self._take_remedy)
        self.verticalScrollBar().rangeChanged.connect(self._reveal_solver)
        when_painted(self.viewport(), lambda: self.solver)

    @property
    def solver(self) -> SolverSection:
        """The settings that give a wanted size, built once the panel was painted."""
        return self._solver.widget

    def _build_solver(self) -> SolverSection:
        from convviz.ui.calculator.solver_section import SolverSection

        solver = SolverSection(self.solver_part)
        solver.layer_chosen.connect(self._apply_solution)
        solver.table.entered_by_keyboard.connect(self._reveal_solver)
        self.solver_part.body.addWidget(solver)
        if self._calculator is not None:
            solver.show_layer(self._calculator.layer, self._calculator.input_shape[1:])
        return solver

    @property
    def learning(self) -> LearnSection:
        """How a kernel is learned, built when one first is."""
        return self._learning.widget

    def _build_learning(self) -> LearnSection:
        from convviz.ui.calculator.learn_section import LearnSection

        if self._lesson is None:
            message = "no lesson was taken"
            raise RuntimeError(message)
        part = CollapsibleSection("learn", self.tr("Learn the kernel"), self.widget())
        section = LearnSection(self._lesson, part)
        part.body.addWidget(section)
        section.left.connect(self.left)
        if self._actions is not None:
            section.show_actions(self._actions)
        self._layout.insertWidget(self._layout.indexOf(self.formula_part), part)
        put_in_tab_order(part, self.preset_note.source)
        part.hide()
        self._learn_part = part
        return section

    def take_lesson(self, lesson: LessonEdits) -> None:
        """Turn what is typed and clicked while a kernel is learned into edits."""
        self._lesson = lesson

    def show_actions(self, actions: PageActions) -> None:
        """Say in tooltips, once there are some, by which keys the same is done."""
        self._actions = actions

    def _limit_width(self) -> None:
        """Be as wide as lines of text are; the least of it leaves large text's drawing its room."""
        self.setMinimumWidth(round(NARROWEST * min(text_scale(), _MOST_NARROWED)))
        self.setMaximumWidth(round(WIDEST * text_scale()))

    def show_valid(
        self, calculator: Calculator, output_shape: Shape, *, is_flip_symmetric: bool
    ) -> None:
        """Say what comes out of settings that work; explain them once the drawing is painted.

        Args:
            calculator: The settings.
            output_shape: What comes out, (channels, *spatial).
            is_flip_symmetric: Whether flipping the kernel would make no difference, so that
                nothing is said of it.
        """
        self._show_calculator(calculator)
        self._is_flip_symmetric = is_flip_symmetric
        self.problem.hide()
        self._is_refused = False
        self.agreement.show()
        self.result.setText(shape_text(output_shape) if output_shape else self.tr("one number"))
        if self.isVisible():
            self._explaining.start()
        else:
            self.explain()

    def show_view(self, view: str) -> None:
        """Explain what a view shows beside the layer itself: a backward pass, or learning."""
        if view == self._view:
            return
        self._view = view
        if not self._is_refused and self._calculator is not None:
            self._explaining.start()

    def show_rule(self, layer: Layer, lines: tuple[str, ...]) -> None:
        """Show how a layer's numbers come about, as LaTeX; nothing for one with windows."""
        self.rule_part.setVisible(bool(lines))
        self.rule.show_lines(lines, layer.rule_letters())

    def explain(self) -> None:
        """Explain settings that work, at once."""
        self._explaining.stop()
        calculator = self._calculator
        if calculator is not None:
            layer, shape = self._show_formula(calculator), calculator.input_shape
            notes = worth_knowing(layer, shape, calculator.output_size, calculator.forms)
            notes = (*notes_of_view(calculator, self._view), *notes)
            if self._is_flip_symmetric:
                flip = ExplanationCode.KERNEL_NOT_FLIPPED
                notes = tuple(note for note in notes if note.explanation.code is not flip)
            self._show_notes(notes, len(shape) - 1)
            self._show_costs(layer, shape)

    def show_refusal(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Say why settings are refused, or cannot be drawn, and how far the formula goes."""
        forms, shape = calculator.forms, calculator.input_shape
        layer = calculator.layer
        self.show_rule(layer, layer.rule(forms, shape, training=calculator.training))
        self._explaining.stop()
        self._show_calculator(calculator)
        layer = self._show_formula(calculator)
        self._is_refused = True
        self.agreement.setVisible(self._is_unread)
        self.problem.show_refusal(calculator, error)
        self._reveal_problem()
        shape = calculator.input_shape
        if isinstance(error, TooLargeError):
            self._show_notes(
                worth_knowing(layer, shape, calculator.output_size, calculator.forms),
                len(shape) - 1,
            )
            self.result.setText(shape_text(error.output_shape))
            self._show_costs(layer, calculator.input_shape)
            return
        self._show_notes(worth_knowing_of_refusal(layer, error), len(shape) - 1)
        self.result.setText("\u2013")
        self.parameters.setText("\u2013")
        self.mult_adds.setText("")

    def begin_anew(self) -> None:
        """Stand at the top, without a wish: another example is explained from here on."""
        self.verticalScrollBar().setValue(0)
        if self._solver.built is not None:
            self._solver.built.forget_wish()

    def show_agreement(self, agreement: Agreement) -> None:
        """Say what is known about torch's answer."""
        self.agreement.show_agreement(agreement)

    def show_unread(self, names: Collection[str]) -> None:
        """Say that the texts of some fields are no values: nothing is claimed of them meanwhile.

        Args:
            names: The fields, as they are labelled; none where every text is read.
        """
        self._is_unread = bool(names)
        sentence = ""
        if names:
            sentence = self.tr(
                "Not read yet: {names}. What is shown is the setting before."
            ).format(names=listed(list(names)))
        self.agreement.show_unread(sentence)
        self.agreement.setVisible(self._is_unread or not self._is_refused)
        set_state(self.result, "faded", on=self._is_unread)

    def show_lesson(self, working: LearnWorking | None, *, is_wanted: bool) -> None:
        """Show a gradient step's settings, or none.

        Args:
            working: The step; None where there are too many numbers for one.
            is_wanted: Whether a step is shown at all.
        """
        if is_wanted:
            self.learning.show_working(working)
        part = self._learn_part
        if part is not None:
            is_new = is_wanted and part.isHidden()
            part.setVisible(is_wanted)
            if is_new and self.preset_note.isHidden():
                QTimer.singleShot(0, part, self._reveal_lesson)

    def _reveal_lesson(self) -> None:
        """Scroll to the lesson where the rate or the curve would be out of sight."""
        part = self._learn_part
        if part is not None and part.isVisible():
            height = self.learning.curve.mapTo(part, self.learning.curve.rect().bottomLeft()).y()
            if part.y() + height > self.viewport().height():
                self.verticalScrollBar().setValue(part.y())

    def open_solver(self) -> None:
        """Show the solver, and give the wanted size the keyboard."""
        self.solver_part.open()
        self.solver.solve_now()
        self.solver.focus_wish()
        self._reveal_solver()

    def _reveal_solver(self) -> None:
        """Keep the solver in view while the keyboard is in it and parts change their heights."""
        if self._solver.built is not None and self._is_in_solver():
            self.ensureWidgetVisible(self._solver.built)

    def _reveal_problem(self) -> None:
        """Scroll up to the reason, unless the keyboard is in the solver, which stays in view."""
        if not self._is_in_solver():
            self.verticalScrollBar().setValue(0)

    def _is_in_solver(self) -> bool:
        """Return whether the solver has the keyboard."""
        solver = self._solver.built
        return solver is not None and solver.isAncestorOf(self.focusWidget())

    def _show_calculator(self, calculator: Calculator) -> None:
        before, self._calculator = self._calculator, calculator
        if before is not None and type(before.layer) is not type(calculator.layer):
            self.explanations.show_covering(())  # those of a layer with other parameters
        self.preset_note.show_calculator(calculator)
        has_size = _has_size(calculator)
        for part in (self.cost_part, self.solver_part):
            part.setVisible(has_size)
        if not has_size:
            self.formula_part.hide()  # else it stays as it is until the layer is explained
        if self._solver.built is not None:
            self._solver.built.show_layer(calculator.layer, calculator.input_shape[1:])

    def _show_formula(self, calculator: Calculator) -> Layer:
        layer, shape = calculator.layer, calculator.input_shape
        if len(shape) not in shown_dimensions(layer):
            self.formula.show_formulas(())  # its part keeps its place
            self.formula_part.setVisible(_has_size(calculator))
            return layer
        sizes = formula_sizes(layer, shape)
        formulas = formula_for(layer, sizes, calculator.output_size)
        self.formula.show_formulas(formulas)
        self.formula_part.setVisible(bool(formulas))
        return layer

    def _show_notes(self, notes: tuple[Note, ...], rank: int) -> None:
        self.explanations.show_notes(notes, rank)
        if self.explanations.tells_of_dropped:
            self._covering.start()
        self.why_part.setVisible(bool(notes))

    def _show_covering(self) -> None:
        """Offer what would cover dropped cells: found by trials, so after the keystroke."""
        calculator = self._calculator
        if calculator is not None:
            from convviz.core.remedies.covering import covering_changes

            changes = covering_changes(calculator.layer, calculator.input_shape)
            self.explanations.show_covering(changes)

    def _show_costs(self, layer: Layer, input_shape: Shape) -> None:
        text = self.tr("Parameters: {product}").format(
            product=self._product(worked_parameters(layer))
        )
        self.parameters.setText(text)
        text = self.tr("Multiply-adds: {product}").format(
            product=self._product(worked_mult_adds(layer, input_shape))
        )
        self.mult_adds.setText(text)

    def _product(self, worked: WorkedProduct) -> str:
        value = number_text(worked.value)
        return f"{worked.text} = {value}" if worked.text else value

    def _take_remedy(self, remedy: Remedy) -> None:
        """Apply what was clicked; its button goes with the refusal, and the keyboard elsewhere."""
        self.remedy_chosen.emit(remedy)
        self.left.emit()

    def _apply_solution(self, layer: Any) -> None:  # noqa: ANN401 - a Layer
        size = shape_text(self.solver.wish.sizes)
        self.layer_chosen.emit(layer, self.tr("Settings for {size}").format(size=size))

    def _assemble(self, body: QWidget) -> None:
        layout = self._layout = QVBoxLayout(body)
        layout.setContentsMargins(3 * SPACING, 0, 2 * SPACING, 0)
        layout.setSpacing(2 * SPACING)
        result_title = SectionTitle(self.tr("Output"), body)
        for part in (result_title, self.result, self.agreement, self.problem, self.preset_note):
            layout.addWidget(part)
        self.formula_part = CollapsibleSection("formula", self.tr("Output size"), body)
        self.formula_part.body.addWidget(self.formula)
        self.rule_part = CollapsibleSection("rule", self.tr("Formula"), body)
        self.rule = RuleSection(self.rule_part)
        self.rule_part.body.addWidget(self.rule)
        self.rule_part.hide()
        self.why_part = CollapsibleSection("worth-knowing", self.tr("Worth knowing"), body)
        self.why_part.body.addWidget(self.explanations)
        cost_part = self.cost_part = CollapsibleSection("cost", self.tr("Cost"), body)
        cost_part.body.addWidget(self.parameters)
        cost_part.body.addWidget(self.mult_adds)
        self.solver_part = CollapsibleSection("solver", self.tr("Solve for a size"), body)
        sections = (self.formula_part, self.rule_part, self.why_part, cost_part, self.solver_part)
        for section in sections:
            layout.addWidget(section)
        layout.addStretch(1)

    @staticmethod
    def _wrapping_label(parent: QWidget) -> QLabel:
        label = QLabel(parent)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _has_size(calculator: Calculator) -> bool:
    """Return whether the output's size follows from the input's by a rule of the layer."""
    return calculator.layer.cell_reduction is not Reduction.IN_PARTS
