"""From a wanted size to the list of settings, in milliseconds of the processor.

Run by ``python -m tests.benchmarks.bench_solver``; it needs no display. Every size is solved
without what was remembered of the one before. "list" adds what the calculator's panel does with
the settings: a keystroke is painted before that.
"""

from __future__ import annotations

import itertools
from time import process_time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose3d
from convviz.core.layers.pool import AvgPool2d, MaxPool1d, MaxPool2d, MaxPool3d
from convviz.core.solver.axis import solve_axis
from convviz.core.solver.search import solve
from convviz.ui.calculator.solver_section import SolverSection

if TYPE_CHECKING:
    from convviz.core.layers import WindowedLayer

LAYERS: tuple[WindowedLayer, ...] = (
    Conv1d(1, 1, 3),
    Conv2d(1, 1, 3),
    Conv3d(1, 1, 3),
    ConvTranspose1d(1, 1, 3),
    ConvTranspose3d(1, 1, 3),
    MaxPool1d(2),
    MaxPool2d(2),
    MaxPool3d(2),
    AvgPool2d(2),
)
SIZES = (5, 32, 33, 224, 1000, 1024)
WANTED = (1, 2, 7, 16, 32, 112, 512, 999, 1024)
REPEATS = 3


def measure() -> dict[str, float]:
    """Return the slowest sizes of all, with equal and with different axes."""
    application = QApplication.instance() or QApplication([])
    results = {"solver slowest": 0.0, "solver slowest, axes differ": 0.0, "solver list": 0.0}
    section = SolverSection()
    for layer, size, wanted in itertools.product(LAYERS, SIZES, WANTED):
        equal = (size,) * layer.rank
        differing = tuple(size + axis for axis in range(layer.rank))
        sizes = (wanted,) * layer.rank
        for name, spatial in zip(results, (equal, differing), strict=False):
            results[name] = max(results[name], _solved(layer, spatial, sizes))
        section.show_layer(layer, equal)
        section.wish.show_input(layer, equal)
        section.wish.wish(sizes)
        results["solver list"] = max(results["solver list"], _listed(section))
    section.deleteLater()
    application.processEvents()
    return results


def _solved(layer: WindowedLayer, spatial: tuple[int, ...], wanted: tuple[int, ...]) -> float:
    """Return the best of some tries: what else the machine does is none of the solver's."""
    times = []
    for _ in range(REPEATS):
        solve_axis.cache_clear()
        began = process_time()
        solve(layer, spatial, wanted)
        times.append(1000 * (process_time() - began))
    return min(times)


def _listed(section: SolverSection) -> float:
    times = []
    for _ in range(REPEATS):
        solve_axis.cache_clear()
        began = process_time()
        section.solve_now()
        times.append(1000 * (process_time() - began))
    return min(times)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:8.2f}")
