"""Compare steps of learning a kernel with torch's on many random settings of every optimiser.

    python -m tests.oracle.learning --count 2000 --seed 0

Losses, weights and what is remembered of them are the same behind several steps, half of which are
taken with another learning rate. The status is 1 if anything differs.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from random import Random
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers import optimiser_types
from convviz.engine.compute.module_builder import build_module
from convviz.protocol.lesson import LOSSES, learns_kernels
from convviz.values.learning import Standing, Task, descent
from tests.oracle.optimisers import random_optimiser

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.core.optimisers import Optimiser
    from convviz.values.learning import Learned

LAYERS: Final[tuple[tuple[Layer, tuple[int, ...]], ...]] = (
    (Conv2d(1, 1, 3, bias=False), (1, 5, 5)),
    (Conv2d(2, 4, (3, 2), stride=2, padding=1, groups=2, padding_mode="reflect"), (2, 4, 4)),
    (Conv1d(1, 2, 2), (1, 4)),
    (Conv3d(1, 1, 2), (1, 2, 3, 3)),
    (ConvTranspose1d(1, 1, 3, stride=2), (1, 3)),
    (ConvTranspose2d(2, 2, 2, stride=2, padding=1), (2, 3, 3)),
)
UNSTEADY: Final = {"Rprop", "RMSprop"}
"""What divides by a spread or goes by a sign: of slopes that cancel these are rounding alone, as is
what is divided by with hardly any eps."""

TINY: Final = 1e-9

STEPS: Final = 3
SAME: Final = 1e-6
"""How near numbers are that are the same, as a share of the largest of their tensor."""

ROUNDED: Final = {"ASGD": 1e-4, "NAdam": 1e-5}
"""The same where torch keeps a number in float32, whatever the weights are in."""


def kernel_optimisers() -> list[type[Optimiser]]:
    """Return the optimisers that learn a kernel."""
    return [kind for kind in optimiser_types().values() if learns_kernels(kind)]


def difference(optimiser: Optimiser, chance: Random) -> str:
    """Return in what our steps and torch's differ on a convolution by chance, "" for nothing."""
    layer, shape = chance.choice(LAYERS)
    reduction = chance.choice(("mean", "sum"))
    is_unsteady = optimiser.type_name() in UNSTEADY or getattr(optimiser, "eps", 1.0) < TINY
    kind: Any = MSELoss if is_unsteady else chance.choice(LOSSES)
    loss = kind(reduction=reduction)
    drawn = np.random.default_rng(chance.randrange(2**32))
    values, target = drawn.normal(size=shape), drawn.normal(size=layer.infer(shape))
    weights = {name: drawn.normal(size=size) for name, size in layer.weight_shapes().items()}
    slower = optimiser.replace(lr=optimiser.lr / 2)

    task = Task(layer, values, target, loss)
    *_, half = descent(task, Standing(weights), optimiser, STEPS)
    *_, ours = descent(task, half.standing, slower, STEPS)
    module: Any = build_module(layer).double()
    module.load_state_dict({name: torch.from_numpy(w) for name, w in weights.items()})
    try:
        made, last = _torchs(module, optimiser, loss, torch.from_numpy(values), target)
    except (OverflowError, ZeroDivisionError):  # of numbers as large as ASGD's alpha may be
        return "" if not np.isfinite(ours.loss) else "torch has no result"
    same = ROUNDED.get(optimiser.type_name(), SAME)
    if not _is_near(np.array(ours.loss), np.array(last), same):
        return f"{layer} by {loss}: the loss is {ours.loss} and {last}"
    return _unequal(ours, module, made, same)


def _torchs(
    module: Any, optimiser: Optimiser, loss: Any, values: torch.Tensor, target: Any
) -> tuple[torch.optim.Optimizer, float]:
    """Take the steps, and return what took them, and the loss behind them."""
    settings = {name: getattr(optimiser, name) for name in optimiser.parameters()}
    made = getattr(torch.optim, optimiser.type_name())(module.parameters(), **settings)
    criterion, wanted = build_module(loss), torch.from_numpy(target)
    for step in range(2 * STEPS):
        for group in made.param_groups:
            group["lr"] = optimiser.lr if step < STEPS else optimiser.lr / 2
        made.zero_grad()
        criterion(module(values), wanted).backward()
        made.step()
    return made, float(criterion(module(values), wanted).detach())


def _unequal(ours: Learned, module: Any, made: torch.optim.Optimizer, same: float) -> str:
    weights, kept = ours.standing
    for name, theirs in module.named_parameters():
        if not _is_near(weights[name], theirs.detach().numpy(), same):
            return f"{name} is {weights[name].tolist()} and {theirs.tolist()}"
        for memory, numbers in made.state[theirs].items():
            if memory in kept[name] and numbers is not None:
                known = np.broadcast_to(np.asarray(kept[name][memory]), np.shape(numbers))
                if not _is_near(known, np.asarray(numbers), same):
                    return f"{memory} of {name} is {known.tolist()} and {numbers}"
    return ""


def _is_near(ours: Any, theirs: Any, same: float) -> bool:
    if not np.array_equal(np.isfinite(ours), np.isfinite(theirs)):
        return False
    finite = np.isfinite(ours)
    size = max(1.0, float(np.abs(ours[finite]).max(initial=0.0)))
    return bool(np.all(np.abs(ours[finite] - theirs[finite]) <= same * size))


def compare_many(kind: type[Optimiser], count: int, seed: int) -> tuple[int, str]:
    """Compare many lessons with one optimiser.

    Returns:
        How many torch takes, and the first difference.
    """
    chance = Random(f"{seed} {kind.__name__}")  # noqa: S311 - no secret
    taken = 0
    for _ in range(count):
        optimiser = random_optimiser(kind, chance)
        try:
            optimiser.check()
        except ConvVizError:
            continue
        found = difference(optimiser, chance)
        if found:
            return taken, f"{optimiser}: {found}"
        taken += 1
    return taken, ""


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.learning", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="lessons in all, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the random settings")
    options = parser.parse_args()
    torch.set_num_threads(1)
    started, different = time.perf_counter(), 0
    kinds = kernel_optimisers()
    for kind in kinds:
        taken, found = compare_many(kind, math.ceil(options.count / len(kinds)), options.seed)
        sys.stdout.write(f"{kind.__name__:10} {taken:6} lessons\n")
        if found:
            different += 1
            sys.stdout.write(f"  DISAGREEMENT: {found}\n")
        sys.stdout.flush()
    seconds = time.perf_counter() - started
    sys.stdout.write(f"{len(kinds)} optimisers in {seconds:.0f} s, {different} disagreements\n")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
