"""The step of one weight, worked out by hand by its optimiser's rule. Without Qt and torch."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop
from convviz.core.optimisers.muon import MATRIX_AXES, Muon
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.stepping.step_work import StepLine, StepWork
from convviz.stepping.worked_numbers import inside, written

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.protocol.worked_batch import WeightStep

_WARM: Final = 5.0
"""RAdam divides by the gradients' size once its measure of how well it knows that is above this."""


def work_out_step(optimiser: Optimiser, step: WeightStep) -> tuple[StepLine, ...]:
    """Return the rule of an optimiser with the numbers of one weight.

    The last line is the weight behind the step. What the settings were in that step counts, not
    what the document says: a schedule or a person may have changed them.

    Args:
        optimiser: Which rule.
        step: The numbers.

    Returns:
        No lines for a rule that cannot be followed with one weight alone.

    Source:
        torch.optim, 2.13: the algorithm box of each optimiser.
    """
    rule = _RULES.get(type(optimiser))
    if rule is None:
        return ()
    work = StepWork(step.settings, step.remembered, step.before, step.gradient, step)
    try:
        rule(work)
    except (OverflowError, ZeroDivisionError, ValueError):  # numbers that are not finite any more
        return ()
    return tuple(work.lines)


def _turned(work: StepWork) -> None:
    if work.number("maximize"):
        work.g = work.add("g", "−g", f"−{inside(work.g)}", -work.g)


def _decayed(work: StepWork) -> None:
    """Add the weight to the gradient, by weight_decay."""
    decay = work.number("weight_decay")
    if decay:
        numbers = f"{written(work.g)} + {written(decay)}·{inside(work.w)}"
        work.g = work.add("g", "g + λ·w", numbers, work.g + decay * work.w)


def _shrunk(work: StepWork) -> None:
    """Shrink the weight itself, by weight_decay."""
    decay, lr = work.number("weight_decay"), work.number("lr")
    if decay:
        numbers = f"{written(work.w)}·(1 − {written(lr)}·{written(decay)})"
        work.w = work.add("w", "w·(1 − lr·λ)", numbers, work.w * (1.0 - lr * decay))


def _moved(
    work: StepWork, rule: str, factor: float, by: float, divisor: float | None = None
) -> None:
    """Move the weight, which ends the step."""
    change = factor * by if divisor is None else factor * by / divisor
    numbers = f"{written(work.w)} − {written(factor)}·{inside(by)}"
    if divisor is not None:
        numbers += f" / {inside(divisor)}"
    work.w = work.add("w", rule, numbers, work.w - change)


def _blend(share: float, old: float, new: str) -> str:
    return f"{written(share)}·{inside(old)} + (1 − {written(share)})·{new}"


def _sgd(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    momentum, dampening = work.number("momentum"), work.number("dampening")
    if momentum:
        old = work.kept.get("momentum_buffer")
        if old is None:
            buffer = work.add("v", "g", written(work.g), work.g, "momentum_buffer")
        else:
            numbers = (
                f"{written(momentum)}·{inside(old)} + (1 − {written(dampening)})·{inside(work.g)}"
            )
            value = momentum * old + (1.0 - dampening) * work.g
            buffer = work.add("v", "μ·v + (1 − τ)·g", numbers, value, "momentum_buffer")
        if work.number("nesterov"):
            numbers = f"{written(work.g)} + {written(momentum)}·{inside(buffer)}"
            work.g = work.add("g", "g + μ·v", numbers, work.g + momentum * buffer)
        else:
            _moved(work, "w − lr·v", work.number("lr"), buffer)
            return
    _moved(work, "w − lr·g", work.number("lr"), work.g)


def _means(work: StepWork) -> tuple[float, float]:
    """Return the mean of the gradients and of their squares."""
    first, second = work.pair("betas")
    old, old_square = work.kept.get("exp_avg", 0.0), work.kept.get("exp_avg_sq", 0.0)
    mean = first * old + (1.0 - first) * work.g
    work.add("m", "β₁·m + (1 − β₁)·g", _blend(first, old, inside(work.g)), mean, "exp_avg")
    square = second * old_square + (1.0 - second) * work.g * work.g
    numbers = _blend(second, old_square, f"{inside(work.g)}²")
    work.add("v", "β₂·v + (1 − β₂)·g²", numbers, square, "exp_avg_sq")
    return mean, square


def _decay_of_adam(work: StepWork, *, decoupled: bool) -> None:
    if decoupled or work.number("decoupled_weight_decay"):
        _shrunk(work)
    else:
        _decayed(work)


def _without_start(work: StepWork, share: float, name: str, value: float) -> float:
    """Return a mean without what its start at 0 does to it."""
    rest = 1.0 - share**work.step
    numbers = f"{written(value)} / (1 − {written(share)}^{work.step})"
    letter = "₁" if name == "m̂" else "₂"
    return work.add(name, f"{name[0]} / (1 − β{letter}^t)", numbers, value / rest)


def _adam_with(work: StepWork, *, decoupled: bool) -> None:
    _turned(work)
    _decay_of_adam(work, decoupled=decoupled)
    first, second = work.pair("betas")
    mean, square = _means(work)
    if work.number("amsgrad"):
        old = work.kept.get("max_exp_avg_sq", 0.0)
        numbers = f"max({written(old)}, {written(square)})"
        square = work.add("v", "max(v_max, v)", numbers, max(old, square), "max_exp_avg_sq")
    mean = _without_start(work, first, "m̂", mean)
    square = _without_start(work, second, "v̂", square)
    eps = work.number("eps")
    numbers = f"√{written(square)} + {written(eps)}"
    divisor = work.add("d", "√v̂ + ε", numbers, math.sqrt(square) + eps)
    _moved(work, "w − lr·m̂ / d", work.number("lr"), mean, divisor)


def _adam(work: StepWork) -> None:
    _adam_with(work, decoupled=False)


def _adamw(work: StepWork) -> None:
    _adam_with(work, decoupled=True)


def _adamax(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    first, second = work.pair("betas")
    old, largest = work.kept.get("exp_avg", 0.0), work.kept.get("exp_inf", 0.0)
    mean = first * old + (1.0 - first) * work.g
    work.add("m", "β₁·m + (1 − β₁)·g", _blend(first, old, inside(work.g)), mean, "exp_avg")
    eps = work.number("eps")
    numbers = f"max({written(second)}·{written(largest)}, |{written(work.g)}| + {written(eps)})"
    size = max(second * largest, abs(work.g) + eps)
    work.add("u", "max(β₂·u, |g| + ε)", numbers, size, "exp_inf")
    mean = _without_start(work, first, "m̂", mean)
    _moved(work, "w − lr·m̂ / u", work.number("lr"), mean, size)


def _nadam(work: StepWork) -> None:
    _turned(work)
    _decay_of_adam(work, decoupled=False)
    first, second = work.pair("betas")
    decay, step, lr = work.number("momentum_decay"), work.step, work.number("lr")
    now, ahead = (first * (1.0 - 0.5 * 0.96 ** (n * decay)) for n in (step, step + 1))
    work.add("μ", "β₁·(1 − 0.5·0.96^(t·ψ))", _nadam_numbers(first, step, decay), now)
    work.add("μ⁺", "β₁·(1 − 0.5·0.96^((t+1)·ψ))", _nadam_numbers(first, step + 1, decay), ahead)
    old = work.kept.get("mu_product", 1.0)
    numbers = f"{written(old)}·{written(now)}"
    product = work.add("Π", "Π·μ", numbers, old * now, "mu_product")
    mean, square = _means(work)
    square = _without_start(work, second, "v̂", square)
    eps = work.number("eps")
    numbers = f"√{written(square)} + {written(eps)}"
    divisor = work.add("d", "√v̂ + ε", numbers, math.sqrt(square) + eps)
    own, coming = (1.0 - now) / (1.0 - product), ahead / (1.0 - product * ahead)
    numbers = f"{written(own)}·{inside(work.g)} + {written(coming)}·{inside(mean)}"
    by = own * work.g + coming * mean
    work.add("s", "(1 − μ)/(1 − Π)·g + μ⁺/(1 − Π·μ⁺)·m", numbers, by)
    _moved(work, "w − lr·s / d", lr, by, divisor)


def _nadam_numbers(first: float, step: int, decay: float) -> str:
    return f"{written(first)}·(1 − 0.5·0.96^({step}·{written(decay)}))"


def _radam(work: StepWork) -> None:
    _turned(work)
    _decay_of_adam(work, decoupled=False)
    first, second = work.pair("betas")
    step, lr, eps = work.step, work.number("lr"), work.number("eps")
    mean, square = _means(work)
    mean = _without_start(work, first, "m̂", mean)
    most, rest = 2.0 / (1.0 - second) - 1.0, 1.0 - second**step
    known = most - 2.0 * step * second**step / rest
    numbers = f"{written(most)} − 2·{step}·{written(second)}^{step} / {written(rest)}"
    work.add("ρ", "ρ∞ − 2·t·β₂^t / (1 − β₂^t)", numbers, known)
    if known <= _WARM:
        _moved(work, "w − lr·m̂  (ρ ≤ 5)", lr, mean)
        return
    rate = math.sqrt((known - 4) * (known - 2) * most / ((most - 4) * (most - 2) * known))
    numbers = (
        f"√(({written(known)} − 4)·({written(known)} − 2)·{written(most)} / "
        f"(({written(most)} − 4)·({written(most)} − 2)·{written(known)}))"
    )
    work.add("r", "√((ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ))", numbers, rate)
    numbers = f"√{written(rest)} / (√{written(square)} + {written(eps)})"
    size = work.add(
        "l", "√(1 − β₂^t) / (√v + ε)", numbers, math.sqrt(rest) / (math.sqrt(square) + eps)
    )
    numbers = f"{written(mean)}·{written(rate)}·{written(size)}"
    by = work.add("s", "m̂·r·l", numbers, mean * rate * size)
    _moved(work, "w − lr·s", lr, by)


def _rmsprop(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    alpha, eps, momentum = (work.number(name) for name in ("alpha", "eps", "momentum"))
    old = work.kept.get("square_avg", 0.0)
    square = alpha * old + (1.0 - alpha) * work.g * work.g
    numbers = _blend(alpha, old, f"{inside(work.g)}²")
    work.add("v", "α·v + (1 − α)·g²", numbers, square, "square_avg")
    if work.number("centered"):
        before = work.kept.get("grad_avg", 0.0)
        mean = alpha * before + (1.0 - alpha) * work.g
        numbers = _blend(alpha, before, inside(work.g))
        work.add("m", "α·m + (1 − α)·g", numbers, mean, "grad_avg")
        numbers = f"√({written(square)} − {inside(mean)}²) + {written(eps)}"
        size = math.sqrt(max(0.0, square - mean * mean)) + eps
        work.add("d", "√(v − m²) + ε", numbers, size)
    else:
        numbers = f"√{written(square)} + {written(eps)}"
        size = work.add("d", "√v + ε", numbers, math.sqrt(square) + eps)
    lr = work.number("lr")
    if not momentum:
        _moved(work, "w − lr·g / d", lr, work.g, size)
        return
    last = work.kept.get("momentum_buffer", 0.0)
    numbers = f"{written(momentum)}·{inside(last)} + {inside(work.g)} / {written(size)}"
    value = momentum * last + work.g / size
    buffer = work.add("b", "μ·b + g / d", numbers, value, "momentum_buffer")
    _moved(work, "w − lr·b", lr, buffer)


def _adadelta(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    rho, eps = work.number("rho"), work.number("eps")
    old, moved = work.kept.get("square_avg", 0.0), work.kept.get("acc_delta", 0.0)
    square = rho * old + (1.0 - rho) * work.g * work.g
    numbers = _blend(rho, old, f"{inside(work.g)}²")
    work.add("v", "ρ·v + (1 − ρ)·g²", numbers, square, "square_avg")
    by = math.sqrt(moved + eps) / math.sqrt(square + eps) * work.g
    numbers = (
        f"√({written(moved)} + {written(eps)}) / √({written(square)} + {written(eps)})"
        f"·{inside(work.g)}"
    )
    work.add("Δ", "√(u + ε) / √(v + ε)·g", numbers, by)
    numbers = _blend(rho, moved, f"{inside(by)}²")
    work.add("u", "ρ·u + (1 − ρ)·Δ²", numbers, rho * moved + (1.0 - rho) * by * by, "acc_delta")
    _moved(work, "w − lr·Δ", work.number("lr"), by)


def _adagrad(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    lr, decay, eps = (work.number(name) for name in ("lr", "lr_decay", "eps"))
    before = work.step - 1
    rate = lr / (1.0 + before * decay)
    if decay:
        numbers = f"{written(lr)} / (1 + {before}·{written(decay)})"
        work.add("lr", "lr / (1 + (t − 1)·η)", numbers, rate)
    old = work.kept.get("sum", work.number("initial_accumulator_value"))
    numbers = f"{written(old)} + {inside(work.g)}²"
    total = work.add("s", "s + g²", numbers, old + work.g * work.g, "sum")
    numbers = f"√{written(total)} + {written(eps)}"
    size = work.add("d", "√s + ε", numbers, math.sqrt(total) + eps)
    _moved(work, "w − lr·g / d", rate, work.g, size)


def _asgd(work: StepWork) -> None:
    _turned(work)
    _decayed(work)
    lambd, rate = work.number("lambd"), work.kept.get("eta", work.number("lr"))
    numbers = f"{written(work.w)}·(1 − {written(lambd)}·{written(rate)})"
    work.w = work.add("w", "w·(1 − λ·η)", numbers, work.w * (1.0 - lambd * rate))
    _moved(work, "w − η·g", rate, work.g)


def _muon(work: StepWork) -> None:
    """What is no matrix is moved by AdamW with torch's other settings."""
    if len(work.told.shape) not in MATRIX_AXES:
        own = {name: work.settings[name] for name in ("lr", "weight_decay")}
        work.settings = own | {"betas": (0.9, 0.999), "eps": 1e-8}
        _adam_with(work, decoupled=True)
        return
    momentum = work.number("momentum")
    old = work.kept.get("momentum_buffer", 0.0)
    value = momentum * old + (1.0 - momentum) * work.g
    numbers = _blend(momentum, old, inside(work.g))
    work.add("v", "μ·v + (1 − μ)·g", numbers, value, "momentum_buffer")
    if work.number("nesterov"):
        numbers = _blend(momentum, value, inside(work.g))
        work.add("u", "μ·v + (1 − μ)·g", numbers, momentum * value + (1.0 - momentum) * work.g)
    _shrunk(work)
    # The direction comes from the whole matrix: it is read off what torch did.
    step = work.w - work.told.after
    work.add("s", "lr·O(U)[w]", "w − w_torch", step)
    work.add("w", "w − s", f"{written(work.w)} − {inside(step)}", work.told.after)


_RULES: Final[dict[type[Optimiser], Callable[[StepWork], None]]] = {
    SGD: _sgd,
    ASGD: _asgd,
    Adam: _adam,
    AdamW: _adamw,
    Adamax: _adamax,
    NAdam: _nadam,
    RAdam: _radam,
    RMSprop: _rmsprop,
    Adadelta: _adadelta,
    Adagrad: _adagrad,
    Muon: _muon,
}
