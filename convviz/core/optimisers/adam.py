"""Adam and what came of it: each weight has a rate of its own, from its gradients' size."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core.call_numbers import flag, number
from convviz.core.optimisers.base import Optimiser, betas, maximize, register, way


@register
@dataclass(frozen=True)
class Adam(Optimiser):
    """Each weight moves by its mean gradient, divided by the size that its gradients have.

    Attributes:
        amsgrad: Divide by the largest squares so far, not by the current ones.
    """

    lr: float = number(1e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    amsgrad: bool = flag()
    foreach: bool | None = way()
    maximize: bool = maximize()
    fused: bool | None = way()
    decoupled_weight_decay: bool = flag(keyword_only=True)

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: means, largest squares."""
        return 3 if self.amsgrad else 2


@register
@dataclass(frozen=True)
class AdamW(Optimiser):
    """Adam whose weight decay shrinks the weights themselves, whatever their gradients.

    Attributes:
        weight_decay: The share of its value that each weight loses in a step, times lr.
        amsgrad: Divide by the largest squares so far, not by the current ones.
    """

    lr: float = number(1e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(1e-2)
    amsgrad: bool = flag()
    maximize: bool = maximize()
    foreach: bool | None = way()
    fused: bool | None = way()

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: means, largest squares."""
        return 3 if self.amsgrad else 2


@register
@dataclass(frozen=True)
class Adamax(Optimiser):
    """Adam that divides by the largest gradient of late instead of by a mean of squares.

    Attributes:
        betas: How long the gradient's mean and its largest size are remembered: longer near 1.
    """

    lr: float = number(2e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    foreach: bool | None = way(keyword_only=False)
    maximize: bool = maximize()


@register
@dataclass(frozen=True)
class NAdam(Optimiser):
    """Adam that looks ahead along its momentum, as Nesterov does.

    Attributes:
        momentum_decay: How fast the momentum rises to the first of the betas.
    """

    lr: float = number(2e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    momentum_decay: float = number(4e-3)
    decoupled_weight_decay: bool = flag()
    foreach: bool | None = way()
    maximize: bool = maximize()


@register
@dataclass(frozen=True)
class RAdam(Optimiser):
    """Adam that divides by the gradients' size only once it knows that size well enough."""

    lr: float = number(1e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    decoupled_weight_decay: bool = flag()
    foreach: bool | None = way()
    maximize: bool = maximize()
