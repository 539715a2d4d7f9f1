"""Matrices on a scene: factors and product line up, each cell says what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from convviz.ui.stepper.views.block_layout import (
    MatrixSlot,
    arrange_blocks,
    aside_cell,
    largest_fit,
    with_aside,
)
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.grid.layout_shapes import CellSizes, GroupShape, Layout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.stepping.cells import CellAddress
    from convviz.ui.widgets.grid.groups import PlaneGroup

_FRAME = 4


class MatrixGrids(PlaneStackView):
    """Shows matrices of one plane each in lines and columns, and maybe one aside of them."""

    def __init__(
        self, cell_text: Callable[[CellAddress], str], parent: QWidget | None = None
    ) -> None:
        """Make the grids.

        Args:
            cell_text: Returns what a cell is, for its tooltip; "" for what the grid says itself.
            parent: The parent.
        """
        super().__init__(parent)
        self._cell_text = cell_text
        self._blocks: tuple[MatrixSlot, ...] = ()
        self._has_aside = False
        self.setAccessibleName(self.tr("Matrices of the step"))

    def set_matrices(
        self,
        groups: Sequence[PlaneGroup],
        blocks: Mapping[str, MatrixSlot],
        aside: PlaneGroup | None = None,
    ) -> None:
        """Show matrices.

        Args:
            groups: The matrices, with different names.
            blocks: Where each stands.
            aside: One that stands left of all, with cells of its own size.
        """
        self._blocks = tuple(blocks[group.name] for group in groups)
        self._has_aside = aside is not None
        self.set_groups((*groups,) if aside is None else (aside, *groups))

    def describe(self, address: CellAddress) -> str:
        """Return what a cell is in words, for tooltips and screen readers."""
        return self._cell_text(address) or super().describe(address)

    def _says_all(self, address: CellAddress) -> bool:
        return not self._cell_text(address) and super()._says_all(address)

    def _parts(self) -> tuple[GroupShape | None, list[GroupShape]]:
        """Return the matrix aside and the others."""
        shapes = self._shapes()
        return (shapes[0], shapes[1:]) if self._has_aside else (None, shapes)

    def _fitting_cells(self) -> CellSizes:
        aside, shapes = self._parts()
        width, height = self.width() - _FRAME, self.height() - _FRAME
        if not shapes:
            return CellSizes(1)
        if aside is not None:
            alone = with_aside(Layout((), 0, 0), aside, self._aside_cell(aside), self.text_scale)
            width -= alone.width
        text = self.text_scale
        return CellSizes(largest_fit(shapes, self._blocks, width, height, text), 1, text=text)

    def _arranged(self, cells: CellSizes) -> Layout:
        aside, shapes = self._parts()
        if not shapes:
            return Layout((), 0, 0)
        layout = arrange_blocks(shapes, self._blocks, cells.common, cells.text)
        if aside is None:
            return layout
        return with_aside(layout, aside, self._aside_cell(aside), cells.text)

    def _aside_cell(self, shape: GroupShape) -> float:
        width, height = self.width() - _FRAME, self.height() - _FRAME
        return aside_cell(shape, width, height, self.text_scale)
