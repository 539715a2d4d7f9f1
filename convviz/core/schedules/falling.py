"""Schedules that follow the epochs alone: steps, curves, warm-up."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any, Self

from convviz.core.call_numbers import ANY_NUMBER, SHARE, number
from convviz.core.call_parameters import ANY_INTEGER, Limits, ParameterKind, parameter
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.schedules.base import Schedule, register

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.optimisers import Optimiser

_ABOVE_ZERO_SHARE = Limits(above=0, maximum=1)


def _epochs(
    default: Any = dataclasses.MISSING,  # noqa: ANN401 - an integer or nothing
    *,
    first: int | None = None,
) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of a number of epochs; torch takes negative ones, too."""
    return parameter(ParameterKind.INTEGER, default, minimum=ANY_INTEGER, first=first)


def _refuse_zero(name: str, value: int) -> None:
    if value == 0:
        raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter=name, value=value)


def _power(factor: float, times: int) -> float:
    """Return a factor taken several times; infinity where that is too large for Python."""
    return math.prod(repeat(factor, times), start=1.0)


def _multiplied(lr: float, factors: Iterable[float]) -> list[float]:
    """Return what a rate becomes, multiplied by one factor after another."""
    return list(accumulate(factors, lambda rate, factor: rate * factor, initial=lr))


@register
@dataclass(frozen=True)
class StepLR(Schedule):
    """The rate falls by a factor again and again, after so many epochs each time.

    Attributes:
        step_size: Epochs from one fall to the next.
    """

    step_size: int = _epochs(first=10)
    gamma: float = number(0.1, ANY_NUMBER)

    @classmethod
    def fitted(cls, epochs: int) -> Self:
        """Return one that falls twice."""
        return cls(max(1, round(epochs / 3)))

    def check(self) -> None:
        """Refuse a step of no epochs: torch divides by it.

        Raises:
            ParameterError: that of a value; DIVISOR_ZERO.
        """
        super().check()
        _refuse_zero("step_size", self.step_size)

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch."""
        falls = (epoch % self.step_size == 0 for epoch in range(1, count))
        return _multiplied(lr, (self.gamma if is_one else 1.0 for is_one in falls))


@register
@dataclass(frozen=True)
class MultiStepLR(Schedule):
    """The rate falls by a factor at epochs that you name.

    Attributes:
        milestones: The epochs after which it falls.
    """

    milestones: tuple[int, ...] = parameter(
        ParameterKind.SHAPE, minimum=ANY_INTEGER, first=(10, 20)
    )
    gamma: float = number(0.1, ANY_NUMBER)

    @classmethod
    def fitted(cls, epochs: int) -> Self:
        """Return one that falls after half and after three quarters of the run."""
        return cls(tuple(sorted({max(1, epochs // 2), max(1, epochs * 3 // 4)})))

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch; one that is named twice falls twice."""
        times = Counter(self.milestones)
        factors = (_power(self.gamma, times[epoch]) for epoch in range(count))
        return _multiplied(lr, factors)[1:]


@register
@dataclass(frozen=True)
class ExponentialLR(Schedule):
    """The rate falls by the same factor after every epoch."""

    gamma: float = number(limits=ANY_NUMBER, first=0.9)

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch."""
        return _multiplied(lr, repeat(self.gamma, count - 1))


@register
@dataclass(frozen=True)
class CosineAnnealingLR(Schedule):
    """The rate falls along half a cosine, slowly at both ends.

    Attributes:
        T_max: The epochs of the fall; after them the rate rises again.
    """

    T_max: int = _epochs(first=10)
    eta_min: float = number(0.0, ANY_NUMBER)

    @classmethod
    def fitted(cls, epochs: int) -> Self:
        """Return one that falls over the whole run."""
        return cls(max(1, epochs))

    def check(self) -> None:
        """Refuse a fall of no epochs: torch divides by it.

        Raises:
            ParameterError: that of a value; DIVISOR_ZERO.
        """
        super().check()
        _refuse_zero("T_max", self.T_max)

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch."""
        height = (lr - self.eta_min) / 2
        angles = (math.pi * epoch / self.T_max for epoch in range(count))
        return [self.eta_min + height * (1 + math.cos(angle)) for angle in angles]


@register
@dataclass(frozen=True)
class LinearLR(Schedule):
    """The rate goes from one share of itself to another in a straight line: a warm-up.

    Attributes:
        start_factor: The share of the learning rate at the beginning.
        end_factor: Its share at the end.
    """

    start_factor: float = number(1 / 3, _ABOVE_ZERO_SHARE)
    end_factor: float = number(1.0, SHARE)
    total_iters: int = _epochs(5)

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch."""
        start, rise = self.start_factor, self.end_factor - self.start_factor
        total = max(self.total_iters, 0)
        done = (min(epoch, total) / total if total else 0.0 for epoch in range(count))
        return [lr * (start + rise * share) for share in done]


@register
@dataclass(frozen=True)
class ConstantLR(Schedule):
    """The rate stays at a share of itself for some epochs, then it is the whole.

    Attributes:
        factor: The share.
    """

    factor: float = number(1 / 3, SHARE)
    total_iters: int = _epochs(5)

    def check_training(self, optimiser: Optimiser, count: int) -> None:
        """Refuse a share of 0 that ends within the run: torch divides by it there.

        Raises:
            ParameterError: DIVISOR_ZERO.
        """
        super().check_training(optimiser, count)
        if self.factor == 0 and 0 < self.total_iters < count:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="factor", value=0)

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch; torch never ends a share of no epochs."""
        ends = self.total_iters if self.total_iters > 0 else count
        return [lr * self.factor if epoch < ends else lr for epoch in range(count)]
