"""The nearest values of each single parameter of a layer that mend its error."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.base import Follows, Layer, ParameterKind, Shape, per_axis
from convviz.core.remedies.nearest import nearest_above, nearest_below
from convviz.core.remedies.remedy import (
    LARGEST_SUGGESTION,
    Mends,
    ParameterValue,
    Remedy,
    RemedyKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEVANT: dict[ErrorCode, tuple[str, ...]] = {
    ErrorCode.KERNEL_LARGER_THAN_INPUT: ("kernel_size", "padding", "dilation", "ceil_mode"),
    ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT: ("kernel_size",),
    ErrorCode.PADDING_TAKES_OUTPUT: ("padding", "kernel_size", "dilation", "output_padding"),
    ErrorCode.SCALED_TO_NOTHING: ("scale_factor", "size", "output_ratio", "output_size"),
    ErrorCode.WINDOWS_DO_NOT_FIT: ("output_size", "output_ratio", "kernel_size"),
    ErrorCode.NORMALIZED_SHAPE_DIFFERS: ("normalized_shape",),
    ErrorCode.NORM_GROUPS_DO_NOT_DIVIDE: ("num_groups", "num_channels"),
    ErrorCode.ONE_VALUE_PER_MEAN: ("num_groups",),
    ErrorCode.UNFLATTENED_SIZE_DIFFERS: ("unflattened_size", "dim"),
    ErrorCode.ODD_DIMENSION: ("dim",),
    ErrorCode.POOL_PADDING_OVER_HALF: ("padding", "kernel_size"),
    ErrorCode.OUTPUT_PADDING_TOO_LARGE: ("output_padding", "stride", "dilation"),
    ErrorCode.REFLECT_PADDING_TOO_LARGE: ("padding", "padding_mode"),
    ErrorCode.CIRCULAR_PADDING_TOO_LARGE: ("padding", "padding_mode"),
    ErrorCode.GROUPS_DO_NOT_DIVIDE: ("groups", "in_channels", "out_channels"),
    ErrorCode.SAME_PADDING_WITH_STRIDE: ("stride", "padding"),
    ErrorCode.ONLY_ZEROS_PADDING_MODE: ("padding_mode",),
    ErrorCode.FEATURES_DIFFER: ("in_features",),
    ErrorCode.START_AFTER_END: ("start_dim", "end_dim"),
    ErrorCode.EMPTY_INTERVAL: ("min_val", "max_val"),
    ErrorCode.RETURNS_INDICES: ("return_indices",),
    ErrorCode.NEEDS_INDICES: (),
    ErrorCode.KERNEL_LARGER_THAN_OUTPUT: ("kernel_size", "output_size", "padding", "dilation"),
    ErrorCode.COLUMNS_DIFFER: ("output_size", "stride", "padding", "kernel_size"),
    ErrorCode.SIZE_OR_SCALE: ("scale_factor", "size", "output_ratio", "output_size"),
    ErrorCode.RECOMPUTES_WITHOUT_SCALE: ("recompute_scale_factor",),
    ErrorCode.WRONG_RANK: ("mode",),
    ErrorCode.EMPTY_INPUT: (),
    ErrorCode.ONE_VALUE_PER_CHANNEL: (),
}
"""Which parameters can mend an error, likeliest first. Another error names its parameter."""


_OTHER_NAMES = {
    "constant": "zeros",
    "edge": "replicate",
    "wrap": "circular",
    "cubic": "bicubic",
    "half": "same",
    "none": "valid",
}
"""What NumPy, TensorFlow and the guide call the choices of torch."""


class _Variation(NamedTuple):
    """A way of varying one integer of a parameter.

    Attributes:
        base: The integer as it is.
        build: Makes the parameter's value of another integer.
    """

    base: int
    build: Callable[[int], ParameterValue]


def parameter_remedies(
    layer: Layer, shape: Shape, error: ConvVizError, mends: Mends
) -> Iterator[Remedy]:
    """Yield what mends `error`, for each parameter the nearest values first.

    Args:
        layer: The layer that refuses.
        shape: The input that it is given.
        error: Its error.
        mends: The test of a change.
    """
    for name in _relevant(layer, error):
        attempt = partial(_attempt, layer, shape, mends, name)
        for value in _likely_values(layer, shape, name, error):
            remedy = attempt(value)
            if remedy is not None:
                yield remedy
        for variation in _variations(layer, name, error):
            yield from _nearest(layer.integer_range(name), variation, attempt)


def _attempt(
    layer: Layer, shape: Shape, mends: Mends, name: str, value: ParameterValue
) -> Remedy | None:
    current = getattr(layer, name)
    if type(value) is type(current) and value == current:
        return None
    verdict = mends(layer.replace(**{name: value}), shape)
    left = verdict.remaining
    is_refused_itself = left is not None and left.facts.get("parameter") == name
    if not verdict.mends or is_refused_itself:
        return None
    return Remedy(RemedyKind.SET_PARAMETER, name, value, verdict.output_shape)


def _relevant(layer: Layer, error: ConvVizError) -> tuple[str, ...]:
    known = layer.parameters()
    names = RELEVANT.get(error.code)
    if names is None:
        named = error.facts.get("parameter")
        names = (named,) if isinstance(named, str) and named in known else tuple(known)
    return tuple(name for name in names if name in known)


def _likely_values(
    layer: Layer, shape: Shape, name: str, error: ConvVizError
) -> Iterator[ParameterValue]:
    """Yield values that are likely meant, whatever their distance."""
    described = layer.parameters()[name]
    value = getattr(layer, name)
    default = layer.defaults().get(name, described.first)
    match described.kind:
        case ParameterKind.FLAG:
            yield value is not True
        case ParameterKind.CHOICE:
            yield from near_choices(str(value), described.choices)
            if error.code is ErrorCode.WRONG_RANK:
                yield from (choice for choice in described.choices if "linear" in choice)
            yield default
        case ParameterKind.NUMBER | ParameterKind.OPTIONAL_NUMBER:
            yield from _nearest_limit(value, error)
            yield default
        case ParameterKind.SCALES:
            if error.code is ErrorCode.SCALED_TO_NOTHING:
                yield 0.5
            yield described.first or 2.0
            yield default
        case (
            ParameterKind.OPTIONAL_INTEGER
            | ParameterKind.OPTIONAL_PER_AXIS
            | ParameterKind.OPTIONAL_FLAG
        ):
            yield default
        case ParameterKind.PADDING if isinstance(value, str):
            yield from near_choices(value, described.choices)
            yield half_padding(layer)
    if error.code is ErrorCode.GROUPS_DO_NOT_DIVIDE:
        yield from _dividing_values(layer, name)
    yield from _with_usual(described.kind, value, default)
    yield from _followed(layer, shape, described.follows)
    yield from _converted(layer, value, error)


def _with_usual(kind: ParameterKind, value: Any, default: Any) -> Iterator[Any]:  # noqa: ANN401 - tuples of numbers, where it matters
    """Yield several numbers of which one, or all, are the usual ones."""
    if kind is ParameterKind.NUMBERS and default is not None:
        for place, number in enumerate(default[: len(value)]):
            yield (*value[:place], number, *value[place + 1 :])
        yield default


def near_choices(value: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the choice that a text was likely meant to be, whatever its case; or nothing."""
    plain = value.strip().lower().replace("_", "-").replace(" ", "-")
    meant = _OTHER_NAMES.get(plain, plain)
    import difflib  # only mistakes need it

    return tuple(difflib.get_close_matches(meant, choices, n=1))


def _nearest_limit(value: object, error: ConvVizError) -> Iterator[ParameterValue]:
    """Yield the limit that a number is beyond; of one on a limit that is excluded, nothing."""
    minimum, maximum = error.facts.get("minimum"), error.facts.get("maximum")
    if not isinstance(value, (int, float)) or not isinstance(minimum, (int, float)):
        return
    if value < minimum:
        yield minimum
    elif isinstance(maximum, (int, float)) and value > maximum:
        yield maximum


def _dividing_values(layer: Layer, name: str) -> Iterator[int]:
    """Yield the groups nearest to the given ones that divide; or the channels they divide."""
    groups = getattr(layer, "groups", 1)
    if name == "groups":
        common = math.gcd(getattr(layer, "in_channels", 1), getattr(layer, "out_channels", 1))
        below = range(min(groups, LARGEST_SUGGESTION), 0, -1)
        above = range(groups, min(common, LARGEST_SUGGESTION) + 1)
        nearest = [next((n for n in side if common % n == 0), None) for side in (below, above)]
        yield from sorted((n for n in nearest if n is not None), key=lambda n: abs(n - groups))
    else:
        channels = getattr(layer, name)
        lower = channels // groups * groups
        multiples = (lower, lower + groups) if lower else (groups,)
        yield from sorted(multiples, key=lambda n: abs(n - channels))


def _followed(layer: Layer, shape: Shape, follows: Follows | None) -> Iterator[int]:
    """Yield what the parameter would be if it followed the input."""
    place = len(shape) - (layer.rank or len(shape) - 2) - 1
    if follows is Follows.CHANNELS and 0 <= place < len(shape):
        yield shape[place]
    elif follows is Follows.FEATURES and shape:
        yield shape[-1]


def _converted(layer: Layer, value: object, error: ConvVizError) -> Iterator[ParameterValue]:
    """Yield what a value of a wrong type or length was likely meant to be."""
    rank = layer.rank
    if error.code is ErrorCode.WRONG_TYPE and not isinstance(value, tuple):
        yield _as_integer(value)
    elif error.code is ErrorCode.WRONG_AXIS_COUNT and isinstance(value, tuple) and value and rank:
        yield (value + value[-1:] * rank)[:rank]
        yield value[0]
    elif error.code is ErrorCode.WRONG_SIDE_COUNT and isinstance(value, tuple) and value and rank:
        yield (value + value[-1:] * 2 * rank)[: 2 * rank]
        yield value[0]


def half_padding(layer: Layer) -> ParameterValue:
    """Return the padding nearest to 'same' in numbers: d(k - 1)/2 along each axis.

    Source:
        Dumoulin & Visin 2016, relationship 3 (half padding).
    """
    rank = layer.rank or 1
    kernels, dilations = getattr(layer, "kernel_size", 1), getattr(layer, "dilation", 1)
    try:
        pairs = zip(per_axis(kernels, rank), per_axis(dilations, rank), strict=True)
        paddings = tuple(d * (k - 1) // 2 for k, d in pairs)
    except (TypeError, ValueError):
        return 0
    return paddings[0] if len(set(paddings)) == 1 else paddings


def _variations(layer: Layer, name: str, error: ConvVizError) -> Iterator[_Variation]:
    """Yield (where to start, how to make a value of an integer) of an integer parameter."""
    kinds = (
        ParameterKind.FLAG,
        ParameterKind.OPTIONAL_FLAG,
        ParameterKind.CHOICE,
        ParameterKind.NUMBER,
        ParameterKind.OPTIONAL_NUMBER,
        ParameterKind.SCALES,
    )
    value = getattr(layer, name)
    if layer.parameters()[name].kind in kinds or value is None:
        return
    if not isinstance(value, tuple):
        yield _Variation(value if _is_integer(value) else _as_integer(value), int)
        return
    if not value or not all(_is_integer(number) for number in value):
        return
    is_per_side = layer.parameters()[name].kind is ParameterKind.PER_SIDE
    axis = None if is_per_side else error.facts.get("axis")
    for place in (axis,) if isinstance(axis, int) and axis < len(value) else range(len(value)):
        yield _Variation(value[place], partial(_with, value, place))
    if len(value) > 1:
        yield _Variation(max(value), lambda number: tuple(min(number, v) for v in value))
        yield _Variation(min(value), lambda number: tuple(max(number, v) for v in value))


def _nearest(
    limits: tuple[int, int],
    variation: _Variation,
    attempt: Callable[[ParameterValue], Remedy | None],
) -> Iterator[Remedy]:
    """Yield the remedies with the nearest integers below and above, the nearer one first."""
    minimum, maximum = limits
    highest = min(maximum, max(LARGEST_SUGGESTION, minimum))
    base = min(variation.base, highest + 1)
    lowest = max(minimum, 0 if base > 0 else -LARGEST_SUGGESTION)

    def accepts(number: int) -> bool:
        return attempt(variation.build(number)) is not None

    numbers = (
        nearest_below(base, lowest, accepts),
        nearest_above(max(base, lowest - 1), highest, accepts),
    )
    for number in sorted((n for n in numbers if n is not None), key=lambda n: abs(n - base)):
        remedy = attempt(variation.build(number))
        if remedy is not None:
            yield remedy


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _as_integer(value: object) -> int:
    """Return the integer that a value of another type stands for; 0 where it stands for none."""
    try:
        return int(float(value)) if isinstance(value, (str, float)) else 0
    except (ValueError, OverflowError):
        return 0


def _with(value: tuple[int, ...], place: int, number: int) -> tuple[int, ...]:
    return (*value[:place], number, *value[place + 1 :])
