"""Optimisers that follow the gradient itself: SGD, and SGD with an average of the weights."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core.call_numbers import ANY_NUMBER, flag, number
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.optimisers.base import Optimiser, maximize, register, way


@register
@dataclass(frozen=True)
class SGD(Optimiser):
    """Each weight moves against its gradient, with momentum if you like.

    Attributes:
        dampening: The share of the new gradient that momentum leaves out: usually 0.
        nesterov: Look ahead along the momentum. This needs a momentum above 0 and a dampening of 0.
    """

    lr: float = number(1e-3, first=0.01)
    momentum: float = number(0.0)
    dampening: float = number(0.0, ANY_NUMBER)
    weight_decay: float = number(0.0)
    nesterov: bool = flag()
    maximize: bool = maximize()
    foreach: bool | None = way()
    fused: bool | None = way()

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: the momentum's last step."""
        return 1 if self.momentum else 0

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; NESTEROV_NEEDS_MOMENTUM, FUSED_WITH_FOREACH.
        """
        super().check()
        if self.nesterov and (self.momentum <= 0 or self.dampening != 0):
            raise ParameterError(ErrorCode.NESTEROV_NEEDS_MOMENTUM, parameter="nesterov")


@register
@dataclass(frozen=True)
class ASGD(Optimiser):
    """Gradient descent with a falling rate, which also keeps an average of the weights.

    Attributes:
        lambd: How fast the learning rate falls.
        alpha: The power with which the learning rate falls.
        t0: The step from which on the weights are averaged.
    """

    lr: float = number(1e-2)
    lambd: float = number(1e-4, ANY_NUMBER)
    alpha: float = number(0.75, ANY_NUMBER)
    t0: float = number(1e6, ANY_NUMBER)
    weight_decay: float = number(0.0)
    foreach: bool | None = way(keyword_only=False)
    maximize: bool = maximize(keyword_only=False)

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: its average."""
        return 1
