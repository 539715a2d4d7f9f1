"""Claims about layers that resize a picture or move its cells."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.explaining.explanations import ExplanationCode as Code

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


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
    lengths = {len(window) for windows in axes for window in windows.windows}
    least, most = min(lengths), max(lengths)
    values = torch.rand(1, *case.shape, dtype=torch.float64, requires_grad=True)
    output = case.run(values)[0, 0]
    said = most if least == most else f"{least}\u2013{most}"
    return bool(said == case.facts["cells"]) and all(
        _read_along(axis, _cell_of(output, axis, place), values) <= {r.source for r in window}
        for axis, windows in enumerate(axes)
        for place, window in enumerate(windows.windows)
    )


def _cell_of(output: torch.Tensor, axis: int, place: int) -> torch.Tensor:
    """Return the cell of a plane that is first along all axes but one."""
    return output[tuple(place if other == axis else 0 for other in range(output.ndim))]


def _read_along(axis: int, cell: torch.Tensor, values: torch.Tensor) -> set[int | None]:
    """Return the input positions along an axis on which an output cell depends."""
    (gradient,) = torch.autograd.grad(cell, values, retain_graph=True)
    return set(gradient[0, 0].nonzero()[:, axis].tolist())


def _upsample_aligns(case: Case) -> bool:
    """Every corner of the output is the same corner of the input, along axes that grow."""
    values, rank = torch.rand(1, *case.shape).double(), len(case.shape) - 1
    output = case.run(values)
    for corner in itertools.product((0, -1), repeat=rank):
        sides = zip(corner, output.shape[2:], strict=True)
        if any(side == -1 and size == 1 for side, size in sides):
            continue  # one cell along an axis stands at its beginning
        place: tuple[int | slice, ...] = (0, slice(None), *corner)
        if not torch.allclose(output[place], values[place]):
            return False
    return True


CLAIMS: Claims = {
    Code.UNFOLD_COLUMNS: _unfold,
    Code.SHUFFLE_MOVES: _shuffle,
    Code.UNSHUFFLE_MOVES: _shuffle,
    Code.FOLD_ADDS: _fold,
    Code.UNPOOL_LOSES_SIZES: _unpool,
    Code.UNPOOL_SHIFTS: _unpool_shifts,
    Code.UPSAMPLE_READS: _upsample_reads,
    Code.UPSAMPLE_ALIGNS: _upsample_aligns,
}
