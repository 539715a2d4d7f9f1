"""The right side: result, torch's word, reasons and remedies, formula, explanations, costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.core.complexity import worked_mult_adds, worked_parameters
from convviz.core.output_size import formula_for
from convviz.core.remedy import Remedy, RemedyKind
from convviz.core.shown_explanations import shown_explanations
from convviz.core.shown_layers import shown_dimensions
from convviz.ui.calculator.agreement_mark import AgreementMark
from convviz.ui.calculator.explanation_list import ExplanationList
from convviz.ui.calculator.formula_section import FormulaSection
from convviz.ui.calculator.model.extent import TooLargeError
from convviz.ui.calculator.planes import shape_text
from convviz.ui.calculator.problem_card import ProblemCard
from convviz.ui.theme import SPACING
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from convviz.core.complexity import WorkedProduct
    from convviz.core.errors import ConvVizError
    from convviz.core.layers import Layer, Shape
    from convviz.core.output_size import OutputSizeFormula
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.model.agreement import Agreement

NARROWEST = 260


class SidePanel(QScrollArea):
    """Explains the settings.

    Signals:
        layer_edited(Layer, str): A remedy was clicked: the layer, and the parameter's name.
        shape_edited(tuple): A remedy was clicked: the input's shape.
    """

    layer_edited = Signal(object, str)
    shape_edited = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calculator: Calculator | None = None
        self.setWidgetResizable(True)
        self.setMinimumWidth(NARROWEST)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that nothing changes its width when a sentence comes or goes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Explanation"))
        body = QWidget(self)
        self.result = QLabel(body)
        self.result.setProperty("role", "title")
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agreement = AgreementMark(body)
        self.problem = ProblemCard(body)
        self.formula = FormulaSection(body)
        self.explanations = ExplanationList(body)
        self.parameters = self._wrapping_label(body)
        self.mult_adds = self._wrapping_label(body)
        self._assemble(body)
        self.setWidget(body)
        self.problem.remedy_chosen.connect(self._apply)

    def show_valid(self, calculator: Calculator, output_shape: Shape) -> None:
        """Explain settings that work."""
        layer = self._show_formula(calculator)
        self.problem.hide()
        self.agreement.show()
        self.result.setText(shape_text(output_shape))
        self._show_costs(layer, calculator.input_shape)

    def show_refusal(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Say why settings are refused, or cannot be drawn, and how far the formula goes."""
        layer = self._show_formula(calculator)
        self.agreement.hide()
        self.problem.show_refusal(calculator, error)
        if isinstance(error, TooLargeError):
            self.result.setText(shape_text(error.output_shape))
            self._show_costs(layer, calculator.input_shape)
            return
        self.result.setText("\u2013")
        self.parameters.setText("\u2013")
        self.mult_adds.setText("")

    def show_agreement(self, agreement: Agreement) -> None:
        """Say what is known about torch's answer."""
        self.agreement.show_agreement(agreement)

    def _show_formula(self, calculator: Calculator) -> Layer:
        self._calculator = calculator
        layer, shape = calculator.layer, calculator.input_shape
        formulas = formula_for(layer, shape[1:]) if len(shape) in shown_dimensions(layer) else ()
        self.formula.show_formulas(formulas)
        self._show_explanations(layer, shape, formulas)
        return layer

    def _show_explanations(
        self, layer: Layer, shape: Shape, formulas: tuple[OutputSizeFormula, ...]
    ) -> None:
        of_axes = [item for formula in formulas for item in formula.explanations]
        of_layer = shown_explanations(layer, shape)
        self.explanations.show_explanations([*of_axes, *of_layer])
        for part in (self._why_title, self.explanations):
            part.setVisible(bool(of_axes or of_layer))

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

    def _apply(self, remedy: Remedy) -> None:
        if self._calculator is None:
            return
        if remedy.kind is RemedyKind.CHANGE_INPUT and isinstance(remedy.value, tuple):
            self.shape_edited.emit(remedy.value)
        elif remedy.kind is RemedyKind.SET_PARAMETER:
            layer = self._calculator.layer.replace(**{remedy.parameter: remedy.value})
            self.layer_edited.emit(layer, remedy.parameter)

    def _assemble(self, body: QWidget) -> None:
        layout = QVBoxLayout(body)
        layout.setContentsMargins(3 * SPACING, 0, 2 * SPACING, 0)
        layout.setSpacing(2 * SPACING)
        self._result_title = SectionTitle(self.tr("Output"), body)
        self._why_title = SectionTitle(self.tr("Worth knowing"), body)
        for part in (self._result_title, self.result, self.agreement, self.problem):
            layout.addWidget(part)
        layout.addSpacing(2 * SPACING)
        layout.addWidget(SectionTitle(self.tr("Output size"), body))
        layout.addWidget(self.formula)
        layout.addSpacing(2 * SPACING)
        layout.addWidget(self._why_title)
        layout.addWidget(self.explanations)
        layout.addSpacing(2 * SPACING)
        layout.addWidget(SectionTitle(self.tr("Cost"), body))
        layout.addWidget(self.parameters)
        layout.addWidget(self.mult_adds)
        layout.addStretch(1)

    @staticmethod
    def _wrapping_label(parent: QWidget) -> QLabel:
        label = QLabel(parent)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
