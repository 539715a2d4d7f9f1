"""Losses of distances: each output is compared with 1 for the right class, else with 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_numbers import ABOVE_ZERO, AT_LEAST_ZERO, number
from convviz.core.losses.base import Loss, Target, reduction, register


class DistanceLoss(Loss):
    """A loss of the differences between outputs and targets."""

    target: ClassVar[Target] = Target.ONE_HOT
    in_nats: ClassVar[bool] = False


@register
@dataclass(frozen=True)
class MSELoss(DistanceLoss):
    """The mean square of the differences from the targets."""

    reduction: str = reduction()


@register
@dataclass(frozen=True)
class L1Loss(DistanceLoss):
    """The mean size of the differences from the targets."""

    reduction: str = reduction()


@register
@dataclass(frozen=True)
class SmoothL1Loss(DistanceLoss):
    """Squares of small differences, sizes of large ones: L1Loss without its corner at 0.

    Attributes:
        beta: The difference up to which it is a square; 0 leaves none.
    """

    reduction: str = reduction()
    beta: float = number(1.0, AT_LEAST_ZERO, keyword_only=True)


@register
@dataclass(frozen=True)
class HuberLoss(DistanceLoss):
    """Squares of small differences, sizes of large ones times delta.

    Attributes:
        delta: The difference up to which it is a square.
    """

    reduction: str = reduction(keyword_only=False)
    delta: float = number(1.0, ABOVE_ZERO)
