"""Claims about transposed convolutions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.axis_windows import PositionKind
from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.layers.base import per_axis
from tests.oracle.claims.case import Case, Claims, module_of
from tests.support.axis_positions import kind_at

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisWindows


def _stretches(case: Case) -> bool:
    stride, zeros = case.facts["stride"], case.facts["zeros"]
    kinds = [kind_at(case.windows, n) for n in range(case.windows.size)]
    real = [n for n, kind in enumerate(kinds) if kind is PositionKind.REAL]
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
        return [one.count(PositionKind.REAL) for one in kinds]

    facts, reach = case.facts, case.facts["kernel_size"] - 1
    pad = per_axis(case.layer.padding, case.layer.rank)[case.axis]
    last = (case.shape[case.axis + 1] - 1) * facts["stride"]
    inner = products(case.windows)[max(0, reach - pad) : last - pad + 1]
    spread = case.layer.replace(kernel_size=facts["even"], padding=0, output_padding=0)
    long = products(spread.axis_windows((20,) * case.layer.rank)[case.axis])
    middle = set(long[facts["even"] : -facts["even"]])
    return set(inner) == {facts["fewest"], facts["most"]} and len(middle) == 1


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


CLAIMS: Claims = {
    Code.TRANSPOSED_STRETCHES: _stretches,
    Code.TRANSPOSED_PADDING_SHRINKS: _shrinks,
    Code.OUTPUT_PADDING_EXTENDS: _merged_sizes,
    Code.TRANSPOSED_SIZE_AMBIGUOUS: _merged_sizes,
    Code.TRANSPOSED_CHECKERBOARD: _checkerboard,
    Code.OUTPUT_PADDING_TOLD_LATE: _output_padding_told_late,
    Code.TRANSPOSED_PADS_WITH_ZEROS: _pads_with_zeros,
}
