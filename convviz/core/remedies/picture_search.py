"""The pictures nearest to a network's input with which its layers run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.remedies.nearest import nearest_above
from convviz.core.remedies.remedy import LARGEST_SUGGESTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.errors import ConvVizError
    from convviz.core.layers.base import Shape

_NEIGHBOURS = 24
"""Sizes tried one by one on each side of a given one."""

_USUAL_SIZES = (28, 32, 64, 96, 128, 160, 192, 224, 227, 240, 256, 288, 299, 320, 384, 448, 512)
"""Sides of pictures that networks are made for."""


def smallest_larger_picture(
    shape: Shape, refusal: Callable[[Shape], ConvVizError | None]
) -> Shape | None:
    """Return the shape with each axis grown by itself until nothing refuses it any more.

    Args:
        shape: (channels, *spatial), which is refused.
        refusal: What is refused, if anything; its facts name the axis.

    Returns:
        The shape, with which something else may still be refused; None where no axis is at fault
        or one would grow over LARGEST_SUGGESTION.
    """
    picture, axes = shape, len(shape) - 1
    for _ in range(4 * axes):
        error = refusal(picture)
        if error is None:
            return picture if picture != shape else None
        axis = error.facts.get("axis")
        if not isinstance(axis, int) or error.facts.get("axes") != axes or axis >= axes:
            return picture if picture != shape else None

        def grown(size: int, shape: Shape = picture, place: int = axis + 1) -> Shape:
            return (*shape[:place], size, *shape[place + 1 :])

        def accepts(size: int, axis: int = axis) -> bool:
            left = refusal(grown(size))
            return left is None or left.facts.get("axis") not in {axis, None}

        size = nearest_above(picture[axis + 1], LARGEST_SUGGESTION, accepts)
        if size is None:
            return None
        picture = grown(size)
    return None


def evenly_larger_picture(shape: Shape, accepts: Callable[[Shape], bool]) -> Shape | None:
    """Return the smallest picture that is accepted, each axis larger by the same number of cells.

    Args:
        shape: (channels, *spatial), which is refused.
        accepts: Whether a picture is accepted.
    """
    channels, *spatial = shape
    if not spatial or max(spatial) >= LARGEST_SUGGESTION:
        return None

    def grown(cells: int) -> Shape:
        return (channels, *(size + cells for size in spatial))

    most = LARGEST_SUGGESTION - max(spatial)
    cells = nearest_above(0, most, lambda cells: accepts(grown(cells)))
    return None if cells is None else grown(cells)


def fitting_pictures(
    shape: Shape, wanted: int, features: Callable[[Shape], int | None]
) -> Iterator[Shape]:
    """Yield the pictures that give `wanted` features: a square one, then one of the same ratio.

    Args:
        shape: (channels, *spatial), which gives other features.
        wanted: in_features of the Linear.
        features: What a picture gives; None where a layer before refuses it.
    """
    channels, *spatial = shape
    if not spatial:
        return
    common = math.gcd(*spatial)
    ratio = [size // common for size in spatial]
    square = [1] * len(spatial)
    bases = [(square, round(math.prod(spatial) ** (1 / len(spatial))))]
    if ratio != square:
        bases.append((ratio, common))
    for unit, start in bases:

        def picture(size: int, unit: list[int] = unit) -> Shape:
            return (channels, *(part * size for part in unit))

        largest = LARGEST_SUGGESTION // max(unit)
        size = _nearest_size(start, largest, lambda size: features(picture(size)), wanted)
        if size is not None:
            yield picture(size)


def _nearest_size(
    start: int, largest: int, features: Callable[[int], int | None], wanted: int
) -> int | None:
    """Return a size whose picture gives the wanted features.

    Features grow with the size, so the sizes that give them are found by halving: of several a
    usual one, else the one nearest to `start`. Where some sizes in between are refused, as by
    PixelUnshuffle, the neighbours of `start` are tried.
    """
    known: dict[int, int | None] = {}

    def count_at(size: int) -> int:
        if size not in known:
            known[size] = features(size)
        return known[size] or 0

    first = _first(1, largest, lambda size: count_at(size) >= wanted)
    if count_at(first) == wanted:
        last = (
            _first(first, largest + 1, lambda size: size > largest or count_at(size) > wanted) - 1
        )
        usual = [size for size in _USUAL_SIZES if first <= size <= last]
        return min(usual or [min(max(start, first), last)], key=lambda size: abs(size - start))
    near = range(max(1, start - _NEIGHBOURS), min(largest, start + _NEIGHBOURS) + 1)
    by_distance = sorted(near, key=lambda size: abs(size - start))
    return next((size for size in by_distance if count_at(size) == wanted), None)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first integer from `low` on for which a test holds; `high` if it never does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
