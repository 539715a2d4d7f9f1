"""The output-size formula of each axis: in letters, with the numbers, worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from convviz.core.output_size import OutputSizeFormula


class FormulaSection(QWidget):
    """Shows formulas; axes with the same numbers share one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._layout.addWidget(self._label)

    def show_formulas(self, formulas: tuple[OutputSizeFormula, ...]) -> None:
        """Show these, one an axis."""
        self._label.setText("\n".join(f.substituted for f in formulas))
