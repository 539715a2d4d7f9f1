"""Adam and what came of it: each weight has a rate of its own, from its gradients' size."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import flag, number
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.optimisers.base import Optimiser, betas, maximize, register, way
from convviz.core.optimisers.step_work import as_float32, put
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.optimisers.step_work import StepWork

_WARM: Final = 5.0
"""RAdam divides by the gradients' size once its measure of how well it knows that is above this."""

_MOST_UNSCALED: Final = 100
"""So many steps of RAdam are looked at."""


class AdamLike(Optimiser):
    """What remembers the mean of the gradients.

    Attributes:
        is_decoupled: Whether weight_decay always shrinks the weights themselves.
    """

    is_decoupled: ClassVar[bool] = False

    def shrinks_weights(self) -> bool:
        """Return whether weight_decay shrinks the weights themselves."""
        return self.is_decoupled or super().shrinks_weights()

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "β₁": "betas[0]", "β₂": "betas[1]"}

    def _decay(self, work: StepWork) -> None:
        work.turn()
        if self.is_decoupled or work.number("decoupled_weight_decay"):
            work.shrink()
        else:
            work.decay()


def _mean(work: StepWork) -> Number:
    """Return the mean of the gradients, which is remembered."""
    share, old = work.pair("betas")[0], work.kept.get("exp_avg", 0.0)
    numbers = work.blend(share, old, work.inside(work.g))
    return work.add(
        "m", "β₁·m + (1 − β₁)·g", numbers, share * old + (1.0 - share) * work.g, "exp_avg"
    )


def _mean_square(work: StepWork) -> Number:
    """Return the mean of the gradients' squares, likewise."""
    share, old = work.pair("betas")[1], work.kept.get("exp_avg_sq", 0.0)
    numbers = work.blend(share, old, work.squared_gradient())
    value = share * old + (1.0 - share) * work.g * work.g
    return work.add("v", "β₂·v + (1 − β₂)·g²", numbers, value, "exp_avg_sq")


def _without_start(work: StepWork, which: int, name: str, value: Number) -> Number:
    """Return a mean without what its start at 0 does to it.

    Args:
        work: The step.
        which: Of the betas.
        name: Of what comes out.
        value: The mean.
    """
    share = work.pair("betas")[which]
    numbers = put("{} / (1 − {}^{})", work.text(value), written(share), f"{work.step}")
    letter = "₁₂"[which]
    rule = f"{name[0]} / (1 − β{letter}^t)"
    return work.add(name, rule, numbers, value / (1.0 - share**work.step))


def _adam(work: StepWork) -> None:
    """Move by the mean gradient, divided by the size that gradients have."""
    mean, square = _mean(work), _mean_square(work)
    if work.number("amsgrad"):
        old = work.kept.get("max_exp_avg_sq", 0.0)
        numbers = put("max({}, {})", work.text(old), work.text(square))
        largest = work.maths.maximum(old, square)
        square = work.add("v", "max(v_max, v)", numbers, largest, "max_exp_avg_sq")
    mean = _without_start(work, 0, "m̂", mean)
    square = _without_start(work, 1, "v̂", square)
    divisor = work.root_and_eps("d", "√v̂ + ε", square, work.number("eps"))
    work.move("w − lr·m̂ / d", work.number("lr"), mean, divisor)


@register
@dataclass(frozen=True)
class Adam(AdamLike):
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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return that first steps are alike, and what there is to say of weight_decay."""
        if not self.weight_decay or self.shrinks_weights():
            yield explain(ExplanationCode.FIRST_STEP_IS_RATE, lr=written(self.lr))
        yield from super().notes_on_numbers(spatial)

    def work_out(self, work: StepWork) -> None:
        """Move by the mean gradient, divided by the size that gradients have."""
        self._decay(work)
        _adam(work)


@register
@dataclass(frozen=True)
class AdamW(AdamLike):
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

    is_decoupled: ClassVar[bool] = True

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight: means, largest squares."""
        return 3 if self.amsgrad else 2

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return that first steps are alike, and what there is to say of weight_decay."""
        if not self.weight_decay or self.shrinks_weights():
            yield explain(ExplanationCode.FIRST_STEP_IS_RATE, lr=written(self.lr))
        yield from super().notes_on_numbers(spatial)

    def work_out(self, work: StepWork) -> None:
        """Move by the mean gradient, divided by the size that gradients have."""
        self._decay(work)
        _adam(work)


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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        if not self.weight_decay:
            yield explain(ExplanationCode.FIRST_STEP_OF_LARGEST, lr=written(self.lr))
        yield from super().notes_on_numbers(spatial)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "β₁": "betas[0]", "β₂": "betas[1]"}

    def work_out(self, work: StepWork) -> None:
        """Move by the mean gradient, divided by the largest gradient of late."""
        work.turn()
        work.decay()
        mean = _mean(work)
        share, eps, old = work.pair("betas")[1], work.number("eps"), work.kept.get("exp_inf", 0.0)
        size = work.maths.maximum(work.g, -work.g) + eps
        first = put("{}·{}", written(share), work.text(old))
        numbers = put("max({}, |{}| + {})", first, work.text(work.g), written(eps))
        largest = work.maths.maximum(share * old, size)
        size = work.add("u", "max(β₂·u, |g| + ε)", numbers, largest, "exp_inf")
        work.move("w − lr·m̂ / u", work.number("lr"), _without_start(work, 0, "m̂", mean), size)


@register
@dataclass(frozen=True)
class NAdam(AdamLike):
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

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        if not self.weight_decay or self.shrinks_weights():
            first = self.betas[0]
            now, ahead = (first * (1 - 0.5 * 0.96 ** (n * self.momentum_decay)) for n in (1, 2))
            times = 1 + ahead * (1 - first) / (1 - now * ahead)
            code, lr = ExplanationCode.FIRST_STEP_LOOKS_AHEAD, written(self.lr)
            yield explain(code, lr=lr, times=written(round(times, 3)))
        yield from super().notes_on_numbers(spatial)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        return {**super().rule_letters(), "ψ": "momentum_decay"}

    def work_out(self, work: StepWork) -> None:
        """Move by what the mean gradient will be after the next step, as far as is known."""
        self._decay(work)
        now, ahead = self._shares(work)
        old = work.kept.get("mu_product", 1.0)
        value = as_float32(old * as_float32(now))  # as torch keeps it, whatever the weights are
        product = work.add(
            "Π", "Π·μ", put("{}·{}", work.text(old), written(now)), value, "mu_product"
        )
        mean = _mean(work)
        square = _without_start(work, 1, "v̂", _mean_square(work))
        divisor = work.root_and_eps("d", "√v̂ + ε", square, work.number("eps"))
        own, coming = (1.0 - now) / (1.0 - product), ahead / (1.0 - product * ahead)
        first = put("{}·{}", written(own), work.inside(work.g))
        numbers = put("{} + {}·{}", first, written(coming), work.inside(mean))
        by = work.add(
            "s", "(1 − μ)/(1 − Π)·g + μ⁺/(1 − Π·μ⁺)·m", numbers, own * work.g + coming * mean
        )
        work.move("w − lr·s / d", work.number("lr"), by, divisor)

    def _shares(self, work: StepWork) -> tuple[float, float]:
        """Return the share of the mean gradient in this step, and in the next."""
        first, decay, step = work.pair("betas")[0], work.number("momentum_decay"), work.step
        now, ahead = (first * (1.0 - 0.5 * 0.96 ** (n * decay)) for n in (step, step + 1))
        for name, times, n, share in (("μ", "t", step, now), ("μ⁺", "(t+1)", step + 1, ahead)):
            numbers = f"{written(first)}·(1 − 0.5·0.96^({n}·{written(decay)}))"
            work.add(name, f"β₁·(1 − 0.5·0.96^({times}·ψ))", numbers, share)
        return now, ahead


@register
@dataclass(frozen=True)
class RAdam(AdamLike):
    """Adam that divides by the gradients' size only once it knows that size well enough."""

    lr: float = number(1e-3)
    betas: tuple[float, float] = betas()
    eps: float = number(1e-8)
    weight_decay: float = number(0.0)
    decoupled_weight_decay: bool = flag()
    foreach: bool | None = way()
    maximize: bool = maximize()

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how long its first step is, and what there is to say of weight_decay."""
        steps = self._unscaled_steps()
        if 0 < steps < _MOST_UNSCALED and not self.weight_decay:
            yield explain(ExplanationCode.FIRST_STEPS_UNSCALED, steps=steps)
        yield from super().notes_on_numbers(spatial)

    def _unscaled_steps(self) -> int:
        """Return in how many steps the size of gradients is not known yet, of the first ones."""
        share = self.betas[1]
        most = 2.0 / (1.0 - share) - 1.0
        known = (most - 2.0 * n * share**n / (1.0 - share**n) for n in range(1, _MOST_UNSCALED))
        return sum(1 for _ in itertools.takewhile(lambda size: size <= _WARM, known))

    def work_out(self, work: StepWork) -> None:
        """Move by the mean gradient alone, until the size of gradients is known."""
        self._decay(work)
        share, step, lr = work.pair("betas")[1], work.step, work.number("lr")
        mean, square = _mean(work), _mean_square(work)
        mean = _without_start(work, 0, "m̂", mean)
        most, rest = 2.0 / (1.0 - share) - 1.0, 1.0 - share**step
        known = most - 2.0 * step * share**step / rest
        length = f"{written(most)} − 2·{step}·{written(share)}^{step} / {written(rest)}"
        work.add("ρ", "ρ∞ − 2·t·β₂^t / (1 − β₂^t)", length, known)
        if known <= _WARM:
            work.move("w − lr·m̂  (ρ ≤ 5)", lr, mean)
            return
        rate = self._rate(work, known, most)
        eps = work.number("eps")
        numbers = put("√{} / (√{} + {})", written(rest), work.text(square), written(eps))
        size = math.sqrt(rest) / (work.maths.sqrt(square) + eps)
        size = work.add("l", "√(1 − β₂^t) / (√v + ε)", numbers, size)
        numbers = put("{}·{}·{}", work.text(mean), written(rate), work.text(size))
        work.move("w − lr·s", lr, work.add("s", "m̂·r·l", numbers, mean * rate * size))

    def _rate(self, work: StepWork, known: float, most: float) -> float:
        over = (known - 4) * (known - 2) * most
        rate = math.sqrt(over / ((most - 4) * (most - 2) * known))
        numbers = (
            f"√(({written(known)} − 4)·({written(known)} − 2)·{written(most)} / "
            f"(({written(most)} − 4)·({written(most)} − 2)·{written(known)}))"
        )
        work.add("r", "√((ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ))", numbers, rate)
        return rate
