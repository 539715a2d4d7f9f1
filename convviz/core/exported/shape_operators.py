"""Operations that only change a shape, and means over whole axes, by what goes in and comes out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from convviz.core.exported.operands import Made, Operands, made


def mean(operands: Operands) -> list[Made] | None:
    """Return the pooling that a mean over all spatial axes is, and what drops them."""
    rank = len(operands.input) - 2
    given = operands.get("dim")
    wanted = range(2, rank + 2)
    dims = {operands.dimension(dim) % (rank + 2) for dim in given or ()}
    if rank not in {1, 2, 3} or dims != set(wanted):
        return None
    pool = made(f"AdaptiveAvgPool{rank}d", output_size=1)
    return pool if operands.get("keepdim", default=False) else pool + made("Flatten")


# Shapes


def flatten(operands: Operands) -> list[Made] | None:
    """Return the Flatten of a flatten."""
    start, end = operands.get("start_dim", 0), operands.get("end_dim", -1)
    return made("Flatten", start_dim=operands.dimension(start), end_dim=operands.dimension(end))


def unflatten(operands: Operands) -> list[Made] | None:
    """Return the Unflatten of an unflatten."""
    dim, sizes = operands.dimension(operands.get("dim")), operands.get("sizes")
    return made("Unflatten", dim=dim, unflattened_size=sizes)


def reshape(operands: Operands) -> list[Made] | None:
    """Return the Flatten or Unflatten of a view; nothing where the shape stays."""
    before, after = operands.input, operands.output
    if before == after:
        return []
    start = _alike(before, after)
    end = min(_alike(before[start:][::-1], after[start:][::-1]), len(before) - start)
    # A dimension of 1 that comes or goes is split from, or joined with, one beside it.
    if len(before) - end == start or len(after) - end == start:
        end, start = (end - 1, start) if end else (end, start - 1)
    inner, outer = before[start : len(before) - end], after[start : len(after) - end]
    if start < 1 or math.prod(before) != math.prod(after):
        return made("Flatten", start_dim=0) if len(after) == 1 else None
    last = len(before) - end - 1 if end else -1
    if len(outer) == 1:
        return made("Flatten", start_dim=start, end_dim=last)
    if len(inner) == 1:
        return made("Unflatten", dim=start, unflattened_size=tuple(outer))
    whole = made("Flatten", start_dim=start, end_dim=last)
    return whole + made("Unflatten", dim=start, unflattened_size=tuple(outer))


def _alike(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many numbers two shapes begin with alike."""
    count = 0
    for own, theirs in zip(one, other, strict=False):
        if own != theirs:
            break
        count += 1
    return count


def permute(operands: Operands) -> list[Made] | None:
    """Return the reshaping that a permutation is if only dimensions of 1 change places."""
    dims = operands.get("dims")
    if dims is None:
        pair = [operands.dimension(operands.get(name, 0)) for name in ("dim0", "dim1")]
        order = list(range(len(operands.input)))
        first, second = (dim % len(order) for dim in pair)
        order[first], order[second] = order[second], order[first]
    else:
        order = [operands.dimension(dim) % len(operands.input) for dim in dims]
        order = [0, *order] if operands.shift else order
    moved = [dim for dim in order if operands.input[dim] != 1]
    return reshape(operands) if moved == sorted(moved) else None
