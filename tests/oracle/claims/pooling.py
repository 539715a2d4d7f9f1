"""Claims about what pooling divides by, and the indices that it returns."""

from __future__ import annotations

import itertools
import math

import torch
from torch import nn

from convviz.core.axis_windows import PositionKind
from convviz.core.code.writing import parse_layer
from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.layers.base import per_axis
from tests.oracle.claims.case import Case, Claims, module_of


def _divisors(case: Case) -> torch.Tensor:
    """Return the divisor of every window of one channel: a cell's share is 1 / divisor."""
    output_shape = case.layer.infer((1, *case.shape))[2:]
    values = torch.zeros(1, *case.shape, dtype=torch.float64, requires_grad=True)
    output = case.run(values)[0, 0]
    found = []
    for position in itertools.product(*map(range, output_shape)):
        (gradient,) = torch.autograd.grad(output[position], values, retain_graph=True)
        shares = gradient[gradient != 0]
        assert len(shares), "a window without any real cell"
        found.append(float(1 / shares[0]))
    return torch.tensor(found).round()


def _divisor_range(case: Case) -> bool:
    found = _divisors(case)
    least, most = float(found.min()), float(found.max())
    return bool(least == case.facts["smallest"] and most <= case.facts["full"])


def _divisor_given(case: Case) -> bool:
    return set(_divisors(case).tolist()) == {float(case.facts["divisor"])}


def _fades(case: Case) -> bool:
    corner = (0, 0, *(0,) * case.layer.rank)
    share = float(case.run(case.ones())[corner])
    without = float(case.run(case.ones(), count_include_pad=False)[corner])
    told = case.facts["real"] / case.facts["divisor"]
    return abs(share - told) < 1e-9 and without == 1 and round(told, 3) == case.facts["share"]


def _power(case: Case) -> bool:
    """Every window that does not overhang is the root of the sum of its cells' powers."""
    values, norm = torch.rand(1, *case.shape).double() + 0.1, float(case.facts["norm_type"])
    layer, output = case.layer, case.run(values)
    kernels = per_axis(layer.kernel_size, layer.rank)
    strides = per_axis(layer.kernel_size if layer.stride is None else layer.stride, layer.rank)
    for place in itertools.product(*map(range, output.shape[2:])):
        starts = [at * stride for at, stride in zip(place, strides, strict=True)]
        ends = [start + kernel for start, kernel in zip(starts, kernels, strict=True)]
        if any(end > size for end, size in zip(ends, case.shape[1:], strict=True)):
            continue
        cells: tuple[slice, ...] = tuple(map(slice, starts, ends))
        window = values[0, 0][cells]
        found = (window**norm).sum() ** (1 / norm)
        if math.isinf(norm):
            found = window.abs().max() if norm > 0 else window.abs().min()
        if not torch.isclose(output[(0, 0, *place)], found):
            return False
    return True


def _power_overhang(case: Case) -> bool:
    last = float(case.run(case.ones())[(0, 0, *(-1,) * case.layer.rank)])
    full = float(case.facts["full"]) ** (1 / case.layer.norm_type)
    return bool(abs(last - full) <= 1e-6 * full and case.facts["smallest"] < case.facts["full"])


def _indices_are_flat(case: Case) -> bool:
    values = torch.randn(1, *case.shape).double()
    output, indices = case.run(values)
    last = values[0, 0].numel() - 1 == case.facts["last"] >= int(indices.max())
    cells = values[0].flatten(1)
    named = cells.gather(1, indices[0].flatten(1)).reshape(output[0].shape)
    finite = torch.isfinite(output[0])
    same = torch.equal(named[finite], output[0][finite])
    firsts = _first_cells(case)
    _, tied = case.run(case.ones())
    is_first = firsts is None or all(plane.flatten().tolist() == firsts for plane in tied[0])
    return same and last and is_first


def _first_cells(case: Case) -> list[int] | None:
    """Return the number of the first real cell of each window; None if one has none."""
    axes = case.layer.axis_windows(case.shape[1:])
    firsts = []
    for position in itertools.product(*(range(axis.output_size) for axis in axes)):
        flat = 0
        for axis, place in zip(axes, position, strict=True):
            real = [r.source for r in axis.windows[place] if r.kind is PositionKind.REAL]
            if not real or real[0] is None:
                return None
            flat = flat * axis.input_size + real[0]
        firsts.append(flat)
    return firsts


def _breaks_sequential(case: Case) -> bool:
    try:
        nn.Sequential(module_of(case.layer), nn.ReLU())(case.ones())
    except TypeError:
        return True
    return False


def _unpooling_needs_size(case: Case) -> bool:
    layer = case.layer
    # MaxUnpool, unlike MaxPool, takes no tuple of one number for all axes.
    kernels = per_axis(layer.kernel_size, layer.rank)
    numbers = (kernels, layer.strides(), layer.paddings())
    unpool = getattr(nn, f"MaxUnpool{layer.rank}d")(*numbers)
    output, indices = case.run()
    back = unpool(output, indices, output_size=case.facts["spatial"]).shape[2:]
    assumed = tuple(unpool(output, 0 * indices).shape[2:])
    return tuple(back) == case.shape[1:] and assumed == case.facts["unpooled"]


def _pads_before(case: Case) -> bool:
    """The padding layer and the pooling without padding agree with the windows' own numbers."""
    before = parse_layer(case.facts["before"])
    padded = module_of(before)(case.ones())
    indices = {"return_indices": False} if "return_indices" in case.layer.parameters() else {}
    pooling = case.layer.replace(padding=0, **indices)
    try:
        shape = pooling.infer(tuple(padded.shape))
    except ConvVizError:
        return True
    output = module_of(pooling)(padded)
    return bool(tuple(output.shape) == shape and padded.shape > case.ones().shape)


def _cannot_pad_before(case: Case) -> bool:
    """Zeros before the pooling pull the first corner of an input of ones down."""
    sides = [side for p in reversed(case.layer.paddings()) for side in (p, p)]
    padded = nn.functional.pad(case.ones(), sides)
    pooling = case.layer.replace(padding=0)
    try:
        pooling.infer(tuple(padded.shape))
    except ConvVizError:
        return True
    return bool(module_of(pooling)(padded).flatten()[0] < 1)


CLAIMS: Claims = {
    Code.POOL_PADS_BEFORE: _pads_before,
    Code.AVERAGE_CANNOT_PAD_BEFORE: _cannot_pad_before,
    Code.DIVISOR_COUNTS_PADDING: _divisor_range,
    Code.DIVISOR_COUNTS_REAL: _divisor_range,
    Code.DIVISOR_GIVEN: _divisor_given,
    Code.AVERAGE_FADES_AT_EDGE: _fades,
    Code.POWER_IS_SUM: _power,
    Code.POWER_IS_LENGTH: _power,
    Code.POWER_OF_OTHERS: _power,
    Code.POWER_IS_LARGEST: _power,
    Code.POWER_IS_SMALLEST: _power,
    Code.POWER_OVERHANG_COUNTS_FULL: _power_overhang,
    Code.INDICES_ARE_FLAT: _indices_are_flat,
    Code.INDICES_BREAK_SEQUENTIAL: _breaks_sequential,
    Code.UNPOOLING_NEEDS_SIZE: _unpooling_needs_size,
}
