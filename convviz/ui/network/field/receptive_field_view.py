"""The network's input with the field of one output cell, and the plane of output cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication, Signal

from convviz.stepping.cells import CellAddress, CellKind
from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.widgets.grid import (
    CellMark,
    GridRole,
    Plane,
    PlaneGroup,
    PlaneStackView,
    Tone,
    WindowOutline,
)
from convviz.ui.widgets.number_texts import shape_text
from convviz.values.shapes10 import IMAGE_SHAPE, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

    from convviz.ui.network.field.receptive_field_scene import CellBounds, FieldScene, Sight

INPUT: Final = "input"
OUTPUT: Final = "output"

translate = QCoreApplication.translate

_SAMPLE: Final = 3
"""Which picture of the embedded data set is shown."""

_UNSEEN: Final = 0.3
"""How much of its brightness a cell outside of the field keeps."""


class ReceptiveFieldView(PlaneStackView):
    """Shows what one output cell sees; a person points at another.

    Signals:
        shown(tuple): The output cell (row, column) that is shown.
    """

    shown = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: FieldScene | None = None
        self._ground: NDArray[np.float64] = np.zeros((0, 0))
        self._tone: Tone | None = None
        self._chosen = (0, 0)
        for part in (self, self.viewport()):
            part.setAccessibleName(self.tr("Receptive field on the network's input"))
        self.cell_hovered.connect(self._on_hovered)
        self.hover_left.connect(self._show_chosen)
        self.cell_clicked.connect(self._on_clicked)
        self.cursor_moved.connect(self._on_chosen)
        theme_notifier().changed.connect(self._show_chosen)

    @property
    def chosen(self) -> tuple[int, int]:
        """The output cell that is shown while the mouse is elsewhere."""
        return self._chosen

    def show_field(self, field: FieldScene, *, keep: bool) -> None:
        """Show the fields of a row.

        Args:
            field: The row's; it must be drawn.
            keep: Whether the chosen cell stays; else the one in the middle is chosen.
        """
        self._field = field
        rows, columns = field.output_size
        if not keep or self._chosen[0] >= rows or self._chosen[1] >= columns:
            self._chosen = field.middle
            self._begin_cursor(is_shown=self.hasFocus())
        self._ground, self._tone = _ground(field)
        groups = [self._input_group(field)]
        if not field.field.is_uniform:
            groups.append(_output_group(field))
        self.set_groups(groups)
        self._show(self._chosen)

    def point_at(self, place: tuple[int, int] | None) -> None:
        """Show what an output cell sees for as long as somebody points at it; None: the chosen."""
        self._show(self._chosen if place is None or not self._has_outputs else place)

    def choose(self, place: tuple[int, int]) -> None:
        """Choose an output cell, so that the arrow keys go on from there."""
        if self._has_outputs:
            self._move_cursor(CellAddress(OUTPUT, 0, *place))

    def describe(self, address: CellAddress) -> str:
        """Return which cell is under the mouse."""
        if self._field is None:
            return ""
        row, column = address.row, address.column
        if address.group == INPUT:
            (top, _), (left, _) = self._field.margins
            row, column = row - top, column - left
            rows, columns = self._field.input_size
            if not (0 <= row < rows and 0 <= column < columns):
                return translate("ReceptiveField", "Padding: no cell of the input")
            text = translate("ReceptiveField", "Input, row {row}, column {column}")
        else:
            text = translate("ReceptiveField", "Output, row {row}, column {column}")
        return text.format(row=row, column=column)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the keyboard start at the chosen output cell."""
        if self._cursor.address is None:
            self._begin_cursor(is_shown=True)
        super().focusInEvent(event)

    def _begin_cursor(self, *, is_shown: bool) -> None:
        """Have the keyboard go on from the chosen cell, wherever it was in another layer."""
        chosen = CellAddress(OUTPUT, 0, *self._chosen)
        self._cursor.address = chosen if is_shown and self._has_outputs else None

    @property
    def _has_outputs(self) -> bool:
        return self._field is not None and not self._field.field.is_uniform

    def _on_hovered(self, group: str, _plane: int, row: int, column: int) -> None:
        self._show((row, column) if group == OUTPUT else self._chosen)

    def _on_clicked(self, group: str, plane: int, row: int, column: int) -> None:
        """Stand on the cell, so that the arrow keys go on from there."""
        if group == OUTPUT:
            self._move_cursor(CellAddress(group, plane, row, column))

    def _on_chosen(self, group: str, _plane: int, row: int, column: int) -> None:
        if group == OUTPUT:
            self._chosen = (row, column)
            self._show(self._chosen)

    def _show_chosen(self) -> None:
        self._show(self._chosen)

    def _show(self, place: tuple[int, int]) -> None:
        field = self._field
        if field is None:
            return
        sight = field.sight(place)
        self.set_values(INPUT, 0, self._shaded(field, sight))
        self.set_marks(INPUT, 0, windows=_outlines(field, sight))
        if self._has_outputs:
            palette = current_palette()
            mark = CellMark(*place, fill=palette.output)
            self.set_marks(OUTPUT, 0, [mark], [WindowOutline(*place, 1, 1)])
        self.shown.emit(place)

    def _input_group(self, field: FieldScene) -> PlaneGroup:
        (top, bottom), (left, right) = field.margins
        rows, columns = field.input_size
        kinds = np.full((top + rows + bottom, left + columns + right), CellKind.PADDING, np.uint8)
        kinds[top : top + rows, left : left + columns] = CellKind.REAL
        values = np.zeros(kinds.shape)
        plane = Plane(values, kinds, "", (top, left), 1.0, self._tone, numbers=False)
        caption = translate("ReceptiveField", "Input {shape}").format(
            shape=shape_text(field.result.input_shape)
        )
        return PlaneGroup(INPUT, GridRole.INPUT, caption, (plane,))

    def _shaded(self, field: FieldScene, sight: Sight) -> NDArray[np.float64]:
        """Return the input's drawing, pale outside of what is seen."""
        (top, bottom), (left, right) = field.margins
        shaded = np.where(sight.mask, self._ground, _UNSEEN * self._ground)
        return np.pad(shaded, ((top, bottom), (left, right)))


def _ground(field: FieldScene) -> tuple[NDArray[np.float64], Tone | None]:
    """Return the brightness of the embedded data set's picture where it fits, else a plain grid."""
    channels, *sizes = field.result.input_shape
    if tuple(sizes) == IMAGE_SHAPE[1:] and channels in {1, IMAGE_SHAPE[0]}:
        return sample(_SAMPLE).mean(axis=0) / 255, Tone.GREY
    return np.ones(field.input_size), None


def _output_group(field: FieldScene) -> PlaneGroup:
    row = field.result.rows[field.index]
    caption = translate("ReceptiveField", "{layer} {shape}").format(
        layer=row.layer.type_name(), shape=shape_text(row.output_shape)
    )
    plane = Plane(np.zeros(field.output_size), numbers=False)
    return PlaneGroup(OUTPUT, GridRole.OUTPUT, caption, (plane,), "\u2192")


def _outlines(field: FieldScene, sight: Sight) -> list[WindowOutline]:
    """Return the field's part on the input, and, dashed, all of it where it has more."""
    palette = current_palette()
    outlines = []
    if sight.whole is not None and sight.in_padding:
        outlines.append(_outline(field, sight.whole, palette.overhang, dashed=True))
    if sight.inside.cells:
        outlines.append(_outline(field, sight.inside, palette.overhang))
    return outlines


def _outline(
    field: FieldScene, bounds: CellBounds, colour: str, *, dashed: bool = False
) -> WindowOutline:
    """Return bounds as they are drawn, cut at the edge of what is drawn."""
    (top, bottom), (left, right) = field.margins
    rows = range(max(-top, bounds.rows.start), min(field.input_size[0] + bottom, bounds.rows.stop))
    columns = range(
        max(-left, bounds.columns.start), min(field.input_size[1] + right, bounds.columns.stop)
    )
    return WindowOutline(
        rows.start + top, columns.start + left, len(rows), len(columns), colour, dashed
    )
