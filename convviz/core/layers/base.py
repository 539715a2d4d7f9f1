"""What every layer is: ONE frozen dataclass named as in torch.nn, with torch's parameter names.

The form, the code writer and reader, the document, the tables and the comparison with torch
follow from the fields below and from the five methods of :class:`Layer`. A new layer is one class.
"""

from __future__ import annotations

import dataclasses
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from convviz.core.errors import ErrorCode, ParameterError, ShapeError

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows

Shape: TypeAlias = tuple[int, ...]
"""A tensor's shape, as torch gives it: batch (if any), channels, then the spatial axes."""

PerAxis: TypeAlias = int | tuple[int, ...]
"""One number for all spatial axes, or one an axis."""

LARGEST_INTEGER = 2**63 - 1
LARGEST_32_BIT = 2**31 - 1
LARGEST_FLOAT = 3.4028234663852886e38
"""The largest float32, the precision in which torch's layers compute."""
LARGEST_TENSOR = LARGEST_INTEGER // 4
"""Most float32 numbers whose bytes torch can count. What the memory holds is not asked here."""
ANY_INTEGER = -(2**63)
"""The minimum of a parameter that counts dimensions, also from behind."""

LayerT = TypeVar("LayerT", bound="type[Layer]")


class ParameterKind(StrEnum):
    """How a parameter is edited and written."""

    INTEGER = "integer"
    OPTIONAL_INTEGER = "optional_integer"
    PER_AXIS = "per_axis"
    OPTIONAL_PER_AXIS = "optional_per_axis"
    PADDING = "padding"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"


class Follows(StrEnum):
    """What of the layer before a parameter can follow by itself."""

    CHANNELS = "channels"
    FEATURES = "features"


class LayerFamily(StrEnum):
    """The shelf a layer stands on in menus."""

    CONVOLUTION = "convolution"
    POOLING = "pooling"
    PADDING = "padding"
    ACTIVATION = "activation"
    NORMALISATION = "normalisation"
    LINEAR = "linear"
    DROPOUT = "dropout"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is known of one parameter of a layer, beside its name and default.

    Attributes:
        kind: How it is edited and written.
        minimum: Least value of an integer (of each, for PER_AXIS).
        choices: The admitted texts of CHOICE, and of PADDING beside numbers.
        positional: Written without its name in code, as torch's users do.
        follows: What of the layer before it can follow.
    """

    kind: ParameterKind
    minimum: int = 0
    choices: tuple[str, ...] = ()
    positional: bool = False
    follows: Follows | None = None


def parameter(
    kind: ParameterKind,
    default: Any = dataclasses.MISSING,  # noqa: ANN401 - a default is of the field's own type
    *,
    minimum: int = 0,
    choices: tuple[str, ...] = (),
    positional: bool = False,
    follows: Follows | None = None,
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return a dataclass field that carries its :class:`Parameter`."""
    described = Parameter(kind, minimum, choices, positional, follows)
    return dataclasses.field(default=default, metadata={"parameter": described})


@dataclass(frozen=True)
class Layer(ABC):
    """A layer of a Sequential, with torch's parameters.

    A value may be invalid: :meth:`check` and :meth:`output_shape` say so, as torch's constructor
    and forward do. Both agree with torch 2.13 on which settings are refused.

    Attributes:
        family: The shelf in menus.
    """

    family: ClassVar[LayerFamily]

    def __post_init__(self) -> None:
        """Turn lists, as they come out of JSON, into tuples."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, list):
                object.__setattr__(self, field.name, tuple(value))

    @classmethod
    def type_name(cls) -> str:
        """Return the layer's name in torch.nn."""
        return cls.__name__

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return the layer's parameters by name, in torch's order."""
        return dict(_parameters_of(cls))

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the default of every parameter that has one."""
        return dict(_defaults_of(cls))

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: with the offending parameter among its facts.
        """
        defaults = _defaults_of(type(self))
        for name, described in _parameters_of(type(self)).items():
            value = getattr(self, name)
            integers = _checked_type(name, value, described, defaults.get(name))
            if integers:
                minimum, maximum = self.integer_range(name)
                for integer in integers:
                    check_integer(name, integer, minimum, maximum)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the least and the largest value of an integer parameter (of each, per axis)."""
        return _parameters_of(type(self))[name].minimum, LARGEST_INTEGER

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
        output = self.output_shape(input_shape)
        check_tensor("output", output)
        return output

    def accepts_empty(self, input_shape: Shape) -> bool:  # noqa: ARG002 - most layers do
        """Return whether torch computes an input of which a dimension is 0."""
        return True

    def weight_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the trained tensors by their name in torch's state_dict."""
        return {}

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the tensors that are kept but not trained, likewise."""
        return {}

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
        """Return the multiply-adds of one forward pass over `input_shape`; bias not counted."""
        factors = self.mult_add_factors(input_shape)
        return math.prod(map(math.prod, factors)) if factors else 0

    def replace(self, **changes: Any) -> Layer:  # noqa: ANN401 - values are of the fields' types
        """Return a copy with some parameters changed."""
        return dataclasses.replace(self, **changes)


@cache
def _parameters_of(layer_type: type[Layer]) -> dict[str, Parameter]:
    return {field.name: field.metadata["parameter"] for field in dataclasses.fields(layer_type)}


@cache
def _defaults_of(layer_type: type[Layer]) -> dict[str, Any]:
    return {
        field.name: field.default
        for field in dataclasses.fields(layer_type)
        if field.default is not dataclasses.MISSING
    }


class WindowedLayer(Layer):
    """A layer whose every output cell reads a window: convolution and pooling.

    Attributes:
        rank: Number of spatial axes.
    """

    rank: ClassVar[int]

    @abstractmethod
    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows along each axis, for an input that :meth:`infer` accepts.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
        """

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


def per_axis(value: PerAxis, rank: int) -> tuple[int, ...]:
    """Return a parameter as one number an axis.

    The single place where `int or tuple` is resolved. A tuple of one number counts for all axes,
    as in torch.
    """
    if isinstance(value, tuple):
        return value * rank if len(value) == 1 else value
    return (value,) * rank


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


def check_axis_counts(layer: Layer, rank: int, *, exact: tuple[str, ...] = ()) -> None:
    """Refuse a tuple that has neither one number nor one an axis.

    Args:
        layer: The layer.
        rank: Number of axes.
        exact: Parameters that torch does not repeat: they need one number an axis.

    Raises:
        ParameterError: WRONG_AXIS_COUNT.
    """
    for name in _parameters_of(type(layer)):
        value = getattr(layer, name)
        if not isinstance(value, tuple) or len(value) == rank:
            continue
        if len(value) != 1 or name in exact:
            raise ParameterError(ErrorCode.WRONG_AXIS_COUNT, parameter=name, value=value, axes=rank)


_REGISTRY: dict[str, type[Layer]] = {}


def register(layer: LayerT) -> LayerT:
    """Class decorator: make a layer known to forms, code, documents and tables."""
    _REGISTRY[layer.type_name()] = layer
    return layer


def layer_types() -> dict[str, type[Layer]]:
    """Return every registered layer class by name, in order of registration."""
    return dict(_REGISTRY)


_PER_AXIS_KINDS = (
    ParameterKind.PER_AXIS,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.PADDING,
)
_OPTIONAL_KINDS = (ParameterKind.OPTIONAL_INTEGER, ParameterKind.OPTIONAL_PER_AXIS)


def _checked_type(
    name: str, value: object, described: Parameter, default: object
) -> tuple[int, ...]:
    """Check a value's type; return the integers in it, whose range is still to be checked."""
    match described.kind:
        case ParameterKind.FLAG:
            valid = isinstance(value, bool)
        case ParameterKind.CHOICE:
            _check_choice(name, value, described.choices)
            valid = True
        case ParameterKind.NUMBER:
            valid = isinstance(value, (int, float)) and not isinstance(value, bool)
            if valid:
                _check_finite(name, value)
        case ParameterKind.PADDING if isinstance(value, str):
            _check_choice(name, value, described.choices)
            valid = True
        case _ if value is None:
            valid = default is None and described.kind in _OPTIONAL_KINDS
        case _:
            many = isinstance(value, tuple) and described.kind in _PER_AXIS_KINDS
            numbers = value if many and isinstance(value, tuple) else (value,)
            if all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
                return numbers
            valid = False
    if not valid:
        raise ParameterError(
            ErrorCode.WRONG_TYPE, parameter=name, value=repr(value), expected=described.kind.value
        )
    return ()


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ParameterError(
            ErrorCode.UNKNOWN_CHOICE, parameter=name, value=str(value), choices=", ".join(choices)
        )


def _check_finite(name: str, value: object) -> None:
    """Refuse NaN, infinity, and numbers that torch cannot hold as float32 or in 64 bits."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ParameterError(ErrorCode.NOT_FINITE, parameter=name, value=str(value))
    if isinstance(value, (int, float)):
        limit = LARGEST_INTEGER if isinstance(value, int) else LARGEST_FLOAT
        if value > limit:
            raise ParameterError(ErrorCode.TOO_LARGE, parameter=name, value=value, limit=limit)
        if value < -limit:
            raise ParameterError(ErrorCode.TOO_SMALL, parameter=name, value=value, limit=-limit)


def check_integer(name: str, number: int, minimum: int, maximum: int = LARGEST_INTEGER) -> None:
    """Refuse a number outside its range.

    Raises:
        ParameterError: NOT_POSITIVE, NEGATIVE, TOO_SMALL, TOO_LARGE.
    """
    if number < minimum:
        codes = {1: ErrorCode.NOT_POSITIVE, 0: ErrorCode.NEGATIVE}
        code = codes.get(minimum)
        if code is None:
            code = ErrorCode.TOO_SMALL
            raise ParameterError(code, parameter=name, value=number, limit=minimum)
        raise ParameterError(code, parameter=name, value=number)
    if number > maximum:
        raise ParameterError(ErrorCode.TOO_LARGE, parameter=name, value=number, limit=maximum)
