"""What every loss is: ONE frozen dataclass named and parametrised as in torch.nn."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from convviz.core.call_numbers import choice
from convviz.core.calls import Call, Registry
from convviz.core.errors import ErrorCode, ParameterError


class Target(StrEnum):
    """What a loss compares the network's output with."""

    CLASS = "class"
    """The number of the right class."""
    ONE_HOT = "one_hot"
    """As many numbers as the output: 1 for the right class, 0 for the others."""


class Loss(Call):
    """How wrong the network is, as one number.

    Attributes:
        weight: How much each class counts: one number a class. None: all count the same.
        ignore_index: Pictures of this class do not count.
        reduction: How the losses of a batch become one: their mean or their sum. Training cannot
            use "none", which leaves them apart.
        target: What the output is compared with.
        reads_log_probabilities: Whether it needs an output that went through LogSoftmax.
    """

    reduction: str
    target: ClassVar[Target] = Target.CLASS
    reads_log_probabilities: ClassVar[bool] = False
    group: ClassVar[str] = "torch.nn"
    left_out: ClassVar[frozenset[str]] = frozenset({"size_average", "reduce"})

    def check_training(self, outputs: int) -> None:
        """Refuse what no training can use, beside what :meth:`check` refuses.

        Args:
            outputs: Numbers that the network makes of a picture.

        Raises:
            ParameterError: LOSS_NOT_ONE_NUMBER, CLASS_WEIGHT_COUNT.
        """
        if self.reduction == "none":
            raise ParameterError(ErrorCode.LOSS_NOT_ONE_NUMBER, parameter="reduction")
        weight: tuple[float, ...] | None = getattr(self, "weight", None)
        if weight is not None and len(weight) != outputs:
            code, count = ErrorCode.CLASS_WEIGHT_COUNT, len(weight)
            raise ParameterError(code, parameter="weight", count=count, outputs=outputs)


def reduction(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of what becomes of a batch's losses."""
    return choice("mean", "sum", "none", keyword_only=keyword_only)


_LOSSES: Registry[Loss] = Registry()
register = _LOSSES.register
unregister = _LOSSES.unregister
loss_types = _LOSSES.types
