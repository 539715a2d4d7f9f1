"""Texts of the network page: shapes, counts, families and what parameters mean."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from convviz.core.layers.base import LayerFamily
from convviz.ui.error_sentences import error_sentence
from convviz.ui.widgets.number_texts import LARGEST_IN_QT, number_text

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.core.sequential import LayerFailure

_MILLION = 1_000_000
_UNITS = (
    (10**18, "E"),
    (10**15, "P"),
    (10**12, "T"),
    (10**9, "G"),
    (10**6, "M"),
    (10**3, "k"),
)


def failure_sentence(failure: LayerFailure) -> str:
    """Return why a layer fails, with the names of the axes of what it takes."""
    return error_sentence(failure.error, len(failure.input_shape) - 1)


def short_number_text(number: int) -> str:
    """Return a number in at most four figures and a unit: 2.46 M."""
    for size, unit in _UNITS:
        if number >= size:
            value = number / size
            return f"{QLocale().toString(value, 'g', 3 if value < 999.5 else 4)} {unit}"  # noqa: PLR2004
    return number_text(number)


def bytes_text(number: int) -> str:
    """Return an amount of memory: 145 kB, 1.2 MB."""
    if number > LARGEST_IN_QT:
        return f"{short_number_text(number)}B"
    return QLocale().formattedDataSize(
        number, 1 if number >= _MILLION else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )


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
}
"""The picture of each shelf, in qtawesome."""


def layer_summary(layer_type: type[Layer]) -> str:
    """Return what a layer does, in one sentence: the first of its own definition."""
    described = inspect.getdoc(layer_type) or ""
    return QCoreApplication.translate("LayerSummary", described.partition("\n")[0])
