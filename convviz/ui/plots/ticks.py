"""Where an axis has its ticks, and what is written at them. Without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
_LOG_STEPS: Final = ((1,), (1, 3), (1, 2, 5), tuple(range(1, 10)))
_SMALLEST_PLAIN: Final = 1e-4
_LARGEST_PLAIN: Final = 1e6


def linear_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Return round numbers from low to high.

    Args:
        low: The lowest number that is shown.
        high: The highest.
        most: How many ticks there may be. At least 1.
        whole: Only whole numbers, as for epochs.

    Returns:
        At most `most` multiples of 1, 2 or 5 times a power of ten, ascending.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, step)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)][: max(1, most) + 1]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers from low to high for an axis that shows decimal logarithms.

    Args:
        low: Logarithm of the lowest number that is shown.
        high: Of the highest.
        most: How many ticks there may be. At least 1.

    Returns:
        Logarithms of the ticks, ascending.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    first, last = math.floor(low), math.floor(high)
    if last - first >= most:
        stride = math.ceil((last - first + 1) / most)
        powers = range(math.ceil(low), last + 1)
        return [float(power) for power in powers if power % stride == 0]
    ticks: list[float] = []
    for steps in _LOG_STEPS:
        denser = [
            place
            for power in range(first, last + 1)
            for step in steps
            if low <= (place := power + math.log10(step)) <= high
        ]
        if len(denser) > most:
            break
        ticks = denser
    if len(ticks) >= min(3, most):
        return ticks
    return [math.log10(tick) for tick in linear_ticks(10.0**low, 10.0**high, most) if tick > 0]


def tick_text(value: float, values: Sequence[float]) -> str:
    """Return what is written at a tick: as many decimals as its neighbours need.

    Args:
        value: Of this tick.
        values: Of all ticks of the axis.
    """
    largest = max((abs(tick) for tick in values), default=0.0)
    if largest >= _LARGEST_PLAIN or (0 < abs(value) < _SMALLEST_PLAIN):
        return f"{value:.3g}"
    smallest = min((abs(tick) for tick in values if tick), default=1.0)
    gaps = [abs(b - a) for a, b in pairwise(values) if b != a]
    step = min([smallest, *gaps])
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
