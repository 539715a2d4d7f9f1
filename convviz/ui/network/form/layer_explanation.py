"""How the output size of a convolution or a pooling comes about, axis by axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.core.explaining.worth_knowing import Note, worth_knowing
from convviz.core.formulas.output_size import OutputSizeFormula, formula_for
from convviz.core.shown_layers import shown_dimensions
from convviz.core.unpooling import takes_output_size
from convviz.ui.theme import SPACING
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.explanation_list import ExplanationList
from convviz.ui.widgets.formula_view import FormulaView
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.sentences import all_of

if TYPE_CHECKING:
    from convviz.ui.network.cards.cards import Card


class LayerExplanation(QWidget):
    """The formula with the layer's numbers in it, and what is worth knowing about them.

    Attributes:
        notes: What is worth knowing, each with its source.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: list[tuple[QLabel, FormulaView]] = []
        self._formulas = QVBoxLayout()
        self._formulas.setSpacing(SPACING)
        self.notes = ExplanationList(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING * 2)
        layout.addWidget(SectionTitle(self.tr("Why this size"), self))
        layout.addLayout(self._formulas)
        layout.addWidget(self.notes)

    @property
    def formulas(self) -> list[str]:
        """The formulas that are shown, as LaTeX."""
        return [view.latex for _, view in self._axes if not view.isHidden()]

    def show_card(self, card: Card) -> None:
        """Explain a layer; hide where there is nothing to explain."""
        formulas, notes = _explain(card)
        self.setVisible(bool(formulas))
        self._show_formulas(formulas)
        self.notes.show_notes(notes, len(formulas))
        self.notes.setVisible(bool(notes))

    def _show_formulas(self, formulas: tuple[OutputSizeFormula, ...]) -> None:
        grouped: dict[str, list[int]] = {}
        for formula in formulas:
            result = "" if formula.result is None else f" = {formula.result}"
            grouped.setdefault(f"{formula.substituted}{result}", []).append(formula.axis)
        while len(self._axes) < len(grouped):
            caption, view = QLabel(self), FormulaView(self, scale=1.1)
            caption.setProperty("role", "caption")
            self._formulas.addWidget(caption)
            self._formulas.addWidget(view)
            self._axes.append((caption, view))
        shown = list(grouped.items())
        for number, (caption, view) in enumerate(self._axes):
            for part in (caption, view):
                part.setVisible(number < len(shown))
            if number < len(shown):
                latex, axes = shown[number]
                caption.setText(all_of([axis_name(axis, len(formulas)) for axis in axes]))
                view.set_latex(latex)


def _explain(card: Card) -> tuple[tuple[OutputSizeFormula, ...], tuple[Note, ...]]:
    """Return the formulas of a layer's axes and what is worth knowing about it."""
    layer, shape = card.plain, card.input_shape
    if shape is None or not card.step.enabled or len(shape) not in shown_dimensions(layer):
        return (), ()
    if takes_output_size(layer):  # no network gives it what it needs
        return (), ()
    formulas = formula_for(layer, shape[1:])
    shown = tuple(formula for formula in formulas if formula.substituted)
    return shown, worth_knowing(layer, shape)
