"""Why the settings are refused, and the nearest values that are not, to click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.stepping.scene.extent import TooLargeError, TooMuch
from convviz.ui.calculator.refusal import refusal_remedies
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING, IconRole, icon_pixmap, restyle, theme_notifier
from convviz.ui.widgets.number_texts import number_text, shape_text
from convviz.ui.widgets.remedy_buttons import RemedyButtons

if TYPE_CHECKING:
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.document import Calculator

_ICON_SIZE = 20
_ICONS: Final[dict[str, tuple[str, IconRole]]] = {
    "error": ("mdi6.alert-circle-outline", "error"),
    "info": ("mdi6.information-outline", "accent"),
}


class ProblemCard(QFrame):
    """Shows a refusal with its remedies as buttons; hidden while there is none.

    What is only too large to draw is no refusal, and does not look like one.

    Attributes:
        offered: What would mend the refusal.

    Signals:
        remedy_chosen(Remedy): Its button was clicked.
    """

    remedy_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", "error")
        self.offered: tuple[Remedy, ...] = ()
        self._icon = QLabel(self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.remedies = RemedyButtons(self)
        self._try = QLabel(self.tr("The nearest settings that work:"), self)
        self._try.setProperty("role", "caption")
        head = QHBoxLayout()
        head.setSpacing(2 * SPACING)
        head.addWidget(self._icon)
        head.addWidget(self.reason, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * SPACING)
        layout.addLayout(head)
        layout.addWidget(self._try)
        layout.addWidget(self.remedies)
        self.remedies.chosen.connect(self.remedy_chosen)
        theme_notifier().changed.connect(self._show_icon)
        self._show_icon()
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """The remedies' buttons."""
        return self.remedies.buttons

    def show_refusal(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Say why, and offer what would mend it."""
        self.setProperty("notice", "error" if isinstance(error, ConvVizError) else "info")
        self.offered = ()
        if isinstance(error, ConvVizError):
            self.reason.setText(error_sentence(error, len(calculator.input_shape) - 1))
            self.offered = refusal_remedies(calculator, error)
            self.remedies.show_remedies(self.offered)
        else:
            self.remedies.show_remedies(())
            self.reason.setText(self._too_large_sentence(error))
        restyle(self)
        self._show_icon()
        self._try.setVisible(bool(self.buttons))
        self.setAccessibleName(self.reason.text())
        self.show()

    def _too_large_sentence(self, error: TooLargeError) -> str:
        sentences = {
            TooMuch.CELLS: self.tr(
                "The settings are valid and give {shape}, but {cells} cells are more than "
                "can be drawn one by one ({limit}). The formula holds all the same."
            ),
            TooMuch.STEP: self.tr(
                "The settings are valid and give {shape}, but one step reads {cells} cells of a "
                "channel: more than can be drawn one by one ({limit}). The formula holds all the "
                "same."
            ),
            TooMuch.UPDATES: self.tr(
                "The settings are valid and give {shape}, but {cells} steps are more than can be "
                "worked out one by one ({limit})."
            ),
            TooMuch.AXIS: self.tr(
                "The settings are valid and give {shape}, but along one axis the windows read "
                "{cells} cells: more than can be listed one by one ({limit}). The formula holds "
                "all the same."
            ),
        }
        return sentences[error.what].format(
            shape=shape_text(error.output_shape),
            cells=number_text(error.cells),
            limit=number_text(error.limit),
        )

    def _show_icon(self) -> None:
        name, role = _ICONS[str(self.property("notice"))]
        self._icon.setPixmap(icon_pixmap(name, _ICON_SIZE, role))
