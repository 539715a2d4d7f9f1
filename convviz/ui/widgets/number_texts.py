"""Whole numbers, however large (Qt itself counts in 64 bits only), and shapes as text."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from convviz.core.code.writing import shape_text

__all__ = ["LARGEST_IN_QT", "number_text", "shape_text"]

LARGEST_IN_QT = 2**63 - 1


def number_text(number: int) -> str:
    """Return a whole number with the language's group separators."""
    if abs(number) <= LARGEST_IN_QT:
        return QLocale().toString(number)
    return f"{number:,}".replace(",", QLocale().groupSeparator())
