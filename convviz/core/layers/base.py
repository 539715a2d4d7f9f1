"""What every layer is: ONE frozen dataclass named as in torch.nn, with torch's parameter names.

The form, the code writer and reader, the document, the tables, the pictures of every step and the
comparison with torch follow from a layer's fields and from what it answers here, in ``inputs``, in
``beside`` and in ``numbers``. A new layer is one class; what it does not answer has a default.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_parameters import (
    ANY_INTEGER,
    LARGEST_32_BIT,
    LARGEST_INTEGER,
    Follows,
    Parameter,
    ParameterKind,
    parameter,
)
from convviz.core.calls import Registry
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.cells import Cells
from convviz.core.layers.inputs import LayerInputs
from convviz.core.layers.kept import ITS_INPUT, Kept
from convviz.core.layers.parameters import (
    LARGEST_TENSOR,
    Gives,
    LayerFamily,
    Linearity,
    PerAxis,
    Shape,
    per_axis,
)
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.tensor_forms import Forms

__all__ = [
    "ANY_INTEGER",
    "LARGEST_32_BIT",
    "LARGEST_INTEGER",
    "LARGEST_TENSOR",
    "Cells",
    "CellwiseLayer",
    "Follows",
    "Gives",
    "Kept",
    "Layer",
    "LayerFamily",
    "Linearity",
    "Parameter",
    "ParameterKind",
    "PerAxis",
    "Reduction",
    "Shape",
    "check_tensor",
    "layer_types",
    "parameter",
    "per_axis",
    "register",
    "unregister",
    "wrap_dimension",
]


class Layer(LayerInputs):
    """What the calculator opens, with torch's parameters: mostly a layer of a Sequential.

    Losses and optimisers are layers too, which stand in no Sequential: they make numbers of their
    input and of further tensors.

    A value may be invalid: :meth:`check` and :meth:`output_shape` say so, as torch's constructor
    and forward do. Both agree with torch 2.13 on which settings are refused.

    Attributes:
        family: The shelf in menus.
        is_lazy: Whether it becomes another layer at its first input; see :meth:`resolved`.
        draws_random_numbers: Whether its output depends on chance while it is trained.
        mixes_pictures: Whether a picture's output depends on the others of its batch, likewise.
        printed_only: What torch prints among its parameters, though its constructor takes it not.
        keeps: What torch keeps of it until the backward pass, where that depends on no size.
        gives: Which numbers its output can hold.
        takes_mean_of_channels: Whether it takes the mean of each channel away, and with it any
            number that was added to the whole channel.
    """

    family: ClassVar[LayerFamily]
    is_lazy: ClassVar[bool] = False
    draws_random_numbers: ClassVar[bool] = False
    mixes_pictures: ClassVar[bool] = False
    printed_only: ClassVar[Mapping[str, object]] = MappingProxyType({})
    keeps: ClassVar[Kept] = ITS_INPUT
    gives: ClassVar[Gives] = Gives.ANY
    takes_mean_of_channels: ClassVar[bool] = False

    @abstractmethod
    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the output, for a layer that :meth:`check` accepts.

        Raises:
            ShapeError: what torch's forward refuses.
        """

    def evaluated_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the output in evaluation, where less may be refused.

        Raises:
            ShapeError: what torch's forward refuses after ``eval()``.
        """
        return self.output_shape(input_shape)

    def infer(self, input_shape: Shape, *, training: bool = True) -> Shape:
        """Check the parameters and return the output shape.

        Args:
            input_shape: The input's.
            training: Whether as in training.

        Raises:
            ParameterError: the constructor refuses the parameters.
            ShapeError: the forward refuses the input.
        """
        self.check()
        if self.num_params() > LARGEST_TENSOR:
            for name, shape in self.weight_shapes().items():
                check_tensor(name, shape)
        smallest = min(input_shape, default=1)
        if smallest < 1 and (smallest < 0 or not self.accepts_empty(input_shape)):
            raise ShapeError(ErrorCode.EMPTY_INPUT, shape=input_shape)
        if math.prod(input_shape) > LARGEST_TENSOR:
            check_tensor("input", input_shape)
        try:
            shape_of = self.output_shape if training else self.evaluated_shape
            output = shape_of(input_shape)
        except ShapeError as error:
            if "axis" in error.facts:
                error.facts["axes"] = self.axis_count(input_shape)
            raise
        if math.prod(output) > LARGEST_TENSOR:
            check_tensor("output", output)
        return output

    def infer_given(self, input_shape: Shape, forms: Forms) -> Shape:  # noqa: ARG002 - most take none
        """Do the same for tensors of chosen forms beside the input.

        Args:
            input_shape: As torch takes it.
            forms: Of those in :attr:`takes_forms`; what is left out has its first form.

        Raises:
            ParameterError: as :meth:`infer` does.
            ShapeError: likewise, and for what torch's forward refuses of these tensors.
        """
        return self.infer(input_shape)

    def wrong_rank(self, shape: Shape, expected: tuple[int, ...]) -> ShapeError:
        """Return the refusal of an input with other numbers of dimensions than the expected."""
        code, name = ErrorCode.WRONG_RANK, self.type_name()
        return ShapeError(code, layer=name, shape=shape, expected=expected)

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

    def depends_on_training(self) -> bool:
        """Return whether it computes other numbers while a network is trained."""
        return self.draws_random_numbers or self.mixes_pictures

    def draws_in(self, *, training: bool) -> bool:
        """Return whether it draws numbers by chance, in training or in evaluation."""
        return self.draws_random_numbers and (training or not self.depends_on_training())

    def rounding(self, input_shape: Shape) -> float:  # noqa: ARG002 - hardly any layer rounds
        """Return how far torch may be off by the way that it computes, beside float32's digits.

        Args:
            input_shape: As the calculator shows it.
        """
        return 0.0

    def returns_indices(self) -> bool:
        """Return whether the forward returns indices beside the output: a tuple of two tensors."""
        return getattr(self, "return_indices", False) is True

    def overwrites_input(self) -> bool:
        """Return whether the output is written where the input was."""
        return getattr(self, "inplace", False) is True

    def gives_view(self) -> bool:
        """Return whether the output lies in memory where the input does."""
        return self.overwrites_input()

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - for most they do not matter
        """Return what torch keeps of it in training until the backward pass.

        Args:
            input_shape: As torch sees it, with the batch.
            output_shape: Likewise.
        """
        return self.keeps

    def scratch_numbers(self, input_shape: Shape, output_shape: Shape) -> int:  # noqa: ARG002 - most need none
        """Return about how many numbers torch keeps beside input, output and weights, at most.

        Args:
            input_shape: (channels, *spatial), unbatched.
            output_shape: What the layer makes of it.
        """
        return 0

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

    def reading_key(self) -> object:
        """Return what it follows from how cells read, but for the channels; None if from all.

        Layers of a type with equal keys, and inputs of the same size, read the same places along
        every axis, in all channels.
        """
        return None

    def reads_alike_padded_before(self, input_shape: Shape) -> bool:  # noqa: ARG002 - most have none
        """Return whether :meth:`padding_before` leaves the windows that the own padding gives."""
        return False

    def notes_on_backward(
        self,
        shape: Shape,  # noqa: ARG002 - most say nothing
        output_shape: Shape,  # noqa: ARG002 - likewise
        *,
        training: bool,  # noqa: ARG002 - likewise
    ) -> Iterable[Explanation]:
        """Return what is worth knowing of its backward pass.

        Args:
            shape: The input's, as the calculator shows it.
            output_shape: The output's, likewise.
            training: Whether as in training.
        """
        return ()

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

    def mult_add_factors(
        self,
        input_shape: Shape,  # noqa: ARG002 - most need none
        output_shape: Shape | None = None,  # noqa: ARG002 - as above
    ) -> tuple[Shape, ...]:
        """Return the factors whose product is :meth:`mult_adds`, in groups; none for zero.

        Args:
            input_shape: A shape that :meth:`infer` accepts.
            output_shape: What it makes of that, if that is known.
        """
        return ()

    def updates_on(self, input_shape: Shape) -> int:
        """Return how many steps follow one another, each from the one before; 0 for none."""
        del input_shape
        return 0

    def mult_adds(self, input_shape: Shape, output_shape: Shape | None = None) -> int:
        """Return the multiply-adds of one forward pass over `input_shape`.

        Products with trained numbers count, without the bias. So pooling, padding, folding,
        unpooling, shuffling and interpolation have none.

        Args:
            input_shape: A shape that :meth:`infer` accepts.
            output_shape: What it makes of that, if that is known.
        """
        factors = self.mult_add_factors(input_shape, output_shape)
        return math.prod(map(math.prod, factors)) if factors else 0


class CellwiseLayer(Layer):
    """A layer each of whose output cells depends on the same cell of the input alone."""

    is_cellwise: ClassVar[bool] = True

    def reading_key(self) -> object:
        """Return that all layers of the type read alike."""
        return ()

    def cells_read(
        self,
        shape: Shape,  # noqa: ARG002 - the output's as well
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same cells."""
        return (cells,)


def check_tensor(name: str, shape: Shape) -> None:
    """Refuse a tensor whose bytes torch cannot count in 64 bits.

    Raises:
        ShapeError: TOO_LARGE.
    """
    numbers = math.prod(shape)
    if numbers > LARGEST_TENSOR:
        raise ShapeError(ErrorCode.TOO_LARGE, parameter=name, value=numbers, limit=LARGEST_TENSOR)


def wrap_dimension(name: str, value: int, shape: Shape) -> int:
    """Return dimension `value` of `shape` counted from the front.

    Args:
        name: The parameter, for the error.
        value: A dimension; negative ones count from behind.
        shape: The input's shape. A scalar counts as having one dimension.

    Raises:
        ShapeError: DIMENSION_OUT_OF_RANGE.
    """
    rank = max(len(shape), 1)
    if not -rank <= value < rank:
        raise ShapeError(
            ErrorCode.DIMENSION_OUT_OF_RANGE, parameter=name, value=value, shape=shape, rank=rank
        )
    return value % rank


_FAMILIES = (
    "activation",
    "smooth_activation",
    "hard_activation",
    "softmax",
    "gate",
    "adaptive",
    "conv",
    "conv_transpose",
    "dropout",
    "fold",
    "upsample",
    "fractional_pool",
    "norm",
    "instance_norm",
    "layer_norm",
    "linear",
    "lazy",
    "pad",
    "pixel",
    "pool",
    "power_pool",
    "shape",
    "unpool",
)
"""The files of the layers, in the order of menus."""

_LAYERS: Registry[Layer] = Registry(*(f"convviz.core.layers.{family}" for family in _FAMILIES))
register = _LAYERS.register
unregister = _LAYERS.unregister
layer_types = _LAYERS.types
layer_modules = _LAYERS.modules
