"""What each line of a plot is called by its colour, the same in every plot and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.ui.theme.colour import mix, oklch

if TYPE_CHECKING:
    from convviz.ui.theme import Palette


def train_colour(palette: Palette) -> str:
    """Return the colour of everything measured on the training pictures: blue."""
    return palette.input


def pale_train_colour(palette: Palette) -> str:
    """Return the pale colour of what lies under the training's line: unsmoothed, or a mean."""
    return mix(palette.surface_raised, train_colour(palette), 0.48)


def validation_colour(palette: Palette) -> str:
    """Return the colour of everything measured on the test pictures: orange."""
    return palette.input_negative


_GOLDEN_ANGLE: Final = 137.5
_LIGHTNESS: Final = {False: 0.55, True: 0.75}
"""Of a line on a light and on a dark surface."""


def run_colour(number: int, palette: Palette) -> str:
    """Return the colour of a run among others, ``#rrggbb``: the first ones as unlike as can be.

    Args:
        number: Its place among them, from 0.
        palette: The theme.
    """
    first = (palette.input, palette.input_negative, palette.output, palette.kernel)
    if number < len(first):
        return first[number]
    hue = (_GOLDEN_ANGLE * number) % 360.0
    return oklch(_LIGHTNESS[palette.is_dark], 0.13, hue)
