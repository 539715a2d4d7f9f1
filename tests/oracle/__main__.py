"""Compare every registered layer and loss with torch on many random configurations.

    python -m tests.oracle --count 20000 --seed 0

prints the comparisons of each layer type and every disagreement, shrunk to a small one; the
status is 1 if there was any.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from convviz.core.layers import layer_types
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.losses import Loss, loss_types
from tests.oracle.compare import DisagreementError, Result, compare
from tests.oracle.losses import compare_many_losses
from tests.oracle.strategies import configurations

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.layers import Layer, Shape

WINDOWED_SHARE = 5
"""How many times as often a convolution or pooling is compared as another layer."""

ROUNDS = 4
"""How often more are drawn, where some were skipped or drawn twice."""

MARGIN = 1.05
"""How many more are asked for: a layer of few settings runs out of different ones."""


def main() -> int:
    """Compare, print, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="comparisons in all, at least")
    parser.add_argument("--seed", type=int, default=0, help="of the random configurations")
    options = parser.parse_args()
    kinds: dict[str, type[Layer]] = {**layer_types(), **loss_types()}
    shares = {
        name: WINDOWED_SHARE if issubclass(kind, WindowedLayer) else 1
        for name, kind in kinds.items()
    }
    started, total, disagreements = time.perf_counter(), 0, []
    for name, kind in kinds.items():
        count = math.ceil(options.count * MARGIN * shares[name] / sum(shares.values()))
        counts, found = _compared(kind, count, options.seed)
        compared = counts[Result.ACCEPTED] + counts[Result.REFUSED]
        total += compared
        sys.stdout.write(
            f"{name:18} {compared:6} compared: {counts[Result.ACCEPTED]} accepted, "
            f"{counts[Result.REFUSED]} refused; {counts[Result.SKIPPED]} skipped\n"
        )
        if found:
            disagreements.append(found)
            sys.stdout.write(f"  DISAGREEMENT: {found}\n")
        sys.stdout.flush()
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{total} configurations of {len(kinds)} layer types in {seconds:.0f} s, "
        f"{len(disagreements)} disagreements\n"
    )
    return 1 if disagreements else 0


def _compared(kind: type[Layer], count: int, seed: int) -> tuple[Counter[Result], str]:
    if issubclass(kind, Loss):
        return compare_many_losses(kind, count, seed)
    return compare_many(kind, count, seed)


def compare_many(kind: type[Layer], count: int, seed: int) -> tuple[Counter[Result], str]:
    """Compare `count` different configurations of one layer type.

    Returns:
        How many gave which result, and the smallest disagreement found, as text.
    """
    counts: Counter[Result] = Counter()
    seen: set[tuple[Layer, Shape, int]] = set()

    def check(configuration: tuple[Layer, Shape], values_seed: int) -> None:
        key = (*configuration, values_seed)
        result = compare(*key)
        if key not in seen:
            seen.add(key)
            counts[result] += 1

    try:
        for further in range(ROUNDS):
            missing = count - counts[Result.ACCEPTED] - counts[Result.REFUSED]
            if missing > 0:
                _run(kind, check, missing, seed + further)
    except DisagreementError as error:
        return counts, str(error)
    return counts, ""


def _run(
    kind: type[Layer], check: Callable[[tuple[Layer, Shape], int], None], count: int, seed: int
) -> None:
    drawn = given(configurations(kind), st.integers(0, 2**16))(check)
    configured = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )(drawn)
    hypothesis.seed(seed)(configured)()


if __name__ == "__main__":
    raise SystemExit(main())
