"""A refusal as groups of planes: input and kernel, and over them what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellKind
from convviz.stepping.scene.refused_axis import RefusedKind
from convviz.stepping.scene.refused_scene import refused_kinds
from convviz.ui.theme import current_palette
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, WindowOutline
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.scene.refused_scene import RefusedOutput, RefusedScene

translate = QCoreApplication.translate

_MOST_DEPTH = 6
_TITLED = 4
"""So many planes have room for a word beside their number."""

_KINDS = np.array(
    [
        CellKind.REAL,
        CellKind.PADDING,
        CellKind.CROPPED,
        CellKind.MISSING,
        CellKind.ABSENT,
    ],
    dtype=np.uint8,
)
"""The grid's kind of each RefusedKind."""


def refused_groups(scene: RefusedScene) -> tuple[PlaneGroup, ...]:
    """Return input, kernel and, where its size is what is refused, the output."""
    groups = [_input_group(scene)]
    if scene.kernel is not None:
        groups.append(_kernel_group(scene, scene.kernel))
    if scene.output is not None:
        groups.append(_output_group(scene.output))
    return tuple(groups)


def _input_group(scene: RefusedScene) -> PlaneGroup:
    """Return the input with the room that the first window would need."""
    kinds = _drawn_kinds(scene)
    origin = (scene.axes[1].origin, scene.axes[2].origin)
    depths = _depths(scene)
    values = np.where(np.isfinite(scene.input), scene.input, 0.0)
    scale = largest_magnitude(values)
    planes = [
        Plane(
            scene.input[number, depth],
            kinds[depth],
            _title(channel, depth - scene.axes[0].origin, scene.channels, depths),
            origin,
            scale,
            frames=_input_frames(scene, channel),
        )
        for number, channel in enumerate(scene.channels)
        for depth in depths
    ]
    caption = translate("CalculatorPlanes", "Input {shape}").format(
        shape=shape_text(scene.calculator.input_shape)
    )
    return PlaneGroup(INPUT, GridRole.INPUT, caption, tuple(planes[:_MOST_DEPTH]))


def _drawn_kinds(scene: RefusedScene) -> NDArray[np.uint8]:
    """Return the grid's kinds; past the padded input, a cell is wanted only by the window."""
    kinds = refused_kinds(scene.axes)
    outside = kinds == RefusedKind.OUTSIDE
    depth, rows, columns = scene.window
    wanted = np.zeros(kinds.shape, dtype=bool)
    wanted[:depth, :rows, :columns] = True
    cell_kinds = _KINDS[kinds]
    cell_kinds[outside & wanted] = CellKind.MISSING
    return cell_kinds


def _depths(scene: RefusedScene) -> list[int]:
    """Return the slices that are drawn, as few as there is room for."""
    share = max(1, _MOST_DEPTH // len(scene.channels))
    return list(range(len(scene.axes[0].kinds)))[:share]


def _input_frames(scene: RefusedScene, channel: int) -> tuple[WindowOutline, ...]:
    """Return the outlines over a channel: the first window, and what has no place."""
    error = current_palette().error
    rows, columns = (len(axis.kinds) for axis in scene.axes[1:])
    frames = []
    _, down, across = scene.window
    if down and across:
        colour = error if scene.window_is_wrong else ""
        frames.append(WindowOutline(0, 0, down, across, colour, dashed=True))
    if channel in scene.wrong_channels:
        frames.append(WindowOutline(0, 0, rows, columns, error, dashed=True))
    if scene.wrong_rest is not None:
        axis, rest = scene.wrong_rest
        if axis == -1:
            frames.append(WindowOutline(0, columns - rest, rows, rest, error, dashed=True))
        else:
            frames.append(WindowOutline(rows - rest, 0, rest, columns, error, dashed=True))
    return tuple(frames)


def _kernel_group(scene: RefusedScene, kernel: NDArray[np.float64]) -> PlaneGroup:
    error, scale = current_palette().error, largest_magnitude(kernel)
    depths = list(range(kernel.shape[1]))[: max(1, _MOST_DEPTH // len(kernel))]
    planes = []
    for number, channel in enumerate(scene.kernel_channels):
        for depth in depths:
            values = kernel[number, depth]
            rows, columns = values.shape
            outline = WindowOutline(0, 0, int(rows), int(columns), error, dashed=True)
            frames = (outline,) if channel in scene.wrong_kernels else ()
            title = _title(channel, depth, scene.kernel_channels, depths)
            planes.append(Plane(values, title=title, scale=scale, frames=frames))
    caption = translate("CalculatorPlanes", "Kernel {shape}").format(
        shape=shape_text(kernel.shape[-scene.rank :])
    )
    return PlaneGroup(KERNEL, GridRole.KERNEL, caption, tuple(planes[:_MOST_DEPTH]), "\u2217")


def _output_group(output: RefusedOutput) -> PlaneGroup:
    """Return the output that would be: hatched where padding takes it, dashed where it grows."""
    sizes = [1] * (3 - len(output.shape)) + list(output.shape)
    taken = [0] * (3 - len(output.shape)) + list(output.taken)
    added = [0] * (3 - len(output.shape)) + list(output.added)
    kinds = np.full(sizes, CellKind.PENDING, dtype=np.uint8)
    for axis, (size, gone, grown) in enumerate(zip(sizes, taken, added, strict=True)):
        places = np.arange(size)
        shape = [-1 if number == axis else 1 for number in range(3)]
        lost = ((places < gone) | (places >= size - gone)).reshape(shape)
        new = (places >= size - grown).reshape(shape)
        kinds[np.broadcast_to(lost, kinds.shape)] = CellKind.CROPPED
        kinds[np.broadcast_to(new, kinds.shape)] = CellKind.MISSING
    planes = tuple(
        Plane(np.zeros(kinds[depth].shape), kinds[depth], numbers=False)
        for depth in range(min(len(kinds), _MOST_DEPTH))
    )
    whole = translate("CalculatorPlanes", "Output {shape} with its padding").format(
        shape=shape_text(output.shape)
    )
    return PlaneGroup(OUTPUT, GridRole.OUTPUT, whole, planes, "\u2192")


def _title(channel: int, slice_: int, channels: tuple[int, ...], depths: list[int]) -> str:
    """Return what tells a plane from the others."""
    if len(channels) == 1 and len(depths) == 1:
        return ""
    if len(depths) == 1:
        if len(channels) > _TITLED:
            return str(channel)
        return translate("CalculatorPlanes", "channel {channel}").format(channel=channel)
    if len(channels) == 1:
        return translate("CalculatorPlanes", "slice {slice}").format(slice=slice_)
    return f"{channel} \u00b7 {slice_}"
