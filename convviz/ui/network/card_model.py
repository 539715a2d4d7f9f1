"""The cards of the network as a Qt model: one row a layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import takewhile
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

from convviz.core.explanations import Explanation
from convviz.core.layers import Layer, Shape
from convviz.core.network_summary import LayerSummary, NetworkSummary
from convviz.core.sequential import NetworkStep
from convviz.core.torch_code import layer_call, written_layers
from convviz.ui.network.texts import short_number_text
from convviz.ui.widgets.number_texts import number_text, shape_text
from convviz.ui.widgets.sentences import labelled, listed

if TYPE_CHECKING:
    from collections.abc import Sequence


CARD_ROLE: Final = Qt.ItemDataRole.UserRole
"""The :class:`Card` of a row."""

MIME_TYPE: Final = "application/x-convviz-layers"
"""Dragged layers: their rows, comma-separated."""


class CardState(Enum):
    """What is known of a layer's shape."""

    FITS = auto()
    FAILS = auto()
    UNKNOWN = auto()
    """It stands after a layer that fails."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one card shows.

    Attributes:
        step: The layer as its author set it.
        layer: The same with what follows the layer before filled in.
        plain: What torch makes of it: of a lazy layer the one that it becomes.
        state: What is known of its shape.
        input_shape: Shape without the batch; None after a failure.
        output_shape: Shape without the batch; None at and after a failure.
        summary: What it costs; nothing where its shape is not known.
        notes: What is worth knowing about it here.
        name: The layer's type.
        arguments: What stands between the brackets of the layer's call.
    """

    step: NetworkStep
    layer: Layer
    plain: Layer
    state: CardState = CardState.UNKNOWN
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    summary: LayerSummary = field(default_factory=LayerSummary)
    notes: tuple[Explanation, ...] = ()
    name: str = field(init=False)
    arguments: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the layer's call once: cards are painted often."""
        name = self.layer.type_name()
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "arguments", layer_call(self.layer)[len(name) + 1 : -1])


def cards_of(steps: Sequence[NetworkStep], summary: NetworkSummary) -> tuple[Card, ...]:
    """Return a card for each step."""
    result = summary.result
    cards = [
        Card(step, layer, layer)
        for step, layer in zip(steps, written_layers(steps, result), strict=True)
    ]
    for row, layer_summary in zip(result.rows, summary.layers, strict=True):
        cards[row.index] = Card(
            steps[row.index],
            cards[row.index].layer,
            row.layer,
            CardState.FITS,
            row.input_shape,
            row.output_shape,
            layer_summary,
            row.notes,
        )
    if result.failure is not None:
        failed = result.failure
        step = steps[failed.index]
        cards[failed.index] = Card(
            step, failed.layer, failed.layer, CardState.FAILS, failed.input_shape
        )
    return tuple(cards)


class CardModel(QAbstractListModel):
    """The cards. Only rows that differ are announced, so that the view keeps its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards shown now."""
        return self._cards

    def show(self, cards: tuple[Card, ...]) -> None:
        """Show other cards."""
        before = self._cards
        if len(before) == len(cards):
            self._cards = cards
        else:
            self._replace_middle(cards)
        for row, (old, new) in enumerate(zip(before, cards, strict=False)):
            if old != new or len(before) != len(cards):
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def _replace_middle(self, cards: tuple[Card, ...]) -> None:
        """Remove and insert the rows between those that both ends share."""
        before = self._cards
        shared = min(len(before), len(cards))
        same_start = _equal_steps(before[:shared], cards[:shared])
        rest = shared - same_start
        same_end = _equal_steps(before[::-1][:rest], cards[::-1][:rest])
        old_end, new_end = len(before) - same_end, len(cards) - same_end
        root = QModelIndex()
        if old_end > same_start:
            self.beginRemoveRows(root, same_start, old_end - 1)
            self._cards = (*before[:same_start], *before[old_end:])
            self.endRemoveRows()
        if new_end > same_start:
            self.beginInsertRows(root, same_start, new_end - 1)
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
                return layer_call(card.layer)
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

    def parameters_text(self, card: Card) -> str:
        """Return a card's parameters, or nothing."""
        if not card.summary.num_params:
            return ""
        return self.tr("{count} params").format(count=number_text(card.summary.num_params))

    def mult_adds_text(self, card: Card) -> str:
        """Return a card's multiply-adds, or nothing."""
        if not card.summary.mult_adds:
            return ""
        return self.tr("{count} mult-adds").format(count=short_number_text(card.summary.mult_adds))

    def _spoken(self, row: int, card: Card) -> str:
        """Return what a screen reader says of a card."""
        words = [labelled(str(row + 1), layer_call(card.layer))]
        if not card.step.enabled:
            words.append(self.tr("disabled"))
        elif card.state is CardState.FAILS:
            words.append(self.tr("does not fit"))
        elif card.output_shape is not None:
            words.append(self.tr("output {shape}").format(shape=shape_text(card.output_shape)))
        return listed(words)


def _equal_steps(one: Sequence[Card], other: Sequence[Card]) -> int:
    """Return how many steps from the front are the same."""
    pairs = zip(one, other, strict=True)
    return sum(1 for _ in takewhile(lambda pair: pair[0].step == pair[1].step, pairs))
