"""Texts of the network page: shapes, counts, families and what parameters mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from convviz.ui.error_sentences import error_sentence
from convviz.ui.widgets.number_texts import LARGEST_IN_QT, number_text

if TYPE_CHECKING:
    from convviz.core.network.rows import Failure

_MILLION = 1_000_000
_UNITS = (
    (10**18, "E"),
    (10**15, "P"),
    (10**12, "T"),
    (10**9, "G"),
    (10**6, "M"),
    (10**3, "k"),
)


def failure_sentence(failure: Failure) -> str:
    """Return why a layer or a block fails, with the names of the axes of what it takes."""
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
