"""Optimisers that divide each gradient by its size of late, without Adam's mean."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core.call_numbers import SHARE, flag, number
from convviz.core.optimisers.base import Optimiser, maximize, register, way


@register
@dataclass(frozen=True)
class RMSprop(Optimiser):
    """Each gradient is divided by the root of its mean square of late.

    Attributes:
        alpha: How long the gradient's square is remembered: longer near 1.
        centered: Divide by the spread around the mean gradient instead.
    """

    lr: float = number(1e-2, first=1e-3)
    alpha: float = number(0.99)
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    momentum: float = number(0.0)
    centered: bool = flag()
    foreach: bool | None = way()
    maximize: bool = maximize()

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: square, mean, the last step."""
        return 1 + (1 if self.centered else 0) + (1 if self.momentum else 0)


@register
@dataclass(frozen=True)
class Adadelta(Optimiser):
    """Each gradient is scaled by how far its weight moved of late, so that lr can stay at 1.

    Attributes:
        lr: What each step is multiplied by at the end.
        rho: How long squares are remembered: longer near 1.
    """

    lr: float = number(1.0)
    rho: float = number(0.9, SHARE)
    eps: float = number(1e-6)
    weight_decay: float = number(0.0)
    foreach: bool | None = way(keyword_only=False)
    maximize: bool = maximize()


@register
@dataclass(frozen=True)
class Adagrad(Optimiser):
    """Each gradient is divided by the root of all its squares so far: steps only get smaller.

    Attributes:
        lr_decay: How fast the learning rate falls besides.
        initial_accumulator_value: What the sum of squares begins with.
    """

    lr: float = number(1e-2)
    lr_decay: float = number(0.0)
    weight_decay: float = number(0.0)
    initial_accumulator_value: float = number(0.0)
    eps: float = number(1e-10)
    foreach: bool | None = way(keyword_only=False)
    maximize: bool = maximize()
    fused: bool | None = way()

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: the sum of its squares."""
        return 1
