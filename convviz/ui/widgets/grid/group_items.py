"""The scene items of one group: its grids, their overlays, its caption, titles and operator."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.ui.widgets.grid.item import GridItem
from convviz.ui.widgets.grid.kinds import GridRole
from convviz.ui.widgets.grid.labels import ColourName, LabelItem
from convviz.ui.widgets.grid.layout_shapes import CellSizes, GroupPlace, GroupShape
from convviz.ui.widgets.grid.marks import OverlayItem

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

    from convviz.ui.widgets.grid.groups import PlaneGroup

_CAPTION_RISE: Final = 10
_OPERATOR_SCALE: Final = 2.0
_TITLE_SCALE: Final = 0.85
_TITLE_GAP: Final = 6
_WIDEST_TITLE: Final = 400
_ROLE_COLOURS: Final[dict[GridRole, ColourName]] = {
    GridRole.INPUT: "input",
    GridRole.KERNEL: "kernel",
    GridRole.OUTPUT: "output",
}


class GroupItems:
    """Keeps the items of one group in step with what the group is; items are reused.

    Attributes:
        group: What is shown.
        grids: One item a plane.
        overlays: One overlay a plane, for what moves.
        frames: One overlay a plane, for what stays.
    """

    def __init__(self, scene: QGraphicsScene, group: PlaneGroup, text: float = 1.0) -> None:
        """Put a group on a scene.

        Args:
            scene: Where the items stand.
            group: What is shown.
            text: How large captions are beside the interface font.
        """
        self._scene = scene
        self._text = text
        self.group = group
        self.grids: list[GridItem] = []
        self.overlays: list[OverlayItem] = []
        self.frames: list[OverlayItem] = []
        self._labels: list[LabelItem] = []
        self._titles: list[LabelItem] = []
        self._caption = self._add(LabelItem("", "text", text))
        self._operator = self._add(LabelItem("", "text_muted", text))
        self.update(group, force=True)

    def update(self, group: PlaneGroup, *, force: bool = False) -> bool:
        """Show another state of the group.

        Returns:
            Whether labels or planes are others than before, and need places.
        """
        old, self.group = self.group, group
        texts = (*_captions(old), _titles(old)) != (*_captions(group), _titles(group))
        is_other = force or texts or len(self.grids) != len(group.planes)
        while len(self.grids) > len(group.planes):
            self.overlays.pop()
            self.frames.pop()
            self._scene.removeItem(self.grids.pop())
        while len(self.grids) < len(group.planes):
            grid = GridItem(group.role)
            self._scene.addItem(grid)
            self.grids.append(grid)
            frame = OverlayItem(grid, _ROLE_COLOURS[group.role])
            frame.setZValue(1)  # so that no mark hides a part of it
            self.frames.append(frame)
            self.overlays.append(OverlayItem(grid))
        for grid, plane in zip(self.grids, group.planes, strict=True):
            grid.set_role(group.role)
            grid.set_scale(plane.scale)
            grid.set_tone(plane.tone, plane.darkest)
            grid.set_numbers(shown=plane.numbers)
            grid.set_exponent(group.exponent)
            real = np.zeros(plane.values.shape, dtype=np.uint8)
            grid.set_values(plane.values, real if plane.kinds is None else plane.kinds)
        for frame, plane in zip(self.frames, group.planes, strict=True):
            frame.set_marks(windows=plane.frames)
        titles = _titles(group)
        if force or _captions(old) != _captions(group) or len(titles) != len(self._titles):
            self._renew_labels()
        else:
            for label, title in zip(self._titles, titles, strict=True):
                label.write(title)
        return is_other

    def shape(self) -> GroupShape:
        """Return what the layout needs to know."""
        planes, rows, columns = self.group.shape
        return GroupShape(
            rows,
            columns,
            planes,
            any(plane.title for plane in self.group.planes),
            round(self._caption.width),
            self.group.plane_columns,
            self.group.starts_line,
            self.group.wraps,
            self.group.wraps and not self.group.operator,
        )

    def place(self, place: GroupPlace, cells: CellSizes) -> None:
        """Take a place in the scene, laid out for cells of some size."""
        rise = round(_CAPTION_RISE * cells.text)
        for grid, (left, top) in zip(self.grids, place.planes, strict=True):
            grid.set_cell_size(place.cell)
            grid.setPos(left, top)
        for overlay in (*self.frames, *self.overlays):
            overlay.refresh()
        centre = place.left + place.width / 2
        self._caption.place_centred(centre, place.top + cells.caption - rise)
        x, y = place.operator
        self._operator.place_centred(x, y + rise)
        lefts = sorted({left for left, _ in place.planes})
        room = min((b - a for a, b in itertools.pairwise(lefts)), default=_WIDEST_TITLE)
        for title, grid, (left, top) in zip(self._titles, self.grids, place.planes, strict=False):
            title.fit(room - _TITLE_GAP)
            title.place_centred(left + grid.boundingRect().width() / 2, top - cells.title / 3)

    def cell_at(self, point: QPointF) -> tuple[int, int, int] | None:
        """Return (plane, row, column) under a point of the scene, None where no cell is."""
        for number, grid in enumerate(self.grids):
            cell = grid.cell_at(grid.mapFromScene(point))
            if cell is not None:
                return number, *cell
        return None

    def set_dimmed(self, *, dimmed: bool) -> None:
        """Fade the grids."""
        for grid in self.grids:
            grid.set_dimmed(dimmed=dimmed)

    def refresh_looks(self, text: float) -> None:
        """Take the theme's colours and fonts again, and how large captions are beside those."""
        self._text = text
        for grid in self.grids:
            grid.refresh_looks()
        self._renew_labels()

    @property
    def labels(self) -> tuple[LabelItem, ...]:
        """Caption, operator and titles."""
        return (*self._labels, *self._titles)

    def remove(self) -> None:
        """Leave the scene."""
        items: list[QGraphicsItem] = [*self.grids, *self._labels, *self._titles]
        for item in items:
            self._scene.removeItem(item)

    def _renew_labels(self) -> None:
        for label in (*self._labels, *self._titles):
            self._scene.removeItem(label)
        self._labels.clear()
        group = self.group
        self._caption = self._add(
            LabelItem(group.written_caption, _ROLE_COLOURS[group.role], self._text)
        )
        self._operator = self._add(
            LabelItem(group.operator, "text_muted", _OPERATOR_SCALE * self._text)
        )
        self._titles = []
        for title in _titles(group):
            label = LabelItem(title, "text_muted", _TITLE_SCALE * self._text, is_quiet=True)
            self._scene.addItem(label)
            self._titles.append(label)

    def _add(self, label: LabelItem) -> LabelItem:
        self._scene.addItem(label)
        self._labels.append(label)
        return label


def _captions(group: PlaneGroup) -> tuple[str, str, GridRole]:
    return group.written_caption, group.operator, group.role


def _titles(group: PlaneGroup) -> tuple[str, ...]:
    """Return the titles of the planes; nothing where none has one."""
    titles = tuple(plane.title for plane in group.planes)
    return titles if any(titles) else ()
