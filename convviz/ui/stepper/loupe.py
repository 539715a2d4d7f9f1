"""A step close up, where the grids are too fine for numbers: the window times kernel, summed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from convviz.stepping.cells import CellKind
from convviz.stepping.lines.line_parts import value_text
from convviz.stepping.walks.gather import GatherWalk
from convviz.ui.stepper.marks import tap_hues
from convviz.ui.stepper.part_loupe import close_up
from convviz.ui.theme import current_palette, text_scale
from convviz.ui.throttle import Throttle
from convviz.ui.widgets.grid import (
    CellMark,
    GridRole,
    Plane,
    PlaneGroup,
    PlaneStackView,
    WindowOutline,
)
from convviz.ui.widgets.grid.numbers import common_exponent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.steps.step import Step
    from convviz.stepping.walks.walk import Walk
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.ui.stepper.part_loupe import CloseUp

translate = QCoreApplication.translate

WINDOW, WEIGHTS, PRODUCTS, SUM = "window", "weights", "products", "sum"

_KEY: Final = "calculator/loupe"
_CELL: Final = 34
"""Wished for its cells, in logical pixels."""

_LEAST_CELL: Final = 24
"""A number of three digits can be read in it."""

_AROUND: Final = 64
"""Height of captions and margins."""

_GAPS: Final = 300
"""Width of what is no cell of a window: gaps, margins and the sum."""

_EVERY_MS: Final = 60
"""Between two drawings: fast steps are seen in the drawing, and read in none."""

_MOST_TAPS: Final = 11
"""Along an axis; of a larger kernel nobody reads every product."""

_TITLES: Final = 20
_USUAL_SHARE: Final = 0.4
_MOST_SHARE: Final = 0.5
"""Of the height of all: the second where the first is too little to read a number."""


class Loupe(QWidget):
    """Shows window, kernel, products and sum of a convolution's step; hidden where no use.

    Of a calculation in parts it shows what a cell is made of.

    Attributes:
        view: The grids.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = PlaneStackView(self)
        self.view.set_cursor_wanted(wanted=False)
        self.view.setAccessibleName(self.tr("The window close up"))
        self._wanted = bool(
            QSettings("convviz", "convviz").value(_KEY, defaultValue=True, type=bool)
        )
        self._drawn: tuple[object, ...] = ()
        self._walk: Walk | None = None
        self._close_up: CloseUp | None = None
        self._taken: tuple[Walk | None, int, int] = (None, 0, 0)  # by a walk, in a height
        self._hides_sum = False
        self._throttle = Throttle(self._draw, _EVERY_MS, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether a person wants it where it is of use."""
        return self._wanted

    def set_wanted(self, wanted: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Show it where it is of use, or never, and remember that."""
        self._wanted = wanted
        QSettings("convviz", "convviz").setValue(_KEY, wanted)

    def follow_parts(self, walk: WorkedWalk, *, is_dense: bool, is_settled: bool) -> None:
        """Show a step of a calculation close up.

        Args:
            walk: Stands at the step.
            is_dense: Whether cells of the drawing have no room for their numbers.
            is_settled: Whether it is no step that is shown for as long as the mouse is on its cell:
                else room is neither taken nor given, so that nothing moves under the mouse.
        """
        was_hidden = self.isHidden()
        found = close_up(walk) if self._wanted and is_dense else None
        if is_settled:
            height = 0 if found is None else self._height_of_parts(walk, found)
            self.setVisible(height > 0)
            if height and height != self.minimumHeight():
                self.setFixedHeight(height)
        if self.isHidden():
            return
        self._walk, self._close_up = None, found
        if was_hidden:
            self._throttle.run_now()
        else:
            self._throttle.request()

    def _height_of_parts(self, walk: WorkedWalk, found: CloseUp) -> int:
        """Return the height to take: the tallest of all steps so far, or all would move each time.

        Args:
            walk: Stands at the step.
            found: The step close up.
        """
        height = self._height_for(found.rows, titled=found.is_titled)
        room = self._around().height()
        known, known_room, tallest = self._taken
        if height and known is walk and known_room == room:
            height = max(height, tallest)
        self._taken = walk, room, height
        return height

    def _draw_parts(self, found: CloseUp | None) -> None:
        groups = () if found is None else found.groups
        self._drawn = ()
        self.view.set_largest_cell(round(_CELL * self.view.text_scale))
        self.view.set_groups(groups)
        if found is not None:
            for (group, plane), marks in found.marks.items():
                self.view.set_marks(group, plane, marks)
            self.view.set_marks(found.outlined, 0, (), (WindowOutline(0, 0, 1, 1),))

    def follow(self, walk: Walk, *, is_dense: bool, hides_sum: bool = False) -> None:
        """Show a step close up.

        Args:
            walk: Stands at the step.
            is_dense: Whether the input's cells have no room for their numbers.
            hides_sum: Whether the result is to be asked for.
        """
        step = walk.step if isinstance(walk, GatherWalk) else None
        is_of_use = self._wanted and is_dense and step is not None and _is_readable(step, walk)
        height = 0 if step is None or not is_of_use else self._height(step)
        was_hidden = self.isHidden()
        self.setVisible(height > 0)
        if step is None or not height:
            return
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        self._walk, self._hides_sum = walk, hides_sum
        if was_hidden:
            self._throttle.run_now()
        else:
            self._throttle.request()

    def _draw(self) -> None:
        """Draw the step at which the walk stands now."""
        walk = self._walk
        if walk is None and not self.isHidden():
            self._draw_parts(self._close_up)
        if self.isHidden() or not isinstance(walk, GatherWalk):
            return
        step, hides_sum = walk.step, self._hides_sum
        channels = self._channels(step, walk.visible.page)
        groups = loupe_groups(step, channels, hides_sum=hides_sum)
        shape = (channels, step.values.shape, step.bias is None, hides_sum)
        if shape != self._drawn:
            self._drawn = shape
            self.view.set_largest_cell(None)
            self.view.set_groups(groups)
        else:
            for group in groups:
                for number, plane in enumerate(group.planes):
                    self.view.set_values(group.name, number, plane.values, plane.kinds)
        self._light(step, len(channels))

    def _channels(self, step: Step, page: int) -> range:
        """Return the places of the channels that have room side by side."""
        columns = step.values.shape[-1] * step.values.shape[1]
        room = max(0, self._around().width() - _GAPS)
        most = max(1, room // max(1, 3 * columns * round(_LEAST_CELL * text_scale())))
        first = min(page, len(step.channels) - 1)
        return range(first, min(len(step.channels), first + most))

    def _around(self) -> QWidget:
        """Return what it shares the room with."""
        return self.parentWidget() or self

    def _height(self, step: Step) -> int:
        """Return the height to take; 0 where no number could be read in what can be spared."""
        titled = len(step.channels) * step.values.shape[1] > 1
        return self._height_for(step.values.shape[2], titled=titled)

    def _height_for(self, rows: int, *, titled: bool) -> int:
        scale = self.view.text_scale
        around = (_AROUND + (_TITLES if titled else 0)) * scale
        height: int = self._around().height()
        least, wished = around + rows * _LEAST_CELL, around + rows * _CELL * scale
        if least > height * _MOST_SHARE:
            return 0
        taken: float = min(max(least, height * _USUAL_SHARE), wished)
        return round(taken)

    def _light(self, step: Step, channels: int) -> None:
        hues = tap_hues(step.tap_count, current_palette())
        depth, rows, columns = step.kinds.shape
        numbers = step.tap_numbers()
        for at in range(channels * depth):
            taps = numbers[at % depth]
            marks = [
                CellMark(row, column, hues[int(taps[row, column])])
                for row in range(rows)
                for column in range(columns)
            ]
            for group in (WINDOW, WEIGHTS, PRODUCTS):
                self.view.set_marks(group, at, marks)
        self.view.set_marks(SUM, 0, (), (WindowOutline(0, 0, 1, 1),))


def _is_readable(step: Step, walk: Walk) -> bool:
    """Return whether a step is a sum of products, of few enough to be read."""
    is_product = walk.scene.weight is not None and step.weights is not None
    return is_product and max(step.values.shape[1:]) <= _MOST_TAPS


def loupe_groups(step: Step, channels: range, *, hides_sum: bool = False) -> tuple[PlaneGroup, ...]:
    """Return window, kernel, products, bias and sum from left to right.

    Args:
        step: A sum of products.
        channels: Places of the channels that are shown, among those that the step reads.
        hides_sum: Whether the result is to be asked for.
    """
    assert step.weights is not None  # noqa: S101 - narrows the type: the caller saw it
    part = slice(channels.start, channels.stop)
    values, weights = step.values[part], step.weights[part]
    with np.errstate(all="ignore"):
        products = np.where(step.counted, values * weights, 0.0)
    kinds = step.kinds
    titles = _titles(step, channels)
    result = Plane(
        np.array([[step.total]]),
        np.array([[CellKind.HIDDEN if hides_sum else CellKind.REAL]], dtype=np.uint8),
    )
    groups = [
        _group(WINDOW, GridRole.INPUT, values, titles, kinds),
        _group(WEIGHTS, GridRole.KERNEL, weights, titles),
        _group(PRODUCTS, GridRole.OUTPUT, products, titles),
        PlaneGroup(SUM, GridRole.OUTPUT, _sum_caption(step, channels), (result,), "\u03a3"),
    ]
    return tuple(groups)


def _group(
    name: str,
    role: GridRole,
    values: NDArray[np.float64],
    titles: list[str],
    kinds: NDArray[np.uint8] | None = None,
) -> PlaneGroup:
    captions = {
        WINDOW: translate("Loupe", "Under the window"),
        WEIGHTS: translate("Loupe", "Kernel"),
        PRODUCTS: translate("Loupe", "Products"),
    }
    operators = {WINDOW: "", WEIGHTS: "\u00d7", PRODUCTS: "="}
    depth = values.shape[1]
    planes = tuple(
        Plane(
            values[at // depth, at % depth],
            None if kinds is None else kinds[at % depth],
            titles[at],
        )
        for at in range(values.shape[0] * depth)
    )
    exponent, across = common_exponent(values), len(planes)
    return PlaneGroup(
        name, role, captions[name], planes, operators[name], plane_columns=across, exponent=exponent
    )


def _titles(step: Step, channels: range) -> list[str]:
    """Return a title for each plane: its channel, and its slice, where there are several."""
    depth = step.values.shape[1]
    if len(step.channels) * depth == 1:
        return [""]
    titles = []
    for at in channels:
        for slice_number in range(depth):
            parts = [str(step.channels[at])] if len(step.channels) > 1 else []
            parts += [str(slice_number)] if depth > 1 else []
            titles.append(" \u00b7 ".join(parts))
    return titles


def _sum_caption(step: Step, channels: range) -> str:
    """Return what the sum is of, beside the products that are shown."""
    if len(channels) < len(step.channels):
        return translate("Loupe", "Sum of all {count} channels").format(count=len(step.channels))
    if step.bias is not None:
        return translate("Loupe", "Sum, bias {bias}").format(bias=value_text(step.bias))
    return translate("Loupe", "Sum")
