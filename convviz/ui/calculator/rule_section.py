"""How the numbers of a calculation come about: in letters, then the last line with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.core.formulas.rule_latex import has_letter, rule_latex
from convviz.ui.theme import SPACING
from convviz.ui.widgets.formula_view import FormulaView
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Mapping


class RuleSection(QWidget):
    """Formulas, one below the other; hidden where a layer has none.

    Attributes:
        lines: The formulas that are shown.
        legend: What their letters stand for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[str, ...] = ()
        self._views: list[FormulaView] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING)
        self.legend = QLabel(self)
        self.legend.setProperty("role", "caption")
        self.legend.setWordWrap(True)
        self._layout.addWidget(self.legend)

    def show_lines(self, lines: tuple[str, ...], letters: Mapping[str, str]) -> None:
        """Show formulas.

        Args:
            lines: As LaTeX.
            letters: For which of torch's parameters letters stand.
        """
        self.lines = lines
        known = (f"{a} {name}" for a, name in letters.items() if _stands_in(lines, a))
        self.legend.setText(listed(tuple(known)))
        self.legend.setVisible(bool(self.legend.text()))
        while len(self._views) < len(lines):
            view = FormulaView(self)
            self._views.append(view)
            self._layout.insertWidget(len(self._views) - 1, view)
        for number, view in enumerate(self._views):
            view.setVisible(number < len(lines))
            if number < len(lines):
                view.set_latex(lines[number])


def _stands_in(lines: tuple[str, ...], letter: str) -> bool:
    """Return whether a letter is used in formulas, and none of them says what it is."""
    made = f"{rule_latex(letter)} ="
    is_made = any(line.startswith(made) for line in lines)
    return not is_made and any(has_letter(line, letter) for line in lines)
