"""What the solver proposes, torch accepts, and gives the wanted size."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from convviz.core.layers import WindowedLayer, layer_types
from convviz.core.solver.search import solve, solver_parameters
from tests.oracle.torch_side import run_torch

TYPES = [t for t in layer_types().values() if issubclass(t, WindowedLayer)]
FIRST = {"in_channels": 2, "out_channels": 2, "kernel_size": 3, "output_size": 3, "padding": 1}
CASES = 12
TRIED = 4


def random_layer(kind: type[WindowedLayer], chance: random.Random) -> WindowedLayer:
    """Return a layer with the parameters that the solver leaves alone drawn at random."""
    values: dict[str, Any] = {}
    for name, described in kind.parameters().items():
        if name not in kind.defaults():
            values[name] = FIRST.get(name, described.first)
        elif name == "padding_mode" and "output_padding" not in kind.parameters():
            values[name] = chance.choice(described.choices)
        elif name == "stride":
            values[name] = chance.choice((1, 2, 3))
    return kind(**values)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.type_name())
def test_torch_gives_the_wanted_size(kind: type[WindowedLayer]) -> None:
    chance = random.Random(kind.type_name())  # noqa: S311 - repeatable draws
    tried = 0
    for _ in range(CASES):
        layer = random_layer(kind, chance)
        spatial = tuple(chance.randint(1, 9) for _ in range(kind.rank))
        wanted = tuple(max(1, round(size * chance.choice((0.5, 1, 2)))) for size in spatial)
        keep = {name for name in solver_parameters(layer) if chance.random() < 0.2}
        found = solve(layer, spatial, wanted, keep=keep)
        for solution in chance.sample(found, min(TRIED, len(found))):
            changed = solution.applied_to(layer)
            outcome = run_torch(changed, np.ones((1, 2, *spatial), np.float32), 0)
            assert outcome.refusal is None, (changed, spatial)
            assert outcome.output is not None
            assert outcome.output.shape[2:] == wanted, (changed, spatial)
            assert changed.infer((2, *spatial))[1:] == wanted
            tried += 1
    assert tried
