"""Claims about the steps of optimisers."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.engine.compute.optimiser_module import OptimiserModule

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims

_NEAR = 1e-3


def _walked(optimiser: Any, gradients: list[float], weight: float) -> list[float]:
    """Return where a weight stands, before and behind each step."""
    shape = (1, 1) if optimiser.moves_matrices else (1,)
    given = torch.tensor(gradients, dtype=torch.float64).reshape(-1, *shape)
    start = torch.full(shape, weight, dtype=torch.float64)
    return [weight, *OptimiserModule(optimiser)(given, start).ravel().tolist()]


def _is_near(found: float, expected: float) -> bool:
    return abs(found - expected) <= _NEAR * max(abs(expected), 1e-6)


def _moves_by_rate(case: Case) -> bool:
    lr = float(case.facts["lr"])
    one, ten = (_walked(case.layer, [size], 0.0)[1] for size in (1.0, 10.0))
    return _is_near(one, -lr) and _is_near(ten, -10 * lr)


def _adds_up(case: Case) -> bool:
    plain: Any = case.layer
    optimiser = plain.replace(weight_decay=0.0, maximize=False)
    walked = _walked(optimiser, [1.0] * 400, 0.0)
    step = abs(walked[-1] - walked[-2]) / plain.lr
    shared = float(case.facts["momentum"]) == round(plain.momentum, 6)
    return bool(shared and abs(step - float(case.facts["times"])) < 0.02 * step + 0.01)


def _first_steps_are_alike(case: Case) -> bool:
    optimiser: Any = case.layer
    lengths = [abs(_walked(optimiser, [size], 0.0)[1]) for size in (0.01, 1.0, 100.0)]
    return all(_is_near(length, float(case.facts["lr"])) for length in lengths)


def _is_even(case: Case) -> bool:
    """Rows of a matrix whose directions are of very different sizes."""
    optimiser: Any = case.layer
    chance = torch.Generator().manual_seed(0)
    turned, _ = torch.linalg.qr(torch.randn(4, 4, generator=chance, dtype=torch.float64))
    for sizes in ((1.0, 1.0, 1.0, 1.0), (100.0, 30.0, 5.0, 2.0), (0.3, 0.2, 0.02, 0.01)):
        gradient = turned @ torch.diag(torch.tensor(sizes, dtype=torch.float64)) @ turned.T
        moved = OptimiserModule(optimiser)(gradient, torch.zeros_like(gradient))
        steps = torch.linalg.svdvals(moved) / float(case.facts["lr"])
        # A matrix as wide as tall: r is 1. What bfloat16 rounds is 0.02 at most.
        if not bool(((steps > 0.68 - 0.02) & (steps < 1.14 + 0.02)).all()):
            return False
    return True


def _shrinks(case: Case) -> bool:
    before, after = _walked(case.layer, [0.0], 2.0)
    return _is_near(before - after, 2.0 * float(case.facts["share"]))


def _joins(case: Case) -> bool:
    optimiser: Any = case.layer
    decay = float(case.facts["decay"])
    without = _walked(optimiser.replace(weight_decay=0.0), [3.0 + decay * 2.0], 2.0)
    return _is_near(_walked(optimiser, [3.0], 2.0)[1], without[1])


def _gets_shorter(case: Case) -> bool:
    optimiser: Any = case.layer
    walked = _walked(optimiser, [1.0] * 9, 0.0)
    lengths = [before - after for before, after in itertools.pairwise(walked)]
    shares = (length * (t**0.5) / optimiser.lr for t, length in enumerate(lengths, start=1))
    return all(_is_near(abs(share), 1.0) for share in shares)


def _lengths(case: Case, gradients: tuple[float, ...] = (0.01, 1.0, 100.0)) -> list[float]:
    """Return how far a weight of 0 moves in its first step, for gradients of several sizes."""
    return [abs(_walked(case.layer, [size], 0.0)[1]) for size in gradients]


def _first_step_is_longer(case: Case) -> bool:
    optimiser: Any = case.layer
    share = case.facts.get("share")
    remembered = share is None or _is_near(float(share), 1 - optimiser.alpha)
    length = float(case.facts["lr"]) * float(case.facts["times"])
    return remembered and all(_is_near(found, length) for found in _lengths(case))


def _first_step_is_of_eps(case: Case) -> bool:
    optimiser: Any = case.layer
    length = float(case.facts["length"])
    is_eps = float(str(case.facts["eps"]).replace("\u2212", "-")) == optimiser.eps
    return is_eps and all(abs(found - length) < 0.01 * length for found in _lengths(case, (1, 99)))


def _is_unscaled(case: Case) -> bool:
    steps = int(case.facts["steps"])
    one, ten = (_walked(case.layer, [size] * (steps + 1), 0.0) for size in (1.0, 10.0))
    is_ten_times = [_is_near(far, 10 * near) for near, far in zip(one, ten, strict=True)]
    return all(is_ten_times[: steps + 1]) and not is_ten_times[-1]


def _only_signs(case: Case) -> bool:
    lr, up, down = (float(case.facts[name]) for name in ("lr", "up", "down"))
    one, ten = (_walked(case.layer, [size, size, -size], 0.0) for size in (1.0, 10.0))
    grown = one[1] - one[2]
    shrunk = abs(_walked(case.layer, [1.0, -1.0, -1.0], 0.0)[3] + lr)
    alike = all(_is_near(*pair) for pair in zip(one, ten, strict=True))
    return (
        alike and _is_near(one[1], -lr) and _is_near(grown, lr * up) and _is_near(shrunk, lr * down)
    )


def _is_sgd_that_shrinks(case: Case) -> bool:
    lr, share = (float(case.facts[name]) for name in ("lr", "share"))
    walked = _walked(case.layer, [3.0, 3.0], 2.0)
    later = walked[1] * (1 - share) - walked[2]
    return _is_near(walked[1], 2.0 * (1 - share) - 3.0 * lr) and 0 < later < 3.0 * lr


CLAIMS: Claims = {
    Code.FIRST_STEP_OF_SQUARE: _first_step_is_longer,
    Code.FIRST_STEP_LOOKS_AHEAD: _first_step_is_longer,
    Code.FIRST_STEP_OF_LARGEST: _first_steps_are_alike,
    Code.FIRST_STEP_OF_NOTHING: _first_step_is_of_eps,
    Code.FIRST_STEPS_UNSCALED: _is_unscaled,
    Code.ONLY_SIGNS_COUNT: _only_signs,
    Code.AVERAGE_BESIDE_STEPS: _is_sgd_that_shrinks,
    Code.STEP_IS_RATE_TIMES_GRADIENT: _moves_by_rate,
    Code.MOMENTUM_ADDS_UP: _adds_up,
    Code.ORTHOGONAL_STEP: _is_even,
    Code.FIRST_STEP_IS_RATE: _first_steps_are_alike,
    Code.DECAY_SHRINKS: _shrinks,
    Code.DECAY_JOINS_GRADIENT: _joins,
    Code.SQUARES_ONLY_GROW: _gets_shorter,
}
