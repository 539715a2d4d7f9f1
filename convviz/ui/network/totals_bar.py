"""The network's totals: parameters, multiply-adds, memory, output shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.ui.network.texts import bytes_text
from convviz.ui.theme import current_palette, set_ui_font
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from convviz.core.network.sequential import NetworkStep
    from convviz.core.network.summary import NetworkSummary


class TotalsBar(QFrame):
    """A line of numbers with their captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, QLabel] = {}
        self._awaited: tuple[NetworkSummary, str] | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 8)
        layout.setSpacing(32)
        self._columns = layout
        self._add("output", self.tr("Output"), self.tr("The shape of one picture's result"))
        self._add("layers", self.tr("Layers"), self.tr("Enabled layers, of all"))
        self._add("parameters", self.tr("Parameters"), self.tr("Numbers that training changes"))
        self._add(
            "mult_adds",
            self.tr("Multiply-adds"),
            self.tr(
                "One multiplication and one addition each; forward, for one picture, without biases"
            ),
        )
        self._add(
            "memory",
            self.tr("Activations"),
            self.tr("Memory of the input and every output, for one picture in float32"),
        )
        self._add("weights", self.tr("Weights"), self.tr("Memory of the parameters, in float32"))
        self._add(
            "field",
            self.tr("Receptive field"),
            self.tr("Cells of the input that one cell of the last layer sees"),
        )
        layout.addStretch(1)

    def show_totals(self, steps: Sequence[NetworkStep], summary: NetworkSummary) -> None:
        """Show the totals of a network; after a failure those of the layers before it."""
        result = summary.result
        failed = result.failure is not None
        enabled = sum(step.enabled for step in steps)
        layers = number_text(enabled)
        if enabled != len(steps):
            layers = self.tr("{enabled} of {all}").format(enabled=enabled, all=len(steps))
        prefix = "≥ " if failed else ""
        self._show("output", "—" if failed else shape_text(result.output_shape))
        self._show("layers", layers)
        self._show("parameters", prefix + number_text(summary.num_params))
        self._show("mult_adds", prefix + number_text(summary.mult_adds))
        self._show("memory", prefix + bytes_text(summary.activation_bytes))
        self._show("weights", prefix + bytes_text(summary.param_bytes))
        # The one number that takes a while to find: the edit itself is on screen before.
        self._awaited = (summary, prefix)
        self._later.start()

    def _show_field(self) -> None:
        if self._awaited is not None:
            awaited, self._awaited = self._awaited, None
            self._show("field", self._field_text(*awaited))

    def _field_text(self, summary: NetworkSummary, prefix: str) -> str:
        result = summary.result
        ends = [row.index for row in result.rows if row.path == result.last]
        # Behind a failure the field is the last one known; a block at the end has several.
        if (result.failure is not None and result.rows) or (not result.blocks and result.rows):
            ends = [len(result.rows) - 1]
        if not ends:
            return "—"
        size = summary.seen_size(ends[-1])
        if size is None:
            return self.tr("whole input")
        return prefix + shape_text(size) if size else "—"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line that parts the bar from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(current_palette().border))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def value_text(self, name: str) -> str:
        """Return the number shown under a caption, by its name in the code."""
        self._show_field()
        return self._values[name].text()

    def _add(self, name: str, caption: str, tip: str) -> None:
        title = QLabel(caption, self)
        title.setProperty("role", "caption")
        set_ui_font(title, 0.85)
        value = QLabel("—", self)
        set_ui_font(value, 1.1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(value)
        for label in (title, value):
            label.setToolTip(tip)
        title.setBuddy(value)
        value.setAccessibleName(caption)
        self._columns.addLayout(column)
        self._values[name] = value

    def _show(self, name: str, text: str) -> None:
        self._values[name].setText(text)
