"""Asks for the seed of random numbers, and the range of random integers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QWidget

from convviz.protocol.recipes import LARGEST_RANDOM, LARGEST_SEED, Fill, FillPattern


class SeedDialog(QDialog):
    """A seed, and for integers the smallest and the largest.

    Signals:
        chosen(Fill): The numbers that were asked for.
    """

    chosen = Signal(object)

    def __init__(self, fill: Fill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pattern = fill.pattern
        self.setWindowTitle(self.tr("Random numbers"))
        form = QFormLayout(self)
        self.seed = self._spin(0, LARGEST_SEED, min(max(fill.seed, 0), LARGEST_SEED))
        form.addRow(self.tr("Seed"), self.seed)
        self.low = self._spin(-LARGEST_RANDOM, LARGEST_RANDOM, fill.low)
        self.high = self._spin(-LARGEST_RANDOM, LARGEST_RANDOM, fill.high)
        self.low.valueChanged.connect(self.high.setMinimum)
        self.high.setMinimum(fill.low)
        if fill.pattern is FillPattern.RANDOM_INTEGERS:
            form.addRow(self.tr("Smallest number"), self.low)
            form.addRow(self.tr("Largest number"), self.high)
        else:
            self.low.hide()
            self.high.hide()
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.accepted.connect(self._announce)
        self.seed.selectAll()

    def _spin(self, smallest: int, largest: int, value: int) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(smallest, largest)
        spin.setValue(value)
        return spin

    def _announce(self) -> None:
        low, high = self.low.value(), self.high.value()
        self.chosen.emit(Fill(self._pattern, self.seed.value(), low, high))
