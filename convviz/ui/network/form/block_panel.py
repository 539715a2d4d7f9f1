"""What is known of the chosen block, and its name; or how many parts are chosen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.network.block_texts import block_summary, block_title, repeats_summary
from convviz.ui.network.cards.cards import BlockCard, CardState
from convviz.ui.network.form.name_field import NameField
from convviz.ui.network.texts import failure_sentence, short_number_text
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.ui.network.state import NetworkState

_MARGIN = 16


class BlockPanel(QWidget):
    """The chosen block.

    Attributes:
        name_field: Its name.
        enabled_box: Whether the network runs it.

    Signals:
        renamed(str): It is to have another name; "" for none.
        enabled_toggled(bool): It is to run, or not.
    """

    renamed = Signal(str)
    enabled_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._summary = QLabel(self)
        self._summary.setProperty("muted", "true")
        self._summary.setWordWrap(True)
        self.enabled_box = QCheckBox(self.tr("Enabled"), self)
        self.enabled_box.setToolTip(self.tr("A disabled block passes its input on unchanged"))
        self.enabled_box.clicked.connect(self.enabled_toggled)
        self.name_field = NameField(self)
        self.name_field.renamed.connect(self.renamed)
        self._reason = QLabel(self)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setProperty("role", "error")
        self._reason.setWordWrap(True)
        self._facts = {name: QLabel("—", self) for name in ("input", "output", "params", "adds")}
        self._one = QWidget(self)
        self._assemble()

    @property
    def title(self) -> str:
        """What is shown."""
        return self._title.text()

    @property
    def reason(self) -> str:
        """Why it fails; "" when it does not."""
        return self._reason.text()

    def fact(self, name: str) -> str:
        """Return what is shown of input, output, params or adds."""
        return self._facts[name].text()

    def show_state(self, state: NetworkState) -> None:
        """Show the chosen block, or how many parts are chosen."""
        card = state.chosen_block
        self._one.setVisible(card is not None)
        if card is not None:
            self._show_block(card, state)
        elif state.chosen_repeats is not None:
            self._show_repeats(state.chosen_repeats)
        elif state.selected:
            text = self.tr("{count} parts chosen")
            self._title.setText(text.format(count=len(state.paths)))
            self._summary.setText(self.tr("Blocks are among them, which share no parameter."))
            self._reason.setText("")
            self.enabled_box.setChecked(any(card.enabled for card in state.chosen_cards))

    def _show_repeats(self, card: BlockCard) -> None:
        self._title.setText(block_title(card))
        self._summary.setText(repeats_summary(card))
        self._reason.setText("")
        self.enabled_box.setChecked(card.enabled)
        self._one.show()
        for part in self._of_name:
            part.hide()
        self._show_facts(card)

    def _show_block(self, card: BlockCard, state: NetworkState) -> None:
        self._title.setText(block_title(card))
        self._summary.setText(block_summary(card.block.kind))
        self.enabled_box.setChecked(card.enabled)
        self.name_field.show_name(card.block.name)
        self.name_field.setEnabled(card.can_be_named)
        failure = state.failure
        is_own = failure is not None and card.state is CardState.FAILS
        self._reason.setText(failure_sentence(failure) if is_own and failure is not None else "")
        for part in self._of_name:
            part.show()
        self._show_facts(card)

    def _show_facts(self, card: BlockCard) -> None:
        shapes = {"input": card.input_shape, "output": card.output_shape}
        for name, shape in shapes.items():
            self._facts[name].setText("—" if shape is None else shape_text(shape))
        self._facts["params"].setText(number_text(card.summary.num_params))
        self._facts["adds"].setText(short_number_text(card.summary.mult_adds))

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.enabled_box)
        grid = QGridLayout(self._one)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        caption = QLabel(self.tr("name"), self._one)
        caption.setBuddy(self.name_field)
        self._of_name = (caption, self.name_field)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.name_field, 0, 1)
        captions = {
            "input": self.tr("input"),
            "output": self.tr("output"),
            "params": self.tr("parameters"),
            "adds": self.tr("multiply-adds"),
        }
        for row, (name, text) in enumerate(captions.items(), start=1):
            label = QLabel(text, self._one)
            label.setProperty("muted", "true")
            grid.addWidget(label, row, 0)
            grid.addWidget(self._facts[name], row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._summary)
        layout.addWidget(self._one)
        layout.addWidget(self._reason)
        layout.addStretch(1)
        self.setMinimumWidth(360)
        self.setAccessibleName(self.tr("The chosen block"))
