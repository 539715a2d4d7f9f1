"""The list of cards: choosing, dragging to another place, and the notice on the failing card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from convviz.core.network.tree_edits import outermost
from convviz.ui.network.block_texts import card_title
from convviz.ui.network.cards.card_changes import drop_places, keeps_heights
from convviz.ui.network.cards.card_delegate import CardDelegate, card_tooltip, symbol_place
from convviz.ui.network.cards.card_drag import HOT_SPOT, drag_chip, paint_landing, paint_leaving
from convviz.ui.network.cards.card_model import CARD_ROLE, MIME_TYPE, CardModel
from convviz.ui.network.cards.card_painting import DEEPEST_INDENT, INDENT, MARGIN
from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState
from convviz.ui.network.cards.compact_rows import icon_place
from convviz.ui.theme import theme_notifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from convviz.core.network.tree import Path
    from convviz.ui.network.state import NetworkState


class CardList(QListView):
    """The cards of the network.

    Signals:
        chosen(list[int], int): other cards are selected, or another one is current: the selected
            rows, and the current one, -1 for none.
        moved(list[int], tuple): rows were dragged to a place in the network, its path.
        toggled(int): the eye of a card was clicked.
        folded(int): the arrow of a block was clicked, or its card twice.
    """

    chosen = Signal(list, int)
    moved = Signal(list, tuple)
    toggled = Signal(int)
    folded = Signal(int)

    def __init__(self, notice: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CardModel(self)
        self._delegate = CardDelegate(self)
        self._drop_row: int | None = None
        self._drop_place: Path = ()
        self._leaving = frozenset[int]()
        self._keeps_heights = False
        self._notice = notice
        notice.setParent(self.viewport())
        notice.hide()
        notice.installEventFilter(self)
        self._delegate.notice_height = self._notice_height
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(False)  # paintEvent draws where layers would go
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Layers of the network"))
        self.setObjectName("networkCards")
        self.verticalScrollBar().setSingleStep(24)
        self.selectionModel().selectionChanged.connect(self._announce_choice)
        self.selectionModel().currentChanged.connect(self._announce_choice)
        theme_notifier().changed.connect(self.viewport().update)

    @property
    def delegate(self) -> CardDelegate:
        """What paints the cards."""
        return self._delegate

    @property
    def cards(self) -> tuple[AnyCard, ...]:
        """The cards shown now."""
        return self._model.cards

    def show_state(self, state: NetworkState) -> None:
        """Show cards, and which are chosen; announces nothing. The scroll position stays."""
        with QSignalBlocker(self):  # Qt chooses for itself while rows come and go
            before = self.cards
            # Lines are alike but for one that fails: then Qt need not ask each for its size.
            self.setUniformItemSizes(state.is_compact and state.failure is None)
            if state.is_compact != self._delegate.is_compact:
                self._delegate.set_compact(state.is_compact)
                self.doItemsLayout()
                self.scrollTo(self.currentIndex())
            if state.cards is not before:
                is_compact = state.is_compact
                self._keeps_heights = keeps_heights(before, state.cards, shows_notes=not is_compact)
                self._model.show(state.cards)
                if not self._keeps_heights:
                    self.doItemsLayout()
                self._keeps_heights = False
                self._place_notice()
            self._keeps_heights = True  # a mark changes none
            self._model.show_advised(state.advised_paths)
            self._keeps_heights = False
            if state.cards and self._choice() != (list(state.selected), state.current):
                self._choose(state.selected, state.current)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] | None = None,
    ) -> None:
        """Paint rows anew; to lay all of them out as well, as QListView does, would be felt."""
        if self._keeps_heights:
            QAbstractItemView.dataChanged(self, first, last, list(roles or ()))
        else:
            super().dataChanged(first, last, list(roles or ()))

    def selected_rows(self) -> list[int]:
        """Return the selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def current_row(self) -> int:
        """Return the row whose form is shown; -1 for none."""
        return self.currentIndex().row()

    def select(self, rows: Iterable[int]) -> None:
        """Select rows, make the first of them current and bring it into view."""
        wanted = [row for row in rows if 0 <= row < self._model.rowCount()]
        with QSignalBlocker(self):
            self._choose(wanted, wanted[0] if wanted else -1)
        self._announce_choice()

    def _choose(self, rows: Sequence[int], current: int) -> None:
        selection = QItemSelection()
        for row in rows:
            index = self._model.index(row)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        if current >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(current), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if rows:
            self.scrollTo(self._model.index(rows[0]))

    def _choice(self) -> tuple[list[int], int]:
        return self.selected_rows(), self.current_row()

    def _announce_choice(self) -> None:
        self.chosen.emit(*self._choice())

    def row_at(self, place: QPoint) -> int:
        """Return before which row something dropped at a place of the viewport goes."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, place.y()))
        if not index.isValid():
            above = place.y() < self.visualRect(self._model.index(0)).top()
            return 0 if above else self._model.rowCount()
        card = self._delegate.parts(self.visualRect(index), index).card
        return index.row() + (place.y() >= card.center().y())

    def doItemsLayout(self) -> None:
        """Lay the rows out, and the notice onto its card."""
        super().doItemsLayout()
        self._place_notice()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room anew when the notice's contents need another height."""
        if watched is self._notice and event.type() == QEvent.Type.LayoutRequest:
            self.scheduleDelayedItemsLayout()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notice on its card."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the notice on its card."""
        super().scrollContentsBy(dx, dy)
        self._place_notice()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Enable or disable the layer whose eye was clicked, or fold the block of an arrow."""
        place = event.position().toPoint()
        row, block = self._toggle_at(place), self._arrow_at(place)
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if row is not None:
            self.toggled.emit(row)
        elif block is not None:
            self.folded.emit(block)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a block whose card is clicked twice."""
        super().mouseDoubleClickEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        is_elsewhere = self._arrow_at(place) is None and self._toggle_at(place) is None
        if index.isValid() and isinstance(index.data(CARD_ROLE), BlockCard) and is_elsewhere:
            self.folded.emit(index.row())

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tooltips: the eye's own, or the layer's call and shapes."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            if self._toggle_at(event.pos()) is not None:
                text = self.tr("Enable or disable the layer")
            else:
                text = self._tooltip(index.data(CARD_ROLE)) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def _tooltip(self, card: AnyCard) -> str:
        """Return what a row says: in one line there is no room for what is worth knowing."""
        notes = card.notes if self._delegate.is_compact else ()
        return "\n".join((card_tooltip(card), *map(self._delegate.note_text, notes)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take layers of this network."""
        if event.mimeData().hasFormat(MIME_TYPE):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the layers would go, and scroll near the edges."""
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(MIME_TYPE):
            place = event.position().toPoint()
            self._drop_place = self.place_at(place)
            self._show_drop(self.row_at(place))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget where the layers would go."""
        super().dragLeaveEvent(event)
        self._show_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the model changes when the document does."""
        rows = bytes(event.mimeData().data(MIME_TYPE).data()).decode()
        target = self.place_at(event.position().toPoint())
        self._show_drop(None)
        self._leaving = frozenset()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        # As a copy, so that Qt does not remove the rows itself.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if rows:
            self.moved.emit([int(row) for row in rows.split(",")], target)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the chosen cards as a small chip, which leaves the place of landing in view."""
        indexes, rows = self.selectedIndexes(), self.selected_rows()
        if not rows:
            return
        name = card_title(self.cards[rows[0]])
        count = sum(len(self.cards[row].paths) for row in rows)
        several = self.tr("{count} layers").format(count=count)
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData(indexes))
        drag.setPixmap(drag_chip(name if len(rows) == 1 else several, self.devicePixelRatioF()))
        drag.setHotSpot(HOT_SPOT)
        self._leaving = frozenset(rows)
        self.viewport().update()
        drag.exec(actions, Qt.DropAction.MoveAction)
        self._leaving = frozenset()
        self._show_drop(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, and where dragged layers would go."""
        super().paintEvent(event)
        if not self._leaving and self._drop_row is None:
            return
        painter = QPainter(self.viewport())
        for row in self._leaving:
            index = self._model.index(row)
            paint_leaving(painter, self._delegate.parts(self.visualRect(index), index).card)
        if self._drop_row is not None and not self._stays(self._drop_place):
            left, right = self._indent(self._drop_place), self.viewport().width() - MARGIN
            paint_landing(painter, left, right, self._drop_line(self._drop_row))
        painter.end()

    def _stays(self, target: Path) -> bool:
        """Return whether cards that are dropped at a place would stand where they stand."""
        paths = outermost(path for row in self._leaving for path in self.cards[row].paths)
        if not paths:
            return False
        if any(target[: len(path)] == path for path in paths if len(path) < len(target)):
            return True  # a block does not go into itself
        *block, first = paths[0]
        follow_each_other = paths == [(*block, first + number) for number in range(len(paths))]
        is_same_block = list(target[:-1]) == block
        return follow_each_other and is_same_block and first <= target[-1] <= first + len(paths)

    def _drop_line(self, row: int) -> int:
        """Return the height of the middle between the cards before and behind a place."""
        if row == 0:
            return max(6, self.visualRect(self._model.index(0)).top() - 2)
        index = self._model.index(row - 1)
        return self._delegate.parts(self.visualRect(index), index).link.center().y()

    def _show_drop(self, row: int | None) -> None:
        self._drop_row = row
        self.viewport().update()

    def _toggle_at(self, place: QPoint) -> int | None:
        index = self.indexAt(place)
        if index.isValid():
            parts = self._delegate.parts(self.visualRect(index), index)
            if parts.toggle.contains(place):
                return index.row()
        return None

    def _arrow_at(self, place: QPoint) -> int | None:
        """Return the row of the block whose arrow is at a place."""
        index = self.indexAt(place)
        if not index.isValid() or not isinstance(index.data(CARD_ROLE), BlockCard):
            return None
        head = self._delegate.parts(self.visualRect(index), index).head
        symbol = icon_place(head) if self._delegate.is_compact else symbol_place(head)
        arrow = symbol.adjusted(-6, -6, 6, 6)
        return index.row() if arrow.contains(place) else None

    def place_at(self, place: QPoint) -> Path:
        """Return where in the network something dropped at a place of the viewport goes."""
        row = self.row_at(place)
        places = drop_places(self.cards, row)
        if len(places) == 1:
            return places[0]
        before = self._model.index(row - 1)
        if place.y() <= self._delegate.parts(self.visualRect(before), before).card.bottom():
            return places[0]
        behind = self._model.index(row)
        if behind.isValid() and place.y() >= self.visualRect(behind).top():
            return places[-1]
        reached = [path for path in places if self._indent(path) <= place.x()]
        return reached[0] if reached else places[-1]

    def _indent(self, path: Path) -> int:
        return MARGIN + INDENT * min(len(path) - 1, DEEPEST_INDENT)

    def _notice_height(self, width: int) -> int:
        if self._notice.hasHeightForWidth():
            return self._notice.heightForWidth(width)
        return self._notice.sizeHint().height()

    def _place_notice(self) -> None:
        failing = self._failing_row()
        if failing is None:
            self._notice.hide()
            return
        index = self._model.index(failing)
        room: QRect = self._delegate.parts(self.visualRect(index), index).notice
        self._notice.setGeometry(room)
        self._notice.show()

    def _failing_row(self) -> int | None:
        states = [card.state for card in self._model.cards]
        return states.index(CardState.FAILS) if CardState.FAILS in states else None
