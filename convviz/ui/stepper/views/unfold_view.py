"""The view of a convolution as one product of matrices, as libraries compute it (im2col)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.layers.conv import is_convolution
from convviz.stepping.lights.tracing import MOST_LIT, TracedCell, tap_number, uses_of
from convviz.ui.stepper.marks import TapHues, tap_hues, weight_label
from convviz.ui.stepper.views.matrix_view import Lit, MatrixDrawing, MatrixView
from convviz.ui.stepper.views.unfold_plan import Sizes, UnfoldPlan, unfold_plan
from convviz.ui.stepper.views.unfold_planes import (
    BIAS,
    BLOCKS,
    FILTER,
    KERNELS,
    PRODUCT,
    WINDOWS,
    every_tap,
    joins,
    unfold_groups,
    weight_place,
)
from convviz.ui.stepper.views.unfold_texts import copy_text, unfold_text
from convviz.ui.theme import current_palette
from convviz.ui.widgets.grid import CellMark, WindowOutline
from convviz.values.matrix_form import MatrixForm, matrix_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.cells import CellAddress
    from convviz.stepping.scene.scene import Scene


class UnfoldView(MatrixView):
    """Shows W times X_col: the step's filter and window meet in the step's output cell."""

    def _prepare(self, scene: Scene) -> None:
        assert is_convolution(scene.layer)  # noqa: S101 - narrows the type: the entry says so
        self._form: MatrixForm = matrix_form(scene.layer, scene.plain_input.shape[1:])

    def _drawing_key(self, scene: Scene) -> Any:  # noqa: ANN401 - the plan and the channel
        step = divmod(self._index, self._form.window_count)
        choices = self._choices(scene, step[0])
        return unfold_plan(choices, step, self.width(), self.height()), step[0]

    def _choices(self, scene: Scene, channel: int) -> tuple[Sizes, ...]:
        """Return all channels; those of the group; those that the grids show."""
        form = self._form
        group, taps, windows = channel // form.outputs_of_group, form.taps, form.window_count
        inputs, outputs = form.inputs_of_group, form.outputs_of_group
        of_group = Sizes(
            range(group * inputs, (group + 1) * inputs),
            range(group * outputs, (group + 1) * outputs),
            windows,
            taps,
        )
        layer = form.layer
        whole = Sizes(range(layer.in_channels), range(layer.out_channels), windows, taps)
        few = Sizes(self._few_channels(scene), of_group.filters, windows, taps)
        return whole, of_group, few

    def _new_drawing(self, scene: Scene, key: Any) -> MatrixDrawing:  # noqa: ANN401 - as above
        plan, channel = key
        if plan is None:
            return MatrixDrawing(key, unfold_text(scene, self._form, None))
        groups = unfold_groups(scene, self._form, plan, channel)
        return MatrixDrawing(key, unfold_text(scene, self._form, plan), groups, BLOCKS)

    def _output_steps(self) -> dict[str, NDArray[np.intp]]:
        plan, _ = self._plan()
        first = np.array(plan.filters)[:, None] * self._form.window_count
        return {PRODUCT: first + np.array(plan.windows)}

    def _lit_step(self) -> Lit:
        plan, channel = self._plan()
        hues, read = self._hues(), every_tap(self._form, plan, channel)
        weights = self._upright_weights()
        column = self._index % self._form.window_count - plan.windows.start
        row, height = channel - plan.filters.start, len(plan.channels) * self._form.taps
        outline = WindowOutline(row, column, 1, 1, self._accent())
        windows = [CellMark(r, column, hues[t], label=weight_label(weights[r])) for r, t in read]
        return {
            WINDOWS: (windows, (WindowOutline(0, column, height, 1),)),
            KERNELS: ([CellMark(row, r, hues[t]) for r, t in read], (_row(row, height),)),
            FILTER: ([CellMark(r, 0, hues[t]) for r, t in read], ()),
            BIAS: ((), (WindowOutline(row, 0, 1, 1),)),
            PRODUCT: ((), (outline,)),
        }

    def _lit_target(self, scene: Scene, target: TracedCell) -> Lit:
        plan, channel = self._plan()
        if target.channel not in plan.channels:
            return {}
        first = (target.channel - plan.channels.start) * self._form.taps
        if target.is_tap:
            return self._lit_tap(plan, channel, first + tap_number(scene, target.cell))
        return self._lit_copies(scene, plan, target, first)

    def _lit_tap(self, plan: UnfoldPlan, channel: int, row: int) -> Lit:
        """Light a row of X_col, and the column of W whose kernel cells it meets."""
        hue = self._hues()[row % self._form.taps]
        input_channel = plan.channels.start + row // self._form.taps
        windows, filters = len(plan.windows), len(plan.filters)
        column = [
            CellMark(number, row, hue)
            for number, output in enumerate(plan.filters)
            if joins(self._form, output, input_channel)
        ]
        return {
            WINDOWS: ([CellMark(row, c, hue) for c in range(windows)], (_row(row, windows),)),
            KERNELS: (column, (WindowOutline(0, row, filters, 1),)),
            FILTER: (self._upright(plan, channel, {row}), ()),
        }

    def _lit_copies(self, scene: Scene, plan: UnfoldPlan, target: TracedCell, first: int) -> Lit:
        """Light every copy of an input cell in X_col, and what comes of it in Y."""
        hues, filters = self._hues(), list(enumerate(plan.filters))
        kernels = self.grids.grid(KERNELS).values
        copies, products, used = [], [], set()
        for cell, tap in uses_of(scene, target.cell)[:MOST_LIT]:
            window = int(np.ravel_multi_index(cell, scene.output_volume[1:]))
            if window not in plan.windows:
                continue
            column, row = window - plan.windows.start, first + tap
            copies.append(CellMark(row, column, hues[tap]))
            used.add(row)
            products += [
                CellMark(number, column, hues[tap], label=weight_label(kernels[number, row]))
                for number, output in filters
                if joins(self._form, output, target.channel)
            ]
        return {
            WINDOWS: (copies, ()),
            FILTER: (self._upright(plan, self._plan()[1], used), ()),
            PRODUCT: (products[:MOST_LIT], ()),
        }

    def _upright(self, plan: UnfoldPlan, channel: int, used: set[int]) -> list[CellMark]:
        """Return the upright filter in its hues, with the taps that are used outlined."""
        hues, line = self._hues(), current_palette().window
        return [
            CellMark(row, 0, hues[tap], line if row in used else "")
            for row, tap in every_tap(self._form, plan, channel)
        ]

    def _meaning(self, address: CellAddress) -> int | TracedCell | None:
        plan, channel = self._plan()
        form = self._form
        if address.group == WINDOWS:
            return channel * form.window_count + plan.windows[address.column]
        if address.group == PRODUCT:
            return plan.filters[address.row] * form.window_count + plan.windows[address.column]
        if address.group == BIAS:
            return None
        row = address.row if address.group == FILTER else address.column
        output = channel if address.group == FILTER else plan.filters[address.row]
        place, tap = divmod(row, form.taps)
        if not joins(form, output, plan.channels[place]):
            return None
        return TracedCell(is_tap=True, channel=plan.channels[place], cell=self._tap_cell(tap))

    def _edited_place(self, address: CellAddress) -> tuple[str, tuple[int, ...]] | None:
        scene, (plan, _) = self._scene, self._plan()
        if address.group == BIAS:
            return "bias", (plan.filters[address.row],)
        if scene is None or address.group != KERNELS:
            return None
        column = plan.channels.start * self._form.taps + address.column
        return "weight", weight_place(scene, self._form, plan.filters[address.row], column)

    def _cell_text(self, address: CellAddress) -> str:
        if self._scene is None or address.group != WINDOWS:
            return ""
        plan, _ = self._plan()
        row = plan.channels.start * self._form.taps + address.row
        return copy_text(self._scene, self._form, row, plan.windows[address.column])

    def _plan(self) -> tuple[UnfoldPlan, int]:
        """Return what is drawn, and the output channel of the upright filter."""
        assert self._drawing is not None  # noqa: S101 - narrows the type: there are cells
        plan, channel = self._drawing.key
        return plan, channel

    def _hues(self) -> TapHues:
        return tap_hues(self._form.taps, current_palette())

    def _upright_weights(self) -> list[float]:
        weights: list[float] = self.grids.grid(FILTER).values[:, 0].tolist()
        return weights

    def _tap_cell(self, tap: int) -> tuple[int, int, int]:
        """Return the depth, the row and the column of a tap."""
        assert self._scene is not None  # noqa: S101 - narrows the type: there are cells
        depth, row, column = np.unravel_index(tap, self._scene.kernel_sizes)
        return int(depth), int(row), int(column)


def _row(row: int, width: int) -> WindowOutline:
    return WindowOutline(row, 0, 1, width)
