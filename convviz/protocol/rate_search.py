"""Which learning rate suits: the loss of batches that are trained with ever higher rates, read.

The rate rises from batch to batch by the same factor. The losses are smoothed by a debiased moving
average; the search ends where that explodes. Two rates are read off: a tenth of the one at which
the smoothed loss is lowest, which is what is suggested, for it leaves room above; and the one at
which it falls steepest.

Source:
    Smith 2017, Cyclical Learning Rates for Training Neural Networks, section 3.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWEST_RATE: Final = 1e-6
HIGHEST_RATE: Final = 10.0
STEPS: Final = 200
MOST_STEPS: Final = 10_000
_WEIGHT: Final = 0.9
"""Of the past, in the moving average."""
_EXPLODED: Final = 3.0
"""The loss has exploded when it is above the lowest by so many times that."""
_LEAST_FALL: Final = 0.02
"""Of the first loss: a lesser fall is noise."""
_SHARE: Final = 0.1
_NEIGHBOURS: Final = 5
"""Batches on either side, between which a slope is measured."""
_LEAST: Final = 2 * _NEIGHBOURS + 1


@dataclass(frozen=True, slots=True)
class RateSuggestion:
    """What a search says.

    Attributes:
        rate: What is suggested: a tenth of ``lowest``.
        lowest: Where the smoothed loss is lowest.
        steepest: Where it falls steepest, below ``lowest``.
        is_open: Whether the loss still fell at the highest rate that was tried.
    """

    rate: float
    lowest: float
    steepest: float
    is_open: bool


def rates_to_try(lowest: float, highest: float, steps: int) -> list[float]:
    """Return the rates of a search, the lowest first.

    Args:
        lowest: Above 0.
        highest: Above ``lowest``.
        steps: At least 2.
    """
    factor = math.log(highest / lowest) / (steps - 1)
    return [*(lowest * math.exp(factor * number) for number in range(steps - 1)), highest]


class LossTrail:
    """The smoothed losses so far.

    Attributes:
        smoothed: Of each batch.
    """

    def __init__(self, losses: Sequence[float] = ()) -> None:
        self.smoothed: list[float] = []
        self._sum = 0.0
        self._lowest = math.inf
        for loss in losses:
            self.add(loss)

    def add(self, loss: float) -> None:
        """Take the next loss."""
        self._sum = _WEIGHT * self._sum + (1 - _WEIGHT) * loss
        value = self._sum / (1 - _WEIGHT ** (len(self.smoothed) + 1))
        self.smoothed.append(value)
        self._lowest = min(self._lowest, value)

    @property
    def has_exploded(self) -> bool:
        """Whether nothing is to be learned from higher rates."""
        if not self.smoothed:
            return False
        last, first = self.smoothed[-1], self.smoothed[0]
        if not math.isfinite(last):
            return True
        return last > first and last > self._lowest + _EXPLODED * abs(self._lowest)


def suggested_rate(rates: Sequence[float], losses: Sequence[float]) -> RateSuggestion | None:
    """Return what a search says; None if the loss fell at no rate, or too few were tried.

    Args:
        rates: Ascending.
        losses: Of each; what is not finite, and all behind it, does not count.
    """
    count = next((n for n, loss in enumerate(losses) if not math.isfinite(loss)), len(losses))
    smoothed = LossTrail(losses[:count]).smoothed
    if count < _LEAST:
        return None
    lowest = min(range(count), key=smoothed.__getitem__)
    first = smoothed[0]
    if first - smoothed[lowest] <= _LEAST_FALL * abs(first):
        return None
    slopes = {
        place: (smoothed[min(place + _NEIGHBOURS, count - 1)] - smoothed[place - _NEIGHBOURS])
        for place in range(_NEIGHBOURS, lowest + 1)
    }
    steepest = min(slopes, key=slopes.__getitem__, default=lowest)
    return RateSuggestion(
        _SHARE * rates[lowest], rates[lowest], rates[steepest], is_open=lowest >= count - 2
    )
