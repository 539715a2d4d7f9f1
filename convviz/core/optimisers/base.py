"""What every optimiser is: ONE frozen dataclass named and parametrised as in torch.optim."""

from __future__ import annotations

from typing import Any, ClassVar

from convviz.core.call_numbers import BELOW_ONE, numbers
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.calls import Call, Registry
from convviz.core.errors import ErrorCode, ParameterError


class Optimiser(Call):
    """How the weights follow the gradient.

    Attributes:
        lr: Learning rate: how far the weights move against the gradient in one step.
        momentum: The share of the previous step that is kept: 0 keeps nothing, 0.9 is usual.
        weight_decay: How strongly large weights are pulled towards zero (an L2 penalty).
        betas: How long the gradient's mean and its square are remembered: longer near 1.
        eps: Added to the divisor, so that it is never zero.
        maximize: Climb the loss instead of descending it.
        decoupled_weight_decay: Shrink the weights themselves, as AdamW does, instead of adding
            them to the gradient.
        foreach: Compute several weights in one call. None leaves that to torch; the result is the
            same but for rounding.
        fused: Compute a whole step in one kernel. None leaves that to torch; the result is the
            same but for rounding.
    """

    lr: float
    group: ClassVar[str] = "torch.optim"
    given: ClassVar[str] = "params"
    given_code: ClassVar[str] = "model.parameters()"
    left_out: ClassVar[frozenset[str]] = frozenset({"capturable", "differentiable"})

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight from one step to the next."""
        return 2

    def has_momentum(self) -> bool:
        """Return whether a schedule can move its momentum, or the first of its betas."""
        return not {"momentum", "betas"}.isdisjoint(self.parameters())

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; FUSED_WITH_FOREACH.
        """
        super().check()
        if getattr(self, "fused", None) and getattr(self, "foreach", None):
            raise ParameterError(ErrorCode.FUSED_WITH_FOREACH, parameter="foreach")


def betas() -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of Adam's two shares."""
    return numbers(0.9, 0.999, limits=BELOW_ONE)


def maximize(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a direction."""
    kind = ParameterKind.FLAG
    return parameter(kind, default=False, keyword_only=keyword_only, rare=True)


def way(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a way to compute that torch chooses itself: foreach or fused."""
    kind = ParameterKind.OPTIONAL_FLAG
    return parameter(kind, None, keyword_only=keyword_only, rare=True)


_OPTIMISERS: Registry[Optimiser] = Registry(
    "convviz.core.optimisers.sgd",
    "convviz.core.optimisers.adam",
    "convviz.core.optimisers.adaptive",
    "convviz.core.optimisers.muon",
)
register = _OPTIMISERS.register
unregister = _OPTIMISERS.unregister
optimiser_types = _OPTIMISERS.types
