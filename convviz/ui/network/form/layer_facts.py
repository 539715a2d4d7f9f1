"""What follows from a layer's settings: its shape, its counts written out, its tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from convviz.core.formulas.complexity import worked_mult_adds, worked_parameters
from convviz.ui.network.cards.cards import Card, CardState
from convviz.ui.network.texts import bytes_text
from convviz.ui.theme import set_code_font
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.core.formulas.complexity import WorkedProduct
    from convviz.core.layers import Shape

CAPTION_WIDTH = 108
"""Of the column of captions, so that values stay in one column whatever layer is shown."""


class LayerFacts(QWidget):
    """A list of captions and values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, CAPTION_WIDTH)
        self._captions: dict[QLabel, QLabel] = {}
        self._input = self._row(self.tr("Input"))
        self._output = self._row(self.tr("Output"))
        self._parameters = self._row(self.tr("Parameters"))
        self._mult_adds = self._row(
            self.tr("Multiply-adds"), self.tr("For one picture, forward, without biases")
        )
        self._weights = self._row(self.tr("Trained tensors"))
        self._buffers = self._row(
            self.tr("Kept tensors"), self.tr("Kept with the network, but not trained")
        )
        self._memory = self._row(self.tr("Output memory"), self.tr("For one picture, in float32"))

    def show_card(self, card: Card) -> None:
        """Show the facts of one layer; what is not known stays out."""
        known = card.state is CardState.FITS
        self._show(self._input, shape_text(card.input_shape) if card.input_shape else "")
        self._show(self._output, shape_text(card.output_shape or ()) if known else "—")
        layer, summary = card.plain, card.summary
        counted = known and card.step.enabled
        parameters = mult_adds = memory = ""
        if summary.num_params:
            parameters = _worked_text(summary.num_params, worked_parameters(layer))
        if summary.mult_adds and card.input_shape is not None:
            mult_adds = _worked_text(summary.mult_adds, worked_mult_adds(layer, card.input_shape))
        if counted:
            memory = bytes_text(summary.activation_bytes)
        self._show(self._parameters, parameters)
        self._show(self._mult_adds, mult_adds)
        self._show(self._weights, _tensors_text(layer.weight_shapes()) if counted else "")
        self._show(self._buffers, _tensors_text(layer.buffer_shapes()) if counted else "")
        self._show(self._memory, memory)

    def texts(self) -> dict[str, str]:
        """Return the visible captions and values."""
        return {
            caption.text(): value.text()
            for value, caption in self._captions.items()
            if not value.isHidden()
        }

    def _row(self, caption: str, tip: str = "") -> QLabel:
        label = QLabel(caption, self)
        label.setToolTip(tip)
        label.setProperty("muted", "true")
        value = QLabel(self)
        set_code_font(value, 0.95)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        value.setAccessibleName(caption)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._captions[value] = label
        return value

    def _show(self, value: QLabel, text: str) -> None:
        value.setText(text)
        value.setToolTip(text)
        for label in (value, self._captions[value]):
            label.setVisible(bool(text))


def _worked_text(number: int, worked: WorkedProduct) -> str:
    """Return 2,432 and, below it, 32×3×5×5 + 32.

    Where a layer has joined the batch, the product is of all its pictures: it stays out.
    """
    is_worked = worked.value == number and not worked.text.isdigit()
    return f"{number_text(number)}\n{worked.text}" if is_worked else number_text(number)


def _tensors_text(shapes: dict[str, Shape]) -> str:
    return "\n".join(f"{name} {shape_text(shape)}" for name, shape in shapes.items())
