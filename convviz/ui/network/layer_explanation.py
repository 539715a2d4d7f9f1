"""How the output size of a convolution or a pooling comes about, axis by axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.core.layers import WindowedLayer
from convviz.core.output_size import OutputSizeFormula, formula_for
from convviz.core.worth_knowing import worth_knowing
from convviz.ui.error_sentences import explanation_text
from convviz.ui.theme import SPACING
from convviz.ui.widgets.formula_view import FormulaView
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.sentences import all_of

if TYPE_CHECKING:
    from convviz.ui.network.card_model import Card


class LayerExplanation(QWidget):
    """The formula with the layer's numbers in it, and what is worth knowing about them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: list[tuple[QLabel, FormulaView]] = []
        self._sentences: list[QLabel] = []
        self._formulas = QVBoxLayout()
        self._notes = QVBoxLayout()
        for part in (self._formulas, self._notes):
            part.setSpacing(SPACING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING * 2)
        layout.addWidget(SectionTitle(self.tr("Why this size"), self))
        layout.addLayout(self._formulas)
        layout.addLayout(self._notes)

    @property
    def sentences(self) -> list[str]:
        """The sentences that are shown."""
        return [label.text() for label in self._sentences if not label.isHidden()]

    @property
    def formulas(self) -> list[str]:
        """The formulas that are shown, as LaTeX."""
        return [view.latex for _, view in self._axes if not view.isHidden()]

    def show_card(self, card: Card) -> None:
        """Explain a layer; hide where there is nothing to explain."""
        formulas, sentences = _explain(card)
        self.setVisible(bool(formulas))
        self._show_formulas(formulas)
        while len(self._sentences) < len(sentences):
            label = QLabel(self)
            label.setWordWrap(True)
            label.setProperty("muted", "true")
            self._notes.addWidget(label)
            self._sentences.append(label)
        for number, label in enumerate(self._sentences):
            label.setVisible(number < len(sentences))
            if number < len(sentences):
                label.setText(sentences[number])

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
                names = [self._axis_name(axis, len(formulas)) for axis in axes]
                caption.setText(all_of(names))
                view.set_latex(latex)

    def _axis_name(self, axis: int, rank: int) -> str:
        if rank == 1:
            return self.tr("Length")
        return (self.tr("Depth"), self.tr("Height"), self.tr("Width"))[axis + 3 - rank]


def _explain(card: Card) -> tuple[tuple[OutputSizeFormula, ...], list[str]]:
    """Return the formulas of a layer's axes and the sentences about them."""
    layer = card.layer
    if not isinstance(layer, WindowedLayer) or card.input_shape is None or not card.step.enabled:
        return (), []
    try:
        spatial = layer.spatial(card.input_shape)
        formulas = formula_for(layer, spatial)
    except (ConvVizError, TypeError):
        # A shape of another rank, or a windowed layer whose sizes have no formula in letters.
        return (), []
    notes = worth_knowing(layer, card.input_shape)
    texts = (explanation_text(note.explanation) for note in notes)
    return tuple(f for f in formulas if f.substituted), list(dict.fromkeys(texts))
