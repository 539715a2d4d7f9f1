"""A scene as groups of planes: input, kernel, bias and output, with captions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.core.layers.parameters import Linearity
from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import BESIDE, BIAS, INPUT, KERNEL, OUTPUT, CellKind
from convviz.stepping.lines.line_parts import TIMES, value_text
from convviz.stepping.steps.step import window_cells
from convviz.ui.stepper.batch_titles import batch_titles
from convviz.ui.stepper.index_planes import index_group
from convviz.ui.stepper.tones import (
    darkest_and_brightest,
    input_tone,
    is_picture,
    output_tone,
)
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, WindowOutline
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.groups import OR_SHORTER
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Layer, Shape
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import PlaneKey, VisiblePlanes
    from convviz.stepping.steps.step import Step

translate = QCoreApplication.translate

_SQUARE: Final = 4
"""So many planes are drawn two by two."""


def groups_for(scene: Scene, visible: VisiblePlanes, step: Step) -> tuple[PlaneGroup, ...]:
    """Return the groups of planes from left to right.

    Args:
        scene: What is shown.
        visible: Which of its planes.
        step: The step at hand; a pooling's middle shows its window, a bias its channel's number.
    """
    middle = kernel_group(scene, visible) if scene.weight is not None else _window(scene, step)
    bias = () if step.bias is None else (bias_group(step.bias),)
    groups = (input_group(scene, visible), middle, *bias, output_group(scene, visible))
    if scene.drawn_beside is not None:
        return (*groups[:-1], beside_group(scene, scene.drawn_beside, visible), groups[-1])
    if scene.indices is None:
        return groups
    titles = plane_titles(visible.output, scene.output_volume[1], scene.output_volume[0], 0)
    return (*groups, index_group(scene.indices, visible.output, titles))


def input_group(scene: Scene, visible: VisiblePlanes) -> PlaneGroup:
    """Return the drawn planes of the input."""
    kinds = scene.kinds
    origin = (scene.axes[1].origin, scene.axes[2].origin)
    # Padding repeats the input, holds 0 or -inf: only of a padding layer it may be the largest.
    values = scene.input if scene.layer.cell_reduction is Reduction.COPY else scene.plain_input
    scale = 1.0 if is_picture(scene) else largest_magnitude(values)
    slices = scene.axes[0].size
    titles = _titles(scene, visible.input, (scene.input.shape[0], slices), scene.axes[0].origin)
    border = _own_border(scene)
    planes = tuple(
        Plane(
            scene.input[key.channel, key.depth],
            kinds[key.depth],
            title,
            origin,
            scale,
            input_tone(scene, key.channel),
            frames=border,
        )
        for key, title in zip(visible.input, titles, strict=True)
    )
    caption = translate("CalculatorPlanes", "Input {shape}").format(
        shape=shape_text(scene.calculator.input_shape)
    )
    caption = with_rows(caption, scene.calculator.input_shape, scene.axes[2].size)
    columns = plane_columns(len(planes))
    return PlaneGroup(
        INPUT,
        GridRole.INPUT,
        caption,
        planes,
        editable=True,
        plane_columns=columns,
        exponent=common_exponent(scene.plain_input),
    )


def beside_group(scene: Scene, beside: NDArray[np.float64], visible: VisiblePlanes) -> PlaneGroup:
    """Return the planes of what stands beside the input's numbers.

    Args:
        scene: What is shown.
        beside: The numbers, (channels, depth, rows, columns).
        visible: Which planes: those of the input.
    """
    titles = plane_titles(visible.input, scene.axes[0].size, len(beside), 0)
    scale = largest_magnitude(beside)
    planes = tuple(
        Plane(beside[key.channel, key.depth], title=title, scale=scale)
        for key, title in zip(visible.input, titles, strict=True)
    )
    caption = _beside_caption(scene.layer)
    return PlaneGroup(BESIDE, GridRole.KERNEL, caption, planes, TIMES, exponent=0)


def _beside_caption(layer: Layer) -> str:
    if layer.linearity is Linearity.KEEPS:
        return translate("CalculatorPlanes", "Mask: 1 stays, 0 is dropped")
    return translate("CalculatorPlanes", "Slopes that were drawn")


def with_rows(caption: str, shape: Shape, columns: int) -> str:
    """Return a caption that says in which rows a long vector is drawn."""
    if len(shape) != 1 or columns >= shape[0]:
        return caption
    text = translate("CalculatorPlanes", "{caption}, in rows of {columns}")
    return text.format(caption=caption, columns=columns)


def _own_border(scene: Scene) -> tuple[WindowOutline, ...]:
    """Return the outline of the input itself, where padding or an overhang stands round it."""
    spans = []
    for axis in scene.axes[1:]:
        last = int(axis.sources.max(initial=-1))
        is_plain = not (axis.kinds == CellKind.INSERTED_ZERO).any()
        places = np.flatnonzero((axis.sources == last) & (axis.kinds == CellKind.REAL))
        end = axis.origin + last + 1 if is_plain or not len(places) else int(places[-1]) + 1
        spans.append((axis.origin, end - axis.origin, axis.size))
    (top, height, rows), (left, width, columns) = spans
    if (height, width) == (rows, columns) or height > rows or width > columns:
        return ()
    return (WindowOutline(top, left, height, width),)


def kernel_group(scene: Scene, visible: VisiblePlanes) -> PlaneGroup:
    """Return the kernel planes of the output channel that is drawn."""
    assert scene.weight is not None  # noqa: S101 - narrows the type: the caller saw it
    channel = visible.output_channel
    titles = plane_titles(visible.kernel, scene.kernel_sizes[0], visible.channels, 0)
    scale = largest_magnitude(scene.weight)
    planes = tuple(
        Plane(
            scene.weight[scene.weight_index(channel, key.channel)][key.depth],
            title=title,
            scale=scale,
        )
        for key, title in zip(visible.kernel, titles, strict=True)
    )
    sizes = shape_text(scene.kernel_sizes[-scene.rank :])
    text = translate("CalculatorPlanes", "Kernel {shape}").format(shape=sizes)
    if scene.output_volume[0] > 1:
        text = translate("CalculatorPlanes", "Kernel {shape} of filter {number}").format(
            shape=sizes, number=channel
        )
    operator = "\u2217\u1d40" if scene.layer.scatters else "\u2217"
    exponent = common_exponent(scene.weight)
    return PlaneGroup(
        KERNEL, GridRole.KERNEL, text, planes, operator, editable=True, exponent=exponent
    )


def _window(scene: Scene, step: Step) -> PlaneGroup:
    caption = _window_caption(scene.layer)
    exponent = common_exponent(scene.plain_input)
    window = (Plane(*window_cells(step)),)
    return PlaneGroup(KERNEL, GridRole.KERNEL, caption, window, "\u2192", exponent=exponent)


def _window_caption(layer: Layer) -> str:
    match layer.cell_reduction:
        case Reduction.MAXIMUM | Reduction.MINIMUM:
            return _extreme_caption(layer)
        case Reduction.POWER_MEAN:
            return _power_caption(layer)
        case Reduction.INTERPOLATION:
            return _resampled_caption(str(getattr(layer, "mode", "")))
        case Reduction.COPY | Reduction.POINTWISE:
            return _cell_caption(layer)
        case Reduction.MEAN if layer.divisor_given() is not None:
            return translate("CalculatorPlanes", "Sum of the window, divided")
        case _:
            return translate("CalculatorPlanes", "Mean of the window")


def _cell_caption(layer: Layer) -> str:
    if layer.cell_reduction is Reduction.COPY:
        return translate("CalculatorPlanes", "The cell that is copied")
    return translate("CalculatorPlanes", "The number x")


def _extreme_caption(layer: Layer) -> str:
    if layer.extreme_sign() > 0:
        return translate("CalculatorPlanes", "Maximum of the window")
    return translate("CalculatorPlanes", "Minimum of the window")


def _power_caption(layer: Layer) -> str:
    if not layer.takes_extreme():
        return translate("CalculatorPlanes", "Power average of the window")
    if layer.extreme_sign() > 0:
        return translate("CalculatorPlanes", "Largest |x| of the window")
    return translate("CalculatorPlanes", "Smallest |x| of the window")


def _resampled_caption(mode: str) -> str:
    if mode.startswith("nearest"):
        return translate("CalculatorPlanes", "The nearest cell, which is copied")
    if mode == "area":
        return translate("CalculatorPlanes", "Mean of the window")
    return translate("CalculatorPlanes", "The nearby cells, each with its weight")


def bias_group(bias: float) -> PlaneGroup:
    """Return the bias of an output channel as one cell."""
    plane = Plane(np.array([[bias]], dtype=np.float64))
    caption, exponent = translate("CalculatorPlanes", "Bias"), common_exponent(plane.values)
    return PlaneGroup(
        BIAS, GridRole.KERNEL, caption, (plane,), "+", editable=True, exponent=exponent
    )


def output_group(scene: Scene, visible: VisiblePlanes) -> PlaneGroup:
    """Return the drawn planes of the output."""
    channels, slices, rows, columns = scene.output_volume
    titles = _titles(scene, visible.output, (channels, slices), 0)
    scale, darkest = None, 0.0
    if scene.output is not None:
        scale = largest_magnitude(scene.output)
        if is_picture(scene):
            darkest, scale = darkest_and_brightest(scene.output)
    planes = []
    for key, title in zip(visible.output, titles, strict=True):
        if scene.output is None:
            planes.append(Plane.pending(rows, columns, title))
        else:
            values, tone = scene.output[key.channel, key.depth], output_tone(scene, key.channel)
            planes.append(Plane(values, title=title, scale=scale, tone=tone, darkest=darkest))
    caption = translate("CalculatorPlanes", "Output {shape}").format(
        shape=shape_text(scene.output_shape)
    )
    caption = with_rows(caption, scene.output_shape, columns)
    operator = "=" if scene.weight is not None else "\u2192"
    exponent = 0 if scene.output is None else common_exponent(scene.output)
    return PlaneGroup(OUTPUT, GridRole.OUTPUT, caption, tuple(planes), operator, exponent=exponent)


def _titles(
    scene: Scene, keys: tuple[PlaneKey, ...], count: tuple[int, int], origin: int
) -> list[str]:
    """Return the words above planes, of channels and slices or of a batch's samples."""
    channels, slices = count
    if scene.layer.shows_batch:
        return batch_titles(scene.output_shape, keys)
    return plane_titles(keys, slices, channels, origin)


def without_kernel(
    scene: Scene, visible: VisiblePlanes, groups: tuple[PlaneGroup, ...]
) -> tuple[PlaneGroup, ...]:
    """Return the input and the output alone, with short titles: a small copy beside a view."""
    kept = {group.name: group for group in groups if group.name in {INPUT, OUTPUT}}
    depth, volume = scene.axes[0], scene.output_volume
    titles = {
        INPUT: short_titles(visible.input, depth.size, scene.input.shape[0], depth.origin),
        OUTPUT: short_titles(visible.output, volume[1], volume[0], 0),
    }
    small = []
    for name, group in kept.items():
        pairs = zip(group.planes, titles[name], strict=True)
        planes = tuple(dataclasses.replace(plane, title=title) for plane, title in pairs)
        operator = "" if name == INPUT else "\u2192"
        small.append(dataclasses.replace(group, planes=planes, operator=operator))
    return tuple(small)


def short_titles(keys: tuple[PlaneKey, ...], slices: int, channels: int, origin: int) -> list[str]:
    """Return what tells each plane from the others in numbers alone; see :func:`plane_titles`."""
    if channels * slices == 1:
        return [""] * len(keys)
    if slices == 1 or channels == 1:
        numbers = [key.channel if slices == 1 else key.depth - origin for key in keys]
        return [value_text(number) for number in numbers]
    return [f"{key.channel} \u00b7 {value_text(key.depth - origin)}" for key in keys]


def plane_titles(keys: tuple[PlaneKey, ...], slices: int, channels: int, origin: int) -> list[str]:
    """Return the words above planes: what tells each from the others, short where they are many.

    Where there is no room for the words, the numbers stand alone.

    Args:
        keys: The planes.
        slices: How many slices a channel has.
        channels: How many channels there are.
        origin: Drawn index of slice 0.
    """
    if channels * slices == 1 or len(keys) > _SQUARE:
        return short_titles(keys, slices, channels, origin)
    if slices == 1:
        text = translate("CalculatorPlanes", "channel {channel}")
    elif channels == 1:
        text = translate("CalculatorPlanes", "slice {slice}")
    else:
        text = translate("CalculatorPlanes", "channel {channel}, slice {slice}")
    short = short_titles(keys, slices, channels, origin)
    return [
        text.format(channel=key.channel, slice=value_text(key.depth - origin)) + OR_SHORTER + fewer
        for key, fewer in zip(keys, short, strict=True)
    ]


def plane_columns(planes: int) -> int | None:
    """Return how many planes of a part stand side by side; None lets the view choose."""
    return 2 if planes == _SQUARE else None
