"""All measurements, by ``make bench`` or ``python -m tests.benchmarks [NAME ...]``.

Each module ``bench_NAME`` has ``measure() -> dict[str, float]``; each runs in a process of its
own. Goals are ratios measured in one run, since absolute times say little on a busy machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

PREFIX = "bench_"
RUN = (
    "import msgspec; from tests.benchmarks import {module} as m; "
    "print(chr(0) + msgspec.json.encode(m.measure()).decode())"
)

GOALS = {
    "start ratio": ("at most", 0.5),
    "step 64 numbers median": ("at most", 4.0),
    "step 64 numbers p99": ("at most", 16.0),
    "stamp 64 numbers forwards median": ("at most", 4.0),
    "stamp 64 fitted median": ("at most", 4.0),
    "unfold 64 median": ("at most", 16.0),
    "im2col 64 step median": ("at most", 4.0),
    "sparse 64 step median": ("at most", 4.0),
    "export ratio": ("at least", 10.0),
    "keystroke 32 median": ("at most", 16.0),
    "training ratio": ("at least", 1.3),
    "attached ratio": ("at least", 0.95),
    "solver slowest": ("at most", 16.0),
    "solver slowest, axes differ": ("at most", 16.0),
    "solver list": ("at most", 16.0),
    "stall p99, ms": ("at most", 16.0),
}
"""The bound of each measurement that has one."""


def main(names: list[str]) -> int:
    """Print every measurement with its goal; status 1 if a goal is missed."""
    missed = 0
    for name in names or known():
        print(f"\n{name}")
        for what, value in results(name).items():
            goal = GOALS.get(what)
            met = goal is None or (value <= goal[1] if goal[0] == "at most" else value >= goal[1])
            missed += not met
            bound = f"{goal[0]} {goal[1]:g}: {'met' if met else 'MISSED'}" if goal else ""
            print(f"  {what:36} {value:12.3f}  {bound}")
    return 1 if missed else 0


def known() -> list[str]:
    """Return the names of the benchmarks."""
    found = sorted(Path(__file__).parent.glob(f"{PREFIX}*.py"))
    return [path.stem.removeprefix(PREFIX) for path in found]


def results(name: str) -> dict[str, float]:
    """Run one benchmark in a process of its own and return what it measured."""
    code = RUN.format(module=PREFIX + name)
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    return msgspec.json.decode(done.stdout.rpartition("\0")[2], type=dict[str, float])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
