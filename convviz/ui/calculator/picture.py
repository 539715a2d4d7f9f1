"""The picture in the middle of the page: planes of the scene, and what the step lights on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.ui.calculator.marks import cell_marks, outlines
from convviz.ui.calculator.model.highlights import lit_input, lit_kernel, lit_output, lit_window
from convviz.ui.calculator.model.step import build_step, step_index
from convviz.ui.calculator.model.tracing import Target, trace
from convviz.ui.calculator.model.visible import VisiblePlanes, visible_planes
from convviz.ui.calculator.planes import BIAS, INPUT, KERNEL, OUTPUT, groups_for, window_plane
from convviz.ui.theme import theme_notifier
from convviz.ui.widgets.grid import PlaneStackView
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    from convviz.ui.calculator.model.highlights import LitPlane
    from convviz.ui.calculator.model.scene import Scene
    from convviz.ui.calculator.model.step import Step


class CalculatorPicture(QWidget):
    """Shows one step of a scene.

    Signals:
        output_hovered(int): The mouse is over the output cell of this step.
        cell_traced(Target): It is over a cell of the input or the kernel; what belongs to it is
            lit.
        output_left(): It is over no such cell any more.
        output_clicked(int): The output cell of this step was clicked.
        cell_edited(str, tuple, float): "input", "weight" or "bias", the index in that tensor, and
            the number typed.
        planes_changed(VisiblePlanes): Other planes are drawn.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)
    planes_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PlaneStackView(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._scene: Scene | None = None
        self._step: Step | None = None
        self._visible: VisiblePlanes | None = None
        self._page = 0
        self._pinned = False
        self._is_tracing = False
        self._is_dimmed = False
        self.view.cell_hovered.connect(self._on_hovered)
        self.view.hover_left.connect(self._on_left)
        self.view.cell_clicked.connect(self._on_clicked)
        self.view.cell_edited.connect(self._on_edited)
        theme_notifier().changed.connect(self._relight)

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._step

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def visible_planes(self) -> VisiblePlanes | None:
        """The planes that are drawn."""
        return self._visible

    def show_scene(self, scene: Scene, index: int) -> Step:
        """Show another scene at a step; returns the step."""
        self._scene, self._visible = scene, None
        self._is_dimmed = self._is_tracing = False
        self.view.set_dimmed(dimmed=False)
        return self.show_step(index)

    def show_step(self, index: int, *, pinned: bool = False) -> Step:
        """Show another step: only what is lit moves, unless other planes are concerned.

        Raises:
            RuntimeError: No scene was shown before.
        """
        scene = self._scene
        if scene is None:
            message = "no scene is shown"
            raise RuntimeError(message)
        step = build_step(scene, index)
        visible = visible_planes(scene, step.channel, step.cell[0], self._page)
        self._step, self._pinned = step, pinned
        if visible != self._visible:
            self._visible = visible
            self.view.set_groups(groups_for(scene, visible, step))
            self._light_kernel()
            self.planes_changed.emit(visible)
        self._light(step)
        return step

    def set_dimmed(self) -> None:
        """Fade the picture: it no longer holds."""
        self._end_tracing()
        self._is_dimmed = True
        self.view.set_dimmed(dimmed=True)

    def set_page(self, first: int) -> None:
        """Draw other input channels, from this number among those that are read."""
        self._page = max(0, first)
        if self._step is not None:
            self.show_step(self._step.index, pinned=self._pinned)

    def _light_kernel(self) -> None:
        scene, visible = self._scene, self._visible
        if scene is None or visible is None or scene.weight is None:
            return
        taps = math.prod(scene.kernel_sizes)
        for number, lit in enumerate(lit_kernel(scene, visible)):
            self.view.set_marks(KERNEL, number, cell_marks(lit, taps))

    def _light(self, step: Step) -> None:
        visible = self._visible
        if visible is None:
            return
        self._mark(INPUT, lit_input(step, visible), step.tap_count)
        for number, lit in enumerate(lit_output(step, visible)):
            self.view.set_marks(OUTPUT, number, windows=outlines(lit, pinned=self._pinned))
        if step.weights is None:
            plane = window_plane(step)
            self.view.set_values(KERNEL, 0, plane.values, plane.kinds)
            self._mark(KERNEL, (lit_window(step),), step.tap_count)

    def _mark(self, group: str, planes: tuple[LitPlane, ...], taps: int) -> None:
        for number, lit in enumerate(planes):
            self.view.set_marks(group, number, cell_marks(lit, taps), outlines(lit))

    def _relight(self) -> None:
        if self._step is not None:
            self._light_kernel()
            self._light(self._step)

    def _step_at(self, group: str, plane: int, row: int, column: int) -> int | None:
        if group != OUTPUT or self._scene is None or self._visible is None:
            return None
        key = self._visible.output[plane]
        return step_index(self._scene, key.channel, (key.depth, row, column))

    def _on_hovered(self, group: str, plane: int, row: int, column: int) -> None:
        index = self._step_at(group, plane, row, column)
        if index is not None:
            self._end_tracing()
            self.output_hovered.emit(index)
            return
        target = self._target_at(group, plane, row, column)
        if target is None:
            self._on_left()
        else:
            self.cell_traced.emit(target)
            self.show_trace(target)

    def _on_left(self) -> None:
        self._end_tracing()
        self.output_left.emit()

    def _target_at(self, group: str, plane: int, row: int, column: int) -> Target | None:
        """Return the cell of the input or the tap at a place; None for another cell."""
        scene, visible, step = self._scene, self._visible, self._step
        if scene is None or visible is None or step is None or self._is_dimmed:
            return None
        if group == INPUT:
            key = visible.input[plane]
            return Target(is_tap=False, channel=key.channel, cell=(key.depth, row, column))
        if group == KERNEL and scene.weight is not None:
            key = visible.kernel[plane]
            return Target(is_tap=True, channel=key.channel, cell=(key.depth, row, column))
        if group == KERNEL:
            depth, row = divmod(row, scene.kernel_sizes[1])
            return Target(is_tap=True, channel=step.channels[0], cell=(depth, row, column))
        return None

    def show_trace(self, target: Target | None) -> None:
        """Light what belongs to an input cell or a tap; None lights the step again."""
        scene, visible = self._scene, self._visible
        if target is None or scene is None or visible is None:
            self._end_tracing()
            return
        self._is_tracing = True
        tracing = trace(scene, visible, target)
        taps = math.prod(scene.kernel_sizes)
        self._mark(INPUT, tracing.input, taps)
        self._mark(KERNEL, tracing.kernel, taps)
        self._mark(OUTPUT, tracing.output, taps)

    def _end_tracing(self) -> None:
        if self._is_tracing:
            self._is_tracing = False
            self._relight()

    def _on_clicked(self, group: str, plane: int, row: int, column: int) -> None:
        index = self._step_at(group, plane, row, column)
        if index is not None:
            self.output_clicked.emit(index)

    def _on_edited(self, group: str, plane: int, row: int, column: int, text: str) -> None:
        value = read_number(text)
        scene, visible, step = self._scene, self._visible, self._step
        if value is None or scene is None or visible is None or step is None:
            return
        rank = scene.layer.rank
        if group == INPUT:
            key = visible.input[plane]
            sources = (
                int(axis.sources[at])
                for axis, at in zip(scene.axes, (key.depth, row, column), strict=True)
            )
            self.cell_edited.emit("input", (key.channel, *tuple(sources)[-rank:]), value)
        elif group == KERNEL and scene.weight is not None:
            key = visible.kernel[plane]
            first = scene.weight_index(visible.output_channel, key.channel)
            taps = (key.depth, row, column)[-rank:]
            self.cell_edited.emit("weight", (*first, *taps), value)
        elif group == BIAS:
            self.cell_edited.emit("bias", (step.channel,), value)
