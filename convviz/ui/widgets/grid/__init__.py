"""Grids of planes of numbers: one item a grid, one overlay for what moves, one view for all."""

from convviz.ui.widgets.grid.groups import Plane, PlaneGroup
from convviz.ui.widgets.grid.kinds import GridRole, Tone
from convviz.ui.widgets.grid.mark_shapes import CellMark, CellWash, Mark, WindowOutline
from convviz.ui.widgets.grid.view import PlaneStackView

__all__ = [
    "CellMark",
    "CellWash",
    "GridRole",
    "Mark",
    "Plane",
    "PlaneGroup",
    "PlaneStackView",
    "Tone",
    "WindowOutline",
]
