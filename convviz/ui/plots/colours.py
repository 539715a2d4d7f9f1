"""What each line of a plot is called by its colour, the same in every plot and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convviz.ui.theme import Palette


def train_colour(palette: Palette) -> str:
    """Return the colour of everything measured on the training pictures: blue."""
    return palette.input


def validation_colour(palette: Palette) -> str:
    """Return the colour of everything measured on the test pictures: orange."""
    return palette.input_negative
