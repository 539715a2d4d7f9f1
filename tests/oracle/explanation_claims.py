"""What each explanation claims, tried out with torch or counted on the windows."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from convviz.core.axis_windows import CellKind, PaddingMode
from convviz.core.explanations import ExplanationCode as Code
from convviz.core.layers.base import Shape, WindowedLayer, per_axis
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pool import PoolingLayer

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.axis_windows import AxisWindows
    from convviz.core.layers import Layer

TORCH_MODES = {
    PaddingMode.CONSTANT: "constant",
    PaddingMode.REFLECT: "reflect",
    PaddingMode.REPLICATE: "replicate",
    PaddingMode.CIRCULAR: "circular",
}


def module_of(layer: Layer) -> Any:
    """Return torch's module with the layer's parameters."""
    values = {name: getattr(layer, name) for name in layer.parameters()}
    return getattr(nn, layer.type_name())(**values).double()


@dataclass(frozen=True)
class Case:
    """An explanation at work.

    Attributes:
        layer: The layer.
        shape: The input's, without a batch.
        axis: A spatial axis for which it is said, from 0.
        facts: The explanation's facts.
    """

    layer: Any
    shape: Shape
    axis: int
    facts: dict[str, Any]

    @property
    def windows(self) -> AxisWindows:
        assert isinstance(self.layer, WindowedLayer)
        windows: AxisWindows = self.layer.axis_windows(self.shape[1:])[self.axis]
        return windows

    def run(self, values: torch.Tensor | None = None, **changes: Any) -> Any:
        """Return torch's output with some parameters changed."""
        torch.manual_seed(0)
        module = module_of(self.layer.replace(**changes))
        given = torch.randn(1, *self.shape).double() if values is None else values
        return module(given)

    def size(self, **changes: Any) -> int:
        """Return torch's output size along the axis."""
        output = self.run(**changes)
        shape = (output[0] if isinstance(output, tuple) else output).shape
        return int(shape[self.axis + 2])

    def ones(self) -> torch.Tensor:
        return torch.ones(1, *self.shape).double()

    def refuses(self, **changes: Any) -> bool:
        """Return whether torch makes the module and then refuses to run it."""
        module = module_of(self.layer.replace(**changes))
        try:
            module(self.ones())
        except RuntimeError:
            return True
        return False

    def with_axis(self, name: str, value: int) -> dict[str, Any]:
        """Return a change of a parameter along the axis alone."""
        numbers = list(per_axis(getattr(self.layer, name), self.layer.rank))
        numbers[self.axis] = value
        return {name: tuple(numbers)}


def _reads(case: Case) -> list[list[int]]:
    return [[reading.position for reading in window] for window in case.windows.windows]


def _divides_evenly(case: Case) -> bool:
    room, stride = case.facts["room"], case.facts["stride"]
    return bool((case.size() - 1) * stride == room) and not case.windows.dropped


def _floor_drops(case: Case) -> bool:
    read = max(max(window) for window in _reads(case))
    end = case.windows.size + case.windows.pad_after
    real = max(0, case.windows.size - read - 1)
    facts = case.facts
    told = (facts["dropped"], facts["real"])
    return (end - read - 1, real) == told and bool(facts["padding"] == told[0] - real)


def _ceil_overhangs(case: Case) -> bool:
    beyond = max(max(window) for window in _reads(case)) + 1
    end = case.windows.size + case.windows.pad_after
    told = (case.facts["overhang"], case.facts["output_size"])
    return (beyond - end, case.size()) == told


def _ceil_window_dropped(case: Case) -> bool:
    stride = case.windows.read(1, 0).position - case.windows.read(0, 0).position
    window, start, limit = (case.facts[name] for name in ("window", "start", "limit"))
    padded = case.windows.size + case.windows.pad_before
    return case.size() == window and bool(start == window * stride >= limit == padded)


def _ceil_without_effect(case: Case) -> bool:
    sizes = (40,) * case.layer.rank  # rounding down may leave nothing along another axis
    sizes = (*sizes[: case.axis], case.shape[case.axis + 1], *sizes[case.axis + 1 :])
    wide = Case(case.layer, (1, *sizes), case.axis, case.facts)
    return case.size() == wide.size(ceil_mode=False)


def _stride_skips(case: Case) -> bool:
    pairs = itertools.pairwise(_reads(case))
    return all(after[0] - before[-1] - 1 == case.facts["skipped"] for before, after in pairs)


def _keeps_size(case: Case) -> bool:
    return bool(case.size() == case.facts["size"] == case.shape[case.axis + 1])


def _rounds_down(case: Case) -> bool:
    room, stride, quotient = (case.facts[name] for name in ("room", "stride", "quotient"))
    has_none = not hasattr(module_of(case.layer), "ceil_mode")
    return has_none and room % stride > 0 and case.size() == quotient + 1 == room // stride + 1


def _adaptive(case: Case) -> bool:
    reads, facts = _reads(case), case.facts
    lengths = {len(window) for window in reads}
    shared = any(set(one) & set(other) for one, other in itertools.pairwise(reads))
    if "shortest" in facts:
        told = (min(lengths), max(lengths)) == (facts["shortest"], facts["longest"])
        return told and shared and len(lengths) > 1
    told = lengths == {facts["cells"]}
    return told and shared == (facts["size"] % facts["output_size"] != 0)


def _adaptive_repeats(case: Case) -> bool:
    reads = _reads(case)
    return any(set(one) & set(other) for one, other in itertools.pairwise(reads))


def _effective_kernel(case: Case) -> bool:
    window = sorted(_reads(case)[0])
    k, effective = case.facts["kernel_size"], case.facts["effective"]
    span = window[-1] - window[0] + 1
    return (len(window), span, span - len(window)) == (k, effective, case.facts["holes"])


def _dilation_without_effect(case: Case) -> bool:
    values = torch.randn(1, *case.shape).double()
    plain = case.run(values, **case.with_axis("dilation", 1))
    given = case.run(values)
    pairs = zip(given, plain, strict=True) if isinstance(given, tuple) else [(given, plain)]
    return all(torch.equal(one, other) for one, other in pairs)


def _pool_padding_at_limit(case: Case) -> bool:
    return case.refuses(**case.with_axis("padding", case.facts["padding"] + 1))


def _same(case: Case) -> bool:
    facts, axes = case.facts, case.layer.paddings()
    first = case.windows.read(0, 0).position
    told = facts["before"] + facts["after"] == facts["total"] and -first == facts["before"]
    pads = [number for pair in reversed(axes) for number in pair]
    mode = "constant" if case.layer.padding_mode == "zeros" else case.layer.padding_mode
    values = torch.randn(1, *case.shape).double()
    padded = nn.functional.pad(values, pads, mode=mode)
    return told and torch.allclose(case.run(values), case.run(padded, padding=0))


def _padding_mode_limit(case: Case) -> bool:
    limit, layer = case.facts["limit"], case.layer
    if isinstance(layer, PaddingLayer):
        sides, place = [0] * (2 * layer.rank), 2 * (layer.rank - 1 - case.axis)
        cropped = [min(0, n) for n in layer.sides()[case.axis]]
        kept, broken = (
            (*sides[:place], *(n or size for n in cropped), *sides[place + 2 :])
            for size in (limit, limit + 1)
        )
        if any(cropped):  # torch may leave cells unwritten instead of refusing
            return not case.refuses(padding=kept)
    else:
        sizes = [n - case.facts["size"] for n in case.shape[1:]]
        kept = tuple(max(0, limit + more) for more in sizes)
        broken = tuple(max(0, limit + more) for more in sizes)
        broken = (*broken[: case.axis], limit + 1, *broken[case.axis + 1 :])
        wide = {"padding": broken, "kernel_size": (1,) * layer.rank, "stride": 1, "dilation": 1}
        return case.refuses(**wide) and not case.refuses(**{**wide, "padding": kept})
    return case.refuses(padding=broken) and not case.refuses(padding=kept)


def _padding_adds(case: Case) -> bool:
    before, after = case.layer.sides()[case.axis]
    told = (max(0, before), max(0, after)) == (case.facts["before"], case.facts["after"])
    return told and case.size() == case.facts["output_size"]


def _padding_crops(case: Case) -> bool:
    kept = {window[0].source for window in case.windows.windows if window}
    cropped = [
        case.facts["before"] <= n < case.shape[case.axis + 1] - case.facts["after"]
        for n in range(case.shape[case.axis + 1])
    ]
    told = {n for n, stays in enumerate(cropped) if stays}
    mirrored = case.layer.mode is not PaddingMode.CONSTANT
    return len(told) == case.facts["kept"] and (mirrored or kept - {None} == told)


def _stretches(case: Case) -> bool:
    stride, zeros = case.facts["stride"], case.facts["zeros"]
    kinds = [case.windows.kind_at(n) for n in range(case.windows.size)]
    real = [n for n, kind in enumerate(kinds) if kind is CellKind.REAL]
    even = all(b - a - 1 == zeros for a, b in itertools.pairwise(real))
    return even and bool(stride == zeros + 1 and len(kinds) == case.facts["stretched"])


def _shrinks(case: Case) -> bool:
    return bool(case.size(**case.with_axis("padding", 0)) - case.size() == case.facts["cropped"])


def _merged_sizes(case: Case) -> bool:
    layer, facts = case.layer, case.facts
    names = ("kernel_size", "stride", "padding", "dilation")
    numbers = {name: per_axis(getattr(layer, name), layer.rank)[case.axis] for name in names}
    convolution: nn.Module = nn.Conv1d(1, 1, **numbers)  # type: ignore[arg-type]

    def leads_here(size: int) -> bool:
        try:
            return bool(convolution(torch.ones(1, 1, size)).shape[-1] == facts["size"])
        except RuntimeError:
            return False

    sizes = range(facts["smallest"], facts["largest"] + 1)
    around = (facts["smallest"] - 1, facts["largest"] + 1)
    if not all(map(leads_here, sizes)) or any(leads_here(n) for n in around if n > 0):
        return False
    if "most" in facts:
        most = case.with_axis("output_padding", facts["most"])
        return bool(case.size(**most) == facts["largest"] and case.size() == facts["smallest"])
    return bool(case.size() == facts["output_size"])


def _checkerboard(case: Case) -> bool:
    def products(windows: AxisWindows) -> list[int]:
        kinds = ([reading.kind for reading in window] for window in windows.windows)
        return [one.count(CellKind.REAL) for one in kinds]

    facts, reach = case.facts, case.facts["kernel_size"] - 1
    pad = per_axis(case.layer.padding, case.layer.rank)[case.axis]
    last = (case.shape[case.axis + 1] - 1) * facts["stride"]
    inner = products(case.windows)[max(0, reach - pad) : last - pad + 1]
    spread = case.layer.replace(kernel_size=facts["even"], padding=0, output_padding=0)
    long = products(spread.axis_windows((20,) * case.layer.rank)[case.axis])
    middle = set(long[facts["even"] : -facts["even"]])
    return set(inner) == {facts["fewest"], facts["most"]} and len(middle) == 1


def _padding_repeats(case: Case) -> bool:
    """The padding is what torch.nn.functional.pad makes."""
    layer, values = case.layer, torch.randn(1, *case.shape).double()
    if isinstance(layer, PaddingLayer):
        held = layer.held_value() if layer.mode is PaddingMode.CONSTANT else None
        told = case.facts.get("value", 0)
        sides = [number for pair in reversed(layer.sides()) for number in pair]
        padded = nn.functional.pad(values, sides, TORCH_MODES[layer.mode], held)
        return (held is None or held == told) and torch.equal(case.run(values), padded)
    sides = [number for pair in reversed(layer.paddings()) for number in pair]
    mode = "constant" if layer.padding_mode == "zeros" else layer.padding_mode
    padded = nn.functional.pad(values, sides, mode)
    return torch.allclose(case.run(values), case.run(padded, padding=0, padding_mode="zeros"))


def _padding_holds_zeros(case: Case) -> bool:
    if not isinstance(case.layer, PoolingLayer):
        return _padding_repeats(case)
    output = case.run(0 * case.ones())
    return torch.equal(output, torch.zeros_like(output))


def _never_wins(case: Case) -> bool:
    least = torch.finfo(torch.float64).min
    output = case.run(least * case.ones())
    values = output[0] if isinstance(output, tuple) else output
    return set(values.unique().tolist()) <= {least, float("-inf")}


def _stride_is_kernel(case: Case) -> bool:
    values = torch.rand(1, *case.shape).double()
    given, told = case.run(values), case.run(values, stride=case.facts["stride"])
    return torch.equal(*(o[0] if isinstance(o, tuple) else o for o in (given, told)))


def _divisors(case: Case) -> torch.Tensor:
    """Return the divisor of every window of one channel: a cell's share is 1 / divisor."""
    output_shape = case.layer.infer((1, *case.shape))[2:]
    found = []
    for position in itertools.product(*map(range, output_shape)):
        values = torch.zeros(1, *case.shape, dtype=torch.float64, requires_grad=True)
        case.run(values)[(0, 0, *position)].backward()
        assert values.grad is not None
        shares = values.grad[values.grad != 0]
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
    values, norm = torch.rand(1, *case.shape).double() + 0.1, float(case.facts["norm_type"])
    kernels = per_axis(case.layer.kernel_size, case.layer.rank)
    if any(k > n for k, n in zip(kernels, case.shape[1:], strict=True)):
        return True
    corner: tuple[int | slice, ...] = (0, 0, *(slice(k) for k in kernels))
    first = values[corner]
    told = (first**norm).sum() ** (1 / norm)
    return bool(torch.isclose(case.run(values)[(0, 0, *(0,) * case.layer.rank)], told))


def _power_overhang(case: Case) -> bool:
    last = float(case.run(case.ones())[(0, 0, *(-1,) * case.layer.rank)])
    full = float(case.facts["full"]) ** (1 / case.layer.norm_type)
    return bool(abs(last - full) <= 1e-6 * full and case.facts["smallest"] < case.facts["full"])


def _unfold(case: Case) -> bool:
    return tuple(case.run().shape[1:]) == (case.facts["cells"], case.facts["windows"])


def _shuffle(case: Case) -> bool:
    values, factor = torch.randn(1, *case.shape).double(), case.facts["factor"]
    output = case.run(values)
    same = torch.equal(output.flatten().sort()[0], values.flatten().sort()[0])
    return same and case.facts["channels"] == factor**2 in {
        values.shape[1] // output.shape[1],
        output.shape[1] // values.shape[1],
    }


def _fold(case: Case) -> bool:
    return bool(float(case.run(case.ones()).max()) == case.facts["most"])


def _unpool(case: Case) -> bool:
    layer, axis = case.layer, case.facts["axis"]
    pool = getattr(nn, f"MaxPool{layer.rank}d")(layer.kernel_size, layer.stride, layer.padding)
    pooled = tuple(pool(torch.ones(1, *case.shape)).shape)[1:]
    output = list(layer.output_shape(pooled))[1:]
    sizes = []
    for size in range(case.facts["smallest"], case.facts["largest"] + 1):
        output[axis] = size
        sizes.append(int(pool(torch.ones(1, 1, *output)).shape[axis + 2]))
    return sizes == [pooled[axis + 1]] * len(sizes)


def _unpool_shifts(case: Case) -> bool:
    """Try it on rising numbers, whose maxima stand far behind, and on falling ones."""
    layer, told = case.layer, (case.facts["input"], case.facts["output"])
    settings = (layer.kernel_size, layer.stride, layer.padding)
    pool = getattr(nn, f"MaxPool{layer.rank}d")(*settings, return_indices=True)
    rising = torch.arange(1.0, torch.Size(case.shape).numel() + 1).reshape(1, *case.shape)
    moved = False
    for numbers in (rising, rising.flip(*range(1, rising.dim()))):
        maxima, indices = pool(numbers)
        try:
            output = getattr(nn, f"MaxUnpool{layer.rank}d")(*settings)(maxima, indices)
        except RuntimeError:
            return True  # an index that has no place there is refused, and said by a refusal
        flat = output[0, 0].flatten().nonzero().flatten()
        if not torch.equal(flat, indices[0, 0].flatten().unique()):
            return False
        sizes = (tuple(case.shape[1:]), tuple(output.shape[2:]))
        places = [torch.unravel_index(flat, size) for size in sizes]
        moved |= any(not torch.equal(*pair) for pair in zip(*places, strict=True))
        if sizes != told:
            return False
    return moved


def _upsample_reads(case: Case) -> bool:
    spatial = case.shape[1:]
    axes = case.layer.axis_windows(spatial)
    longest = max(windows.kernel_size for windows in axes)
    return bool(longest == case.facts["cells"]) and all(
        _reads_by_gradient(case, axis, place) <= {r.source for r in windows.windows[place]}
        for axis, windows in enumerate(axes)
        for place in range(windows.output_size)
    )


def _reads_by_gradient(case: Case, axis: int, place: int) -> set[int | None]:
    """Return the input positions along an axis on which the output cell there depends."""
    values = torch.rand(1, *case.shape, dtype=torch.float64, requires_grad=True)
    position = [0] * len(case.shape[1:])
    position[axis] = place
    case.run(values)[(0, 0, *position)].backward()
    assert values.grad is not None
    return set(values.grad[0, 0].nonzero()[:, axis].tolist())


def _upsample_aligns(case: Case) -> bool:
    values = torch.rand(1, *case.shape).double()
    output, last = case.run(values), (0, 0, *(-1,) * (len(case.shape) - 1))
    first = (0, 0, *(0,) * (len(case.shape) - 1))
    grown = all(n > 1 for n in output.shape[2:])
    same_first = bool(torch.isclose(output[first], values[first]))
    return same_first and (not grown or bool(torch.isclose(output[last], values[last])))


def _groups(case: Case) -> bool:
    groups, out_each = case.facts["groups"], case.facts["out_each"]
    in_each = case.facts.get("in_each", 1)
    told = (in_each * groups, out_each * groups) == (
        case.layer.in_channels,
        case.layer.out_channels,
    )
    weight = tuple(module_of(case.layer).weight.shape)
    alike = case.run().shape == case.run(groups=1).shape
    return told and weight == case.facts["weight"] and alike


def _channels_sum(case: Case) -> bool:
    """The first output channel is the sum of one convolution a plane, and one bias."""
    layer, values = case.layer, torch.randn(1, *case.shape).double()
    whole = module_of(layer)
    total = torch.zeros(1).double()
    if layer.bias:
        total = total + whole.bias[0]
    for plane in range(case.facts["planes"]):
        one = module_of(layer.replace(in_channels=1, out_channels=1, groups=1, bias=False))
        place = (plane, 0) if isinstance(layer, TransposedConvolutionLayer) else (0, plane)
        with torch.no_grad():
            one.weight[0, 0] = whole.weight[place]
        total = total + one(values[:, plane : plane + 1])
    return torch.allclose(whole(values)[:, :1], total)


def _not_flipped(case: Case) -> bool:
    """With a weight of 1 in the first tap alone, output cells are first cells of windows."""
    layer: ConvolutionLayer = case.layer
    values, module = torch.randn(1, *case.shape).double(), module_of(layer.replace(bias=False))
    with torch.no_grad():
        module.weight.zero_()
        module.weight[(0, 0, *(0,) * layer.rank)] = 1
    sides = [number for pair in reversed(layer.paddings()) for number in pair]
    mode = "constant" if layer.padding_mode == "zeros" else layer.padding_mode
    padded, output = nn.functional.pad(values, sides, mode), module(values)
    steps = zip(output.shape[2:], per_axis(layer.stride, layer.rank), strict=True)
    firsts: tuple[int | slice, ...] = (0, 0, *(slice(0, (o - 1) * s + 1, s) for o, s in steps))
    return torch.allclose(output[0, 0], padded[firsts])


def _indices_are_flat(case: Case) -> bool:
    values = torch.randn(1, *case.shape).double()
    output, indices = case.run(values)
    cells = values[0, 0].flatten()
    finite = torch.isfinite(output[0, 0])
    same = torch.equal(cells[indices[0, 0]][finite], output[0, 0][finite])
    _, tied = case.run(case.ones())
    axes = case.layer.axis_windows(case.shape[1:])
    firsts = []
    for position in itertools.product(*(range(axis.output_size) for axis in axes)):
        flat = 0
        for axis, place in zip(axes, position, strict=True):
            real = [r.source for r in axis.windows[place] if r.kind is CellKind.REAL]
            if not real or real[0] is None:
                return same
            flat = flat * axis.input_size + real[0]
        firsts.append(flat)
    last = len(cells) - 1 == case.facts["last"] >= int(indices.max())
    return same and last and tied[0, 0].flatten().tolist() == firsts


def _breaks_sequential(case: Case) -> bool:
    try:
        nn.Sequential(module_of(case.layer), nn.ReLU())(case.ones())
    except TypeError:
        return True
    return False


def _unpooling_needs_size(case: Case) -> bool:
    layer = case.layer
    numbers = (layer.kernel_size, layer.stride, layer.padding)
    unpool = getattr(nn, f"MaxUnpool{layer.rank}d")(*numbers)
    output, indices = case.run()
    back = unpool(output, indices, output_size=case.facts["spatial"]).shape[2:]
    assumed = tuple(unpool(output, 0 * indices).shape[2:])
    return tuple(back) == case.shape[1:] and assumed == case.facts["unpooled"]


def _pool_padding_told_late(case: Case) -> bool:
    module_of(case.layer)
    limit = case.facts["limit"]
    k = per_axis(case.layer.kernel_size, case.layer.rank)[case.axis]
    only = {"padding": (limit,) * case.layer.rank, "kernel_size": (k,) * case.layer.rank}
    return (
        k // 2 == limit
        and case.refuses()
        and (case.facts.get("effective") is not None or not _padding_refused(case, only))
    )


def _padding_refused(case: Case, changes: dict[str, Any]) -> bool:
    try:
        case.run(torch.ones(1, 1, *(20,) * case.layer.rank).double(), **changes)
    except RuntimeError as error:
        return "pad should be" in str(error)
    return False


def _same_needs_stride_one(case: Case) -> bool:
    try:
        module_of(case.layer)
    except ValueError:
        return bool(case.facts["stride"] == case.layer.stride)
    return False


def _output_padding_told_late(case: Case) -> bool:
    module_of(case.layer)
    limit = [0] * case.layer.rank
    limit[case.axis] = case.facts["limit"]
    wide = Case(case.layer, (case.shape[0], *(12,) * case.layer.rank), case.axis, case.facts)
    more = [n + (axis == case.axis) for axis, n in enumerate(limit)]
    return (
        case.refuses()
        and not wide.refuses(padding=0, output_padding=tuple(limit))
        and wide.refuses(padding=0, output_padding=tuple(more))
    )


def _pads_with_zeros(case: Case) -> bool:
    try:
        module_of(case.layer)
    except ValueError:
        return True
    return False


CLAIMS: dict[Code, Callable[[Case], bool]] = {
    Code.DIVIDES_EVENLY: _divides_evenly,
    Code.FLOOR_DROPS: _floor_drops,
    Code.CEIL_OVERHANGS: _ceil_overhangs,
    Code.CEIL_WINDOW_DROPPED: _ceil_window_dropped,
    Code.CEIL_WITHOUT_EFFECT: _ceil_without_effect,
    Code.STRIDE_SKIPS: _stride_skips,
    Code.OUTPUT_KEEPS_SIZE: _keeps_size,
    Code.CONVOLUTION_ROUNDS_DOWN: _rounds_down,
    Code.ADAPTIVE_SPREADS: _adaptive,
    Code.ADAPTIVE_VARIES: _adaptive,
    Code.ADAPTIVE_OVERLAPS: _adaptive,
    Code.ADAPTIVE_REPEATS: _adaptive_repeats,
    Code.EFFECTIVE_KERNEL: _effective_kernel,
    Code.DILATION_WITHOUT_EFFECT: _dilation_without_effect,
    Code.POOL_PADDING_AT_LIMIT: _pool_padding_at_limit,
    Code.SAME_PADDING: _same,
    Code.SAME_PADDING_UNEVEN: _same,
    Code.PADDING_MODE_LIMIT: _padding_mode_limit,
    Code.PADDING_ADDS: _padding_adds,
    Code.PADDING_CROPS: _padding_crops,
    Code.TRANSPOSED_STRETCHES: _stretches,
    Code.TRANSPOSED_PADDING_SHRINKS: _shrinks,
    Code.OUTPUT_PADDING_EXTENDS: _merged_sizes,
    Code.TRANSPOSED_SIZE_AMBIGUOUS: _merged_sizes,
    Code.TRANSPOSED_CHECKERBOARD: _checkerboard,
    Code.PADDING_HOLDS_ZEROS: _padding_holds_zeros,
    Code.PADDING_HOLDS_NEGATIVE_INFINITY: _never_wins,
    Code.PADDING_HOLDS_NUMBER: _padding_repeats,
    Code.PADDING_REFLECTS: _padding_repeats,
    Code.PADDING_REPLICATES: _padding_repeats,
    Code.PADDING_WRAPS: _padding_repeats,
    Code.STRIDE_IS_KERNEL: _stride_is_kernel,
    Code.DIVISOR_COUNTS_PADDING: _divisor_range,
    Code.DIVISOR_COUNTS_REAL: _divisor_range,
    Code.DIVISOR_GIVEN: _divisor_given,
    Code.AVERAGE_FADES_AT_EDGE: _fades,
    Code.POWER_IS_SUM: _power,
    Code.POWER_IS_LENGTH: _power,
    Code.POWER_OF_OTHERS: _power,
    Code.POWER_OVERHANG_COUNTS_FULL: _power_overhang,
    Code.UNFOLD_COLUMNS: _unfold,
    Code.SHUFFLE_MOVES: _shuffle,
    Code.UNSHUFFLE_MOVES: _shuffle,
    Code.FOLD_ADDS: _fold,
    Code.UNPOOL_LOSES_SIZES: _unpool,
    Code.UNPOOL_SHIFTS: _unpool_shifts,
    Code.UPSAMPLE_READS: _upsample_reads,
    Code.UPSAMPLE_ALIGNS: _upsample_aligns,
    Code.GROUPS_SPLIT: _groups,
    Code.DEPTHWISE: _groups,
    Code.CHANNELS_SUM: _channels_sum,
    Code.CHANNELS_SUM_WITH_BIAS: _channels_sum,
    Code.KERNEL_NOT_FLIPPED: _not_flipped,
    Code.INDICES_ARE_FLAT: _indices_are_flat,
    Code.INDICES_BREAK_SEQUENTIAL: _breaks_sequential,
    Code.UNPOOLING_NEEDS_SIZE: _unpooling_needs_size,
    Code.POOL_PADDING_TOLD_LATE: _pool_padding_told_late,
    Code.POOL_PADDING_IGNORES_DILATION: _pool_padding_told_late,
    Code.SAME_NEEDS_STRIDE_ONE: _same_needs_stride_one,
    Code.OUTPUT_PADDING_TOLD_LATE: _output_padding_told_late,
    Code.TRANSPOSED_PADS_WITH_ZEROS: _pads_with_zeros,
}
"""Whether a claim holds. Those of a layer in a network are tried with networks elsewhere."""
