"""A field above the list of layers that finds them by name, type or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from convviz.ui.network.cards.layer_search import layers_found, next_found
from convviz.ui.theme import SPACING, set_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from convviz.ui.network.state import NetworkState


class FindBar(QWidget):
    """The field, how many layers are found, and ways to the next and the one before.

    Attributes:
        field: The field.
        count: Says which of how many layers is chosen.

    Signals:
        found(int): A layer is to be chosen, by its number.
        left(): It is closed; the list of layers is next.
    """

    found = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: NetworkState | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find a layer: name, type or number"))
        self.field.setAccessibleName(self.tr("Find a layer: name, type or number"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.count = QLabel(self)
        self.count.setProperty("muted", "true")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * SPACING, 0, 3 * SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for name, tip, forward in (
            ("mdi6.arrow-up", self.tr("The one before (Shift+Enter)"), False),
            ("mdi6.arrow-down", self.tr("The next one (Enter)"), True),
        ):
            button = QToolButton(self)
            set_icon(button, name)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _=False, forward=forward: self.go_on(forward=forward))
            layout.addWidget(button)
        close = QToolButton(self)
        set_icon(close, "mdi6.close")
        close.setToolTip(self.tr("Close (Esc)"))
        close.setAccessibleName(self.tr("Close (Esc)"))
        close.clicked.connect(self.close_bar)
        layout.addWidget(close)
        self.hide()

    def open_bar(self) -> None:
        """Show the field, and give it the keyboard."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._tell()

    def close_bar(self) -> None:
        """Hide it, and give the keyboard back to the list."""
        self.hide()
        self.left.emit()

    def show_state(self, state: NetworkState) -> None:
        """Take what the page shows: it is searched when somebody asks."""
        self._state = state
        if self.isVisible():
            self._tell()

    def go_on(self, *, forward: bool = True) -> None:
        """Choose the next layer that is found, or the one before."""
        if self._state is None:
            return
        numbers = layers_found(self._state.nodes, self.field.text())
        place = next_found(numbers, self._state.shown_number, forward=forward)
        if place is not None:
            self.found.emit(numbers[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter, leave by Esc."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go_on(forward=not is_back)
            case Qt.Key.Key_Escape:
                self.close_bar()
            case _:
                super().keyPressEvent(event)

    def _search(self) -> None:
        """Choose the first layer that is found from the chosen one on."""
        if self._state is None:
            return
        numbers = layers_found(self._state.nodes, self.field.text())
        if numbers and self._state.shown_number not in numbers:
            place = next_found(numbers, self._state.shown_number - 1)
            self.found.emit(numbers[place or 0])
        self._tell()

    def _tell(self) -> None:
        if self._state is None or not self.field.text().strip():
            self.count.setText("")
            return
        numbers, shown = (
            layers_found(self._state.nodes, self.field.text()),
            self._state.shown_number,
        )
        if not numbers:
            self.count.setText(self.tr("none"))
        elif shown in numbers:
            text = self.tr("{place} of {count}")
            self.count.setText(text.format(place=numbers.index(shown) + 1, count=len(numbers)))
        else:
            self.count.setText(str(len(numbers)))
