"""Optimisers that follow the gradient itself: SGD, and SGD with an average of the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.call_numbers import ANY_NUMBER, flag, number
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.optimisers.base import Optimiser, maximize, register, way
from convviz.core.optimisers.step_work import as_float32, put
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.optimisers.step_work import StepWork


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

    def largest_curved_step(self) -> float | None:
        """Return 2, and more with momentum, which steadies the steps; less where it looks ahead.

        Source:
            Goh 2017, "Why Momentum Really Works": lr below (2 + 2μ) / curvature.
        """
        if self.maximize or self.momentum >= 1 or self.dampening >= 1:
            return None
        most = 2.0 * (1.0 + self.momentum)
        if self.nesterov:
            return most / (1.0 + 2.0 * self.momentum)
        return most / (1.0 - self.dampening) if self.momentum else most

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return what lr or momentum does to a step, and what there is to say of weight_decay."""
        if 0 < self.momentum < 1 and not self.dampening:
            times = written(round(1 / (1 - self.momentum), 2))
            yield explain(
                ExplanationCode.MOMENTUM_ADDS_UP, momentum=written(self.momentum), times=times
            )
        elif not self.momentum and not self.weight_decay and not self.maximize:
            yield explain(ExplanationCode.STEP_IS_RATE_TIMES_GRADIENT, lr=written(self.lr))
        yield from super().notes_on_numbers(spatial)

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; NESTEROV_NEEDS_MOMENTUM, FUSED_WITH_FOREACH.
        """
        super().check()
        if self.nesterov and (self.momentum <= 0 or self.dampening != 0):
            raise ParameterError(ErrorCode.NESTEROV_NEEDS_MOMENTUM, parameter="nesterov")

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "τ": "dampening"}

    def work_out(self, work: StepWork) -> None:
        """Move against the gradient, or against the sum that momentum keeps."""
        work.turn()
        work.decay()
        lr, momentum = work.number("lr"), work.number("momentum")
        if not momentum:
            work.move("w − lr·g", lr, work.g)
            return
        buffer = self._buffer(work, momentum)
        if work.number("nesterov"):
            numbers = put("{} + {}·{}", work.text(work.g), written(momentum), work.inside(buffer))
            work.g = work.add("g", "g + μ·v", numbers, work.g + momentum * buffer)
            work.move("w − lr·g", lr, work.g)
        else:
            work.move("w − lr·v", lr, buffer)

    def _buffer(self, work: StepWork, momentum: float) -> Number:
        old, dampening = work.kept.get("momentum_buffer"), work.number("dampening")
        if old is None:
            return work.add("v", "g", work.text(work.g), work.g, "momentum_buffer")
        kept = put("{}·{}", written(momentum), work.inside(old))
        numbers = put("{} + (1 − {})·{}", kept, written(dampening), work.inside(work.g))
        value = momentum * old + (1.0 - dampening) * work.g
        return work.add("v", "μ·v + (1 − τ)·g", numbers, value, "momentum_buffer")


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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        if self.lambd > 0 and self.alpha > 0 and not self.weight_decay:
            code, share = ExplanationCode.AVERAGE_BESIDE_STEPS, written(self.lambd * self.lr)
            yield explain(code, lr=written(self.lr), share=share)
        yield from super().notes_on_numbers(spatial)

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: its average."""
        return 1

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        letters = {**super().rule_letters(), "λ": "lambd", "α": "alpha"}
        if self.weight_decay:
            del letters["λ"]  # it stands for both
        return letters

    def work_out(self, work: StepWork) -> None:
        """Move against the gradient by a rate that falls; the average of the weights moves none."""
        work.turn()
        work.decay()
        lambd, lr, alpha = (work.number(name) for name in ("lambd", "lr", "alpha"))
        rate = work.kept.get("eta", as_float32(lr))  # as torch keeps it, whatever the weights are
        numbers = put("{}·(1 − {}·{})", work.text(work.w), written(lambd), work.text(rate))
        work.w = work.add("w", "w·(1 − λ·η)", numbers, work.w * (1.0 - lambd * rate))
        power = f"(1 + {written(lambd)}·{written(lr)}·{work.step})^{written(alpha)}"
        value = lr / math.pow(1.0 + lambd * lr * work.step, alpha)  # refuses a root below 0
        numbers = put("{} / {}", written(lr), power)
        work.add("η⁺", "lr / (1 + λ·lr·t)^α", numbers, as_float32(value), "eta")
        work.move("w − η·g", rate, work.g)
