"""Layers with spatial axes: what their shapes and their windows share."""

from __future__ import annotations

from abc import abstractmethod
from functools import cache
from typing import TYPE_CHECKING

from convviz.core.call_parameters import ParameterKind
from convviz.core.calls import parameters_of
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.layers.base import Layer
from convviz.core.layers.cells import Cells, joined, read_along

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers.parameters import Shape


class SpatialLayer(Layer):
    """A layer that works along `rank` spatial axes, behind the batch (if any) and the channels."""

    def unbatched_dimensions(self) -> int:
        """Return those of channels and spatial axes."""
        return self.rank + 1

    def accepts_empty(self, input_shape: Shape) -> bool:
        """Return whether only the batch is empty."""
        return len(input_shape) == self.rank + 2 and 0 not in input_shape[1:]

    def spatial(self, input_shape: Shape) -> Shape:
        """Return the spatial part of a shape, batched or not.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) not in (self.rank + 1, self.rank + 2):
            raise self.wrong_rank(input_shape, (self.rank + 1, self.rank + 2))
        return input_shape[-self.rank :]


class WindowedLayer(SpatialLayer):
    """A layer whose every output cell reads a window: convolution, pooling, padding."""

    @abstractmethod
    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis, for an input that :meth:`infer` accepts.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
        """

    def inputs_of_any(self, channels: frozenset[int]) -> frozenset[int]:
        """Return the input channels that any of some output channels reads."""
        return joined(map(self.inputs_of, channels))

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - windows are the same
    ) -> tuple[Cells, ...]:
        """Return the block that the windows of a block read; padding is no cell of the input."""
        windows = self.axis_windows(shape[-self.rank :])
        before, spatial = cells[: -self.rank], cells[-self.rank :]
        return (
            (
                *map(self.inputs_of_any, before),
                *(read_along(*pair) for pair in zip(windows, spatial, strict=True)),
            ),
        )


def check_axis_counts(layer: Layer, rank: int, *, exact: tuple[str, ...] = ()) -> None:
    """Refuse a tuple that has neither one number nor one an axis.

    Args:
        layer: The layer.
        rank: Number of axes.
        exact: Parameters that torch does not repeat: they need one number an axis.

    Raises:
        ParameterError: WRONG_AXIS_COUNT.
    """
    for name in _names_of_tuples(type(layer)):
        value = getattr(layer, name)
        if not isinstance(value, tuple) or len(value) == rank:
            continue
        if len(value) != 1 or name in exact:
            raise ParameterError(ErrorCode.WRONG_AXIS_COUNT, parameter=name, value=value, axes=rank)


@cache
def _names_of_tuples(layer_type: type[Layer]) -> tuple[str, ...]:
    """Return the parameters that may be a tuple, of which most layers have few."""
    known = parameters_of(layer_type).items()
    return tuple(name for name, described in known if described.kind not in _NEVER_TUPLES)


_NEVER_TUPLES = frozenset(
    {ParameterKind.INTEGER, ParameterKind.FLAG, ParameterKind.NUMBER, ParameterKind.CHOICE}
)


def check_side_counts(layer: Layer, rank: int) -> None:
    """Refuse a tuple that has not one number for each side.

    torch would take a shorter one for the last axes only.

    Raises:
        ParameterError: WRONG_SIDE_COUNT.
    """
    for name, described in parameters_of(type(layer)).items():
        value = getattr(layer, name)
        is_per_side = described.kind is ParameterKind.PER_SIDE and isinstance(value, tuple)
        if is_per_side and len(value) != 2 * rank:
            code = ErrorCode.WRONG_SIDE_COUNT
            raise ParameterError(code, parameter=name, value=value, sides=2 * rank)
