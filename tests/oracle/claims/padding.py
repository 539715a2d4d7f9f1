"""Claims about what padding holds, and how much of it there may be."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from convviz.core.axis_windows import PaddingMode
from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.layers.base import per_axis
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pool import PoolingLayer
from tests.oracle.claims.case import Case, Claims, module_of

TORCH_MODES = {
    PaddingMode.CONSTANT: "constant",
    PaddingMode.REFLECT: "reflect",
    PaddingMode.REPLICATE: "replicate",
    PaddingMode.CIRCULAR: "circular",
}


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
            leaves_nothing = case.facts["size"] + limit + sum(cropped) < 1
            return leaves_nothing or not case.refuses(padding=kept)
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


CLAIMS: Claims = {
    Code.POOL_PADDING_AT_LIMIT: _pool_padding_at_limit,
    Code.SAME_PADDING: _same,
    Code.SAME_PADDING_UNEVEN: _same,
    Code.PADDING_MODE_LIMIT: _padding_mode_limit,
    Code.PADDING_ADDS: _padding_adds,
    Code.PADDING_CROPS: _padding_crops,
    Code.PADDING_HOLDS_ZEROS: _padding_holds_zeros,
    Code.PADDING_HOLDS_NEGATIVE_INFINITY: _never_wins,
    Code.PADDING_HOLDS_NUMBER: _padding_repeats,
    Code.PADDING_REFLECTS: _padding_repeats,
    Code.PADDING_REPLICATES: _padding_repeats,
    Code.PADDING_WRAPS: _padding_repeats,
    Code.POOL_PADDING_TOLD_LATE: _pool_padding_told_late,
    Code.POOL_PADDING_IGNORES_DILATION: _pool_padding_told_late,
    Code.SAME_NEEDS_STRIDE_ONE: _same_needs_stride_one,
}
