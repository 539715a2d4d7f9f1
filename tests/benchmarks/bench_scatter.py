"""How long a step of stamps takes to show, in milliseconds.

Run by ``python -m tests.benchmarks.bench_scatter``; it needs no display.
"""

from __future__ import annotations

import os
import random
import statistics
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.scatter import ScatterWalk
from convviz.ui.stepper.step_grids import StepGrids
from convviz.ui.stepper.view_state import ViewState
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from collections.abc import Iterable

SIDES = (5, 64, 256)
STEPS = 300
NUMBER_CELL = 22


def measure() -> dict[str, float]:
    """Return milliseconds by name of the measurement.

    Each is a step of ConvTranspose2d(1, 1, 3, stride=2) with N times N input cells in a view of
    1600x1000 pixels: forwards, backwards, or to any step. "fitted" leaves the cells as large as
    the space allows.
    """
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply_theme(app, "light")
    results: dict[str, float] = {}
    for side in SIDES:
        middle = side * side // 2
        forwards = range(middle, min(middle + STEPS, side * side))
        anywhere = random.Random(0).choices(range(side * side), k=STEPS)  # noqa: S311 - no secret
        for name, order in (("forwards", forwards), ("backwards", forwards[::-1])):
            times = sorted(_steps(side, order, NUMBER_CELL))
            results[f"stamp {side} numbers {name} median"] = statistics.median(times)
            results[f"stamp {side} numbers {name} p99"] = times[int(len(times) * 0.99)]
        results[f"stamp {side} fitted median"] = statistics.median(_steps(side, forwards, None))
        results[f"stamp {side} anywhere median"] = statistics.median(_steps(side, anywhere, None))
    return results


def _steps(side: int, order: Iterable[int], cell: int | None) -> list[float]:
    scene = build_scene(Calculator(ConvTranspose2d(1, 1, 3, stride=2), (1, side, side)))
    picture = StepGrids()
    picture.resize(1600, 1000)
    first, *others = order
    walk = ScatterWalk(scene, first)
    state = ViewState(view_named("scatter"), scene, index=first)
    picture.show_state(state, walk)
    picture.show()
    if cell is not None:
        picture.view.set_cell_size(cell)
    while not picture.windowHandle().isExposed():
        QApplication.processEvents()
    times = []
    for step in others:
        start = perf_counter()
        walk.go_to(step)
        state = replace(state, index=step)
        picture.show_state(state, walk)
        QApplication.processEvents()
        times.append((perf_counter() - start) * 1000)
    picture.close()
    picture.deleteLater()
    QApplication.processEvents()
    return times


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, milliseconds in measure().items():
        print(f"{name:36} {milliseconds:8.2f} ms")
