"""A scatter step as groups of planes: the plain input, kernel, bias, and the canvas of stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.ui.stepper.planes import (
    INPUT,
    OUTPUT,
    bias_group,
    kernel_group,
    plane_columns,
    plane_titles,
)
from convviz.ui.stepper.tones import (
    darkest_and_brightest,
    input_tone,
    is_picture,
    output_tone,
)
from convviz.ui.stepper.walks.walk import PlaneValues
from convviz.ui.widgets.grid import CellKind, GridRole, Plane, PlaneGroup, WindowOutline
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes
    from convviz.stepping.steps.scatter import Scatter, ScatterStep

translate = QCoreApplication.translate


class ScatterPlanes:
    """Draws the steps of one scene."""

    def __init__(self, scatter: Scatter) -> None:
        self._scatter = scatter
        self._is_output = scatter.is_output()
        self._scale, self._darkest = self._output_scale()

    def groups(self, visible: VisiblePlanes, step: ScatterStep) -> tuple[PlaneGroup, ...]:
        """Return input, kernel, bias and the canvas, from left to right."""
        scene = self._scatter.scene
        kernel = kernel_group(scene, visible)
        bias = () if scene.bias is None else (bias_group(float(scene.bias[step.output_channel])),)
        return (self._input(visible), kernel, *bias, self._output(visible, step))

    def canvases(self, visible: VisiblePlanes, step: ScatterStep) -> Iterator[PlaneValues]:
        """Yield what stands on each visible plane of the canvas after a step."""
        canvas = self._scatter.canvas(step)
        for number, key in enumerate(visible.output):
            kinds = np.where(self._is_output[key.depth], CellKind.REAL, CellKind.CROPPED)
            values = None
            if canvas is None:
                kinds[self._is_output[key.depth]] = CellKind.PENDING
            else:
                values = canvas.values[key.depth]
                is_waiting = self._is_output[key.depth] & ~canvas.is_touched[key.depth]
                kinds[is_waiting] = CellKind.UNTOUCHED
            yield PlaneValues(OUTPUT, number, values, kinds.astype(np.uint8))

    def _frames(self, key: PlaneKey) -> tuple[WindowOutline, ...]:
        """Return outlines on a plane of the canvas: of the output, of what output_padding adds."""
        depth, rows, columns = self._scatter.axes
        if not depth.output.start <= key.depth < depth.output.stop:
            return ()
        top, left = rows.output.start, columns.output.start
        height, width = rows.output_size, columns.output_size
        found = []
        if (height, width) != (rows.canvas, columns.canvas):
            found.append(WindowOutline(top, left, height, width))
        below, beside = rows.output_padding, columns.output_padding
        if key.depth >= depth.output.stop - depth.output_padding:
            below, beside = height, 0
        if below:
            found.append(WindowOutline(top + height - below, left, below, width, dashed=True))
        if beside:
            column = left + width - beside
            found.append(WindowOutline(top, column, height - below, beside, dashed=True))
        return tuple(found)

    def _input(self, visible: VisiblePlanes) -> PlaneGroup:
        scene, values = self._scatter.scene, self._scatter.input
        titles = plane_titles(visible.input, values.shape[1], values.shape[0], 0)
        scale = 1.0 if is_picture(scene) else largest_magnitude(values)
        planes = tuple(
            Plane(
                values[key.channel, key.depth],
                title=title,
                scale=scale,
                tone=input_tone(scene, key.channel),
            )
            for key, title in zip(visible.input, titles, strict=True)
        )
        caption = translate("CalculatorPlanes", "Input {shape}").format(
            shape=shape_text(scene.calculator.input_shape)
        )
        columns = plane_columns(len(planes))
        return PlaneGroup(
            INPUT,
            GridRole.INPUT,
            caption,
            planes,
            editable=True,
            plane_columns=columns,
            exponent=common_exponent(values),
        )

    def _output(self, visible: VisiblePlanes, step: ScatterStep) -> PlaneGroup:
        scene, axes = self._scatter.scene, self._scatter.axes
        channels = scene.output_volume[0]
        titles = plane_titles(visible.output, axes[0].canvas, channels, axes[0].padding)
        planes = tuple(
            Plane(
                np.zeros(self._is_output.shape[1:]) if found.values is None else found.values,
                found.kinds,
                title,
                (axes[1].padding, axes[2].padding),
                self._scale,
                output_tone(scene, key.channel),
                self._darkest,
                frames=self._frames(key),
            )
            for key, title, found in zip(
                visible.output, titles, self.canvases(visible, step), strict=True
            )
        )
        caption = translate("CalculatorPlanes", "Output {shape}").format(
            shape=shape_text(scene.output_shape)
        )
        exponent = 0 if scene.output is None else common_exponent(scene.output)
        return PlaneGroup(OUTPUT, GridRole.OUTPUT, caption, planes, "=", exponent=exponent)

    def _output_scale(self) -> tuple[float, float]:
        """Return the brightest and the darkest value of the colours, the same at every step."""
        scene = self._scatter.scene
        if scene.output is None:
            return largest_magnitude(scene.plain_input) * largest_magnitude(
                scene.plain_weights["weight"]
            ), 0.0
        if is_picture(scene):
            darkest, brightest = darkest_and_brightest(scene.output)
            return brightest, darkest
        return largest_magnitude(scene.output), 0.0
