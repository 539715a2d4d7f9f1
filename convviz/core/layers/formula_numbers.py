"""The numbers of a layer as its formula takes them: it may be refused, or half typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.core.layers.parameters import Shape, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.spatial import SpatialLayer


def usable_numbers(value: object, rank: int) -> tuple[int | None, ...]:
    """Return a parameter as one integer an axis; None where it is none, or beyond 64 bits."""
    numbers: tuple[object, ...] = per_axis(value, rank) if isinstance(value, (int, tuple)) else ()
    usable = [n if _is_usable(n) and isinstance(n, int) else None for n in numbers]
    return tuple((usable + [None] * rank)[:rank]) if len(usable) == rank else (None,) * rank


def usable_columns(
    layer: SpatialLayer, spatial: Shape, *names: str
) -> Iterator[tuple[int | None, ...]]:
    """Yield for each axis its size, and the layer's parameters of the names along it."""
    columns = (usable_numbers(getattr(layer, name), layer.rank) for name in names)
    return zip(usable_numbers(spatial, layer.rank), *columns, strict=True)


def _is_usable(number: object) -> bool:
    if not isinstance(number, int) or isinstance(number, bool):
        return False
    return abs(number) <= LARGEST_INTEGER
