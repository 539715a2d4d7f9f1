"""What the axes of a layer's input are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def axis_name(axis: int, rank: int) -> str:
    """Return what a spatial axis is called.

    Args:
        axis: Its number, from 0.
        rank: Number of the spatial axes, 1 to 3.
    """
    names = (
        translate("Axes", "Depth"),
        translate("Axes", "Height"),
        translate("Axes", "Width"),
    )
    return translate("Axes", "Length") if rank == 1 else names[axis + len(names) - rank]


def axis_word(axis: int, rank: int | None) -> str:
    """Return an axis as it stands within a sentence.

    Args:
        axis: Its number, from 0.
        rank: Number of the spatial axes; None or too few where an axis has no name.
    """
    words = (translate("Axes", "depth"), translate("Axes", "height"), translate("Axes", "width"))
    if rank is None or not axis < rank <= len(words):
        return translate("Axes", "axis {number}").format(number=axis)
    return translate("Axes", "length") if rank == 1 else words[axis + len(words) - rank]
