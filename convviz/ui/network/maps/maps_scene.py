"""The rows of feature maps: what stands in each, and which maps are wanted of it. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.layers.base import Shape
from convviz.core.network.tree import ROOT, BlockKind, Path
from convviz.protocol.passing import MOST_SENT, AskedMaps
from convviz.ui.network.cards.cards import Card, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from convviz.ui.network.cards.cards import AnyCard
    from convviz.ui.network.maps.maps_looker import Maps, Planes
    from convviz.ui.network.state import NetworkState

THUMB_SIDE: Final = 64
"""Cells of a small map's longer side; larger maps are sent as means."""
_AT_A_TIME: Final = 32
_PICTURE_AXES: Final = 3
_CHANNELS: Final = (1, 3)
_MOST_LARGE: Final = 64
MOST_NUMBERS: Final = 10_000
"""Numbers of a vector that are shown as bars."""


@dataclass(frozen=True, slots=True)
class MapsRow:
    """A row: the network's input, a layer or a block.

    Attributes:
        path: Whose output it shows; the empty one for what enters the network.
        title: What it is called.
        shape: Of the output; None where it is not known.
        state: What is known of it.
        enabled: Whether the network runs it.
        depth: In how many blocks it stands.
        number: Of a layer among all layers; -1 for others.
        can_open: Whether the calculator shows it.
        has_maps: Whether it has maps of its own: an open Sequential's are those of its last layer.
    """

    path: Path
    title: str
    shape: Shape | None
    state: CardState = CardState.FITS
    enabled: bool = True
    depth: int = 0
    number: int = -1
    can_open: bool = False
    has_maps: bool = True

    @property
    def count(self) -> int:
        """How many maps there are, or numbers of a vector."""
        return self.shape[0] if self.shape and self.has_maps else 0

    @property
    def plane_size(self) -> tuple[int, int]:
        """Rows and columns of a map; of more axes all rows stand below each other."""
        shape = self.shape or ()
        return math.prod(shape[1:-1]), shape[-1] if len(shape) > 1 else 1

    @property
    def is_vector(self) -> bool:
        """Whether it makes no maps."""
        return self.shape is not None and len(self.shape) == 1


def takes_pictures(shape: Shape) -> bool:
    """Return whether a network's input is a picture: grey, or red, green and blue."""
    return len(shape) == _PICTURE_AXES and shape[0] in _CHANNELS


def maps_rows(state: NetworkState, input_title: str, known: KnownRows) -> tuple[MapsRow, ...]:
    """Return the rows: the input, then one a card, blocks folded as the cards are.

    Args:
        state: What the page shows.
        input_title: What the input is called, translated.
        known: The rows that were shown last.
    """
    known.begin()
    first = MapsRow(ROOT, input_title, state.network.input_shape)
    return (first, *(known.row_of(card) for card in state.cards))


class KnownRows:
    """The rows of the cards that were shown last: an edit leaves most cards as they are."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[AnyCard, MapsRow]] = {}
        self._now: dict[int, tuple[AnyCard, MapsRow]] = {}

    def begin(self) -> None:
        """Begin another network; of the one before all rows are known."""
        self._before, self._now = self._now, {}

    def row_of(self, card: AnyCard) -> MapsRow:
        """Return the row of a card, the very same for the very same card."""
        known = self._before.get(id(card)) or (card, _row_of(card))
        self._now[id(card)] = known
        return known[1]


def _row_of(card: AnyCard) -> MapsRow:
    is_known = card.state is CardState.FITS and card.enabled
    shown = MapsRow(
        card.paths[-1],
        card.name,
        card.output_shape if is_known else None,
        card.state,
        card.enabled,
        card.depth,
    )
    if isinstance(card, Card):
        title = f"{card.step.name}: {card.call}" if card.step.name else card.call
        return replace(shown, title=title, number=card.number, can_open=card.can_open)
    has_maps = card.folded or card.block.kind is not BlockKind.SEQUENTIAL
    return replace(shown, has_maps=has_maps)


def small_maps(row: MapsRow, room: int) -> tuple[AskedMaps, ...]:
    """Return what is asked for a row in which so many maps have room."""
    if not row.count:
        return ()
    if row.is_vector:
        return (AskedMaps(row.path, 0, min(row.count, MOST_NUMBERS)),)
    wanted = _AT_A_TIME * math.ceil(max(1, min(row.count, room)) / _AT_A_TIME)
    return (AskedMaps(row.path, 0, min(row.count, wanted), THUMB_SIDE),)


def large_maps(row: MapsRow, pages: int) -> tuple[AskedMaps, ...]:
    """Return what is asked for the first pages of a row's maps as they are, a page at a time."""
    if not row.count or row.shape is None:
        return ()
    if row.is_vector:
        return small_maps(row, 1)
    page = max(1, min(_MOST_LARGE, MOST_SENT // max(1, math.prod(row.shape[1:]))))
    firsts = range(0, row.count, page)[: max(1, pages)]
    return tuple(AskedMaps(row.path, first, page) for first in firsts)


def known_maps(maps: Maps, row: MapsRow, asked: Sequence[AskedMaps]) -> list[Planes]:
    """Return what is there of what was asked, up to the first that is not.

    What is there of another network is not shown in a row of another shape.
    """
    node = maps.nodes.get(row.path)
    if node is None or node.shape != row.shape:
        return []
    known = []
    for wanted in asked:
        planes = maps.planes.get(wanted)
        if planes is None:
            break
        known.append(planes)
    return known


def is_output(maps: Maps, row: MapsRow) -> bool:
    """Return whether a row shows the output of the network itself."""
    return max(maps.nodes, default=())[: len(row.path)] == row.path and bool(row.path)


def as_planes(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return maps of any number of axes as planes, the rows of further axes below each other."""
    wide = values.astype(np.float64)
    if values.ndim == 1:
        return wide[:, np.newaxis, np.newaxis]
    return wide.reshape(len(values), math.prod(values.shape[1:-1]), values.shape[-1])
