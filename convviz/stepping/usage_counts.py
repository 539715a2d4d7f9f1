"""How often each drawn cell of a scene is used: numbers only, without Qt."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convviz.core.shown_layers import drawn_spatial
from convviz.core.usage import (
    CountSummary,
    axis_meetings,
    axis_usage,
    overlaps_evenly,
    summarise,
)
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.axes import NO_SOURCE, NOT_READ
from convviz.stepping.scene.volumes import volume_shape
from convviz.values.usage import meetings, usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.stepping.scene.axes import DrawnAxis
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class OutputMeetings:
    """What meets in the output cells of a transposed convolution.

    Attributes:
        counts: Kernel cells that meet a cell of one input channel, (depth, rows, columns).
        canvas: The same before padding crops it, with output_padding behind all that is reached.
        summary: What the counts say.
        is_even: Whether they meet equally often inside the output, whatever its size.
    """

    counts: NDArray[np.int64]
    canvas: NDArray[np.int64]
    summary: CountSummary
    is_even: bool


@dataclass(frozen=True, slots=True, eq=False)
class DrawnUsage:
    """How often the cells of one input channel are used by one output channel that reads it.

    Attributes:
        counts: Windows that use each drawn cell, (depth, rows, columns). A real cell that padding
            mirrors is used by the windows that read the mirrored one, too. 0 for the zeros around
            and between the cells of a transposed convolution.
        plain: Windows that use each cell of the input, (depth, rows, columns).
        kinds: uint8 of CellKind, the shape of counts; a real cell that no window uses is DROPPED.
        summary: What the counts of the real cells say.
        rank: Spatial axes of the layer.
        readers: Output channels that read an input channel.
        mirrors: Whether padding holds cells of the input.
        output: What meets in the output cells; None unless the convolution is transposed.
    """

    counts: NDArray[np.int64]
    plain: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    summary: CountSummary
    rank: int
    readers: int
    mirrors: bool
    output: OutputMeetings | None

    @property
    def of_real_cells(self) -> NDArray[np.int64]:
        """The counts that cells of the input have, each once, in order."""
        counts = np.unique(self.counts[self.kinds == CellKind.REAL])
        return np.append([0], counts) if self.summary.unused else counts


def drawn_usage(scene: Scene) -> DrawnUsage:
    """Return how often each drawn cell of a scene's input is used."""
    layer, spatial = scene.layer, drawn_spatial(scene.layer, scene.calculator.input_shape)
    if layer.cell_reduction.reads_blocks:
        return _of_blocks(scene)
    windows = layer.axis_windows(spatial)
    sizes = (1,) * (len(scene.axes) - len(windows)) + tuple(axis.size for axis in windows)
    axes = tuple(zip(scene.axes, sizes, strict=True))
    real = _outer([_is_real(axis, size) for axis, size in axes]).astype(bool)
    depth, rows, columns = (axis.sources for axis in scene.axes)
    volume = usage(layer, spatial).windows.reshape(volume_shape((1, *spatial))[1:])
    uses = volume[depth][:, rows][:, :, columns]
    counts = np.where(real, uses, 0)
    if not layer.scatters:
        counts = np.where(real, uses, _outer([_windows_at(axis) for axis in scene.axes]))
    used = np.where(counts > 0, CellKind.REAL, CellKind.DROPPED)
    return DrawnUsage(
        counts,
        volume,
        np.where(real, used, scene.kinds).astype(np.uint8),
        summarise([axis_usage(axis).windows for axis in windows]),
        scene.rank,
        layer.readers_a_channel(),
        any(_mirrors(axis, size) for axis, size in axes),
        _output_meetings(scene),
    )


def _of_blocks(scene: Scene) -> DrawnUsage:
    """Return how many output cells are made of each drawn cell; all channels are alike."""
    assert scene.blocks is not None  # noqa: S101 - what reads no windows reads blocks
    counts = scene.blocks.use_counts(scene.input.size).reshape(scene.input.shape)[0]
    inside = [slice(axis.origin, axis.size - axis.origin) for axis in scene.axes]
    plain = counts[inside[0], inside[1], inside[2]]
    real = scene.kinds == CellKind.REAL
    kinds = np.where(real & (counts == 0), CellKind.DROPPED, scene.kinds).astype(np.uint8)
    per_axis: Sequence[Sequence[int]] = [plain.ravel().tolist()]
    if scene.layer.gives_matrix:
        windows = scene.layer.drawn_windows(scene.calculator.input_shape)
        per_axis = [axis_usage(axis).windows for axis in windows]
    summary = summarise(per_axis)
    return DrawnUsage(counts, plain, kinds, summary, scene.rank, 1, mirrors=False, output=None)


def _outer(axes: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    product: NDArray[np.int64] = functools.reduce(np.multiply, np.ix_(*axes))
    return product


def _is_real(axis: DrawnAxis, size: int) -> NDArray[np.int64]:
    """Return 1 for each drawn position that is a cell of the input, else 0."""
    places = np.arange(axis.size) - axis.origin
    inside = (places >= 0) & (places < size)
    real: NDArray[np.int64] = (inside & (axis.sources != NO_SOURCE)).astype(np.int64)
    return real


def _mirrors(axis: DrawnAxis, size: int) -> bool:
    """Return whether padding along an axis holds cells of the input."""
    return bool(((axis.sources != NO_SOURCE) & (_is_real(axis, size) == 0)).any())


def _windows_at(axis: DrawnAxis) -> NDArray[np.int64]:
    """Return how many windows read each drawn position; none reads one twice."""
    counts = np.bincount(axis.reads[axis.reads != NOT_READ], minlength=axis.size)
    windows: NDArray[np.int64] = counts.astype(np.int64)
    return windows


def _output_meetings(scene: Scene) -> OutputMeetings | None:
    layer, spatial = scene.layer, scene.calculator.input_shape[1:]
    if not layer.scatters:
        return None
    per_axis = [axis_meetings(axis) for axis in layer.axis_windows(spatial)]
    canvas = meetings(layer.replace(padding=(0,) * layer.rank), spatial)
    return OutputMeetings(
        meetings(layer, spatial).reshape(scene.output_volume[1:]),
        canvas.reshape(volume_shape((1, *canvas.shape))[1:]),
        summarise(per_axis),
        all(overlaps_evenly(axis) for axis in layer.axis_settings(spatial)),
    )
