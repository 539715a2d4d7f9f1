"""The learning rate of each batch of a run, from the batches at which it became another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.ui.plots.growing_array import GrowingArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.protocol.records import RateStep
    from convviz.ui.plots.series import Floats


class RateHistory:
    """Learning rates, of batch 1 first; NaN where none is known."""

    def __init__(self) -> None:
        self._rates = GrowingArray()

    def take(self, steps: Iterable[RateStep]) -> None:
        """Take the rates from some batches on; they come in order, and replace what was later."""
        for step, rate in steps:
            self._hold_until(step - 1)
            self._rates.cut(step - 1)
            self._rates.put(step - 1, [rate])

    def cut(self, count: int) -> None:
        """Forget the rates of all but the first batches."""
        self._rates.cut(count)

    def until(self, count: int) -> Floats:
        """Return the rates of the first batches: the last one holds until another is told."""
        self._hold_until(count)
        return self._rates.values[:count]

    def _hold_until(self, count: int) -> None:
        known = len(self._rates)
        if 0 < known < count:
            self._rates.put(known, np.full(count - known, self._rates.values[-1]))
