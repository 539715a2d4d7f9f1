"""Which parameters the solver must leave: a small switch each, with its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from convviz.core.code.writing import value_code
from convviz.core.solver.kept import SLIDING_PARAMETERS
from convviz.ui.theme import SPACING, set_code_font
from convviz.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer


class SolverKeeps(QWidget):
    """The switches. What is kept stays so for other layers that have it.

    Attributes:
        switches: By the parameter's name.

    Signals:
        changed(): Another set of parameters is to be kept.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switches: dict[str, QToolButton] = {}
        self._names: tuple[str, ...] = ()
        self._flow = FlowLayout(self, gap=SPACING, line_gap=SPACING)
        caption = QLabel(self.tr("Keep"), self)
        caption.setProperty("role", "caption")
        caption.setToolTip(self.tr("What is kept stays as it is; the rest may change"))
        self._flow.addWidget(caption)
        for name in SLIDING_PARAMETERS:
            self._add(name)

    @property
    def kept(self) -> frozenset[str]:
        """Names of the parameters to keep, of those that the layer has."""
        return frozenset(name for name in self._names if self.switches[name].isChecked())

    def show_layer(self, layer: Layer, names: Sequence[str]) -> None:
        """Show the layer's values; a single parameter has to change, so it has no switch."""
        self._names = tuple(name for name in names if name in self.switches and len(names) > 1)
        for name in self._names:
            self.switches[name].setText(f"{name}={value_code(getattr(layer, name))}")
        for name, switch in self.switches.items():
            switch.setVisible(name in self._names)
        self.setVisible(bool(self._names))

    def release(self) -> None:
        """Let everything change."""
        for switch in self.switches.values():
            switch.setChecked(False)

    def _add(self, name: str) -> None:
        switch = QToolButton(self)
        switch.setCheckable(True)
        set_code_font(switch, 0.85)
        switch.setProperty("chip", "true")
        switch.setToolTip(self.tr("Keep {name} as it is").format(name=name))
        switch.setAccessibleName(self.tr("Keep {name}").format(name=name))
        switch.toggled.connect(lambda _on: self.changed.emit())
        switch.ensurePolished()  # before its text is measured, and its size remembered
        self._flow.addWidget(switch)
        self.switches[name] = switch
