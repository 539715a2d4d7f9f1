"""Layers in words: their families, and what each does in one sentence."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.layers.base import LayerFamily

if TYPE_CHECKING:
    from convviz.core.layers import Layer


def family_text(family: LayerFamily) -> str:
    """Return the name of a shelf of layers."""
    translate = QCoreApplication.translate
    names = {
        LayerFamily.CONVOLUTION: translate("LayerFamily", "Convolution"),
        LayerFamily.POOLING: translate("LayerFamily", "Pooling"),
        LayerFamily.PADDING: translate("LayerFamily", "Padding"),
        LayerFamily.ACTIVATION: translate("LayerFamily", "Activation"),
        LayerFamily.NORMALISATION: translate("LayerFamily", "Normalisation"),
        LayerFamily.LINEAR: translate("LayerFamily", "Linear"),
        LayerFamily.DROPOUT: translate("LayerFamily", "Dropout"),
        LayerFamily.SHAPE: translate("LayerFamily", "Shape"),
        LayerFamily.LOSS: translate("LayerFamily", "Loss"),
        LayerFamily.OPTIMISER: translate("LayerFamily", "Optimiser"),
    }
    return names[family]


FAMILY_ICONS = {
    LayerFamily.CONVOLUTION: "mdi6.grid",
    LayerFamily.POOLING: "mdi6.arrow-collapse-all",
    LayerFamily.PADDING: "mdi6.border-outside",
    LayerFamily.ACTIVATION: "mdi6.chart-bell-curve-cumulative",
    LayerFamily.NORMALISATION: "mdi6.chart-bell-curve",
    LayerFamily.LINEAR: "mdi6.lan",
    LayerFamily.DROPOUT: "mdi6.dots-grid",
    LayerFamily.SHAPE: "mdi6.arrow-expand-horizontal",
    LayerFamily.LOSS: "mdi6.target",
    LayerFamily.OPTIMISER: "mdi6.chart-line",
}
"""The icon of each shelf, in the icon font."""


def layer_summary(layer_type: type[Layer]) -> str:
    """Return what a layer does, in one sentence: the first of its own definition."""
    described = inspect.getdoc(layer_type) or ""
    return QCoreApplication.translate("LayerSummary", described.partition("\n")[0])
