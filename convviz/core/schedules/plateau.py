"""The schedule that waits: the rate falls when the validation no longer gets better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_numbers import ANY_NUMBER, choice, number
from convviz.core.call_parameters import ANY_INTEGER, Limits, ParameterKind, parameter
from convviz.core.schedules.base import Schedule, register


@register
@dataclass(frozen=True)
class ReduceLROnPlateau(Schedule):
    """The rate falls by a factor once the validation has not got better for some epochs.

    Attributes:
        mode: "min" follows the validation loss, "max" the validation accuracy.
        factor: What the learning rate is multiplied by. It must be below 1.
        patience: Epochs without progress that are put up with.
        threshold: How much better counts as better.
        threshold_mode: Whether the threshold is a share of the best so far or a difference from it.
        cooldown: Epochs after a fall in which nothing is counted.
        min_lr: The learning rate does not fall below this.
        eps: A smaller fall is left out.
    """

    mode: str = choice("min", "max")
    factor: float = number(0.1, Limits(below=1))
    patience: int = parameter(ParameterKind.INTEGER, 10, minimum=ANY_INTEGER, first=2)
    threshold: float = number(1e-4, ANY_NUMBER)
    threshold_mode: str = choice("rel", "abs")
    cooldown: int = parameter(ParameterKind.INTEGER, 0, minimum=ANY_INTEGER)
    min_lr: float = number(0.0, ANY_NUMBER)
    eps: float = number(1e-8, ANY_NUMBER)

    follows_the_loss: ClassVar[bool] = True
    left_out: ClassVar[frozenset[str]] = frozenset()

    def rates(self, lr: float, count: int) -> list[float]:
        """Return the learning rate of each epoch while every one is better than the last."""
        return [lr] * count
