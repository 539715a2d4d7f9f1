"""A scatter step as groups of planes: the plain input, kernel, bias, and the canvas of stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import INPUT, OUTPUT
from convviz.ui.stepper.planes import bias_group, kernel_group, plane_columns, plane_titles
from convviz.ui.stepper.tones import (
    darkest_and_brightest,
    input_tone,
    is_picture,
    output_tone,
)
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, WindowOutline
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey
    from convviz.stepping.steps.scatter import Scatter
    from convviz.stepping.walks.scatter import ScatterWalk

translate = QCoreApplication.translate


def scatter_groups(walk: ScatterWalk) -> tuple[PlaneGroup, ...]:
    """Return input, kernel, bias and the canvas with the stamps so far, from left to right."""
    scene = walk.scene
    kernel = kernel_group(scene, walk.visible)
    bias = () if scene.bias is None else (bias_group(float(scene.bias[walk.output_channel])),)
    return (_input(walk), kernel, *bias, _output(walk))


def _frames(scatter: Scatter, key: PlaneKey) -> tuple[WindowOutline, ...]:
    """Return outlines on a plane of the canvas: of the output, of what output_padding adds."""
    depth, rows, columns = scatter.axes
    if not depth.output.start <= key.depth < depth.output.stop:
        return ()
    top, left = rows.output.start, columns.output.start
    height, width = rows.output_size, columns.output_size
    frames = []
    if (height, width) != (rows.canvas, columns.canvas):
        frames.append(WindowOutline(top, left, height, width))
    below, beside = rows.output_padding, columns.output_padding
    if key.depth >= depth.output.stop - depth.output_padding:
        below, beside = height, 0
    if below:
        frames.append(WindowOutline(top + height - below, left, below, width, dashed=True))
    if beside:
        column = left + width - beside
        frames.append(WindowOutline(top, column, height - below, beside, dashed=True))
    return tuple(frames)


def _input(walk: ScatterWalk) -> PlaneGroup:
    scene, values, visible = walk.scene, walk.scatter.input, walk.visible
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


def _output(walk: ScatterWalk) -> PlaneGroup:
    scene, visible, axes = walk.scene, walk.visible, walk.scatter.axes
    channels = scene.output_volume[0]
    sizes = tuple(axis.canvas for axis in axes[1:])
    scale, darkest = _output_scale(scene)
    titles = plane_titles(visible.output, axes[0].canvas, channels, axes[0].padding)
    planes = tuple(
        Plane(
            np.zeros(sizes) if changing.values is None else changing.values,
            changing.kinds,
            title,
            (axes[1].padding, axes[2].padding),
            scale,
            output_tone(scene, key.channel),
            darkest,
            frames=_frames(walk.scatter, key),
        )
        for key, title, changing in zip(visible.output, titles, walk.changing(), strict=True)
    )
    caption = translate("CalculatorPlanes", "Output {shape}").format(
        shape=shape_text(scene.output_shape)
    )
    exponent = 0 if scene.output is None else common_exponent(scene.output)
    return PlaneGroup(OUTPUT, GridRole.OUTPUT, caption, planes, "=", exponent=exponent)


def _output_scale(scene: Scene) -> tuple[float, float]:
    """Return the brightest and the darkest value of the colours, the same at every step."""
    if scene.output is None:
        return largest_magnitude(scene.plain_input) * largest_magnitude(
            scene.plain_weights["weight"]
        ), 0.0
    if is_picture(scene):
        darkest, brightest = darkest_and_brightest(scene.output)
        return brightest, darkest
    return largest_magnitude(scene.output), 0.0
