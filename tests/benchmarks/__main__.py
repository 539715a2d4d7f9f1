"""All measurements, by ``make bench`` or ``python -m tests.benchmarks [NAME ...]``.

Each module ``bench_NAME`` has ``measure() -> dict[str, float | str]`` and runs in a process of its
own. A text instead of a number says why it could not be measured. Goals are ratios measured in one
run, since absolute times say little on a busy machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

PREFIX = "bench_"
RUN = (
    "import msgspec; from tests.benchmarks import {module} as m; "
    "print(chr(0) + msgspec.json.encode(m.measure()).decode())"
)

GOALS = {
    "start ratio": ("at most", 0.35),
    "theme cpu, s": ("at most", 0.15),
    "step 64 numbers median": ("at most", 4.0),
    "step 64 numbers p99": ("at most", 16.0),
    "stamp 64 numbers forwards median": ("at most", 4.0),
    "stamp 64 fitted median": ("at most", 4.0),
    "unfold 64 median": ("at most", 16.0),
    "im2col 64 step median": ("at most", 4.0),
    "sparse 64 step median": ("at most", 4.0),
    "export ratio": ("at least", 10.0),
    "keystroke 32 median": ("at most", 16.0),
    "page step 64 median": ("at most", 2.0),
    "page step 64 numbers median": ("at most", 2.0),
    "page open 224 longest stall cpu": ("at most", 50.0),
    "page open 512 longest stall cpu": ("at most", 50.0),
    "page hover input 64 median": ("at most", 8.0),
    "page hover kernel 64 median": ("at most", 8.0),
    "page hover output 64 median": ("at most", 8.0),
    "page edit 256 median": ("at most", 30.0),
    "page scrub 512 p99": ("at most", 16.0),
    "page zoom 512 p99": ("at most", 50.0),
    "page pan 512 p99": ("at most", 16.0),
    "memory, MB": ("at most", 250.0),
    "memory growth, MB": ("at most", 5.0),
    "training ratio": ("at least", 1.35),
    "training, share of the limit": ("at least", 0.95),
    "flip and shift, share of the limit": ("at least", 0.9),
    "attached ratio": ("at least", 0.95),
    "solver slowest": ("at most", 16.0),
    "solver slowest, axes differ": ("at most", 16.0),
    "solver list": ("at most", 16.0),
    "card ratio": ("at least", 20.0),
    "card accuracy": ("at least", 0.94),
    "stall p99, ms": ("at most", 16.0),
    "speed with all views / headless": ("at least", 0.9),
    "preset slowest cpu": ("at most", 50.0),
    "summary 1000 in blocks cpu": ("at most", 10.0),
    "summary 1000 with fields cpu": ("at most", 10.0),
    "summary 1000 equal fields cpu": ("at most", 10.0),
    "summary 1000 differing fields cpu": ("at most", 10.0),
    "summary 1000 unlike fields cpu": ("at most", 20.0),
    "network 1000 toggle cpu median": ("at most", 30.0),
    "network 1000 insert cpu median": ("at most", 30.0),
    "network 1000 parameter cpu median": ("at most", 30.0),
    "network 1000 shape cpu median": ("at most", 30.0),
    "network 1000 scroll cpu worst": ("at most", 16.0),
    "network 1000 cards insert cpu median": ("at most", 30.0),
    "network 1000 cards parameter cpu median": ("at most", 30.0),
    "network 1000 cards shape cpu median": ("at most", 30.0),
    "network 200 blocks scroll cpu worst": ("at most", 16.0),
    "network 200 blocks drag cpu worst": ("at most", 16.0),
    "checkpoint 100 MB still ratio": ("at most", 0.2),
    "first start stall p99, ms cpu": ("at most", 16.0),
    "watching stall p99, ms cpu": ("at most", 16.0),
    "plot 1e6 pan p99, ms cpu": ("at most", 33.0),
    "plot 1e6 zoom p99, ms cpu": ("at most", 33.0),
    "plot 1e6 log pan p99, ms cpu": ("at most", 33.0),
    "plot 1e6 received, MB": ("at most", 5.0),
    "runs table open 1000 cpu": ("at most", 200.0),
}
"""The bound of each measurement that has one."""

ENDINGS = {
    " step ratio": ("at most", 1.5),
    " hover ratio": ("at most", 1.5),
    " argument ratio": ("at most", 2.0),
    " cell ratio": ("at most", 2.0),
    " longest, ms": ("at most", 100.0),
    " frame worst": ("at most", 16.0),
}
"""The bound of measurements of many things, by how their names end."""


def main(names: list[str]) -> int:
    """Print every measurement with its goal; status 1 if a goal is missed, 2 for a wrong name."""
    missed = 0
    unknown = set(names) - set(known())
    if unknown:
        sys.stderr.write(
            f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(known())}\n"
        )
        return 2
    for name in names or known():
        print(f"\n{name}")
        for what, value in results(name).items():
            if isinstance(value, str):
                print(f"  {what:36}              not measured: {value}")
                continue
            goal = goal_of(what)
            met = goal is None or (value <= goal[1] if goal[0] == "at most" else value >= goal[1])
            missed += not met
            bound = f"{goal[0]} {goal[1]:g}: {'met' if met else 'MISSED'}" if goal else ""
            print(f"  {what:36} {value:12.3f}  {bound}")
    return 1 if missed else 0


def goal_of(what: str) -> tuple[str, float] | None:
    """Return the bound of a measurement, if it has one."""
    by_ending = (goal for ending, goal in ENDINGS.items() if what.endswith(ending))
    return GOALS.get(what) or next(by_ending, None)


def known() -> list[str]:
    """Return the names of the benchmarks."""
    found = sorted(Path(__file__).parent.glob(f"{PREFIX}*.py"))
    return [path.stem.removeprefix(PREFIX) for path in found]


def results(name: str) -> dict[str, float | str]:
    """Run one benchmark in a process of its own and return what it measured."""
    code = RUN.format(module=PREFIX + name)
    with tempfile.TemporaryDirectory() as settings:
        own = {"XDG_CONFIG_HOME": settings}  # not the views that somebody chose last
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
    return msgspec.json.decode(done.stdout.rpartition("\0")[2], type=dict[str, float | str])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
