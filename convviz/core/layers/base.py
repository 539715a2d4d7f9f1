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
            _check_type_and_range(name, getattr(self, name), described, defaults.get(name))

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
        if any(size < 1 for size in input_shape) or not input_shape:
            raise ShapeError(ErrorCode.EMPTY_INPUT, shape=input_shape)
        return self.output_shape(input_shape)

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

    The single place where `int or tuple` is resolved.
    """
    return value if isinstance(value, tuple) else (value,) * rank


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
        raise ShapeError(ErrorCode.DIMENSION_OUT_OF_RANGE, parameter=name, value=value, shape=shape)
    return value % rank


def check_axis_counts(layer: Layer, rank: int) -> None:
    """Refuse a tuple with another number of axes than `rank`.

    torch accepts some tuples of one number (it repeats it); convviz asks for one an axis.

    Raises:
        ParameterError: WRONG_AXIS_COUNT.
    """
    for name in _parameters_of(type(layer)):
        value = getattr(layer, name)
        if isinstance(value, tuple) and len(value) != rank:
            raise ParameterError(ErrorCode.WRONG_AXIS_COUNT, parameter=name, value=value, axes=rank)


_REGISTRY: dict[str, type[Layer]] = {}


def register(layer: LayerT) -> LayerT:
    """Class decorator: make a layer known to forms, code, documents and tables."""
    _REGISTRY[layer.type_name()] = layer
    return layer


def layer_types() -> dict[str, type[Layer]]:
    """Return every registered layer class by name, in order of registration."""
    return dict(_REGISTRY)


def _check_type_and_range(name: str, value: object, described: Parameter, default: object) -> None:
    match described.kind:
        case ParameterKind.FLAG:
            valid = isinstance(value, bool)
        case ParameterKind.CHOICE:
            if value not in described.choices:
                raise ParameterError(
                    ErrorCode.UNKNOWN_CHOICE,
                    parameter=name,
                    value=str(value),
                    choices=", ".join(described.choices),
                )
            valid = True
        case ParameterKind.NUMBER:
            valid = isinstance(value, (int, float)) and not isinstance(value, bool)
        case _:
            valid = _check_integers(name, value, described, default)
    if not valid:
        raise ParameterError(
            ErrorCode.WRONG_TYPE, parameter=name, value=repr(value), expected=described.kind.value
        )


def _check_integers(name: str, value: object, described: Parameter, default: object) -> bool:
    """Check an integer parameter; return whether its type is right."""
    if value is None:
        return default is None and described.kind in (
            ParameterKind.OPTIONAL_INTEGER,
            ParameterKind.OPTIONAL_PER_AXIS,
        )
    if isinstance(value, str):
        if described.kind is ParameterKind.PADDING and value not in described.choices:
            raise ParameterError(
                ErrorCode.UNKNOWN_CHOICE,
                parameter=name,
                value=value,
                choices=", ".join(described.choices),
            )
        return described.kind is ParameterKind.PADDING
    per_axis_kinds = (
        ParameterKind.PER_AXIS,
        ParameterKind.OPTIONAL_PER_AXIS,
        ParameterKind.PADDING,
    )
    numbers = value if isinstance(value, tuple) and described.kind in per_axis_kinds else (value,)
    for number in numbers:
        if not isinstance(number, int) or isinstance(number, bool):
            return False
        check_integer(name, number, described.minimum)
    return True


def check_integer(name: str, number: int, minimum: int) -> None:
    """Refuse a number below its minimum (0 or 1) or beyond 64 bits.

    Raises:
        ParameterError: NOT_POSITIVE, NEGATIVE, TOO_LARGE.
    """
    if number < minimum:
        code = ErrorCode.NOT_POSITIVE if minimum == 1 else ErrorCode.NEGATIVE
        raise ParameterError(code, parameter=name, value=number)
    if number > LARGEST_INTEGER:
        raise ParameterError(
            ErrorCode.TOO_LARGE, parameter=name, value=number, limit=LARGEST_INTEGER
        )
