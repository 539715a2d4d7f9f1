"""The views that the calculator offers, in the order of the switch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.layers.conv import is_convolution
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.reductions import Reduction
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.stepping.walks.gradients import walk_backward, walk_learning
from convviz.ui.stepper.views.step_view import ViewEntry
from convviz.values.layer_gradients import has_gradients

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.layers.base import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.stepper.views.step_view import StepView

translate = QCoreApplication.translate


def view_entries() -> tuple[ViewEntry, ...]:
    """Return every view; the first one suits every layer."""
    return (
        ViewEntry(
            "grids",
            translate("CalculatorViews", "Grids"),
            translate("CalculatorViews", "Input, kernel and output as grids of cells"),
            "mdi6.grid",
            _suits_all,
        ),
        ViewEntry(
            "im2col",
            translate("CalculatorViews", "im2col"),
            translate("CalculatorViews", "A matrix product: filters in rows, windows in columns"),
            "mdi6.matrix",
            _needs_convolution,
            _unfold_view,
        ),
        ViewEntry(
            "sparse",
            translate("CalculatorViews", "Sparse matrix"),
            translate(
                "CalculatorViews", "One matrix times the whole input as a vector, mostly zeros"
            ),
            "mdi6.dots-grid",
            _needs_convolution,
            _sparse_view,
        ),
        ViewEntry(
            "scatter",
            translate("CalculatorViews", "Scatter"),
            translate("CalculatorViews", "Each input cell stamps the kernel onto the output"),
            "mdi6.stamper",
            _needs_transposed,
            walk=_scatter_walk,
        ),
        ViewEntry(
            "curve",
            translate("CalculatorViews", "Curve"),
            translate("CalculatorViews", "What becomes of a number, as a curve with its slope"),
            "mdi6.chart-bell-curve-cumulative",
            _needs_function,
            _curve_view,
        ),
        ViewEntry(
            "surface",
            translate("CalculatorViews", "Surface"),
            translate("CalculatorViews", "The way of two weights over a function, from above"),
            "mdi6.chart-bell-curve",
            _needs_optimiser,
            _surface_view,
        ),
        ViewEntry(
            "backward",
            translate("CalculatorViews", "Backward"),
            translate(
                "CalculatorViews", "The gradients, cell by cell, from the gradient of the output"
            ),
            "mdi6.arrow-left",
            _needs_gradients,
            walk=walk_backward,
            is_backward=True,
        ),
        ViewEntry(
            "learn",
            translate("CalculatorViews", "Learn"),
            translate("CalculatorViews", "Learn the kernel from a target output, step by step"),
            "mdi6.target",
            _needs_learnable,
            walk=walk_learning,
            is_lesson=True,
        ),
    )


def view_named(key: str) -> ViewEntry:
    """Return a view by its name in the settings.

    Raises:
        KeyError: No such view.
    """
    return {entry.key: entry for entry in view_entries()}[key]


def _unfold_view(parent: QWidget) -> StepView:
    from convviz.ui.stepper.views.unfold_view import UnfoldView  # keeps the start fast

    return UnfoldView(parent)


def _sparse_view(parent: QWidget) -> StepView:
    from convviz.ui.stepper.views.sparse_view import SparseView  # keeps the start fast

    return SparseView(parent)


def _curve_view(parent: QWidget) -> StepView:
    from convviz.ui.stepper.views.curve_view import CurveView  # keeps the start fast

    return CurveView(parent)


def _surface_view(parent: QWidget) -> StepView:
    from convviz.ui.stepper.views.surface_view import SurfaceView  # keeps the start fast

    return SurfaceView(parent)


def _needs_optimiser(layer: Layer) -> str:
    if layer.family is LayerFamily.OPTIMISER:
        return ""
    return translate("CalculatorViews", "Only an optimiser moves weights over a surface")


def _scatter_walk(scene: Scene, index: int = 0) -> Walk:
    from convviz.stepping.walks.scatter import ScatterWalk  # keeps the start fast

    return ScatterWalk(scene, index)


def _suits_all(layer: Layer) -> str:
    del layer
    return ""


def _needs_transposed(layer: Layer) -> str:
    if layer.scatters:
        return ""
    return translate("CalculatorViews", "Only a transposed convolution stamps its kernel")


def _needs_gradients(layer: Layer) -> str:
    if has_gradients(layer):
        return ""
    if layer.family is LayerFamily.OPTIMISER:
        return translate("CalculatorViews", "An optimiser is given gradients and has none itself")
    return translate("CalculatorViews", "The gradients of {layer} are not worked out here").format(
        layer=layer.type_name()
    )


def _needs_learnable(layer: Layer) -> str:
    if not is_convolution(layer):
        return _needs_convolution(layer)
    if any(math.prod(shape) > LARGEST_BLOCK for shape in layer.weight_shapes().values()):
        return translate("CalculatorViews", "The kernel has too many numbers to learn it here")
    return ""


def _needs_function(layer: Layer) -> str:
    if layer.cell_reduction is Reduction.POINTWISE:
        return ""
    return translate("CalculatorViews", "{layer} makes each number of more than one").format(
        layer=layer.type_name()
    )


def _needs_convolution(layer: Layer) -> str:
    if is_convolution(layer):
        return ""
    return translate("CalculatorViews", "{layer} does not multiply by a kernel").format(
        layer=layer.type_name()
    )
