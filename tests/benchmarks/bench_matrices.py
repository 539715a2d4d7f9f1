"""How long the matrices of a convolution take to build and to show, in milliseconds.

Run by ``python -m tests.benchmarks.bench_matrices``; it needs no display.
"""

from __future__ import annotations

import os
import statistics
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.ui.stepper.view_state import ViewState
from convviz.ui.stepper.views.entries import view_entries
from convviz.ui.stepper.views.sparse_view import SparseView
from convviz.ui.stepper.views.unfold_view import UnfoldView
from convviz.ui.theme import apply_theme
from convviz.values.matrix_form import matrix_form, window_matrix
from convviz.values.matrix_sparse import sparse_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.matrix_view import MatrixView

SIDES = (5, 31, 64, 224)
STEPS = 200
ROUNDS = 12


def measure() -> dict[str, float]:
    """Return milliseconds by name of the measurement.

    Each is of Conv2d(1, 1, 3, padding=1) on N times N cells: the windows of all output cells by
    numpy, a new scene in a view of 900x600 pixels, and a step in it, painted.
    """
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply_theme(app, "light")
    results: dict[str, float] = {}
    for side in SIDES:
        layer = Conv2d(1, 1, 3, padding=1)
        scene = build_scene(Calculator(layer, (1, side, side)))
        form = matrix_form(layer, (side, side))
        unfold = partial(window_matrix, form, scene.plain_input)
        results |= times(f"unfold {side}", [unfold] * ROUNDS)
        if side == 31:
            matrix = sparse_matrix(form, np.ones((1, 1, 3, 3)))
            results |= times(f"sparse whole {side}", [matrix.dense] * ROUNDS)
        for name, view in (("im2col", UnfoldView()), ("sparse", SparseView())):
            results |= of_view(f"{name} {side}", view, scene)
    return results


def of_view(name: str, view: MatrixView, scene: Scene) -> dict[str, float]:
    """Return how long a view takes for a scene and for its steps."""
    view.resize(900, 600)
    view.show()
    count = min(STEPS, scene.step_count)
    grids, *_ = view_entries()
    scenes = [ViewState(grids, replace(scene)) for _ in range(ROUNDS)]
    steps = [ViewState(grids, scenes[-1].scene, index=index) for index in range(count)]
    found = times(f"{name} scene", [partial(view.show_state, state) for state in scenes])
    found |= times(f"{name} step", [partial(view.show_state, state) for state in steps])
    view.close()
    view.deleteLater()
    return found


def times(name: str, calls: Iterable[Callable[[], object]]) -> dict[str, float]:
    """Return the median of what calls take, with painting."""
    walls = []
    for call in calls:
        began = perf_counter()
        call()
        QApplication.processEvents()
        walls.append(1000 * (perf_counter() - began))
    return {f"{name} median": statistics.median(walls)}


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, value in measure().items():
        print(f"{name:34} {value:8.2f}")
