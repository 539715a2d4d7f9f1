"""Upsampling (and downsampling) by repeating or interpolating cells.

Source: torch.nn.Upsample, UpsamplingNearest2d, UpsamplingBilinear2d;
torch.nn.functional.interpolate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from convviz.core.adaptive_windows import adaptive_windows
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.formulas.resizing_working import ScaleWorking
from convviz.core.interpolation import Interpolation, Resampling, resampled_windows
from convviz.core.layers.base import (
    LARGEST_INTEGER,
    Cells,
    Kept,
    Layer,
    LayerFamily,
    Linearity,
    ParameterKind,
    Reduction,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.formula_numbers import usable_numbers
from convviz.core.layers.kept import ITS_INPUT, NOTHING
from convviz.core.layers.reaches import CellReach, resampled_reach, spread_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.axis_windows import AxisWindows

_KINDS = {
    "nearest": Interpolation.NEAREST,
    "linear": Interpolation.LINEAR,
    "bilinear": Interpolation.LINEAR,
    "bicubic": Interpolation.CUBIC,
    "trilinear": Interpolation.LINEAR,
    "area": Interpolation.AREA,
    "nearest-exact": Interpolation.NEAREST_EXACT,
}
_RANKS = {"linear": (3,), "bilinear": (4,), "bicubic": (4,), "trilinear": (5,)}
_ANY_RANK = (3, 4, 5)


def _size() -> int | tuple[int, ...] | None:
    field: int | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    return field


def _scale_factor() -> float | tuple[float, ...] | None:
    field: float | None = parameter(ParameterKind.SCALES, None, first=2.0)
    return field


class ResizingLayer(Layer):
    """Another number of cells along each spatial axis. It always takes a batch.

    Attributes:
        mode: How an output cell is made of the cells around it.
        align_corners: Whether the middles of the corner cells coincide, not their outer edges.
        recompute_scale_factor: Whether the ratio of the sizes counts, not scale_factor itself.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.INTERPOLATION
    takes_any_rank: ClassVar[bool] = True
    family: ClassVar[LayerFamily] = LayerFamily.SHAPE
    linearity: ClassVar[Linearity] = Linearity.KEEPS
    needs_batch: ClassVar[bool] = True

    size: int | tuple[int, ...] | None
    scale_factor: float | tuple[float, ...] | None
    mode: str
    align_corners: bool | None
    recompute_scale_factor: bool | None

    def check(self) -> None:
        """Refuse what torch refuses whatever the input.

        Raises:
            ParameterError: SIZE_OR_SCALE, RECOMPUTES_WITHOUT_SCALE, ALIGNS_WITHOUT_INTERPOLATING.
        """
        super().check()
        # A plain 0 counts as None, as torch's constructor reads it.
        if (self.size is None) is (self._scale() is None):
            raise either(self, "size", "scale_factor", both=self.size is not None)
        if self.recompute_scale_factor and self.size is not None:
            raise ParameterError(ErrorCode.RECOMPUTES_WITHOUT_SCALE)
        if self.align_corners is not None and not self._interpolates():
            raise ParameterError(
                ErrorCode.ALIGNS_WITHOUT_INTERPOLATING, parameter="align_corners", mode=self.mode
            )

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty."""
        return 0 not in input_shape[1:]

    def axis_count(self, input_shape: Shape) -> int:
        """Return the dimensions after the batch and the channels."""
        return max(1, len(input_shape) - 2)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - only its size counts
        """Return nothing; its input where it takes means of areas, as adaptive pooling does."""
        takes_means = self.mode == "area" and math.prod(output_shape[2:]) > 1
        return ITS_INPUT if takes_means else NOTHING

    def admitted_ranks(self) -> tuple[int, ...]:
        """Return the numbers of dimensions that the mode takes, with the batch."""
        return _RANKS.get(self.mode, _ANY_RANK)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those that the mode takes, without the batch."""
        return tuple(rank - 1 for rank in self.admitted_ranks())

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, channels, *size), or floor(input x scale_factor).

        Raises:
            ShapeError: WRONG_RANK, WRONG_AXIS_COUNT, SCALED_TO_NOTHING, TOO_LARGE.
        """
        ranks = self.admitted_ranks()
        if len(input_shape) not in ranks:
            code = ErrorCode.WRONG_RANK
            raise ShapeError(code, layer=self._of_mode(), shape=input_shape, expected=ranks)
        spatial = input_shape[2:]
        return (*input_shape[:2], *(axis.output_size for axis in self.resamplings(spatial)))

    def resamplings(self, spatial: Shape) -> tuple[Resampling, ...]:
        """Return what happens along each axis.

        Raises:
            ShapeError: WRONG_AXIS_COUNT, SCALED_TO_NOTHING, TOO_LARGE.
        """
        rank = len(spatial)
        scales = _column("scale_factor", self._scale(), rank)
        wanted = _column("size", self.size, rank)
        kind, corners = _KINDS[self.mode], self.align_corners is True
        is_given = not self.recompute_scale_factor and kind is not Interpolation.AREA
        resamplings = []
        for axis, (size, scale, number) in enumerate(zip(spatial, scales, wanted, strict=True)):
            output = _scaled(size, scale) if scale is not None else int(number or 0)
            if output < 1:
                raise ShapeError(
                    ErrorCode.SCALED_TO_NOTHING,
                    parameter="scale_factor",
                    axis=axis,
                    size=size,
                    scale=scale,
                    output_size=output,
                )
            resamplings.append(Resampling(kind, size, output, scale if is_given else None, corners))
        return tuple(resamplings)

    def working(
        self,
        spatial: Shape,
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterator[ScaleWorking]:
        """Return how the output's size comes about along each axis."""
        rank, scale = len(spatial), self._scale()
        wanted = usable_numbers(self.size, rank) if self.size is not None else (None,) * rank
        scales = scale if isinstance(scale, tuple) and len(scale) == rank else (scale,) * rank
        for size, number, factor in zip(spatial, wanted, scales, strict=True):
            usable = factor if isinstance(factor, (int, float)) and number is None else None
            yield ScaleWorking(size, number, usable)

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:
        """Return what an output cell reads along each axis, borders not regarded."""
        windows = self.axis_windows(spatial)
        if _KINDS[self.mode] is Interpolation.AREA:
            return tuple(map(spread_reach, windows))
        return tuple(map(resampled_reach, windows, self.resamplings(spatial)))

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis; their weights are those of the resamplings."""
        return tuple(
            adaptive_windows(axis.size, axis.output_size)
            if axis.kind is Interpolation.AREA
            else resampled_windows(axis)
            for axis in self.resamplings(spatial)
        )

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the cells that have a weight in any of the block's; those of weight 0 do not."""
        axes = zip(self.resamplings(shape[1:]), cells[1:], strict=True)
        return ((cells[0], *(_weighted(axis, places) for axis, places in axes)),)

    def _of_mode(self) -> str:
        """Return the layer with the mode that decides how many dimensions it takes."""
        is_decisive = self.mode in _RANKS and "mode" in self.parameters()
        return f"{self.type_name()}(mode={self.mode!r})" if is_decisive else self.type_name()

    def _interpolates(self) -> bool:
        return _KINDS[self.mode] in {Interpolation.LINEAR, Interpolation.CUBIC}

    def _scale(self) -> float | tuple[float, ...] | None:
        return self.scale_factor or None


def either(layer: Layer, first: str, second: str, *, both: bool) -> ParameterError:
    """Return the error of a layer that is given both or none of two parameters."""
    code, name = ErrorCode.SIZE_OR_SCALE, layer.type_name()
    return ParameterError(code, layer=name, first=first, second=second, both=both)


@register
@dataclass(frozen=True)
class Upsample(ResizingLayer):
    """Another size along each spatial axis, by repeating, averaging or interpolating cells."""

    size: int | tuple[int, ...] | None = _size()
    scale_factor: float | tuple[float, ...] | None = _scale_factor()
    mode: str = parameter(ParameterKind.CHOICE, "nearest", choices=tuple(_KINDS))
    align_corners: bool | None = parameter(ParameterKind.OPTIONAL_FLAG, None)
    recompute_scale_factor: bool | None = parameter(ParameterKind.OPTIONAL_FLAG, None)


@register
@dataclass(frozen=True)
class UpsamplingNearest2d(ResizingLayer):
    """The older name of Upsample(mode='nearest')."""

    mode = "nearest"
    printed_only: ClassVar[Mapping[str, object]] = MappingProxyType({"mode": mode})
    align_corners = None
    recompute_scale_factor = None

    size: int | tuple[int, ...] | None = _size()
    scale_factor: float | tuple[float, ...] | None = _scale_factor()


@register
@dataclass(frozen=True)
class UpsamplingBilinear2d(ResizingLayer):
    """The older name of Upsample(mode='bilinear', align_corners=True)."""

    mode = "bilinear"
    printed_only: ClassVar[Mapping[str, object]] = MappingProxyType({"mode": mode})
    align_corners = True
    recompute_scale_factor = None

    size: int | tuple[int, ...] | None = _size()
    scale_factor: float | tuple[float, ...] | None = _scale_factor()


def _column(
    name: str, value: float | tuple[float, ...] | None, rank: int
) -> tuple[float | None, ...]:
    if not isinstance(value, tuple):
        return (value,) * rank
    if len(value) != rank:
        code = ErrorCode.WRONG_AXIS_COUNT
        raise ShapeError(code, parameter=name, value=repr(value), axes=rank)
    return value


def _scaled(size: int, scale: float) -> int:
    output = size * scale
    if output > LARGEST_INTEGER:
        code, name = ErrorCode.TOO_LARGE, "scale_factor"
        raise ShapeError(code, parameter=name, value=output, limit=LARGEST_INTEGER)
    return int(output)


def _weighted(axis: Resampling, places: frozenset[int]) -> frozenset[int]:
    """Return the cells along one axis whose weights in some output cell do not add up to 0."""
    weighted: set[int] = set()
    for place in places:
        weights: dict[int, float] = {}
        for cell, weight in axis.taps(place):
            weights[cell] = weights.get(cell, 0.0) + weight
        weighted.update(cell for cell, weight in weights.items() if weight)
    return frozenset(weighted)
