"""What a layer's cell sees at every layer between it and the network's input. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.layers.base import Shape
from convviz.core.network.input_cells import Blocks, SeenCells, first_place
from convviz.core.network.receptive_field import ReceptiveField
from convviz.core.network.rows import LayerRow
from convviz.core.network.tree import names_within
from convviz.ui.network.field.receptive_field_scene import cell_of, output_plane, plane_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.network.tree import Node
    from convviz.ui.network.field.receptive_field_scene import FieldScene, Place

MOST_DRAWN: Final = 1_000_000
"""Cells of a plane beyond which it is not drawn."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A plane of the chain: what one layer, or the network's input, makes.

    Attributes:
        number: 0 for the network's input, n for the n-th of the result's flow.
        name: What torch calls it; "" for the input.
        title: Its type; "" for the input.
        shape: Without the batch.
        field: What each of its cells sees of the input, in numbers; None for the input.
        layer: The layer's number among all layers; -1 for the input, and for a block that joins.
    """

    number: int
    name: str
    title: str
    shape: Shape
    field: ReceptiveField | None = None
    layer: int = -1

    @property
    def size(self) -> Place:
        """Rows and columns; a vector is broken into lines of one length."""
        return output_plane(self.shape)


@dataclass(frozen=True, slots=True, eq=False)
class SeenLink:
    """A plane with the cells that the chosen cell depends on.

    Attributes:
        link: The plane.
        cells: The cells.
    """

    link: ChainLink
    cells: SeenCells

    @property
    def blocks(self) -> Blocks:
        """The cells as blocks of places along the axes."""
        return self.cells.blocks

    def mask(self) -> NDArray[np.bool_]:
        """Return which cells it depends on, bool, (rows, columns)."""
        rows, columns = self.link.size
        mask = np.zeros((rows, columns), dtype=np.bool_)
        if len(self.link.shape) == 1:
            flat = mask.reshape(-1)
            for (places,) in self.blocks:
                flat[list(places)] = True
            return mask
        for block in self.blocks:
            mask[np.ix_(*plane_of(block))] = True
        return mask

    @property
    def is_drawn(self) -> bool:
        """Whether it is small enough to be drawn cell by cell."""
        return 0 < math.prod(self.link.size) <= MOST_DRAWN


class FieldChain:
    """The chain behind one row, for any of its cells.

    Attributes:
        links: The planes, from the input to the row itself, of what leads there.
    """

    def __init__(self, scene: FieldScene, nodes: tuple[Node, ...]) -> None:
        """Take a row.

        Args:
            scene: The row, and its network.
            nodes: The network's nodes.
        """
        self._scene = scene
        self._known: dict[tuple[int, ...], tuple[SeenLink, ...]] = {}
        names = {path: name for path, _, name in names_within(None, nodes)}
        result, fields = scene.result, scene.summary.fields_of_flow
        self._links = [ChainLink(0, "", "", result.input_shape)]
        for number, (item, field) in enumerate(zip(result.flow, fields, strict=True), start=1):
            if isinstance(item, LayerRow):
                title, layer = item.layer.type_name(), item.index
            else:
                title, layer = item.block.kind.value, -1
            shape, name = item.output_shape or (), names.get(item.path, "")
            self._links.append(ChainLink(number, name, title, shape, field, layer))

    @property
    def links(self) -> tuple[ChainLink, ...]:
        """The planes of the cell in the middle."""
        return tuple(seen.link for seen in self.seen(self._scene.middle))

    @property
    def every_link(self) -> tuple[ChainLink, ...]:
        """The planes of the whole network."""
        return tuple(self._links)

    def seen(self, place: Place) -> tuple[SeenLink, ...]:
        """Return what a cell of the row sees, from the network's input to the cell itself."""
        scene = self._scene
        shape = scene.result.rows[scene.index].output_shape
        cell = first_place(shape) if scene.field.is_uniform else cell_of(shape, place)
        if cell not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = scene.summary.cells_between(scene.index, cell)
            self._known[cell] = tuple(self._with_link(seen) for seen in found)
        return self._known[cell]

    def _with_link(self, seen: SeenCells) -> SeenLink:
        return SeenLink(self._links[seen.number], seen)


_MOST_KNOWN: Final = 64
