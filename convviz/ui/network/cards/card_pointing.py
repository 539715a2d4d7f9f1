"""What the mouse is at is lit in two places: a layer's card, and what a view has drawn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from convviz.ui.theme import RADIUS, current_palette

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from convviz.core.network.tree import Path
    from convviz.ui.network.cards.card_list import CardList
    from convviz.ui.network.presenter import NetworkPresenter


class _Lamp(QWidget):
    """A dotted outline around a card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the outline, as the views have theirs."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_palette().accent), 1.8, Qt.PenStyle.DotLine))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, RADIUS + 2, RADIUS + 2)
        painter.end()


class CardPointing(QObject):
    """Tells which card the mouse is at, and lights the card that a view points at."""

    def __init__(self, cards: CardList, presenter: NetworkPresenter) -> None:
        """Join them.

        Args:
            cards: The list.
            presenter: Passes on what is pointed at.
        """
        super().__init__(cards)
        self._cards, self._presenter = cards, presenter
        self._is_here = False
        self.lamp: QWidget = _Lamp(cards.viewport())
        cards.entered.connect(self._enter)
        cards.viewport().installEventFilter(self)
        presenter.pointed.connect(self._light)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the mouse leaves the cards."""
        if event.type() == QEvent.Type.Leave and self._is_here:
            self._presenter.point_at(None)
            self._is_here = False
        return super().eventFilter(watched, event)

    def _enter(self, index: QModelIndex) -> None:
        row = index.row()
        if 0 <= row < len(self._cards.cards):
            self._is_here = True
            self._presenter.point_at(self._cards.cards[row].path)

    def _light(self, path: Path | None) -> None:
        """Light the card of what is pointed at elsewhere, or of the folded block that holds it."""
        rows = [] if path is None or self._is_here else self._presenter.state.rows_of([path])
        self.lamp.setVisible(bool(rows))
        if rows:
            index = self._cards.model().index(rows[0], 0)
            parts = self._cards.delegate.parts(self._cards.visualRect(index), index)
            self.lamp.setGeometry(parts.card)
            self.lamp.raise_()
