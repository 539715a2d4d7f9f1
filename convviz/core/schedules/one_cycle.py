"""The one-cycle schedule: up and down once, batch by batch, and the momentum the other way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_numbers import ANY_NUMBER, SHARE, choice, flag, number
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.schedules.base import Schedule, Unit, register

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


@register
@dataclass(frozen=True)
class OneCycleLR(Schedule):
    """The rate rises to a peak and falls to almost nothing, over the whole run, batch by batch.

    Attributes:
        max_lr: The learning rate at the peak. The optimiser's own does not count.
        pct_start: The share of the run in which it rises.
        anneal_strategy: Whether it goes along a cosine or in a straight line.
        cycle_momentum: Let the momentum, or the first of the betas, fall and rise the other way.
        base_momentum: The momentum at the peak.
        max_momentum: The momentum at both ends.
        div_factor: How many times lower than the peak it begins.
        final_div_factor: How many times lower than its beginning it ends.
        three_phase: Fall back to the beginning first, and then to the end.
    """

    max_lr: float = number(limits=ANY_NUMBER, first=0.1)
    pct_start: float = number(0.3, SHARE, keyword_only=True)
    anneal_strategy: str = choice("cos", "linear", keyword_only=True)
    cycle_momentum: bool = flag(default=True, keyword_only=True)
    base_momentum: float = number(0.85, ANY_NUMBER, keyword_only=True)
    max_momentum: float = number(0.95, ANY_NUMBER, keyword_only=True)
    div_factor: float = number(25.0, ANY_NUMBER, keyword_only=True)
    final_div_factor: float = number(1e4, ANY_NUMBER, keyword_only=True)
    three_phase: bool = flag(keyword_only=True)

    unit: ClassVar[Unit] = Unit.BATCH
    left_out: ClassVar[frozenset[str]] = frozenset(
        {"last_epoch", "total_steps", "epochs", "steps_per_epoch"}
    )

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; DIVISOR_ZERO.
        """
        super().check()
        for name in ("div_factor", "final_div_factor"):
            if getattr(self, name) == 0:
                raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter=name, value=0)

    def check_training(self, optimiser: Optimiser, count: int) -> None:
        """Refuse an optimiser without momentum, and a rise of exactly one batch.

        Raises:
            ParameterError: NO_MOMENTUM_TO_CYCLE, ONE_CYCLE_TOO_SHORT.
        """
        if self.cycle_momentum and not optimiser.has_momentum():
            code, name = ErrorCode.NO_MOMENTUM_TO_CYCLE, optimiser.type_name()
            raise ParameterError(code, parameter="cycle_momentum", optimiser=name)
        if float(self.pct_start * count) == 1.0:
            code, share = ErrorCode.ONE_CYCLE_TOO_SHORT, self.pct_start
            raise ParameterError(code, parameter="pct_start", value=share, steps=count)

    def overwrites(self) -> frozenset[str]:
        """Return the rate, and the momentum where it is moved."""
        moved = {"momentum", "betas"} if self.cycle_momentum else set()
        return frozenset({"lr", *moved})

    def rates(self, lr: float, count: int) -> list[float]:  # noqa: ARG002 - it has its own
        """Return the learning rate of each batch."""
        low = self.max_lr / self.div_factor
        rise = float(self.pct_start * count) - 1
        ways = [(rise, low, self.max_lr)]
        if self.three_phase:
            ways.append((float(2 * self.pct_start * count) - 2, self.max_lr, low))
        begin = low if self.three_phase else self.max_lr
        ways.append((count - 1, begin, low / self.final_div_factor))
        return [self._rate_at(step, ways) for step in range(count)]

    def _rate_at(self, step: int, ways: list[tuple[float, float, float]]) -> float:
        """Return the rate at a batch, from the ends of the ways and the rates at both of theirs."""
        since = 0.0
        for end, start_rate, end_rate in ways:
            if step <= end or end is ways[-1][0]:
                share = (step - since) / (end - since) if end != since else 1.0
                return self._between(start_rate, end_rate, share)
            since = end
        return ways[-1][2]

    def _between(self, start: float, end: float, share: float) -> float:
        if self.anneal_strategy == "linear":
            return start + (end - start) * share
        return end + (start - end) / 2 * (1 + math.cos(math.pi * share))
