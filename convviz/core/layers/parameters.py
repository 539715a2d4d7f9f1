"""What is known of a layer's parameters: how each is edited and written, and its limits."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Shape: TypeAlias = tuple[int, ...]
"""A tensor's shape, as torch gives it: batch (if any), channels, then the spatial axes."""

PerAxis: TypeAlias = int | tuple[int, ...]
"""One number for all spatial axes, or one an axis."""

LARGEST_INTEGER = 2**63 - 1
LARGEST_32_BIT = 2**31 - 1
LARGEST_FLOAT = 3.4028234663852886e38
"""The largest float32, the precision in which torch's layers compute."""
BYTES_PER_NUMBER = 4
"""Of a float32."""
LARGEST_TENSOR = LARGEST_INTEGER // BYTES_PER_NUMBER
"""Most float32 numbers whose bytes torch can count. What the memory holds is not asked here."""
ANY_INTEGER = -(2**63)
"""The minimum of a parameter that counts dimensions, also from behind."""

LONGEST_TUPLE = 16
LONGEST_TEXT = 80
"""What a parameter's value may be long, right or wrong: no layer needs more, and a value that is
longer would only be slow to search for remedies and to show."""


class ParameterKind(StrEnum):
    """How a parameter is edited and written."""

    INTEGER = "integer"
    OPTIONAL_INTEGER = "optional_integer"
    PER_AXIS = "per_axis"
    OPTIONAL_PER_AXIS = "optional_per_axis"
    PADDING = "padding"
    PER_SIDE = "per_side"
    """One integer for all sides, or one a side: last axis first, before and behind."""
    OPTIONAL_SIZES = "optional_sizes"
    """One integer, or one or None an axis."""
    SIZES = "sizes"
    """One integer, or a tuple of any length: the sizes of dimensions."""
    SHAPE = "shape"
    """A tuple of integers of any length."""
    SCALES = "scales"
    """None, one number, or one an axis."""
    OPTIONAL_FLAG = "optional_flag"
    FLAG = "flag"
    NUMBER = "number"
    """A decimal number; infinity is one, NaN, which equals nothing, is not."""
    OPTIONAL_NUMBER = "optional_number"
    """A decimal number, or None."""
    CHOICE = "choice"


class Linearity(StrEnum):
    """What a layer is to the ones round it, in evaluation."""

    MAP = "map"
    """It multiplies by trained weights and adds up: two of them in a row are one."""
    KEEPS = "keeps"
    """It moves, weighs or adds numbers, but by no product of two of them: a map stays a map."""
    BENDS = "bends"
    """Anything else, such as an activation or a maximum."""


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
        first: What a new layer begins with, in place of the default; None for the default.
        keyword_only: Taken by its name alone.
        since: The first release of torch that has it; empty where every supported one has.
    """

    kind: ParameterKind
    minimum: int = 0
    choices: tuple[str, ...] = ()
    positional: bool = False
    follows: Follows | None = None
    first: float | tuple[int, ...] | None = None
    keyword_only: bool = False
    since: str = ""


def parameter(  # noqa: PLR0913 - what can be said of a parameter, each by its name
    kind: ParameterKind,
    default: Any = dataclasses.MISSING,  # noqa: ANN401 - a default is of the field's own type
    *,
    minimum: int = 0,
    choices: tuple[str, ...] = (),
    positional: bool = False,
    follows: Follows | None = None,
    first: float | tuple[int, ...] | None = None,
    keyword_only: bool = False,
    since: str = "",
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return a dataclass field that carries its :class:`Parameter`."""
    described = Parameter(kind, minimum, choices, positional, follows, first, keyword_only, since)
    return dataclasses.field(default=default, metadata={"parameter": described})


def per_axis(value: PerAxis, rank: int) -> tuple[int, ...]:
    """Return a parameter as one number an axis.

    The single place where `int or tuple` is resolved. A tuple of one number counts for all axes,
    as in torch.
    """
    if isinstance(value, tuple):
        return value * rank if len(value) == 1 else value
    return (value,) * rank


def is_too_long(value: object) -> bool:
    """Return whether a value is longer than that of any parameter could be."""
    limit = LONGEST_TEXT if isinstance(value, str) else LONGEST_TUPLE
    return isinstance(value, (str, tuple, list)) and len(value) > limit
