"""What every layer is: ONE frozen dataclass named as in torch.nn, with torch's parameter names.

The form, the code writer and reader, the document, the tables and the comparison with torch
follow from the fields below and from the five methods of :class:`Layer`. A new layer is one class.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from convviz.core.axis_windows import PaddingMode
from convviz.core.call_parameters import (
    ANY_INTEGER,
    LARGEST_32_BIT,
    LARGEST_INTEGER,
    Follows,
    Parameter,
    ParameterKind,
    parameter,
)
from convviz.core.calls import Call, Registry, parameters_of
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.cells import Cells, every_cell, joined, read_along
from convviz.core.layers.checks import check_tensor, wrap_dimension
from convviz.core.layers.parameters import (
    LARGEST_TENSOR,
    LayerFamily,
    Linearity,
    PerAxis,
    Shape,
    per_axis,
)
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.core.axis_windows import AxisSettings, AxisWindows
    from convviz.core.explanations import Explanation
    from convviz.core.formula_step import Working
    from convviz.core.layers.reaches import CellReach

__all__ = [
    "ANY_INTEGER",
    "LARGEST_32_BIT",
    "LARGEST_INTEGER",
    "LARGEST_TENSOR",
    "AxisReach",
    "Cells",
    "CellwiseLayer",
    "Follows",
    "Layer",
    "LayerFamily",
    "Linearity",
    "Parameter",
    "ParameterKind",
    "PerAxis",
    "Reduction",
    "Shape",
    "SpatialLayer",
    "WindowedLayer",
    "check_axis_counts",
    "check_side_counts",
    "check_tensor",
    "layer_types",
    "parameter",
    "per_axis",
    "register",
    "unregister",
    "wrap_dimension",
]

_EXTREME_SIGNS = {Reduction.MAXIMUM: 1, Reduction.MINIMUM: -1}


class Layer(Call):
    """A layer of a Sequential, with torch's parameters.

    A value may be invalid: :meth:`check` and :meth:`output_shape` say so, as torch's constructor
    and forward do. Both agree with torch 2.13 on which settings are refused.

    Attributes:
        family: The shelf in menus.
        rank: Number of spatial axes that it works along; 0 where that is not settled by its type.
        linearity: Whether it is a linear map, keeps one, or bends.
        reduction: What it does with the numbers that an output cell reads.
        slides: Whether a kernel moves over the input by a stride, as :meth:`axis_settings` says.
        is_cellwise: Whether each output cell depends on the same cell of the input alone.
        scatters: Whether the numbers come about from the input's side: each cell times the kernel
            is added to the output. So nothing but cells is ever multiplied, and torch keeps the
            kernels as (in_channels, out_channels / groups, *kernel).
        needs_batch: Whether torch takes no input without a batch.
        is_lazy: Whether it becomes another layer at its first input; see :meth:`resolved`.
        printed_only: What torch prints among its parameters, though its constructor takes it not.
        size_parameter: The parameter in which the output's size is written, or how it differs from
            the input's; empty where the size comes about in another way. See :meth:`settings_for`.
    """

    family: ClassVar[LayerFamily]
    rank: ClassVar[int] = 0
    linearity: ClassVar[Linearity] = Linearity.BENDS
    reduction: ClassVar[Reduction] = Reduction.OWN
    slides: ClassVar[bool] = False
    is_cellwise: ClassVar[bool] = False
    scatters: ClassVar[bool] = False
    needs_batch: ClassVar[bool] = False
    is_lazy: ClassVar[bool] = False
    printed_only: ClassVar[Mapping[str, object]] = MappingProxyType({})
    size_parameter: ClassVar[str] = ""

    @abstractmethod
    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the output, for a layer that :meth:`check` accepts.

        Raises:
            ShapeError: what torch's forward refuses.
        """

    def infer(self, input_shape: Shape) -> Shape:
        """Check the parameters and return the output shape.

        Raises:
            ParameterError: the constructor refuses the parameters.
            ShapeError: the forward refuses the input.
        """
        self.check()
        for name, shape in self.weight_shapes().items():
            check_tensor(name, shape)
        smallest = min(input_shape, default=1)
        if smallest < 0 or (smallest == 0 and not self.accepts_empty(input_shape)):
            raise ShapeError(ErrorCode.EMPTY_INPUT, shape=input_shape)
        check_tensor("input", input_shape)
        try:
            output = self.output_shape(input_shape)
        except ShapeError as error:
            if "axis" in error.facts:
                error.facts["axes"] = self.axis_count(input_shape)
            raise
        check_tensor("output", output)
        return output

    def axis_count(self, input_shape: Shape) -> int:  # noqa: ARG002 - most layers know it
        """Return the number of spatial axes that errors count. Most layers have those of a picture.

        Args:
            input_shape: As torch takes it, possibly refused.
        """
        return self.rank or 2

    def resolved(self, input_shape: Shape) -> Layer:  # noqa: ARG002 - lazy layers look at it
        """Return the layer that this one is at an input of a shape: itself, unless it is lazy.

        Raises:
            ShapeError: WRONG_RANK: a lazy layer finds no dimension to learn from.
        """
        return self

    def unbatched_dimensions(self) -> int:
        """Return how many dimensions an input has that torch takes for one without a batch.

        0 where it makes no difference.
        """
        return 0

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return how many dimensions one picture may have, without a batch: mostly three."""
        return (self.unbatched_dimensions() or 3,)

    def accepts_empty(self, input_shape: Shape) -> bool:  # noqa: ARG002 - most layers do
        """Return whether torch computes an input of which a dimension is 0."""
        return True

    def returns_indices(self) -> bool:
        """Return whether the forward returns indices beside the output: a tuple of two tensors."""
        return getattr(self, "return_indices", False) is True

    def takes_extreme(self) -> bool:
        """Return whether an output cell is the largest or smallest of the cells that it reads."""
        return self.extreme_sign() != 0

    def extreme_sign(self) -> int:
        """Return 1 where an output cell is the largest cell that it reads, -1 where the smallest.

        0 where it is neither.
        """
        return _EXTREME_SIGNS.get(self.reduction, 0)

    def weight_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the trained tensors by their name in torch's state_dict."""
        return {}

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the tensors that are kept but not trained, likewise."""
        return {}

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return what the layer wants along each axis, as a picture of a refusal shows it.

        Args:
            spatial: Input sizes of the spatial axes, in cells; it need not fit.
        """
        return tuple(AxisReach(size) for size in spatial)

    def unpadded_output(self, spatial: Shape) -> tuple[tuple[int, int, int], ...]:  # noqa: ARG002 - most have none
        """Return, for each axis, the output's cells before its padding goes and what it wants.

        Returns:
            Cells of the whole output, those that padding takes at each end, and those that
            output_padding adds behind; nothing for a layer that pads its input instead.
        """
        return ()

    def working(
        self,
        spatial: Shape,  # noqa: ARG002 - most layers have no formula
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterable[Working]:
        """Return how the output's size comes about along each axis, as its formula tells.

        The layer need not be one that torch takes: the working says at which line it fails.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
            output_size: Sizes that the layer is given beside its parameters; None for its default.

        Returns:
            One an axis; nothing where no formula in letters gives the size.
        """
        return ()

    def settings_for(
        self,
        spatial: Shape,  # noqa: ARG002 - most have no such parameter
        wanted: Shape,  # noqa: ARG002 - as above
    ) -> Iterable[int | tuple[int, ...]]:
        """Return the values of :attr:`size_parameter` that may give a size, commonest first.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
            wanted: Output sizes of the spatial axes, in cells.
        """
        return ()

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:  # noqa: ARG002 - most need none
        """Return about how many numbers torch keeps beside input, output and weights, at most.

        Args:
            input_shape: (channels, *spatial), unbatched.
            output_shape: What the layer makes of it.
        """
        return 0

    def held_value(self) -> float:
        """Return the number that stands where a window reads no cell of the input.

        Of a maximum or a minimum that is the infinity which it takes last, else 0.
        """
        sign = _EXTREME_SIGNS.get(self.reduction, 0)
        return -sign * math.inf if sign else 0.0

    def held_before(self) -> float | None:
        """Return what a padding layer before this one must hold to do what its own padding does.

        None where no padding layer does the same.
        """
        return self.held_value()

    def padding_before(self) -> Layer | None:
        """Return the layer that pads before this one as its own padding would.

        None where no layer does the same, or a window would lie in the padding alone.
        """
        return None

    def reads_alike_padded_before(self, input_shape: Shape) -> bool:  # noqa: ARG002 - most have none
        """Return whether :meth:`padding_before` leaves the windows that the own padding gives."""
        return False

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:  # noqa: ARG002 - most say nothing
        """Return what is worth knowing of how the layer's numbers come about.

        Args:
            spatial: Input sizes of the spatial axes, in cells.

        Raises:
            ShapeError: the layer refuses the sizes.
        """
        return ()

    def notes_in_sequence(
        self,
        shape: Shape,  # noqa: ARG002 - most are the same everywhere
        *,
        batched: bool,  # noqa: ARG002 - as above
        is_last: bool,  # noqa: ARG002 - as above
    ) -> Iterable[Explanation]:
        """Return what is worth knowing of the layer where it stands in a Sequential.

        Args:
            shape: What enters it there, as torch sees it.
            batched: Whether the first dimension is the batch.
            is_last: Whether no layer follows.
        """
        return ()

    def divisor_factors(self, spatial: Shape) -> tuple[Callable[[int], int], ...]:  # noqa: ARG002 - most do not divide
        """Return what a window's numbers are divided by, axis by axis.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            For each axis the factor at an output position: the divisor is their product. Nothing
            for a layer that does not divide.
        """
        return ()

    def divisor_at(self, spatial: Shape, position: tuple[int, ...]) -> int | None:
        """Return what the window at an output position is divided by; None for nothing."""
        factors = self.divisor_factors(spatial)
        if not factors:
            return None
        return math.prod(factor(at) for factor, at in zip(factors, position, strict=True))

    def num_params(self) -> int:
        """Return the number of trained numbers."""
        return sum(math.prod(shape) for shape in self.weight_shapes().values())

    def mult_add_factors(self, input_shape: Shape) -> tuple[Shape, ...]:  # noqa: ARG002 - most need none
        """Return the factors whose product is :meth:`mult_adds`, in groups; none for zero.

        Args:
            input_shape: A shape that :meth:`infer` accepts.
        """
        return ()

    def mult_adds(self, input_shape: Shape) -> int:
        """Return the multiply-adds of one forward pass over `input_shape`.

        Products with trained numbers count, without the bias. So pooling, padding, folding,
        unpooling, shuffling and interpolation have none.
        """
        factors = self.mult_add_factors(input_shape)
        return math.prod(map(math.prod, factors)) if factors else 0

    def linear_kind(self) -> Linearity:
        """Return :attr:`linearity`, as far as it does not depend on the settings."""
        return self.linearity

    def inputs_of(self, channel: int) -> range:
        """Return the input channels that an output channel reads: the same, unless they mix."""
        return range(channel, channel + 1)

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:  # noqa: ARG002 - most have no kernel
        """Return the numbers of each axis, for a layer whose kernel slides or is stamped.

        Args:
            spatial: Input sizes of the spatial axes, in cells.

        Returns:
            One an axis; nothing for a layer without such a kernel.

        Raises:
            ShapeError: the layer refuses the sizes.
        """
        return ()

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:  # noqa: ARG002 - not all read windows
        """Return which cells of the input each output position reads, along each axis.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            One an axis; nothing for a layer whose output cells read no windows.
        """
        return ()

    def rounds_up(self) -> bool:
        """Return whether a last window counts that reaches past the padded input (ceil_mode)."""
        return False

    def needs_whole_kernel(self) -> bool:
        """Return whether torch asks for an input as large as the kernel, whatever the padding."""
        return False

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:  # noqa: ARG002 - most are asked cell by cell
        """Return what an output cell reads along each axis, borders not regarded.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            One an axis; None where :meth:`cells_read` says all that is known.
        """
        return None

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,  # noqa: ARG002 - a layer that mixes everything does not look at it
        *,
        training: bool = False,  # noqa: ARG002 - most layers read the same
    ) -> tuple[Cells, ...]:
        """Return the cells of the input on which cells of the output depend, as blocks.

        They are where torch's gradient is not zero, whatever the numbers: a maximum depends on its
        whole window. What no class below says otherwise depends on everything.

        Args:
            shape: The input's shape, which :meth:`infer` accepts, without the batch.
            cells: A block of the output.
            training: Whether the network trains: normalisations use the batch's own means then.
        """
        return (every_cell(shape),)


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
            raise ShapeError(
                ErrorCode.WRONG_RANK,
                layer=self.type_name(),
                shape=input_shape,
                expected=(self.rank + 1, self.rank + 2),
            )
        return input_shape[-self.rank :]


class CellwiseLayer(Layer):
    """A layer each of whose output cells depends on the same cell of the input alone."""

    is_cellwise: ClassVar[bool] = True

    def cells_read(
        self,
        shape: Shape,  # noqa: ARG002 - the output's as well
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same cells."""
        return (cells,)


class AxisReach(NamedTuple):
    """What a layer wants along one axis, whether or not the input has it.

    Attributes:
        size: Real cells of the input.
        before: Padding in front, in cells; negative where cells are cropped.
        after: Padding behind, likewise.
        reach: Cells that the first window spans from the first cell on, padding included; 0 where
            there is no window.
        mode: What the padding holds.
    """

    size: int
    before: int = 0
    after: int = 0
    reach: int = 0
    mode: PaddingMode = PaddingMode.CONSTANT


class WindowedLayer(SpatialLayer):
    """A layer whose every output cell reads a window: convolution, pooling, padding."""

    @abstractmethod
    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis, for an input that :meth:`infer` accepts.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
        """

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
                *(joined(map(self.inputs_of, channels)) for channels in before),
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
    for name in parameters_of(type(layer)):
        value = getattr(layer, name)
        if not isinstance(value, tuple) or len(value) == rank:
            continue
        if len(value) != 1 or name in exact:
            raise ParameterError(ErrorCode.WRONG_AXIS_COUNT, parameter=name, value=value, axes=rank)


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


_LAYERS: Registry[Layer] = Registry()
register = _LAYERS.register
unregister = _LAYERS.unregister
layer_types = _LAYERS.types
