"""What of a network's input one cell of a row depends on: its receptive field.

Axes are independent as long as every layer has windows or works cell by cell. From the first layer
on that mixes all cells (Flatten, Linear, a norm over the picture), a cell depends on everything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from convviz.core.interpolation import Interpolation
from convviz.core.layers.activation import LogSoftmax, Softmax
from convviz.core.layers.adaptive import AdaptivePoolingLayer
from convviz.core.layers.base import LayerFamily
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.norm import BatchNormLayer
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import PoolingLayer
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.core.layers.shape import Identity
from convviz.core.layers.upsample import Upsample

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.axis_windows import AxisSettings, AxisWindows
    from convviz.core.interpolation import Resampling
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.sequential import LayerRow, SequentialResult

_CELLWISE = frozenset({LayerFamily.ACTIVATION, LayerFamily.DROPOUT})


@runtime_checkable
class HasWindows(Protocol):
    """A layer each of whose output cells reads one window of its input."""

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        ...


@dataclass(frozen=True, slots=True)
class AxisReach:
    """What a layer's output cells read along one axis, in cells of the layer's own input.

    Attributes:
        extent: From the first to the last cell of a window: d(k - 1) for a convolution; the most,
            where windows vary.
        step: Between the windows of neighbouring cells: the stride; a fraction for what enlarges.
        middle: Of the first window; negative in the padding.
    """

    extent: Fraction
    step: Fraction
    middle: Fraction


@dataclass(frozen=True, slots=True)
class AxisField:
    """The receptive field along one axis, borders not regarded.

    Attributes:
        extent: From the middle of the first to that of the last input cell that a cell depends on.
            Where cells differ (behind transposed convolution, adaptive pooling, upsampling) none
            has more; it is no whole number then.
        jump: Input cells between the fields of neighbouring cells; a mean where they vary.
        start: Middle of the first cell's field, in input cells; negative ones lie in the padding.
    """

    extent: Fraction
    jump: Fraction
    start: Fraction

    @property
    def size(self) -> int:
        """Input cells from the first to the last; the most, where cells differ."""
        return math.floor(self.extent) + 1

    @property
    def first(self) -> Fraction:
        """Where the first cell's field begins."""
        return self.start - self.extent / 2

    def behind(self, reach: AxisReach) -> AxisField:
        """Return the field of a cell behind a layer, by the recursion of its parts."""
        return AxisField(
            self.extent + reach.extent * self.jump,
            self.jump * reach.step,
            self.start + reach.middle * self.jump,
        )


OWN_CELL: Final = AxisField(Fraction(0), Fraction(1), Fraction(0))
"""The field of a cell of the input itself."""


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The receptive field of a row's cells.

    Attributes:
        axes: One an axis; empty where every cell depends on the whole input.
    """

    axes: tuple[AxisField, ...]

    @property
    def covers_everything(self) -> bool:
        """Whether every cell depends on the whole input."""
        return not self.axes


def receptive_fields(result: SequentialResult) -> tuple[ReceptiveField, ...]:
    """Return the receptive field of each row's cells.

    Args:
        result: A network's rows.

    Source:
        Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks"
        (distill.pub): r += (k_e - 1) j; start += ((k_e - 1)/2 - p) j; j *= s.
    """
    rank = len(result.input_shape) - 1
    axes = (OWN_CELL,) * max(rank, 0)
    fields = []
    for row in result.rows:
        axes = _through(row, axes)
        fields.append(ReceptiveField(axes))
    return tuple(fields)


def input_cells(
    result: SequentialResult, index: int, cell: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Return the positions along each axis of the input that a cell depends on.

    Dilation leaves holes; padding is no input. A cell of nothing but padding has none. Cells that
    an interpolation reads with weight 0 count, and those of all channels that pixel unshuffling
    makes.

    Args:
        result: A network's rows.
        index: The row's number.
        cell: The place in the row's output along its spatial axes, without the channel. It is not
            looked at where the cell depends on everything.

    Raises:
        IndexError: There is no such row, or no such cell.
    """
    rows = result.rows[: index + 1]
    if not 0 <= index < len(result.rows):
        raise IndexError(index)
    everything = tuple(tuple(range(size)) for size in result.input_shape[1:])
    if receptive_fields(result)[index].covers_everything:
        return everything
    sizes = rows[-1].output_shape[1:]
    if len(cell) != len(sizes) or not all(0 <= at < n for at, n in zip(cell, sizes, strict=True)):
        raise IndexError(cell)
    positions = [frozenset({at}) for at in cell]
    for row in reversed(rows):
        if row.enabled and isinstance(row.layer, HasWindows):
            windows = row.layer.axis_windows(row.input_shape[1:])
            pairs = zip(windows, positions, strict=True)
            positions = [_sources(axis, needed) for axis, needed in pairs]
    if not all(positions):
        return ((),) * len(positions)
    return tuple(tuple(sorted(needed)) for needed in positions)


def input_box(result: SequentialResult, index: int, cell: tuple[int, ...]) -> tuple[range, ...]:
    """Return the smallest box of input cells that holds all that a cell depends on.

    Args and errors as :func:`input_cells`.
    """
    return tuple(
        range(found[0], found[-1] + 1) if found else range(0)
        for found in input_cells(result, index, cell)
    )


def _sources(axis: AxisWindows, positions: frozenset[int]) -> frozenset[int]:
    """Return the real cells that any of the windows at `positions` reads."""
    return frozenset(
        reading.source
        for position in positions
        for reading in axis.cells_read_by(position)
        if reading.source is not None
    )


def _through(row: LayerRow, axes: tuple[AxisField, ...]) -> tuple[AxisField, ...]:
    """Return the fields behind a row; nothing where it mixes all cells."""
    reaches = layer_reaches(row)
    if not axes or reaches is None:
        return ()
    if not reaches:
        return axes
    return tuple(axis.behind(reach) for axis, reach in zip(axes, reaches, strict=True))


def layer_reaches(row: LayerRow) -> tuple[AxisReach, ...] | None:
    """Return what a layer's cells read along each axis of its input.

    Returns:
        One an axis; empty where a cell depends on the same cell alone, as in a disabled layer; None
        where it depends on every cell.
    """
    layer, spatial = row.layer, row.input_shape[1:]
    if not row.enabled or works_cell_by_cell(layer, len(spatial)):
        return ()
    if not spatial or getattr(layer, "rank", len(spatial)) != len(spatial):
        return None
    found: Iterable[AxisReach] = ()
    match layer:
        case PaddingLayer():
            found = (_reach(0, 1, Fraction(-before)) for before, _ in layer.sides())
        case ConvolutionLayer() | PoolingLayer() | PowerPoolingLayer():
            found = map(_slid, layer.axis_settings(spatial))
        case TransposedConvolutionLayer():
            found = (_transposed(one) for one, _ in layer.axis_settings(spatial))
        case AdaptivePoolingLayer() | Upsample(mode="area"):
            found = map(_adapted, layer.axis_windows(spatial))
        case Upsample():
            found = map(_resampled, layer.axis_windows(spatial), layer.resamplings(spatial))
        case PixelShuffle() if len(spatial) == 2:  # noqa: PLR2004 - height and width
            found = (_shuffled(layer.upscale_factor) for _ in spatial)
        case PixelUnshuffle() if len(spatial) == 2:  # noqa: PLR2004 - likewise
            found = (_unshuffled(layer.downscale_factor) for _ in spatial)
        case _:
            pass
    return tuple(found) or None


def works_cell_by_cell(layer: Layer, rank: int) -> bool:
    """Return whether an output cell depends on the same cell of the input alone.

    Batch normalisation does so in evaluation, where its means are constants.
    """
    if isinstance(layer, (Softmax, LogSoftmax)):
        return layer.dim in {1, -rank - 1, None}
    return layer.family in _CELLWISE or isinstance(layer, (BatchNormLayer, Identity))


def _reach(extent: Fraction | int, step: Fraction | int, middle: Fraction) -> AxisReach:
    return AxisReach(Fraction(extent), Fraction(step), middle)


def _slid(numbers: AxisSettings) -> AxisReach:
    reach = Fraction(numbers.dilation * (numbers.kernel_size - 1))
    return _reach(reach, numbers.stride, reach / 2 - numbers.pad_before)


def _transposed(numbers: AxisSettings) -> AxisReach:
    """Return the reach of a transposed convolution: output o reads x with o = x s - p + t d."""
    reach = Fraction(numbers.dilation * (numbers.kernel_size - 1))
    step = Fraction(1, numbers.stride)
    return _reach(reach * step, step, (numbers.pad_before - reach / 2) * step)


def _adapted(windows: AxisWindows) -> AxisReach:
    """Return the reach of windows from floor(j i/o) to ceil((j + 1) i/o)."""
    step = Fraction(windows.input_size, windows.output_size)
    return _reach(step + 1 - Fraction(2, step.denominator), step, _middle(windows))


def _resampled(windows: AxisWindows, resampling: Resampling) -> AxisReach:
    """Return the reach of interpolation, whose places are rounded down to cells."""
    step = Fraction(resampling.step()).limit_denominator(10**6)
    rounded = 1 - Fraction(1, 2 * step.denominator)
    if resampling.kind is Interpolation.NEAREST:
        rounded = 1 - Fraction(1, step.denominator)
    return _reach(windows.kernel_size - 1 + rounded, step, _middle(windows))


def _shuffled(factor: int) -> AxisReach:
    step = Fraction(1, factor)
    return _reach(1 - step, step, Fraction(0))


def _unshuffled(factor: int) -> AxisReach:
    return _reach(factor - 1, factor, Fraction(factor - 1, 2))


def _middle(windows: AxisWindows) -> Fraction:
    positions = [reading.position for reading in windows.cells_read_by(0)]
    return Fraction(min(positions) + max(positions), 2)
