"""Settings that are refused, as a drawing: the input, what the layer reaches for, what is wrong.

Nothing is computed. Where there is something to see, such as a kernel that hangs over the input,
it is drawn; where there is not, only the input and the kernel are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.base import Shape
from convviz.core.layers.reaches import AxisReach
from convviz.core.layers.reductions import Reduction
from convviz.core.shown_layers import shown_dimensions, shown_rank
from convviz.protocol.document import Calculator
from convviz.stepping.scene.refused_axis import (
    RefusedAxis,
    RefusedKind,
    refused_axis,
    single,
)
from convviz.stepping.scene.volumes import volume_shape
from convviz.values.recipes import materialise

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

MOST_PLANES: Final = 6
"""Planes of one part that are drawn, those round what is wrong."""

_MOST_NUMBERS: Final = 1_000_000
_AXES: Final = 3
_UNKNOWN_EXTENT: Final = {
    ErrorCode.WRONG_TYPE,
    ErrorCode.WRONG_AXIS_COUNT,
    ErrorCode.WRONG_SIDE_COUNT,
    ErrorCode.UNKNOWN_CHOICE,
    ErrorCode.TOO_LARGE,
    ErrorCode.TOO_SMALL,
}
"""Refusals after which nothing is known of the padding and of how far a window reaches."""

Axes = tuple[RefusedAxis, RefusedAxis, RefusedAxis]


@dataclass(frozen=True, slots=True, eq=False)
class RefusedOutput:
    """The output that would be: its size is known, but it is refused.

    Attributes:
        shape: Its sizes along the spatial axes, before padding takes any away.
        taken: Cells that padding takes at each end of each axis.
        added: Cells that output_padding adds behind, likewise.
    """

    shape: Shape
    taken: Shape
    added: Shape


@dataclass(frozen=True, slots=True, eq=False)
class RefusedScene:
    """What can be drawn of settings that are refused.

    Attributes:
        calculator: The settings.
        axes: Depth, rows and columns of the input.
        input: With its padding, (channels, depth, rows, columns); NaN where nothing is.
        channels: Numbers of the input channels that are drawn.
        kernel: Planes of the first filter, (channels, depth, rows, columns); None without one.
        kernel_channels: Numbers of the drawn kernel planes.
        wrong_channels: Channels of the input that have no place.
        wrong_kernels: Kernel planes, or filters, that have none.
        wrong_rest: The axis (counted from the end) and the number of cells that are left over.
        output: The output that would be, where that is what is refused.
        window_is_wrong: Whether the first window is what is refused.
    """

    calculator: Calculator
    axes: Axes
    input: NDArray[np.float64]
    channels: tuple[int, ...]
    kernel: NDArray[np.float64] | None = None
    kernel_channels: tuple[int, ...] = ()
    wrong_channels: frozenset[int] = frozenset()
    wrong_kernels: frozenset[int] = frozenset()
    wrong_rest: tuple[int, int] | None = None
    output: RefusedOutput | None = None
    window_is_wrong: bool = False

    @property
    def rank(self) -> int:
        """Spatial axes of the input."""
        return shown_rank(self.calculator.layer, self.calculator.input_shape)

    @property
    def window(self) -> tuple[int, int, int]:
        """Cells that the first window spans along depth, rows and columns; 0 where it is none."""
        depth, rows, columns = (axis.reach for axis in self.axes)
        return depth, rows, columns


def refused_scene(calculator: Calculator, error: ConvVizError) -> RefusedScene | None:
    """Return what can be drawn of settings that are refused; None for nothing.

    Args:
        calculator: The settings.
        error: Why they are refused.
    """
    layer, shape = calculator.layer, calculator.input_shape
    if layer.cell_reduction is Reduction.IN_PARTS:  # a loss or an optimiser has no windows
        return None
    if len(shape) not in shown_dimensions(layer) or min(shape) < 1:
        return None
    if math.prod(shape) > _MOST_NUMBERS:
        return None
    is_matrix = shown_rank(layer, shape) == len(shape)
    image = (1, *shape) if is_matrix else shape
    if len(image) > _AXES + 1:
        image = volume_shape(image)
    axes = _axes(layer, image[1:], error)
    if axes is None:
        return None
    wrong_channels, wrong_kernels, wrong_rest = _left_over(layer, image, error)
    channels = _shown(image[0], wrong_channels, error)
    plain = materialise(calculator.input, shape).reshape(volume_shape(image))
    kernel, kernel_channels = _kernel(calculator, wrong_kernels, error)
    return RefusedScene(
        calculator,
        axes,
        _padded(plain[list(channels)], axes, layer),
        channels,
        kernel,
        kernel_channels,
        wrong_channels,
        wrong_kernels,
        wrong_rest,
        _output(layer, image[1:], error),
        error.code in _OF_THE_WINDOW,
    )


_OF_THE_WINDOW: Final = {
    ErrorCode.KERNEL_LARGER_THAN_INPUT,
    ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT,
    ErrorCode.POOL_PADDING_OVER_HALF,
}


def _axes(layer: Layer, spatial: Shape, error: ConvVizError) -> Axes | None:
    """Return how the axes are drawn; None where that is too much."""
    reached = [] if error.code in _UNKNOWN_EXTENT else _reaching(layer, spatial)
    if not reached or any(axis is None for axis in reached):
        reached = [refused_axis(AxisReach(size)) for size in spatial]
    missing: list[RefusedAxis | None] = [single()] * (_AXES - len(reached))
    depth, rows, columns = (*missing, *reached)
    if depth is None or rows is None or columns is None:
        return None
    return depth, rows, columns


def _reaching(layer: Layer, spatial: Shape) -> list[RefusedAxis | None]:
    """Return the axes with padding and window; none where another parameter is no number.

    Of several wrong parameters the error names the first: the others may be of any type.
    """
    try:
        return [refused_axis(axis) for axis in layer.axis_reaches(spatial)]
    except (TypeError, ValueError, KeyError, AssertionError):
        return []


def _padded(plain: NDArray[np.float64], axes: Axes, layer: Layer) -> NDArray[np.float64]:
    """Return some channels of the input with what stands round them."""
    held = layer.held_value()
    depth, rows, columns = (axis.sources for axis in axes)
    values = plain[:, depth[:, None, None], rows[:, None], columns]
    constant = (depth < 0)[:, None, None] | (rows < 0)[:, None] | (columns < 0)
    values[:, constant] = held
    values[:, refused_kinds(axes) >= RefusedKind.UNFILLED] = np.nan
    return values


def refused_kinds(axes: Axes) -> NDArray[np.uint8]:
    """Return what each drawn cell is, uint8 of RefusedKind, (depth, rows, columns)."""
    depth, rows, columns = (axis.kinds for axis in axes)
    plane = np.maximum(rows[:, None], columns)
    return np.maximum(depth[:, None, None], plane)


def _left_over(
    layer: Layer, image: Shape, error: ConvVizError
) -> tuple[frozenset[int], frozenset[int], tuple[int, int] | None]:
    """Return the channels, the kernel planes and the cells of an axis that have no place."""
    facts, none = error.facts, frozenset[int]()
    match error.code:
        case ErrorCode.CHANNELS_DIFFER:
            channels, expected = _whole(facts.get("found")), _whole(facts.get("expected"))
            share = expected // max(1, _whole(layer.group_count()))
            # Where a batch is drawn, its pictures stand in the place of channels.
            rest = frozenset(range(expected, channels)) if channels == image[0] else none
            return rest, frozenset(range(channels, share)), None
        case ErrorCode.GROUPS_DO_NOT_DIVIDE:
            channels, groups = _whole(facts.get("channels")), _whole(facts.get("groups"))
            rest = frozenset(range(channels - channels % groups, channels))
            is_input = facts.get("parameter") == "in_channels"
            return (rest, none, None) if is_input else (none, rest, None)
        case ErrorCode.CHANNELS_NOT_DIVISIBLE:
            channels, divisor = _whole(facts.get("channels")), _whole(facts.get("divisor"))
            rest = frozenset(range(channels - channels % divisor, channels))
            return rest if channels == image[0] else none, none, None
        case ErrorCode.SIZE_NOT_DIVISIBLE:
            axis, value = _whole(facts.get("axis")), _whole(facts.get("value"))
            rest_of_axis = _whole(facts.get("size")) % max(1, value)
            return none, none, (axis - (len(image) - 1), rest_of_axis)
        case ErrorCode.COLUMNS_DIFFER | ErrorCode.FEATURES_DIFFER:
            surplus = _whole(facts.get("found")) - _whole(facts.get("expected"))
            return none, none, (-1, surplus) if surplus > 0 else None
        case _:
            return none, none, None


def _shown(count: int, wrong: frozenset[int], error: ConvVizError) -> tuple[int, ...]:
    """Return which of so many planes are drawn: those round the first wrong one."""
    del error
    first = max(0, min(min(wrong, default=0) - MOST_PLANES // 2, count - MOST_PLANES))
    return tuple(range(first, min(count, first + MOST_PLANES)))


def _kernel(
    calculator: Calculator, wrong: frozenset[int], error: ConvVizError
) -> tuple[NDArray[np.float64] | None, tuple[int, ...]]:
    """Return the planes of the first filter; of each filter the first, where filters are wrong."""
    if error.code in _UNKNOWN_EXTENT:
        return None, ()
    try:
        shape = calculator.layer.weight_shapes().get("weight", ())
    except (ArithmeticError, TypeError, ValueError):
        return None, ()
    if len(shape) < 3 or min(shape) < 1 or math.prod(shape) > _MOST_NUMBERS:  # noqa: PLR2004 - out, in, taps
        return None, ()
    if max(shape[2:]) > MOST_CELLS_OF_A_KERNEL:
        return None, ()
    weight = materialise(calculator.weight, shape, channel_axes=2)
    volume = weight.reshape(*shape[:2], *volume_shape(shape[1:])[1:])
    of_filters = error.code is ErrorCode.GROUPS_DO_NOT_DIVIDE and bool(wrong)
    planes = volume[:, 0] if of_filters else volume[0]
    if calculator.layer.unpadded_output(calculator.input_shape[1:]):  # transposed: in, out, taps
        planes = volume[0] if of_filters else volume[:, 0]
    shown = _shown(len(planes), wrong, error)
    return planes[list(shown)], shown


MOST_CELLS_OF_A_KERNEL: Final = 64


def _output(layer: Layer, spatial: Shape, error: ConvVizError) -> RefusedOutput | None:
    """Return the output that would be, where padding or output_padding is what is refused."""
    if error.code not in {ErrorCode.OUTPUT_PADDING_TOO_LARGE, ErrorCode.PADDING_TAKES_OUTPUT}:
        return None
    axes = layer.unpadded_output(spatial)
    if not axes or any(not 1 <= full <= MOST_CELLS_OF_A_KERNEL for full, _, _ in axes):
        return None
    shape, taken, added = zip(*axes, strict=True)
    return RefusedOutput(shape, taken, added)


def _whole(fact: object) -> int:
    return fact if isinstance(fact, int) else 0
