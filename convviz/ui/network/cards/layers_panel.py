"""The left part of the page: the input's shape, the cards, and buttons for what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.error_sentences import explanation_text
from convviz.ui.network.cards.card_list import CardList
from convviz.ui.network.cards.card_painting import GAP, ICON, MARGIN, PADDING, paint_arrow
from convviz.ui.network.cards.failure_notice import FailureNotice
from convviz.ui.network.cards.find_bar import FindBar
from convviz.ui.network.cards.input_presets import InputPresets
from convviz.ui.network.cards.input_shape_field import InputShapeField
from convviz.ui.network.page_actions import LIST
from convviz.ui.theme import current_palette
from convviz.ui.widgets.field_note import FieldNote
from convviz.ui.widgets.labels import EmptyState, SectionTitle

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent

    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions


class _InputArrow(QWidget):
    """The arrow from the input's shape to the first card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(ICON, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_arrow(painter, self.rect(), current_palette(), known=True)
        painter.end()


class LayersPanel(QWidget):
    """The layers.

    Attributes:
        cards: The list of cards.
        failure: The notice that stands on the failing card.
        empty: What stands in place of the cards while there are none.
        input_field: The field of the input's shape.
        input_note: Says under it why its text is no shape.
        presets: Shapes to choose from.
        finder: Finds layers.

    Signals:
        input_edited(tuple): The input's shape was changed.
    """

    input_edited = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.failure = FailureNotice()
        self.cards = CardList(self.failure, self)
        self.cards.delegate.note_text = explanation_text
        self.cards.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._menu = QMenu(self)
        self.cards.customContextMenuRequested.connect(self._open_menu)
        self.input_field = InputShapeField(self)
        self.input_field.edited.connect(self.input_edited)
        self.input_field.unread_changed.connect(self._show_unread)
        self.input_note = FieldNote(self)
        self.presets = InputPresets(self)
        self.presets.chosen.connect(self.input_edited)
        self.finder = FindBar(self)
        self.empty = EmptyState(
            self.tr("No layer yet"),
            self.tr("Add the first one, or paste an nn.Sequential with Ctrl+V."),
            self.tr("Add layer…"),
        )
        self._buttons = QHBoxLayout()
        self._entry = QHBoxLayout()
        self._assemble()

    def show_actions(self, actions: PageActions) -> None:
        """Offer what can be done: in a menu on the cards, by keys in their list, and as buttons."""
        actions.attach(LIST, self.cards)
        self._menu.addActions(actions.menu())
        for name in ("templates", "add", "duplicate", "delete", "move up", "move down", "toggle"):
            self._buttons.addWidget(self._button(actions[name]))
        for name in ("find", "show lines"):
            self._entry.addWidget(self._button(actions[name]))

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show the network, and which of its layers are chosen."""
        if before is None or state.network is not before.network:
            self.input_field.show_shape(state.network.input_shape)
            self.presets.show_shape(state.network.input_shape)
            if state.failure is not None:
                self.failure.show_failure(state.failure, state.fixes)
            self._stack.setCurrentWidget(self.cards if state.cards else self.empty)
        self.cards.show_state(state)
        self.finder.show_state(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words under the field within the panel."""
        super().resizeEvent(event)
        self._show_unread()

    def _show_unread(self) -> None:
        field = self.input_field
        if not field.unread:
            self.input_note.silence()
            return
        bottom = field.mapTo(self, QPoint(0, field.height())).y()
        room = QRect(MARGIN, bottom, self.width() - 2 * MARGIN, FieldNote.line_height())
        self.input_note.say(field, field.unread, room, wrong=True)

    def _open_menu(self, place: QPoint) -> None:
        self._menu.popup(self.cards.viewport().mapToGlobal(place))

    def _assemble(self) -> None:
        title = SectionTitle(self.tr("Layers"), self)
        self._buttons.setContentsMargins(12, 8, 12, 4)
        self._buttons.setSpacing(2)
        self._buttons.addWidget(title)
        self._buttons.addStretch(1)
        caption = QLabel(self.tr("input"), self)
        caption.setProperty("muted", "true")
        caption.setBuddy(self.input_field)
        entry = self._entry
        entry.setContentsMargins(MARGIN + PADDING, 0, MARGIN, 0)
        entry.setSpacing(GAP // 2)
        entry.addWidget(_InputArrow(self))
        entry.addSpacing(GAP // 2)
        entry.addWidget(self.input_field)
        entry.addWidget(self.presets)
        entry.addWidget(caption)
        entry.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._buttons)
        layout.addLayout(entry)
        layout.addWidget(self.finder)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.cards)
        self._stack.addWidget(self.empty)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(300)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.iconText())
        return button
