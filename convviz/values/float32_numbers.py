"""A recipe's numbers as torch has them, made once as long as the recipe stays the same."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.values.number_files import unread_block
from convviz.values.recipes import materialise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.layers.base import Shape
    from convviz.protocol.recipes import Recipe

FEWEST_KEPT: Final = 1 << 12
"""Numbers; fewer are made faster than they are found."""

LARGEST_KEPT: Final = 1 << 27
"""Bytes of all that are kept; what was used last stays whatever its size."""


class Float32Numbers:
    """The numbers of the recipes that were shown last."""

    def __init__(self, limit: int = LARGEST_KEPT) -> None:
        """Keep nothing yet.

        Args:
            limit: The most bytes that are kept.
        """
        self._limit = limit
        # A recipe is known as itself: to compare or to hash a long one takes as long as to read
        # it. It is kept beside its numbers, so that its id is nobody else's.
        self._kept: OrderedDict[tuple[int, Shape, int, bool], tuple[Recipe, NDArray[np.float64]]]
        self._kept = OrderedDict()

    def of(self, recipe: Recipe, shape: Shape, channel_axes: int = 1) -> NDArray[np.float64]:
        """Return a recipe's numbers; beyond float32 they are infinite. They are not written to.

        Args:
            recipe: Which they are.
            shape: Of the result.
            channel_axes: Axes before the spatial ones.

        Raises:
            ComputeError: As :func:`materialise`.
        """
        key = id(recipe), shape, channel_axes, unread_block(recipe) is None
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept[1]
        numbers = _as_float32(materialise(recipe, shape, channel_axes=channel_axes))
        numbers.setflags(write=False)
        if numbers.size >= FEWEST_KEPT:
            self._kept[key] = recipe, numbers
            while len(self._kept) > 1 and self._bytes() > self._limit:
                self._kept.popitem(last=False)
        return numbers

    def _bytes(self) -> int:
        return sum(numbers.nbytes for _, numbers in self._kept.values())


float32_numbers: Final = Float32Numbers()
"""Those of this process."""


def _as_float32(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    largest = float(np.finfo(np.float32).max)
    # Their extremes first: they cost a fraction of what replacing numbers costs.
    if numbers.size and not -largest <= numbers.min() <= numbers.max() <= largest:
        beyond = np.abs(numbers) > largest
        numbers[beyond] = np.copysign(np.inf, numbers[beyond])
    return numbers
