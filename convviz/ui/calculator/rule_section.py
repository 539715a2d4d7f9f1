"""How the numbers of a calculation come about: in letters, then the last line with its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.core.formulas.plain_latex import plain_latex
from convviz.ui.theme import SPACING
from convviz.ui.widgets.formula_view import FormulaView


class RuleSection(QWidget):
    """Formulas, one below the other; hidden where a layer has none.

    Attributes:
        lines: The formulas that are shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[str, ...] = ()
        self._views: list[FormulaView] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show formulas, as LaTeX."""
        self.lines = lines
        while len(self._views) < len(lines):
            view = FormulaView(self)
            self._views.append(view)
            self._layout.addWidget(view)
        for number, view in enumerate(self._views):
            view.setVisible(number < len(lines))
            if number < len(lines):
                view.set_latex(lines[number], plain_latex(lines[number]))
