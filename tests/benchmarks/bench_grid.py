"""How long grids take to build and a step of the animation takes to show, in milliseconds.

Run by ``python -m tests.benchmarks.bench_grid``; it needs no display.
"""

from __future__ import annotations

import os
import statistics
from time import perf_counter

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.ui.theme import apply_theme, current_palette, tap_hue
from convviz.ui.widgets.grid import (
    CellMark,
    GridRole,
    Plane,
    PlaneGroup,
    PlaneStackView,
    WindowOutline,
)

SIDES = (32, 64, 128, 512)
STEP_SIDES = (5, 32, 64, 128, 512)
STEPS = 300
KERNEL = 3
NUMBER_CELL = 22


def measure() -> dict[str, float]:
    """Return milliseconds by name of the measurement.

    "build N" shows new values in a grid of N times N cells with numbers, in a view of 1600x1000
    pixels; "step N" moves the window with its nine taps, marks the output cell and paints the
    view. "fitted" leaves the cells as large as the space allows.
    """
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply_theme(app, "light")
    results: dict[str, float] = {}
    for side in SIDES:
        results[f"build {side}"] = statistics.median(_build(side) for _ in range(5))
    for side in STEP_SIDES:
        for name, cell in (("numbers", NUMBER_CELL), ("fitted", None)):
            times = sorted(_steps(side, cell))
            results[f"step {side} {name} median"] = statistics.median(times)
            results[f"step {side} {name} p99"] = times[int(len(times) * 0.99)]
    return results


def _view(side: int, cell: int | None) -> PlaneStackView:
    random = np.random.default_rng(0)
    out = side - KERNEL + 1
    view = PlaneStackView()
    view.resize(1600, 1000)
    view.set_groups(
        [
            _group("input", GridRole.INPUT, random.normal(size=(side, side))),
            _group("kernel", GridRole.KERNEL, random.normal(size=(KERNEL, KERNEL))),
            _group("output", GridRole.OUTPUT, random.normal(size=(out, out))),
        ]
    )
    view.show()
    if cell is not None:
        view.set_cell_size(cell)
    while not view.windowHandle().isExposed():
        QApplication.processEvents()
    return view


def _group(name: str, role: GridRole, values: np.ndarray) -> PlaneGroup:
    return PlaneGroup(name, role, name, (Plane(values),))


def _build(side: int) -> float:
    view = _view(side, NUMBER_CELL)
    QApplication.processEvents()
    values = np.random.default_rng(1).normal(size=(side, side))
    start = perf_counter()
    view.set_values("input", 0, values)
    QApplication.processEvents()
    elapsed = (perf_counter() - start) * 1000
    _close(view)
    return elapsed


def _steps(side: int, cell: int | None) -> list[float]:
    view = _view(side, cell)
    QApplication.processEvents()
    out = side - KERNEL + 1
    times = []
    for step in range(STEPS):
        row, column = divmod(step % (out * out), out)
        start = perf_counter()
        _show_step(view, row, column)
        QApplication.processEvents()
        times.append((perf_counter() - start) * 1000)
    _close(view)
    return times


def _show_step(view: PlaneStackView, row: int, column: int) -> None:
    palette = current_palette()
    taps = [(divmod(tap, KERNEL), tap_hue(tap, KERNEL**2, palette)) for tap in range(KERNEL**2)]
    over = [CellMark(row + y, column + x, hue, label="×1") for (y, x), hue in taps]
    view.set_marks("input", 0, over, [WindowOutline(row, column, KERNEL, KERNEL)])
    view.set_marks("kernel", 0, [CellMark(y, x, hue) for (y, x), hue in taps])
    view.set_marks("output", 0, [CellMark(row, column, outline=palette.window)])


def _close(view: PlaneStackView) -> None:
    view.close()
    view.deleteLater()
    QApplication.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, milliseconds in measure().items():
        print(f"{name:28} {milliseconds:8.2f} ms")
