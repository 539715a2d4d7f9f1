"""Claims about output sizes: what floor and ceil_mode do, strides, kernels with holes."""

from __future__ import annotations

import itertools

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import Case, Claims, module_of, reads


def _divides_evenly(case: Case) -> bool:
    room, stride = case.facts["room"], case.facts["stride"]
    return bool((case.size() - 1) * stride == room) and not case.windows.dropped


def _floor_drops(case: Case) -> bool:
    read = max(max(window) for window in reads(case))
    end = case.windows.size + case.windows.pad_after
    real = max(0, case.windows.size - read - 1)
    facts = case.facts
    told = (facts["dropped"], facts["real"])
    return (end - read - 1, real) == told and bool(facts["padding"] == told[0] - real)


def _ceil_overhangs(case: Case) -> bool:
    beyond = max(max(window) for window in reads(case)) + 1
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
    pairs = itertools.pairwise(reads(case))
    return all(after[0] - before[-1] - 1 == case.facts["skipped"] for before, after in pairs)


def _keeps_size(case: Case) -> bool:
    return bool(case.size() == case.facts["size"] == case.shape[case.axis + 1])


def _rounds_down(case: Case) -> bool:
    room, stride, quotient = (case.facts[name] for name in ("room", "stride", "quotient"))
    has_none = not hasattr(module_of(case.layer), "ceil_mode")
    return has_none and room % stride > 0 and case.size() == quotient + 1 == room // stride + 1


def _adaptive(case: Case) -> bool:
    windows, facts = reads(case), case.facts
    lengths = {len(window) for window in windows}
    shared = any(set(one) & set(other) for one, other in itertools.pairwise(windows))
    if "shortest" in facts:
        told = (min(lengths), max(lengths)) == (facts["shortest"], facts["longest"])
        return told and shared and len(lengths) > 1
    told = lengths == {facts["cells"]}
    return told and shared == (facts["size"] % facts["output_size"] != 0)


def _adaptive_repeats(case: Case) -> bool:
    pairs = itertools.pairwise(reads(case))
    return any(set(one) & set(other) for one, other in pairs)


def _effective_kernel(case: Case) -> bool:
    window = sorted(reads(case)[0])
    k, effective = case.facts["kernel_size"], case.facts["effective"]
    span = window[-1] - window[0] + 1
    return (len(window), span, span - len(window)) == (k, effective, case.facts["holes"])


def _dilation_without_effect(case: Case) -> bool:
    values = torch.randn(1, *case.shape).double()
    plain = case.run(values, **case.with_axis("dilation", 1))
    given = case.run(values)
    pairs = zip(given, plain, strict=True) if isinstance(given, tuple) else [(given, plain)]
    return all(torch.equal(one, other) for one, other in pairs)


def _stride_is_kernel(case: Case) -> bool:
    values = torch.rand(1, *case.shape).double()
    given, told = case.run(values), case.run(values, stride=case.facts["stride"])
    return torch.equal(*(o[0] if isinstance(o, tuple) else o for o in (given, told)))


CLAIMS: Claims = {
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
    Code.STRIDE_IS_KERNEL: _stride_is_kernel,
}
