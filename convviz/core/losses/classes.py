"""Losses of classes: the output has a number for each class, the target is the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from convviz.core.call_numbers import ANY_NUMBER, SHARE, number
from convviz.core.call_parameters import ANY_INTEGER, ParameterKind, parameter
from convviz.core.losses.base import Loss, reduction, register


def _weight() -> Any:  # noqa: ANN401 - like dataclasses.field
    return parameter(ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER)


def _ignore_index() -> Any:  # noqa: ANN401 - likewise
    kind = ParameterKind.INTEGER
    return parameter(kind, -100, minimum=ANY_INTEGER, keyword_only=True, rare=True)


@register
@dataclass(frozen=True)
class CrossEntropyLoss(Loss):
    """Minus the logarithm of the share that softmax gives to the right class.

    Attributes:
        label_smoothing: The share of certainty that is spread over all classes: 0 spreads nothing,
            0.1 is usual.
    """

    weight: tuple[float, ...] | None = _weight()
    ignore_index: int = _ignore_index()
    reduction: str = reduction()
    label_smoothing: float = number(0.0, SHARE, keyword_only=True)

    takes_logits: ClassVar[bool] = True


@register
@dataclass(frozen=True)
class NLLLoss(Loss):
    """Minus the output of the right class, which must be a logarithm, as LogSoftmax makes it."""

    weight: tuple[float, ...] | None = _weight()
    ignore_index: int = _ignore_index()
    reduction: str = reduction()

    after: ClassVar[tuple[str, ...]] = ("LogSoftmax", "LogSigmoid")
