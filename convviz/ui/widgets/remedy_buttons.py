"""Remedies as buttons in lines, each telling what the output is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from convviz.core.code.writing import layer_call, value_code
from convviz.core.losses.of_output import name_in_loss
from convviz.core.remedies.remedy import RemedyKind, place_text
from convviz.ui.theme import SPACING
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.remedies.remedy import Remedy


class RemedyButtons(QWidget):
    """A button a remedy; hidden while there is none.

    Attributes:
        buttons: In the order shown.

    Signals:
        chosen(Remedy): Its button was pressed.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._shown: tuple[Remedy, ...] = ()
        self._flow = FlowLayout(self, gap=SPACING, line_gap=SPACING)
        self.hide()

    def show_remedies(self, remedies: Iterable[Remedy]) -> None:
        """Offer these; the same ones as before keep their buttons, and the keyboard."""
        offered = tuple(remedies)
        if offered != self._shown:
            self._shown = offered
            self._clear()
            for remedy in offered:
                self._add(remedy)
        self.setVisible(bool(self.buttons))

    def _add(self, remedy: Remedy) -> None:
        if remedy.kind is RemedyKind.CHANGE_INPUT and isinstance(remedy.value, tuple):
            text = self.tr("Input {shape}").format(shape=shape_text(remedy.value))
        elif remedy.kind is RemedyKind.SET_PARAMETER:
            text = f"{remedy.parameter}={value_code(remedy.value)}"
        elif remedy.kind is RemedyKind.SET_NUMBER:
            text = f"{name_in_loss(remedy.parameter)}{place_text(remedy.place)} = {remedy.value}"
        elif remedy.kind is RemedyKind.SET_TENSOR and remedy.form is not None:
            form = remedy.form
            text = f"{remedy.parameter} {shape_text(form.shape) or '()'} {form.dtype}"
        elif remedy.kind is RemedyKind.SET_TENSOR:
            text = self.tr("Other numbers in {parameter}")
            text = text.format(parameter=name_in_loss(remedy.parameter))
        elif remedy.kind is RemedyKind.REPLACE_LAYER and remedy.layer is not None:
            text = layer_call(remedy.layer)
        else:
            return
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        if remedy.output_shape is not None:
            shape = shape_text(remedy.output_shape)
            button.setToolTip(self.tr("The output is then {shape}").format(shape=shape))
        button.clicked.connect(lambda _checked=False: self.chosen.emit(remedy))
        self._flow.addWidget(button)
        self.buttons.append(button)
        button.show()

    def _clear(self) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()
