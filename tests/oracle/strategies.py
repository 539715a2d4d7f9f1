"""Random settings of any registered layer type, from its own parameters, biased to the edges."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from convviz.core.layers.base import Follows, Parameter, ParameterKind
from convviz.core.layers.fold import FoldingLayer
from convviz.core.layers.pool import PoolingLayer
from convviz.core.layers.spatial import SpatialLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from tests.oracle.special_inputs import SPECIAL, special_configuration

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

INF = math.inf
BAD_INTEGERS = (-1, 0, -3, 2**31 - 1, 2**31, 2**40, 2**62, 2**63 - 1)
CHANNELS = st.sampled_from((1, 2, 3, 4, 6))
SIZES = st.lists(st.sampled_from((1, 2, 2, 3, 4)), min_size=1, max_size=3).map(tuple)
SIZES_TO_FILL = st.sampled_from(((-1, 2), (2, -1), (2, -1, 2), (1, -1), (-1,), (3, -1, 1)))
RATIOS = st.sampled_from((0.5, 0.5, 0.7, 0.3, 1, 0.0)) | st.tuples(
    st.sampled_from((0.5, 0.6)), st.sampled_from((0.5, 0.9, 1.5))
)
SMALL_KERNELS = st.sampled_from((1, 1, 2, 2, 2, 3, 3, 4))
BATCHES = st.sampled_from((*(1, 1, 1, 2, 2, 2, 3, 0) * 3, None, None, "too few", "too many"))
KERNELS = st.sampled_from((1, 1, 2, 2, 3, 3, 3, 4, 5, 6))


@st.composite
def configurations(draw: st.DrawFn, layer_type: type[Layer]) -> tuple[Layer, Shape]:
    """Draw a layer and an input shape: about half of them valid."""
    shape = draw(input_shapes(layer_type))
    values: dict[str, Any] = {}
    for name in layer_type.parameters():
        default = layer_type.defaults().get(name)
        if name in layer_type.defaults() and draw(st.integers(0, 9)) < _keeps_default(layer_type):
            values[name] = default
        else:
            values[name] = draw(_parameter(layer_type, name))
    _harmonise(draw, layer_type, values, shape)
    if values and draw(st.integers(0, 11)) == 0:
        name = draw(st.sampled_from(sorted(values)))
        kind = layer_type.parameters()[name].kind
        values[name] = draw(_bad(layer_type, kind))
    if issubclass(layer_type, SPECIAL):
        return draw(special_configuration(layer_type, values))
    return layer_type(**values), shape


@cache
def some_configurations(layer_type: type[Layer]) -> tuple[tuple[Layer, Shape], ...]:
    """Return a few dozen different ones, drawn once for all tests that look at some of each kind.

    To draw them takes longer than most of what is then done with them.
    """
    found: dict[tuple[Layer, Shape], None] = {}

    def keep(configuration: tuple[Layer, Shape]) -> None:
        found[configuration] = None

    drawn = settings(
        max_examples=40 if issubclass(layer_type, SpatialLayer) else 24,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )(given(configurations(layer_type))(keep))
    hypothesis.seed(1)(drawn)()
    return tuple(found)


@st.composite
def input_shapes(draw: st.DrawFn, layer_type: type[Layer]) -> Shape:
    """Draw a shape that mostly has the right number of dimensions."""
    plain: type[Layer] = getattr(layer_type, "plain_type", layer_type)
    if issubclass(plain, SpatialLayer):
        spatial = draw(_spatial(plain.rank))
        shape: Shape = (draw(CHANNELS), *spatial)
        match draw(BATCHES):
            case None:
                return shape
            case "too few":
                return spatial
            case "too many":
                return (2, 1, *shape)
            case batch:
                return (int(batch), *shape)
    admitted: tuple[int, ...] = getattr(plain, "ranks", ())
    lengths = st.sampled_from((*admitted * 20, *range(6))) if admitted else st.integers(0, 5)
    sizes = st.sampled_from((1, 1, 2, 2, 3, 4, 5))
    shape = tuple(draw(sizes) for _ in range(draw(lengths)))
    if shape and draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(shape) - 1))
        shape = (*shape[:place], 0, *shape[place + 1 :])
    return shape


@cache
def _spatial(rank: int) -> st.SearchStrategy[Shape]:
    largest = {1: 14, 2: 10, 3: 6}[rank]
    return st.tuples(*[st.integers(1, largest)] * rank)


def _keeps_default(layer_type: type[Layer]) -> int:
    """Return in how many of ten draws a parameter keeps its default."""
    return 3 if issubclass(layer_type, (SpatialLayer, *SPECIAL)) else 4


@cache
def _parameter(layer_type: type[Layer], name: str) -> st.SearchStrategy[Any]:
    described = layer_type.parameters()[name]
    per_axis = _per_axis(layer_type, name, _axis_values(layer_type, name, described))
    numbers: tuple[float, ...] = (-1, 0, 0.1, 0.5, 1, 1.0, 1.5, -0.25, 20.0, 1e-9, INF, -INF)
    if name == "norm_type":
        numbers = (1, 1.0, 2, 2.0, 2.0, 3, 0.5, 4, -1, -2.0, 0, INF, INF, -INF)
    by_kind: dict[ParameterKind, st.SearchStrategy[Any]] = {
        ParameterKind.FLAG: st.booleans(),
        ParameterKind.CHOICE: st.sampled_from((*described.choices, *described.choices[:1] * 4, "")),
        ParameterKind.NUMBER: st.sampled_from(numbers),
        ParameterKind.OPTIONAL_NUMBER: st.none() | st.sampled_from(numbers),
        ParameterKind.PER_AXIS: per_axis,
        ParameterKind.OPTIONAL_PER_AXIS: st.none() | per_axis,
        ParameterKind.PADDING: per_axis | st.sampled_from(described.choices or ("",)),
        ParameterKind.PER_SIDE: _per_side(layer_type),
        ParameterKind.OPTIONAL_SIZES: _optional_sizes(layer_type),
        ParameterKind.SIZES: CHANNELS | SIZES,
        ParameterKind.SHAPE: SIZES | SIZES_TO_FILL,
        ParameterKind.SCALES: RATIOS if name == "output_ratio" else _scales(),
        ParameterKind.OPTIONAL_FLAG: st.sampled_from((None, True, False)),
        ParameterKind.OPTIONAL_INTEGER: st.none() | st.integers(-5, 7),
        ParameterKind.INTEGER: _integer(name, described),
    }
    return by_kind[described.kind]


def _axis_values(
    layer_type: type[Layer], name: str, described: Parameter
) -> st.SearchStrategy[int]:
    if name == "kernel_size":
        return SMALL_KERNELS if layer_type.rank == 3 else KERNELS
    if name == "output_size" and not issubclass(layer_type, FoldingLayer):
        return st.sampled_from((1, 2, 2, 3))
    if name == "output_size":
        return st.sampled_from((3, 4, 4, 5, 6, 7))
    if described.minimum == 1:
        return st.sampled_from((1, 1, 1, 2, 2, 3, 4))
    if described.kind is ParameterKind.PADDING:
        return st.sampled_from((0, 0, 1, 1, 2, 3, 4, -1))
    return st.sampled_from((0, 0, 0, 0, 0, 1, 1, 2, 3))


def _per_side(layer_type: type[Layer]) -> st.SearchStrategy[int | tuple[int, ...]]:
    sides = st.sampled_from((0, 0, 1, 1, 2, 2, 3, 4, -1, -1, -2, -3))
    return sides | st.tuples(*[sides] * (2 * (layer_type.rank or 2)))


def _scales() -> st.SearchStrategy[Any]:
    one = st.sampled_from((1, 2, 2.0, 3, 0.5, 1.5, 0.7, 2.3, 0.25))
    return st.none() | one | st.lists(one, min_size=1, max_size=3).map(tuple)


def _optional_sizes(layer_type: type[Layer]) -> st.SearchStrategy[Any]:
    sizes = st.sampled_from((1, 1, 2, 2, 3, 4, 5, 7))
    one_each = st.tuples(*[st.none() | sizes] * (layer_type.rank or 2))
    return sizes | one_each


def _integer(name: str, described: Parameter) -> st.SearchStrategy[int]:
    if name in {"upscale_factor", "downscale_factor"}:
        return st.sampled_from((1, 2, 2, 3))
    if described.minimum < 0:
        return st.sampled_from((0, 1, -1, 0, 1, -1, 1, -1, 2, -2, 3, -3, 5, -6))
    if name == "groups":
        return st.sampled_from((1, 1, 1, 2, 2, 3, 4, 6))
    return CHANNELS


def _per_axis(
    layer_type: type[Layer], name: str, numbers: st.SearchStrategy[int]
) -> st.SearchStrategy[int | tuple[int, ...]]:
    rank = layer_type.rank or 2
    one_each = st.tuples(*[numbers] * rank)
    # torch repeats a tuple of one number, but not for the kernel of a convolution.
    is_repeated = name != "kernel_size" or "in_channels" not in layer_type.parameters()
    is_repeated = is_repeated and not issubclass(layer_type, (FoldingLayer, MaxUnpoolingLayer))
    repeated = st.tuples(numbers) if is_repeated else numbers
    return st.sampled_from((0, 0, 0, 1, 1, 1, 2)).flatmap(
        lambda form: (numbers, one_each, repeated)[form]
    )


def _harmonise(
    draw: st.DrawFn, layer_type: type[Layer], values: dict[str, Any], shape: Shape
) -> None:
    """Make most draws agree with their input, so that deeper rules are reached."""
    if not shape or draw(st.integers(0, 14)) == 0:
        return
    rank = layer_type.rank or len(shape) - 2
    place = len(shape) - rank - 1
    groups = values.get("groups", 1)
    _harmonise_norm(draw, values, shape)
    for name, described in layer_type.parameters().items():
        if described.follows is Follows.CHANNELS and 0 <= place < len(shape):
            values[name] = max(shape[place], 1)
        elif described.follows is Follows.FEATURES:
            values[name] = max(shape[-1], 1)
    if groups > 1 and "in_channels" in values and draw(st.integers(0, 4)) > 0:
        if values["in_channels"] % groups:
            values["groups"] = groups = values["in_channels"]
        values["out_channels"] = groups * draw(st.sampled_from((1, 2)))
    if "output_ratio" in values:
        _keep_one(draw, values)
    if "output_padding" in values and draw(st.integers(0, 5)) > 0:
        _fit_output_padding(values)
    if issubclass(layer_type, PoolingLayer) and draw(st.integers(0, 3)) > 0:
        _fit_pooling_padding(values)


def _harmonise_norm(draw: st.DrawFn, values: dict[str, Any], shape: Shape) -> None:
    """Let a normalisation mostly fit the last dimensions, or its groups the channels."""
    if "normalized_shape" in values and draw(st.integers(0, 2)) > 0:
        values["normalized_shape"] = shape[-draw(st.integers(1, len(shape))) :]
    if "num_groups" in values and len(shape) > 1:
        values["num_groups"] = draw(st.sampled_from((1, 2, max(shape[1], 1))))


def _fit_pooling_padding(values: dict[str, Any]) -> None:
    """Lower the padding to half of the smallest kernel."""
    kernel, padding = values["kernel_size"], values["padding"]
    limit = min(kernel if isinstance(kernel, tuple) else (kernel,)) // 2
    fitted = tuple(min(n, limit) for n in (padding if isinstance(padding, tuple) else (padding,)))
    values["padding"] = fitted if isinstance(padding, tuple) else fitted[0]


def _keep_one(draw: st.DrawFn, values: dict[str, Any]) -> None:
    """Mostly give fractional pooling either its size or its ratio, and a kernel that fits."""
    if draw(st.integers(0, 7)) == 0:
        return
    kept, left_out = draw(st.permutations(("output_size", "output_ratio")))
    values[left_out] = None
    values[kept] = values[kept] or (2 if kept == "output_size" else 0.5)
    if draw(st.booleans()):
        values["kernel_size"] = draw(st.sampled_from((1, 2)))
        values[kept] = draw(st.sampled_from((1, 2) if kept == "output_size" else (0.3, 0.5)))


def _fit_output_padding(values: dict[str, Any]) -> None:
    """Lower output_padding below the stride or the dilation where both are plain numbers."""
    extra, stride, dilation = (values[n] for n in ("output_padding", "stride", "dilation"))
    if isinstance(stride, int) and isinstance(dilation, int):
        limit = max(stride, dilation) - 1
        fitted = tuple(min(n, limit) for n in (extra if isinstance(extra, tuple) else (extra,)))
        values["output_padding"] = fitted if isinstance(extra, tuple) else fitted[0]


@cache
def _bad(layer_type: type[Layer], kind: ParameterKind) -> st.SearchStrategy[Any]:
    integers = st.sampled_from(BAD_INTEGERS)
    rank = layer_type.rank or 2
    odd_tuples = st.sampled_from((1, rank + 1)).map(lambda length: (1,) * length)
    odd_sides = st.sampled_from((1, 2 * rank - 1, 2 * rank + 1)).map(lambda length: (1,) * length)
    lengths = st.sampled_from((1, rank + 1, rank))
    per_axis = integers | st.tuples(lengths, integers).map(lambda pair: (pair[1],) * pair[0])
    by_kind: dict[ParameterKind, st.SearchStrategy[Any]] = {
        ParameterKind.FLAG: st.booleans(),
        ParameterKind.CHOICE: st.sampled_from(("", "nonsense", "Zeros")),
        ParameterKind.NUMBER: st.sampled_from((-1e300, 10**30, -5)),
        ParameterKind.OPTIONAL_NUMBER: st.sampled_from((-1e300, 10**30, -5)),
        ParameterKind.PADDING: integers | odd_tuples | st.sampled_from(("Same", "", "same")),
        ParameterKind.PER_SIDE: integers | odd_sides,
        ParameterKind.SIZES: integers | SIZES,
        ParameterKind.SHAPE: st.tuples(integers) | st.sampled_from(((-1, -1), (-2, 3), (0, 2))),
        ParameterKind.OPTIONAL_SIZES: st.none() | per_axis | odd_tuples,
        ParameterKind.SCALES: st.sampled_from((0, -1, -0.5, 0.01, (0, 2), (2.0,) * 5)),
        ParameterKind.OPTIONAL_FLAG: st.booleans(),
        ParameterKind.PER_AXIS: per_axis,
        ParameterKind.OPTIONAL_PER_AXIS: per_axis,
        ParameterKind.INTEGER: integers,
        ParameterKind.OPTIONAL_INTEGER: integers,
    }
    return by_kind[kind]
