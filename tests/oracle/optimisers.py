"""Compare the steps of every optimiser with torch's on many random settings.

    python -m tests.oracle.optimisers --count 20000 --seed 0

Settings are accepted and refused alike, weights are the same behind every step: with gradients that
are given and with those of a function, with zero_grad and without. The status is 1 if anything
differs.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import warnings
from dataclasses import fields
from random import Random
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from convviz.core.call_parameters import ParameterKind
from convviz.core.errors import ConvVizError
from convviz.core.layers.modes import Mode
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.base import PARAMS
from convviz.core.shown_layers import is_shown
from convviz.core.surface import EXAMPLES
from convviz.engine.compute.optimiser_module import OptimiserModule
from convviz.values.step_values import step_output

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.values.layer_values import Array

SHAPES: Final = ((3,), (1,), (4, 2), (1, 1), (9, 3), (3, 2, 2), (2, 1, 3, 2))
MATRICES: Final = ((2, 3), (3, 2), (1, 1), (1, 4), (4, 4), (3, 2, 3), (2, 5, 2), (4, 1, 2), (2, 3))
"""Of gradients where a matrix moves as a whole: one step of it, or several."""

NUMBERS: Final = (0.0, 1e-3, 0.1, 0.5, 0.9, 0.99, 1.0, 1.5, -0.1, math.inf)
ODD: Final = (0, -1, 99, 100)
"""Of integers: the least and the largest, and what is refused."""

POLYNOMIALS: Final = ((3.4445, -4.775, 2.0315), (1.5, -0.5, 0.0), (2.0, -1.5, 0.5))
"""Whose values stay between 0 and 1.3. Of others a rounded bit may grow to anything."""

SMOOTH: Final = tuple(function for function in EXAMPLES.values() if "sin" not in function)
"""Functions on which steps that are nearly the same stay so."""

USUAL: Final = 0.85
"""How often a number is one that torch takes."""

SAME: Final = 1e-7
"""How near two weights are that are the same, as a share of their size: the sums of float64."""

ROUNDED: Final = {"ASGD": 1e-4}
"""The same where torch keeps a rate in float32, whatever the weights are in."""


def shown_optimisers() -> list[type[Optimiser]]:
    """Return the optimisers that the calculator shows."""
    return [kind for kind in optimiser_types().values() if is_shown(kind)]


def random_optimiser(kind: type[Optimiser], chance: Random) -> Optimiser:
    """Return an optimiser with settings by chance, some of which are refused."""
    known, made = kind.parameters(), kind.new()
    changed: dict[str, Any] = {}
    for field in fields(kind):
        described = known[field.name]
        if described.kind is ParameterKind.FLAG:
            changed[field.name] = chance.random() < 1 / 3
        elif described.kind is ParameterKind.NUMBER and chance.random() < 1 / 2:
            usual = NUMBERS[1:6]
            changed[field.name] = chance.choice(usual if chance.random() < USUAL else NUMBERS)
        elif described.kind is ParameterKind.INTEGER and chance.random() < 1 / 2:
            changed[field.name] = chance.choice((1, 2, 3, 9) if chance.random() < USUAL else ODD)
        elif described.kind is ParameterKind.OPTIONAL_CHOICE:
            changed[field.name] = chance.choice((None, *described.choices))
        elif described.kind is ParameterKind.NUMBERS and chance.random() < 1 / 2:
            shares = (0.3, 0.9, 1.2) if field.name == "etas" else (0.5, 0.9, 0.999)
            pool: tuple[float, ...] = shares if chance.random() < USUAL else NUMBERS
            changed[field.name] = tuple(chance.choice(pool) for _ in range(described.count))
    if kind.moves_matrices:
        # The usual polynomial never comes to rest: after many times a rounded bit is the whole.
        at_rest = changed.get("ns_steps", 5) > 9
        changed["ns_coefficients"] = POLYNOMIALS[1] if at_rest else chance.choice(POLYNOMIALS)
    made = made.replace(**changed)
    # A spread around the mean that is 0 but for rounding: its root is 0 or no number, by chance.
    is_noise = getattr(made, "centered", False) and getattr(made, "alpha", 1.0) == 0.0
    return made.replace(centered=False) if is_noise else made


def random_mode(weights: tuple[int, ...], chance: Random) -> Mode:
    """Return whether gradients add up, and a function where two weights are moved."""
    is_walk = math.prod(weights) == 2
    function = chance.choice(["", *SMOOTH]) if is_walk else ""
    return Mode(zero_grad=chance.random() < 2 / 3, function=function)


def difference(
    optimiser: Optimiser, gradients: Array, weights: Array, mode: Mode
) -> tuple[str, bool]:
    """Return in what ours and torch's steps differ, "" for nothing, and whether both refuse."""
    ours: Array | None = None
    refusal = ""
    try:
        optimiser.check()
        ours = step_output(optimiser, gradients, {PARAMS: weights}, mode)
    except ConvVizError as error:
        refusal = str(error)
    try:
        theirs = _torchs(optimiser, gradients, weights, mode)
    except (ValueError, RuntimeError, ArithmeticError, ConvVizError) as error:
        return ("" if refusal else f"torch refuses: {error}"), True
    if ours is None:
        return f"refused by convviz alone: {refusal}", False
    same = ROUNDED.get(optimiser.type_name(), SAME) + optimiser.rounding(gradients.shape)
    return _unequal(ours, theirs, same), False


def _torchs(optimiser: Optimiser, gradients: Array, weights: Array, mode: Mode) -> Array:
    # What convviz refuses, torch is asked about all the same.
    made = getattr(torch.optim, optimiser.type_name())
    known = optimiser.parameters()
    settings = {name: getattr(optimiser, name) for name in known}
    tried = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    tried.grad = torch.ones_like(tried)
    made([tried], **settings).step()
    module = OptimiserModule(optimiser)
    module.forgets, module.function = mode.zero_grad, mode.function
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        moved = module(torch.from_numpy(gradients), torch.from_numpy(weights))
    result: Array = moved.detach().numpy()
    return result


def _unequal(ours: Array, theirs: Array, same: float) -> str:
    is_finite = np.isfinite(ours) & np.isfinite(theirs)
    if not np.array_equal(np.isfinite(ours), np.isfinite(theirs)):
        return "numbers that are not finite stand elsewhere"
    with np.errstate(all="ignore"):
        sizes = np.maximum(np.abs(ours), 1.0)
        far = np.abs(ours - theirs)[is_finite] > same * sizes[is_finite]
    return f"weights differ: {ours.tolist()} and {theirs.tolist()}" if far.any() else ""


def compare_many(kind: type[Optimiser], count: int, seed: int) -> tuple[int, int, str]:
    """Compare many steps of one optimiser.

    Returns:
        How often torch took the settings, how often it refused them, and the first difference.
    """
    chance = Random(f"{seed} {kind.__name__}")  # noqa: S311 - no secret
    numbers = np.random.default_rng(chance.randrange(2**32))
    taken = refused = 0
    for _ in range(count):
        optimiser = random_optimiser(kind, chance)
        shape = chance.choice(MATRICES if kind.moves_matrices else SHAPES)
        moved = optimiser.weights_shape(shape)
        mode = random_mode(moved, chance)
        size = chance.choice((1e-4, 1.0, 30.0))
        gradients = numbers.normal(size=shape) * size
        weights = numbers.normal(size=moved)
        found, both = difference(optimiser, gradients, weights, mode)
        if found:
            return taken, refused, f"{optimiser} on {shape}, {mode}: {found}"
        taken, refused = taken + (not both), refused + both
    return taken, refused, ""


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.optimisers", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="comparisons in all, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the random settings")
    options = parser.parse_args()
    torch.set_num_threads(1)
    started, total, different = time.perf_counter(), 0, 0
    kinds = shown_optimisers()
    for kind in kinds:
        taken, refused, found = compare_many(
            kind, math.ceil(options.count / len(kinds)), options.seed
        )
        total += taken + refused
        sys.stdout.write(f"{kind.__name__:10} {taken:6} accepted, {refused} refused\n")
        if found:
            different += 1
            sys.stdout.write(f"  DISAGREEMENT: {found}\n")
        sys.stdout.flush()
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{total} settings of {len(kinds)} optimisers in {seconds:.0f} s, "
        f"{different} disagreements\n"
    )
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
