"""Optimisers that divide each gradient by its size of late, without Adam's mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.call_numbers import SHARE, flag, number, numbers
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.optimisers.base import Optimiser, maximize, register, way
from convviz.core.optimisers.step_work import put, squared
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.optimisers.step_work import StepWork


def _mean_square(work: StepWork, letter: str, share: float) -> Number:
    """Return the mean of the gradients' squares, which is remembered.

    Args:
        work: The step.
        letter: Of the share in the rule.
        share: Of what was remembered.
    """
    old = work.kept.get("square_avg", 0.0)
    numbers = work.blend(share, old, work.squared_gradient())
    value = share * old + (1.0 - share) * work.g * work.g
    return work.add("v", f"{letter}·v + (1 − {letter})·g²", numbers, value, "square_avg")


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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        if not self.weight_decay and not self.centered and 0 <= self.alpha < 1:
            share = 1 - self.alpha
            yield explain(
                ExplanationCode.FIRST_STEP_OF_SQUARE,
                lr=written(self.lr),
                times=written(round(share**-0.5, 3)),
                share=written(round(share, 6)),
            )
        yield from super().notes_on_numbers(spatial)

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: square, mean, the last step."""
        return 1 + (1 if self.centered else 0) + (1 if self.momentum else 0)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "α": "alpha"}

    def work_out(self, work: StepWork) -> None:
        """Divide the gradient by its size of late, then move, with momentum if there is any."""
        work.turn()
        work.decay()
        size, lr, momentum = self._size(work), work.number("lr"), work.number("momentum")
        if not momentum:
            work.move("w − lr·g / d", lr, work.g, size)
            return
        last = work.kept.get("momentum_buffer", 0.0)
        share = put("{} / {}", work.inside(work.g), work.text(size))
        numbers = put("{}·{} + {}", written(momentum), work.inside(last), share)
        value = momentum * last + work.g / size
        work.move("w − lr·b", lr, work.add("b", "μ·b + g / d", numbers, value, "momentum_buffer"))

    def _size(self, work: StepWork) -> Number:
        """Return what the gradient is divided by."""
        alpha, eps = work.number("alpha"), work.number("eps")
        square = _mean_square(work, "α", alpha)
        if not work.number("centered"):
            return work.root_and_eps("d", "√v + ε", square, eps)
        before = work.kept.get("grad_avg", 0.0)
        numbers = work.blend(alpha, before, work.inside(work.g))
        mean = alpha * before + (1.0 - alpha) * work.g
        mean = work.add("m", "α·m + (1 − α)·g", numbers, mean, "grad_avg")
        numbers = put(
            "√({} − {}) + {}", work.text(square), squared(work.inside(mean)), written(eps)
        )
        spread = work.maths.sqrt(square - mean * mean)
        return work.add("d", "√(v − m²) + ε", numbers, spread + eps)


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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        if not self.weight_decay and self.rho < 1:
            length = self.lr * math.sqrt(self.eps / (1 - self.rho))
            code, eps = ExplanationCode.FIRST_STEP_OF_NOTHING, written(self.eps)
            yield explain(code, length=f"{length:.3g}", eps=eps)
        yield from super().notes_on_numbers(spatial)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "ρ": "rho"}

    def work_out(self, work: StepWork) -> None:
        """Scale the gradient by how far the weight moved of late, then move."""
        work.turn()
        work.decay()
        rho, eps, moved = work.number("rho"), work.number("eps"), work.kept.get("acc_delta", 0.0)
        square = _mean_square(work, "ρ", rho)
        sqrt = work.maths.sqrt
        by = sqrt(moved + eps) / sqrt(square + eps) * work.g
        small = written(eps)
        roots = put("√({} + {}) / √({} + {})", work.text(moved), small, work.text(square), small)
        work.add("Δ", "√(u + ε) / √(v + ε)·g", put("{}·{}", roots, work.inside(work.g)), by)
        numbers = work.blend(rho, moved, squared(work.inside(by)))
        value = rho * moved + (1.0 - rho) * by * by
        work.add("u", "ρ·u + (1 − ρ)·Δ²", numbers, value, "acc_delta")
        work.move("w − lr·Δ", work.number("lr"), by)


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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return that steps get shorter, and what there is to say of weight_decay."""
        if not self.weight_decay and not self.lr_decay and not self.initial_accumulator_value:
            yield explain(ExplanationCode.SQUARES_ONLY_GROW)
        yield from super().notes_on_numbers(spatial)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "η": "lr_decay"}

    def work_out(self, work: StepWork) -> None:
        """Divide the gradient by the root of all its squares so far, then move."""
        work.turn()
        work.decay()
        lr, decay, before = work.number("lr"), work.number("lr_decay"), work.step - 1
        rate = lr / (1.0 + before * decay)
        if decay:
            falling = f"{written(lr)} / (1 + {before}·{written(decay)})"
            work.add("lr", "lr / (1 + (t − 1)·η)", falling, rate)
        old = work.kept.get("sum", work.number("initial_accumulator_value"))
        numbers = put("{} + {}", work.text(old), work.squared_gradient())
        total = work.add("s", "s + g²", numbers, old + work.g * work.g, "sum")
        size = work.root_and_eps("d", "√s + ε", total, work.number("eps"))
        work.move("w − lr·g / d", rate, work.g, size)


@register
@dataclass(frozen=True)
class Rprop(Optimiser):
    """Each weight has a step of its own, which grows while its gradient keeps its sign.

    Attributes:
        lr: The first step of each weight.
        etas: What a step is multiplied by where the sign changed, and where it stayed.
        step_sizes: The smallest and the largest step.
    """

    lr: float = number(1e-2)
    etas: tuple[float, float] = numbers(0.5, 1.2)
    step_sizes: tuple[float, float] = numbers(1e-6, 50.0)
    foreach: bool | None = way()
    maximize: bool = maximize()

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        (down, up), (least, most) = map(sorted, (self.etas, self.step_sizes))
        if least <= self.lr <= most:
            code, lr = ExplanationCode.ONLY_SIGNS_COUNT, written(self.lr)
            yield explain(code, lr=lr, up=written(up), down=written(down))
        yield from super().notes_on_numbers(spatial)

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; ETAS_NOT_AROUND_ONE.
        """
        super().check()
        if not 0 < self.etas[0] < 1 < self.etas[1]:
            raise ParameterError(ErrorCode.ETAS_NOT_AROUND_ONE, parameter="etas")

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "η": "etas"}

    def work_out(self, work: StepWork) -> None:
        """Lengthen or shorten the weight's own step, then take it against the gradient's sign."""
        work.turn()
        (down, up), (least, most) = work.pair("etas"), work.pair("step_sizes")
        where, last = work.maths.where, work.kept.get("prev", 0.0)
        size, product = work.kept.get("step_size", work.number("lr")), work.g * last
        factor = where(product > 0, up, where(product < 0, down, 1.0))
        clipped = work.maths.minimum(work.maths.maximum(size * factor, least), most)
        numbers = put("{}·{}", work.text(size), work.text(factor))
        size = work.add("s", "s·η", numbers, clipped, "step_size")
        used = where(product < 0, 0.0, work.g)  # of an infinite one, too
        work.g = work.add("g", "[g·prev ≥ 0]·g", work.text(work.g), used, "prev")
        sign = where(work.g > 0, 1.0, where(work.g < 0, -1.0, 0.0))  # as torch's of NaN: 0
        numbers = put("{} − {}·{}", work.text(work.w), work.inside(sign), work.text(size))
        work.w = work.add("w", "w − sign(g)·s", numbers, work.w - sign * size)
