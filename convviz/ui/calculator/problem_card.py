"""Why the settings are refused, and the nearest values that are not, to click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.core.remedies import remedies
from convviz.core.remedy import Remedy, RemedyKind
from convviz.core.shown_layers import infer_shown
from convviz.core.torch_code import value_code
from convviz.ui.calculator.planes import shape_text
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING, icon, theme_notifier
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.model.extent import TooLargeError

_ICON_SIZE = 20


class ProblemCard(QFrame):
    """Shows a refusal with its remedies as buttons; hidden while there is none.

    Signals:
        remedy_chosen(Remedy): Its button was clicked.
    """

    remedy_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", "error")
        self._icon = QLabel(self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._try = QLabel(self.tr("The nearest settings that work:"), self)
        self._try.setProperty("role", "caption")
        self._flow_host = QWidget(self)
        self._flow = FlowLayout(self._flow_host, gap=SPACING, line_gap=SPACING)
        head = QHBoxLayout()
        head.setSpacing(2 * SPACING)
        head.addWidget(self._icon)
        head.addWidget(self.reason, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * SPACING)
        layout.addLayout(head)
        layout.addWidget(self._try)
        layout.addWidget(self._flow_host)
        theme_notifier().changed.connect(self._show_icon)
        self._show_icon()
        self.hide()

    def show_refusal(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Say why, and offer what would mend it."""
        self._clear()
        if isinstance(error, ConvVizError):
            self.reason.setText(error_sentence(error))
            for remedy in _remedies(calculator, error):
                self._add(remedy)
        else:
            self.reason.setText(
                self.tr(
                    "The settings are valid and give {shape}, but that is {cells} cells: more "
                    "than can be drawn one by one ({limit}). The formula holds all the same."
                ).format(
                    shape=shape_text(error.output_shape),
                    cells=number_text(error.cells),
                    limit=number_text(error.limit),
                )
            )
        self._try.setVisible(bool(self.buttons))
        self._flow_host.setVisible(bool(self.buttons))
        self.setAccessibleName(self.reason.text())
        self.show()

    def _add(self, remedy: Remedy) -> None:
        if remedy.kind is RemedyKind.CHANGE_INPUT and isinstance(remedy.value, tuple):
            text = self.tr("Input {shape}").format(shape=shape_text(remedy.value))
        elif remedy.kind is RemedyKind.SET_PARAMETER:
            text = f"{remedy.parameter}={value_code(remedy.value)}"
        else:
            return
        button = QPushButton(text, self._flow_host)
        if remedy.output_shape is not None:
            shape = shape_text(remedy.output_shape)
            button.setToolTip(self.tr("The output is then {shape}").format(shape=shape))
        button.clicked.connect(lambda _checked=False: self.remedy_chosen.emit(remedy))
        self._flow.addWidget(button)
        self.buttons.append(button)

    def _clear(self) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()

    def _show_icon(self) -> None:
        pixmap = icon("mdi6.alert-circle-outline", "error").pixmap(_ICON_SIZE, _ICON_SIZE)
        self._icon.setPixmap(pixmap)


def _remedies(calculator: Calculator, error: ConvVizError) -> tuple[Remedy, ...]:
    """Return what would mend a refusal of one picture, without a batch."""
    return remedies(calculator.layer, calculator.input_shape, error, infer=infer_shown)
