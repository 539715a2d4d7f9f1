"""Whole numbers, however large (Qt itself counts in 64 bits only), and shapes as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

if TYPE_CHECKING:
    from convviz.core.layers import Shape

LARGEST_IN_QT = 2**63 - 1


def number_text(number: int) -> str:
    """Return a whole number with the language's group separators."""
    if abs(number) <= LARGEST_IN_QT:
        return QLocale().toString(number)
    return f"{number:,}".replace(",", QLocale().groupSeparator())


def shape_text(shape: Shape) -> str:
    """Return a shape as it is read: 3 × 32 × 32; that of a single number as 1."""
    return " × ".join(map(str, shape)) or "1"
