"""The colours of a figure by their meaning, in each theme.

Roles differ in hue and in lightness, never by red against green alone; PRINT has greys only. Each
colour of a body has three faces, lit from above at the left, and a line.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from convviz.drawing.options import Theme
from convviz.drawing.scene import Paint, Role, Shade

if TYPE_CHECKING:
    from collections.abc import Mapping

Faces = tuple[str, str, str, str]
"""Front, top, side and line."""

_LIGHT: Final[Mapping[Role, Faces]] = {
    Role.GROUND: ("#ffffff",) * 4,
    Role.TEXT: ("#19202b",) * 4,
    Role.MUTED: ("#525d6d",) * 4,
    Role.WIRE: ("#66758a",) * 4,
    Role.FRAME: ("#f6f7f9", "#f6f7f9", "#f6f7f9", "#c3cad4"),
    Role.INPUT: ("#e9ecf0", "#f5f6f8", "#dadfe6", "#66758a"),
    Role.CONVOLUTION: ("#c4ddf3", "#e0eefa", "#a5cbea", "#2b6aa6"),
    Role.POOLING: ("#b5e0d5", "#d9f1ea", "#8fcdbd", "#1b7a66"),
    Role.LINEAR: ("#c2b2e2", "#dbd1ef", "#a894d4", "#5d3f94"),
    Role.SHAPE: ("#e2e6eb", "#f1f3f6", "#d3d8e0", "#5f6b7c"),
    Role.ACTIVATION: ("#f5c58c", "#fbdfbd", "#ecae65", "#a65f0c"),
    Role.NORMALISATION: ("#f7efbd", "#fbf7e0", "#f0e59c", "#80690a"),
    Role.DROPOUT: ("#d8d8d8", "#ececec", "#bfbfbf", "#666666"),
    Role.BLOCK: ("#d3daf2", "#e8ecf9", "#bbc5e8", "#4b5aa6"),
    Role.JOIN: ("#e9ecf0", "#f5f6f8", "#dadfe6", "#4a5463"),
    Role.KERNEL: ("#d9c3ec", "#ead9f6", "#c9abe2", "#74479c"),
    Role.ERROR: ("#fbe6ea", "#fdf2f4", "#f5ccd5", "#ad1f3d"),
}

_DARK: Final[Mapping[Role, Faces]] = {
    Role.GROUND: ("#16191f",) * 4,
    Role.TEXT: ("#e8ebf0",) * 4,
    Role.MUTED: ("#a3adbb",) * 4,
    Role.WIRE: ("#8794a8",) * 4,
    Role.FRAME: ("#1b1f26", "#1b1f26", "#1b1f26", "#434b59"),
    Role.INPUT: ("#363d49", "#454d5b", "#2a303a", "#97a3b5"),
    Role.CONVOLUTION: ("#224b70", "#2f628f", "#1a3a58", "#6bb5f0"),
    Role.POOLING: ("#17544a", "#216d60", "#114039", "#4fcbb0"),
    Role.LINEAR: ("#6a549b", "#8570b8", "#574383", "#c7a2e8"),
    Role.SHAPE: ("#4e5766", "#5a6475", "#464f5d", "#a9b4c4"),
    Role.ACTIVATION: ("#80501a", "#9a6424", "#6b4012", "#f0ab5c"),
    Role.NORMALISATION: ("#93842e", "#aa9a40", "#857724", "#e6d26c"),
    Role.DROPOUT: ("#4a4a4a", "#5c5c5c", "#3a3a3a", "#a8a8a8"),
    Role.BLOCK: ("#353f70", "#45518c", "#2a3259", "#9aa8f0"),
    Role.JOIN: ("#363d49", "#454d5b", "#2a303a", "#c3cbd8"),
    Role.KERNEL: ("#5d3f7c", "#75539a", "#4a3163", "#d3b0f0"),
    Role.ERROR: ("#451f29", "#5a2935", "#37181f", "#ff8fa3"),
}

_PRINT: Final[Mapping[Role, Faces]] = {
    Role.GROUND: ("#ffffff",) * 4,
    Role.TEXT: ("#000000",) * 4,
    Role.MUTED: ("#333333",) * 4,
    Role.WIRE: ("#333333",) * 4,
    Role.FRAME: ("#fafafa", "#fafafa", "#fafafa", "#9a9a9a"),
    Role.INPUT: ("#ffffff", "#ffffff", "#f2f2f2", "#222222"),
    Role.CONVOLUTION: ("#e2e2e2", "#f2f2f2", "#cfcfcf", "#222222"),
    Role.POOLING: ("#b4b4b4", "#cdcdcd", "#9c9c9c", "#222222"),
    Role.LINEAR: ("#8c8c8c", "#a8a8a8", "#757575", "#222222"),
    Role.SHAPE: ("#f4f4f4", "#fbfbfb", "#e8e8e8", "#222222"),
    Role.ACTIVATION: ("#5e5e5e", "#7a7a7a", "#4a4a4a", "#222222"),
    Role.NORMALISATION: ("#fdfdfd", "#ffffff", "#f0f0f0", "#222222"),
    Role.DROPOUT: ("#a0a0a0", "#bababa", "#888888", "#222222"),
    Role.BLOCK: ("#d0d0d0", "#e4e4e4", "#bcbcbc", "#222222"),
    Role.JOIN: ("#ffffff", "#ffffff", "#f2f2f2", "#222222"),
    Role.KERNEL: ("#ffffff", "#ffffff", "#ffffff", "#000000"),
    Role.ERROR: ("#ffffff", "#ffffff", "#ffffff", "#000000"),
}

_DARK_CARDS: Final[Mapping[Role, str]] = {
    Role.INPUT: "#242932",
    Role.CONVOLUTION: "#1b3045",
    Role.POOLING: "#153630",
    Role.LINEAR: "#322851",
    Role.SHAPE: "#2a303a",
    Role.ACTIVATION: "#402c15",
    Role.NORMALISATION: "#393317",
    Role.DROPOUT: "#2c2c2c",
    Role.BLOCK: "#262c4e",
    Role.JOIN: "#242932",
    Role.ERROR: "#451f29",
}

_PRINT_CARDS: Final[Mapping[Role, str]] = {
    Role.POOLING: "#dcdcdc",
    Role.LINEAR: "#c8c8c8",
    Role.ACTIVATION: "#b4b4b4",
    Role.DROPOUT: "#d0d0d0",
}

_CARDS: Final = MappingProxyType(
    {Theme.LIGHT: {}, Theme.DARK: _DARK_CARDS, Theme.PRINT: _PRINT_CARDS}
)
"""Of the cards that have not the colour of a body's top."""

_THEMES: Final = MappingProxyType({Theme.LIGHT: _LIGHT, Theme.DARK: _DARK, Theme.PRINT: _PRINT})
_SHADES: Final = (Shade.FRONT, Shade.TOP, Shade.SIDE, Shade.LINE)


@cache
def colour(theme: Theme, paint: Paint) -> str:
    """Return the colour of a meaning in a theme, as ``#rrggbb``."""
    if paint.shade is Shade.CARD:
        own = _CARDS[theme].get(paint.role)
        return own or colour(theme, Paint(paint.role, Shade.TOP))
    return _THEMES[theme][paint.role][_SHADES.index(paint.shade)]
