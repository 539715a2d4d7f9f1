"""The cards of the network as a Qt model: one row a layer, and one a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from convviz.ui.network.block_texts import block_title
from convviz.ui.network.cards.card_changes import changed_middle
from convviz.ui.network.cards.cards import AnyCard, BlockCard, CardState
from convviz.ui.network.texts import short_number_text
from convviz.ui.widgets.number_texts import number_text, shape_text
from convviz.ui.widgets.sentences import labelled, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Path


CARD_ROLE: Final = Qt.ItemDataRole.UserRole
"""The :class:`Card` or :class:`BlockCard` of a row."""

MIME_TYPE: Final = "application/x-convviz-layers"
"""Dragged layers: their rows, comma-separated."""


class CardModel(QAbstractListModel):
    """The cards. Only rows that differ are announced, so that the view keeps its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[AnyCard, ...] = ()
        self._advised: frozenset[Path] = frozenset()

    @property
    def cards(self) -> tuple[AnyCard, ...]:
        """The cards shown now."""
        return self._cards

    def show(self, cards: tuple[AnyCard, ...]) -> None:
        """Show other cards."""
        before = self._cards
        if len(before) == len(cards):
            self._cards = cards
        else:
            self._replace_middle(cards)
        self._announce(before)

    def show_advised(self, paths: frozenset[Path]) -> None:
        """Mark the layers that something is advised of; of hidden ones, the block that shows."""
        changed = paths ^ self._advised
        self._advised = paths
        if not changed:
            return
        rows = [row for row, card in enumerate(self._cards) if _holds(card, changed)]
        if rows:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))

    def is_advised(self, card: AnyCard) -> bool:
        """Return whether something is advised of a card's layer, or of one that it hides."""
        return bool(self._advised) and _holds(card, self._advised)

    def _announce(self, before: tuple[AnyCard, ...]) -> None:
        """Say which rows show something else, from the first of them to the last."""
        if not self._cards:
            return
        rows = range(min(len(before), len(self._cards)))
        first = next((row for row in rows if self._differs(before, row)), None)
        last = len(self._cards) - 1
        if len(before) == len(self._cards):
            if first is None:
                return
            last = next(row for row in reversed(rows) if self._differs(before, row))
        # Where rows came or went, the last one is told too: a row's number is spoken with it.
        self.dataChanged.emit(self.index(last if first is None else first), self.index(last))

    def _differs(self, before: tuple[AnyCard, ...], row: int) -> bool:
        old, new = before[row], self._cards[row]
        return old is not new and old != new

    def _replace_middle(self, cards: tuple[AnyCard, ...]) -> None:
        """Remove and insert the rows between those that both ends share."""
        before = self._cards
        start, old_end, new_end = changed_middle(before, cards)
        root = QModelIndex()
        if old_end > start:
            self.beginRemoveRows(root, start, old_end - 1)
            self._cards = (*before[:start], *before[old_end:])
            self.endRemoveRows()
        if new_end > start:
            self.beginInsertRows(root, start, new_end - 1)
            self._cards = cards
            self.endInsertRows()
        self._cards = cards

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of cards."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a card, or its texts."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return card
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._call(card)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row(), card)
            case _:
                return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let cards be chosen and dragged."""
        flags = Qt.ItemFlag
        if not index.isValid():
            return flags.ItemIsDropEnabled
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what cards are dragged as."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the rows that are dragged."""
        data = QMimeData()
        rows = ",".join(str(index.row()) for index in indexes)
        data.setData(MIME_TYPE, QByteArray(rows.encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Say that cards are moved."""
        return Qt.DropAction.MoveAction

    def parameters_text(self, card: AnyCard) -> str:
        """Return a card's parameters, or nothing."""
        if not card.summary.num_params:
            return ""
        return self.tr("{count} params").format(count=number_text(card.summary.num_params))

    def mult_adds_text(self, card: AnyCard) -> str:
        """Return a card's multiply-adds, or nothing."""
        if not card.summary.mult_adds:
            return ""
        return self.tr("{count} mult-adds").format(count=short_number_text(card.summary.mult_adds))

    def _call(self, card: AnyCard) -> str:
        return block_title(card) if isinstance(card, BlockCard) else card.call

    def _spoken(self, row: int, card: AnyCard) -> str:
        """Return what a screen reader says of a card."""
        texts = [labelled(str(row + 1), self._call(card))]
        if not card.enabled:
            texts.append(self.tr("disabled"))
        elif card.state is CardState.FAILS:
            texts.append(self.tr("does not fit"))
        elif card.output_shape is not None:
            texts.append(self.tr("output {shape}").format(shape=shape_text(card.output_shape)))
        return listed(texts)


def _holds(card: AnyCard, paths: frozenset[Path]) -> bool:
    """Return whether a card shows one of some layers, or a folded block around it."""
    if not isinstance(card, BlockCard):
        return card.path in paths
    if not card.folded or not paths:
        return False
    return any(path[: len(own)] == own for own in card.paths for path in paths)
