"""Compare convviz with torch on one configuration: accept or refuse, shape, values, counts.

Left out, because convviz asks for more than torch does, or because memory is asked for:
    - a layer of size 0 (in_channels=0 and the like): torch builds it with a warning;
    - True and False as numbers, whole numbers as flags, NaN, an empty tuple: not generated;
    - settings that the installed torch lacks and a newer one has;
    - padding=(p,), or padding='same' with dilation=(d,), of a 2-D or 3-D convolution whose padding
      mode is not zeros: torch then pads the last axis alone;
    - a normalisation with a number beyond float32, which gives infinities and NaN; power pooling
      with such a norm_type, constant padding with such a value;
    - MaxPool1d without gradients, which counts windows in 64 bits: compared with gradients;
    - a dilated kernel or a padded input beyond 64 bits (of pooling: 32 bits): torch's arithmetic
      then wraps around, and it gives nonsense or crashes;
    - a dilated convolution whose padding is beyond 32 bits, on an output that is refused as too
      large: torch's kernel for the CPU counts it in 32 bits and gives a small one, while torch
      without numbers (on the meta device) refuses it as convviz does;
    - Unfold with a kernel beyond 32 bits, which is larger than its input: on the CPU torch
      multiplies the sizes that come out, below 0, until they wrap around, while it refuses it on
      the meta device as convviz does;
    - a padding layer's tuple that has fewer numbers than sides: torch pads the last axes alone; and
      one with more: torch pads the channels and the batch, too;
    - BatchNorm and InstanceNorm with a num_features below 1 that they need for nothing;
    - fractional pooling with a kernel that no pooling has;
    - RReLU in place with infinite slopes: torch refuses it only where a negative number comes;
    - a lazy transposed convolution without bias whose groups do not divide out_channels: torch then
      gives fewer channels than it was asked for;
    - max unpooling with a kernel, a stride or a padding that no pooling has: torch only computes a
      size with them;
    - the values of nearest upsampling whose scale is not quite 1 or 2 though the sizes are: torch
      gives other cells for other layouts in memory;
    - the values of a convolution whose stride, in bytes, is beyond 64 bits: oneMKL wraps it around
      and copies what stands beside the input;
    - wrapped padding of what cropping leaves, where it is larger: torch copies cells that it never
      wrote;
    - an output without a cell: convviz refuses it, torch mostly gives it;
    - an empty input that convviz refuses: torch does not look at all settings when there is nothing
      to compute (what convviz accepts is compared);
    - a mirrored, repeated or wrapped padding beyond what bytes can count, of a convolution that is
      refused: torch pads before it looks at the rest, and its process may die;
    - tensors over LARGEST_COMPARED numbers: they are not built.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.errors import ConvVizError, ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    LARGEST_32_BIT,
    LARGEST_INTEGER,
    LARGEST_TENSOR,
    LayerFamily,
    per_axis,
)
from convviz.core.layers.conv import ConvolutionLayer
from convviz.core.layers.fold import Unfold
from convviz.core.layers.fractional_pool import FractionalMaxPoolingLayer
from convviz.core.layers.hard_activation import RReLU
from convviz.core.layers.instance_norm import InstanceNormLayer
from convviz.core.layers.layer_norm import RMSNorm
from convviz.core.layers.lazy import LazyLayer
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNormLayer, RunningNormLayer
from convviz.core.layers.normalising import NormalisingLayer
from convviz.core.layers.pad import CircularPaddingLayer, ConstantPaddingOfValue
from convviz.core.layers.pool import PoolingLayer
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.layers.upsample import ResizingLayer
from convviz.values.layer_values import layer_output
from convviz.values.linear_values import linear_output
from convviz.values.norm_values import kept_after, norm_output
from convviz.values.rearranged_values import REARRANGED, rearranged_output, unpooled
from tests.oracle.special_inputs import unpooling_indices
from tests.oracle.torch_side import TorchOutcome, pads_some_axes_only, run_torch
from tests.support.window_terms import window_terms

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

LARGEST_COMPARED = 2**21


class Result(StrEnum):
    """What a comparison that found no disagreement was about."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SKIPPED = "skipped"


class DisagreementError(AssertionError):
    """convviz and torch differ."""


def compare(layer: Layer, shape: Shape, seed: int = 0) -> Result:
    """Compare one configuration.

    Args:
        layer: The layer; possibly refused.
        shape: The input's shape.
        seed: Of the input and the weights.

    Raises:
        DisagreementError: with both sides' words.
    """
    ours, refusal = _infer(layer, shape)
    if _is_too_large(layer, shape, ours) or (refusal is not None and _wraps(layer, refusal)):
        return Result.SKIPPED
    values = _values(layer, shape, seed)
    if pads_some_axes_only(layer) or _is_beyond_float32(layer) or _crashes(layer, refusal):
        return Result.SKIPPED
    theirs = run_torch(layer, values, seed)
    where = f"{layer!r} on {shape}"
    if theirs.lacks_setting or _is_incomparable(layer, shape, refusal, theirs):
        return Result.SKIPPED
    if (refusal is None) is not (theirs.refusal is None):
        _differ(f"{where}: convviz {refusal or ours}, torch {theirs.refusal or _shape(theirs)}")
    if theirs.output is None:
        return Result.REFUSED
    if ours != theirs.output.shape:
        _differ(f"{where}: convviz gives {ours}, torch {theirs.output.shape}")
    layer = layer.resolved(shape)
    _compare_counts(layer, theirs, where)
    _compare_numbers(layer, values, theirs, seed)
    return Result.ACCEPTED


def _compare_numbers(
    layer: Layer, values: np.ndarray[Any, Any], theirs: TorchOutcome, seed: int
) -> None:
    where = f"{layer!r} on {values.shape}"
    if isinstance(layer, WindowedLayer) and not _wraps_in_bytes(layer):
        _compare_values(layer, values, theirs, where, seed)
    elif layer.cell_reduction in REARRANGED and not depends_on_memory(layer, values.shape):
        _compare_output(rearranged_output(layer, values), theirs, where)
    elif isinstance(layer, NormalisingLayer):
        _compare_normalised(layer, values, theirs, where)
    elif isinstance(layer, Linear):
        _compare_output(linear_output(layer, values, theirs.weights or {}), theirs, where)
    elif isinstance(layer, MaxUnpoolingLayer):
        indices = unpooling_indices(layer, values.shape, seed)
        _compare_output(unpooled(layer, values, indices), theirs, where)


def _infer(layer: Layer, shape: Shape) -> tuple[Shape | None, ConvVizError | None]:
    try:
        return layer.infer(shape), None
    except ConvVizError as error:
        return None, error


def _values(layer: Layer, shape: Shape, seed: int) -> np.ndarray[Any, Any]:
    """Return small whole numbers, which give ties and exact sums; in pooling sometimes a NaN."""
    random = np.random.default_rng(seed)
    values = random.integers(-4, 5, size=shape).astype(np.float64)
    if layer.family is LayerFamily.POOLING and values.size and seed % 8 == 0:
        values[tuple(random.integers(size) for size in shape)] = math.nan
    return values


def _is_too_large(layer: Layer, shape: Shape, output: Shape | None) -> bool:
    """Return whether torch might really build a tensor that is too large to be compared."""
    try:
        layer.check()
        layer = layer.resolved(shape)
    except ConvVizError:
        # torch builds weights before it looks at most parameters.
        sizes = [_product_of_integers(layer)]
    else:
        shapes = {**layer.weight_shapes(), **layer.buffer_shapes()}
        sizes = [math.prod(found) for found in shapes.values()]
        sizes.append(math.prod(_padded(layer, shape)))
    if output is not None:
        sizes.append(math.prod(output))
        # The sizes beside an empty one must fit, too: torch counts its strides with them.
        if 0 in output and math.prod(size for size in output if size) > LARGEST_COMPARED:
            return True
    return any(LARGEST_COMPARED < size <= LARGEST_TENSOR * 4 for size in sizes)


def _crashes(layer: Layer, refusal: ConvVizError | None) -> bool:
    """Return whether torch would pad first, and die of it, before it refuses something else."""
    padding, mode = getattr(layer, "padding", 0), getattr(layer, "padding_mode", "zeros")
    sizes = padding if isinstance(padding, tuple) else (padding,)
    is_huge = any(isinstance(n, int) and abs(n) > LARGEST_INTEGER // 8 for n in sizes)
    return refusal is not None and mode != "zeros" and is_huge


def _is_beyond_float32(layer: Layer) -> bool:
    numbers: tuple[object, ...] = ()
    if layer.family is LayerFamily.NORMALISATION:
        settings = (getattr(layer, name, 0) for name in ("eps", "momentum", "alpha", "beta", "k"))
        numbers = tuple(settings)
    elif isinstance(layer, ConstantPaddingOfValue):
        numbers = (layer.value,)
    elif isinstance(layer, PowerPoolingLayer):
        numbers = (layer.norm_type,)
    sizes = [abs(number) for number in numbers if isinstance(number, (int, float))]
    return any(LARGEST_INTEGER < size < math.inf for size in sizes)


def _wraps_in_bytes(layer: Layer) -> bool:
    if not isinstance(layer, ConvolutionLayer):
        return False
    return max(per_axis(layer.stride, layer.rank)) > LARGEST_INTEGER // 8


def _is_incomparable(
    layer: Layer, shape: Shape, refusal: ConvVizError | None, theirs: TorchOutcome
) -> bool:
    """Return whether convviz refuses what torch is not asked, or is meant to compute."""
    return refusal is not None and (0 in shape or _asks_for_more(layer, refusal, theirs))


def _asks_for_more(layer: Layer, refusal: ConvVizError, theirs: TorchOutcome) -> bool:
    """Return whether convviz refuses on purpose what torch computes."""
    if theirs.output is not None and theirs.output.size == 0:
        return True
    return refusal.code is ErrorCode.WRONG_SIDE_COUNT or _is_of_no_use(layer, refusal)


def _is_of_no_use(layer: Layer, refusal: ConvVizError) -> bool:
    """Return whether torch computes settings that mean nothing, or only for some numbers."""
    named = refusal.facts.get("parameter")
    is_of_parameters = isinstance(refusal, ParameterError)
    match layer:
        case MaxUnpoolingLayer():
            found = is_of_parameters
        case FractionalMaxPoolingLayer():
            found = is_of_parameters and named == "kernel_size"
        case BatchNormLayer() | InstanceNormLayer():
            is_needed = layer.affine or layer.track_running_stats
            found = not is_needed and named == "num_features"
        case RReLU():
            found = layer.inplace and refusal.code is ErrorCode.NOT_FINITE
        case LazyLayer() if not getattr(layer, "bias", True):
            found = refusal.code is ErrorCode.GROUPS_DO_NOT_DIVIDE
        case CircularPaddingLayer() if not is_of_parameters and min(map(min, layer.sides())) < 0:
            codes = (ErrorCode.CROPS_EVERYTHING, ErrorCode.CIRCULAR_PADDING_TOO_LARGE)
            found = refusal.code in codes
        case _:
            found = False
    return found


def _wraps(layer: Layer, refusal: ConvVizError) -> bool:
    """Return whether torch's own arithmetic wraps around where convviz refuses."""
    if isinstance(layer, Unfold) and refusal.code is ErrorCode.KERNEL_LARGER_THAN_INPUT:
        return max(per_axis(layer.kernel_size, 2)) > LARGEST_32_BIT
    if refusal.code is not ErrorCode.TOO_LARGE or not isinstance(refusal, ShapeError):
        return False
    parameter = refusal.facts["parameter"]
    return parameter in {"dilation", "padding"} or (parameter == "output" and _is_wide(layer))


def _is_wide(layer: Layer) -> bool:
    """Return whether a layer is a dilated convolution whose padding is beyond 32 bits."""
    if not isinstance(layer, ConvolutionLayer) or max(per_axis(layer.dilation, layer.rank)) < 2:
        return False
    return any(abs(side) > LARGEST_32_BIT for pair in layer.paddings() for side in pair)


def _product_of_integers(layer: Layer) -> int:
    names = ("in_channels", "out_channels", "in_features", "out_features", "num_features")
    product = 1
    for name in (*names, "num_parameters", "kernel_size"):
        value = getattr(layer, name, 1)
        numbers = value if isinstance(value, tuple) else (value,) * (layer.rank or 1)
        for number in numbers if name == "kernel_size" else numbers[:1]:
            if isinstance(number, int):
                product *= max(abs(number), 1)
    return product


def _padded(layer: Layer, shape: Shape) -> Shape:
    if isinstance(layer, ConvolutionLayer) and len(shape) > layer.rank:
        pairs = zip(shape[-layer.rank :], layer.paddings(), strict=True)
        return (*shape[: -layer.rank], *(max(size + sum(pad), 0) for size, pad in pairs))
    if isinstance(layer, PoolingLayer):
        return per_axis(layer.padding, layer.rank)
    return shape


def _compare_counts(layer: Layer, theirs: TorchOutcome, where: str) -> None:
    if layer.weight_shapes() != theirs.parameters:
        _differ(f"{where}: trained tensors {layer.weight_shapes()}, torch {theirs.parameters}")
    if layer.buffer_shapes() != theirs.buffers:
        _differ(f"{where}: kept tensors {layer.buffer_shapes()}, torch {theirs.buffers}")
    counted = sum(math.prod(found) for found in (theirs.parameters or {}).values())
    if layer.num_params() != counted:
        _differ(f"{where}: {layer.num_params()} parameters, torch {counted}")


def _compare_values(
    layer: WindowedLayer, values: np.ndarray[Any, Any], theirs: TorchOutcome, where: str, seed: int
) -> None:
    weights, expected = theirs.weights or {}, np.asarray(theirs.output)
    try:
        output = layer_output(layer, values, weights)
    except ShapeError as error:
        if error.code is not ErrorCode.TOO_LARGE:
            raise
        return
    if not np.allclose(output, expected, rtol=1e-9, atol=1e-9, equal_nan=True):
        _differ(f"{where}: values {output.tolist()}, torch {expected.tolist()}")
    if not output.size:
        return
    random = np.random.default_rng(seed)
    cell = tuple(int(random.integers(size)) for size in output.shape)
    terms = window_terms(layer, values, weights, cell)
    if not np.isclose(terms.total, output[cell], rtol=1e-9, atol=1e-9, equal_nan=True):
        _differ(f"{where}: cell {cell} worked out to {terms.total}, output {output[cell]}")
    if theirs.indices is not None and terms.winner is not None:
        source = terms.terms[terms.winner].source or ()
        flat = int(np.ravel_multi_index(source, layer.spatial(values.shape)))
        if flat != theirs.indices[cell]:
            _differ(f"{where}: cell {cell} won by {flat}, torch {theirs.indices[cell]}")


def depends_on_memory(layer: Layer, shape: Shape) -> bool:
    """Return whether torch's values differ between layouts in memory."""
    if not isinstance(layer, ResizingLayer) or layer.mode != "nearest":
        return False
    return any(
        axis.scale is not None and axis.output_size == factor * axis.size and axis.scale != factor
        for axis in layer.resamplings(shape[2:])
        for factor in (1, 2)
    )


def _compare_output(output: np.ndarray[Any, Any], theirs: TorchOutcome, where: str) -> None:
    expected = np.asarray(theirs.output)
    if not np.allclose(output, expected, rtol=1e-9, atol=1e-9, equal_nan=True):
        _differ(f"{where}: values {output.tolist()}, torch {expected.tolist()}")


def _compare_normalised(
    layer: NormalisingLayer, values: np.ndarray[Any, Any], theirs: TorchOutcome, where: str
) -> None:
    """Compare the values in training, and what is kept then; without eps torch takes its own."""
    if isinstance(layer, RMSNorm) and layer.eps is None:
        layer = layer.replace(eps=float(np.finfo(np.float64).eps))
    _compare_output(norm_output(layer, values, theirs.weights or {}), theirs, where)
    if isinstance(layer, RunningNormLayer) and layer.track_running_stats and values.size:
        first = {
            n: np.full(s, layer.first_numbers(n, (1,))) for n, s in layer.buffer_shapes().items()
        }
        for name, numbers in kept_after(layer, values, first).items():
            expected = (theirs.kept or {})[name]
            if not np.allclose(numbers, expected, rtol=1e-9, atol=1e-9, equal_nan=True):
                _differ(f"{where}: {name} {numbers.tolist()}, torch {expected.tolist()}")


def _shape(theirs: TorchOutcome) -> object:
    return None if theirs.output is None else theirs.output.shape


def _differ(message: str) -> None:
    raise DisagreementError(message)
