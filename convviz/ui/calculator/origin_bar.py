"""Above the calculator: which layer of the network it shows, and the way back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from convviz.ui.calculator.origin_texts import apply_tip, source_text, state_text, state_tip
from convviz.ui.network_return import network_return
from convviz.ui.theme import SPACING, set_icon, set_state
from convviz.ui.widgets.labels import ElidedLabel
from convviz.ui.widgets.number_texts import shape_text
from convviz.values.number_files import unread_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Document, Network, WeightsFile
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.number_reader import NumberReader


class OriginBar(QFrame):
    """Hidden while the calculator stands alone.

    Signals:
        back_wanted(): The network is to be shown, with the layer chosen.
        apply_wanted(): What was changed is to be written back, and the network shown.
        leave_wanted(): The calculator is to stand alone from now on.
    """

    back_wanted = Signal()
    apply_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, store: DocumentStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._problem = ""
        self._reader: NumberReader | None = None
        self._find_weights: Callable[[Network], WeightsFile | None] = lambda _network: None
        self._is_wanted = True
        self.back = QPushButton(self.tr("Back"), self)
        self.back.setProperty("flat", "true")
        self.back.setToolTip(self.tr("Back to the layer in the network"))
        set_icon(self.back, "mdi6.arrow-left")
        self.title, self.source, self.state = QLabel(self), ElidedLabel(self), QLabel(self)
        self.apply = QPushButton(self.tr("Apply to network"), self)
        self.apply.setProperty("primary", "true")
        self.leave = QToolButton(self)
        set_icon(self.leave, "mdi6.close")
        self.leave.setToolTip(self.tr("Detach the calculator from the network; its numbers stay"))
        self.leave.setAccessibleName(self.tr("Leave the network's layer"))
        self._assemble()
        self.back.clicked.connect(self.back_wanted)
        self.apply.clicked.connect(self.apply_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        store.changed.connect(self._show)
        self._show(store.document)

    def show_problem(self, sentence: str) -> None:
        """Say why the layer's own numbers could not be had; "" for nothing."""
        self._problem = sentence
        self._show(self._store.document)

    def watch(self, reader: NumberReader) -> None:
        """Say from now on which numbers are made up, or not read yet."""
        self._reader = reader
        reader.changed.connect(self._show_again)  # no lambda: the reader outlives this bar

    def know_weights(self, find_weights: Callable[[Network], WeightsFile | None]) -> None:
        """Say from now on whether edited weights can go back.

        Args:
            find_weights: Returns the trained weights that a network has.
        """
        self._find_weights = find_weights
        self._show(self._store.document)

    def set_wanted(self, *, wanted: bool) -> None:
        """Hide the bar while a lecture hall looks on, or show it again."""
        self._is_wanted = wanted
        self._show(self._store.document)

    def _show_again(self) -> None:
        self._show(self._store.document)

    def _assemble(self) -> None:
        self.setProperty("notice", "info")
        self.title.setProperty("role", "section")
        self.source.setProperty("muted", "true")
        self.state.setProperty("muted", "true")
        for label in (self.title, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, 0, SPACING, 0)
        row.setSpacing(3 * SPACING)
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addWidget(self.source, 1)
        row.addWidget(self.state)
        row.addWidget(self.apply)
        row.addWidget(self.leave)

    def _show(self, document: Document) -> None:
        origin = document.calculator.origin
        weights = None if origin is None else self._find_weights(document.network)
        way_back = network_return(document, weights)
        self.setVisible(origin is not None and self._is_wanted)
        if origin is None or way_back is None:
            self._problem = ""
            return
        shape = shape_text(document.calculator.input_shape)
        title = self.tr("{name} of the network ({shape})")
        self.title.setText(title.format(name=origin.name, shape=shape))
        made_up = self._made_up(document)
        is_reading = self._reader is not None and self._reader.is_reading
        source = self._problem or made_up or source_text(origin, is_there=not is_reading)
        self.source.setText(source)
        self.source.setToolTip(source)
        set_state(self.source, "muted", on=not (self._problem or made_up))
        self.state.setText(state_text(origin, way_back))
        self.state.setToolTip(state_tip(way_back))
        self.apply.setEnabled(way_back.can_apply)
        self.apply.setToolTip(apply_tip(way_back))

    def _made_up(self, document: Document) -> str:
        """Return which numbers are made up because their file is not there; "" for none."""
        reader = self._reader
        if reader is None or reader.failure is None:
            return ""
        calculator = document.calculator
        weight, shown = unread_block(calculator.weight), unread_block(calculator.input)
        if weight is not None and shown is not None:
            return self.tr("Its weights and its input are made up: their files are missing.")
        if weight is not None:
            return self.tr("Its weights are made up: their file is missing or changed.")
        if shown is not None:
            return self.tr("Its input is made up: the file is missing or changed.")
        return ""
