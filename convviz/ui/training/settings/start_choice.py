"""What training begins with, where the network has weights of its own: those, or new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from convviz.protocol.run_start import file_text
from convviz.ui.setting_texts import setting_name
from convviz.ui.theme import SPACING
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.protocol.document import Document


class StartChoice(QWidget):
    """A choice of two; hidden where the network has no weights, and so nothing is to be chosen.

    Attributes:
        given: Begins with the network's weights.
        new: Begins with new ones.

    Signals:
        chosen(object): None for the network's weights, True for new ones, as the document has it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given = QRadioButton(self.tr("The network's weights"))
        self.new = QRadioButton(self.tr("New weights"))
        self._group = QButtonGroup(self)
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACING * 4)
        column.setSpacing(SPACING)
        column.addWidget(SectionTitle(setting_name("new_weights")))
        for button, value in ((self.given, None), (self.new, True)):
            self._group.addButton(button)
            button.clicked.connect(lambda _on=False, value=value: self.chosen.emit(value))
            column.addWidget(button)
        column.addWidget(self._note)
        self.hide()

    def show_document(self, document: Document) -> None:
        """Show what the document says, without announcing it."""
        weights, is_new = document.network.weights, bool(document.training.new_weights)
        self.setVisible(weights is not None)
        if weights is None:
            return
        chosen = self.new if is_new else self.given
        chosen.setChecked(True)
        self.given.setToolTip(file_text(weights))
        self._note.setText(
            self.tr("Made from the seed, as the settings of initial weights say.")
            if is_new
            else self.tr(
                "With the running values of BatchNorm. The settings of initial weights are not "
                "used."
            )
        )

    def set_locked(self, reason: str) -> None:
        """Admit no other choice and say why; "" admits it."""
        for button in (self.given, self.new):
            button.setEnabled(not reason)
        self.new.setToolTip(reason)
