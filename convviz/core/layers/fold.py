"""Unfold cuts a picture into columns, one a window (im2col); Fold adds them up again (col2im).

Source: torch.nn.Unfold, torch.nn.Fold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.formulas.rearranging_working import FoldWorking
from convviz.core.formulas.sliding_working import SlidingWorking
from convviz.core.layers.base import (
    Cells,
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.cells import merged
from convviz.core.layers.conv_rules import conv_output_size
from convviz.core.layers.formula_numbers import usable_columns, usable_numbers
from convviz.core.layers.kept import NOTHING
from convviz.core.layers.reaches import AxisReach
from convviz.core.layers.spatial import SpatialLayer, check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXACT = ("output_size", "kernel_size", "dilation", "padding", "stride")


@dataclass(frozen=True)
class FoldingLayer(SpatialLayer):
    """What Unfold and Fold share: windows over the picture of two axes."""

    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    keeps: ClassVar[Kept] = NOTHING
    rank: ClassVar[int] = 2

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: it repeats no tuple of one number."""
        super().check()
        check_axis_counts(self, self.rank, exact=_EXACT)

    def _numbers(self, name: str) -> tuple[int, ...]:
        return per_axis(getattr(self, name), self.rank)

    def kernel_cells(self) -> int:
        """Return the cells of a window."""
        return math.prod(self._numbers("kernel_size"))

    def axis_settings(self, picture: Shape) -> tuple[AxisSettings, ...]:
        """Return the numbers of each axis of a picture.

        Raises:
            ShapeError: KERNEL_LARGER_THAN_INPUT, TOO_LARGE.
        """
        names = ("kernel_size", "stride", "padding", "dilation")
        columns = zip(picture, *map(self._numbers, names), strict=True)
        settings = []
        for axis, (size, k, s, p, d) in enumerate(columns):
            output = conv_output_size(size, k, s, (p, p), d, axis=axis)
            settings.append(AxisSettings(size, k, s, p, p, d, output))
        return tuple(settings)


@register
@dataclass(frozen=True)
class Unfold(FoldingLayer):
    """Each window becomes a column: channel after channel, tap after tap."""

    cell_reduction: ClassVar[Reduction] = Reduction.WINDOWS_TO_COLUMNS
    gives_matrix: ClassVar[bool] = True

    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=3)
    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)
    stride: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return the padding along each axis, and how far the dilated window reaches."""
        names = ("kernel_size", "dilation", "padding")
        columns = (per_axis(getattr(self, name), self.rank) for name in names)
        return tuple(
            AxisReach(size, p, p, max(0, d * (k - 1) + 1))
            for size, k, d, p in zip(spatial, *columns, strict=True)
        )

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis."""
        return tuple(sliding_windows(axis) for axis in self.axis_settings(spatial))

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[SlidingWorking]:
        """Return how the output's size comes about along each axis."""
        names = ("kernel_size", "stride", "padding", "dilation")
        for i, k, s, p, d in usable_columns(self, spatial, *names):
            yield SlidingWorking(i, k, s, p, d)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, channels x kernel cells, windows), without the batch for unbatched input.

        Raises:
            ShapeError: WRONG_RANK, KERNEL_LARGER_THAN_INPUT, TOO_LARGE.
        """
        settings = self.axis_settings(self.spatial(input_shape))
        windows = math.prod(axis.output_size for axis in settings)
        *batch, channels = input_shape[: -self.rank]
        return (*batch, channels * self.kernel_cells(), windows)

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the cell of each: of the channel, the tap and the window that it stands for."""
        if len(shape) == self.rank:
            return _without_channels(self, shape, cells)
        rows, columns = self.axis_windows(shape[-self.rank :])
        taps = self.kernel_cells()
        windows: dict[int, set[int]] = {}
        for window in cells[1]:
            down, right = divmod(window, columns.output_size)
            windows.setdefault(down, set()).add(right)
        channels_of: dict[int, set[int]] = {}
        for at in cells[0]:
            channels_of.setdefault(at % taps, set()).add(at // taps)
        blocks = []
        for tap in sorted(channels_of):
            channels = frozenset(channels_of[tap])
            down, right = divmod(tap, columns.kernel_size)
            for row, across in windows.items():
                reads = rows.read(row, down).source
                sources = (columns.read(column, right).source for column in across)
                places = frozenset(place for place in sources if place is not None)
                blocks.append(
                    (channels, frozenset() if reads is None else frozenset({reads}), places)
                )
        return merged(blocks)


@register
@dataclass(frozen=True)
class Fold(FoldingLayer):
    """Each column is added to the cells of its window: where windows overlap, they add up."""

    cell_reduction: ClassVar[Reduction] = Reduction.COLUMNS_TO_WINDOWS
    takes_matrix: ClassVar[bool] = True

    output_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=4)
    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=2)
    dilation: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)
    padding: PerAxis = parameter(ParameterKind.PER_AXIS, 0)
    stride: PerAxis = parameter(ParameterKind.PER_AXIS, 1, minimum=1)

    def unbatched_dimensions(self) -> int:
        """Return those of a matrix."""
        return self.rank

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty."""
        return len(input_shape) == self.rank + 1 and 0 not in input_shape[1:]

    def picture(self) -> Shape:
        """Return the output's size along each axis."""
        return self._numbers("output_size")

    def picture_windows(self) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis of the output, to whose cells columns are added."""
        return tuple(sliding_windows(axis) for axis in self.axis_settings(self.picture()))

    def drawn_windows(self, input_shape: Shape) -> tuple[AxisWindows, ...]:  # noqa: ARG002 - those of the output
        """Return the windows of the output."""
        return self.picture_windows()

    def listed_readings(self, output_shape: Shape) -> int:
        """Return one for each tap of each output cell."""
        return math.prod(output_shape) * self.kernel_cells()

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return the layer that makes the picture, and the matrix of which it does."""
        unfold = Unfold(self.kernel_size, self.dilation, self.padding, self.stride)
        try:
            matrix = unfold.infer(picture)
        except ConvVizError:
            return self, picture
        return self.replace(output_size=picture[1:]), matrix

    def working(
        self,
        spatial: Shape,  # noqa: ARG002 - output_size says it
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[FoldWorking]:
        """Return how the output's size comes about along each axis."""
        names = ("kernel_size", "stride", "padding", "dilation")
        sizes = usable_numbers(self.output_size, self.rank)
        columns = (usable_numbers(getattr(self, name), self.rank) for name in names)
        for size, k, s, p, d in zip(sizes, *columns, strict=True):
            yield FoldWorking(size, SlidingWorking(size, k, s, p, d))

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, channels, *output_size), without the batch for unbatched input.

        Raises:
            ShapeError: WRONG_RANK, CHANNELS_NOT_DIVISIBLE, KERNEL_LARGER_THAN_OUTPUT,
                COLUMNS_DIFFER, TOO_LARGE.
        """
        ranks = (self.rank, self.rank + 1)
        if len(input_shape) not in ranks:
            raise self.wrong_rank(input_shape, ranks)
        *batch, rows, columns = input_shape
        cells = self.kernel_cells()
        if rows % cells:
            code, kernel = ErrorCode.CHANNELS_NOT_DIVISIBLE, self.kernel_size
            raise ShapeError(
                code, parameter="kernel_size", value=kernel, channels=rows, divisor=cells
            )
        expected = math.prod(axis.output_size for axis in self._fitting())
        if columns != expected:
            raise ShapeError(ErrorCode.COLUMNS_DIFFER, found=columns, expected=expected)
        return (*batch, rows // cells, *self.picture())

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return what is added up in each cell: a row for the tap, a column for the window."""
        if len(cells) == self.rank:
            return _without_channels(self, shape, cells)
        rows, columns = self.picture_windows()
        taps = self.kernel_cells()
        blocks = []
        for tap in range(taps):
            down, right = divmod(tap, columns.kernel_size)
            windows = frozenset(
                top * columns.output_size + left
                for top in _windows_with(rows, cells[1], down)
                for left in _windows_with(columns, cells[2], right)
            )
            blocks.append((frozenset(at * taps + tap for at in cells[0]), windows))
        return merged(blocks)

    def _fitting(self) -> tuple[AxisSettings, ...]:
        try:
            return self.axis_settings(self.picture())
        except ShapeError as error:
            if error.code is ErrorCode.KERNEL_LARGER_THAN_INPUT:
                raise ShapeError(ErrorCode.KERNEL_LARGER_THAN_OUTPUT, **error.facts) from None
            raise


def _without_channels(layer: FoldingLayer, shape: Shape, cells: Cells) -> tuple[Cells, ...]:
    """Return what cells read of an input that has no channels before its places.

    A batch stands there, which torch takes for channels; with a kernel of one cell it stays one.
    """
    blocks = layer.cells_read((1, *shape), (frozenset({0}), *cells))
    return tuple(block[1:] for block in blocks)


def _windows_with(axis: AxisWindows, places: frozenset[int], tap: int) -> list[int]:
    """Return the windows one of whose taps lies on one of some cells."""
    readers = (reader for place in places for reader in axis.readers_of(place))
    return [window for window, reading_tap in readers if reading_tap == tap]
