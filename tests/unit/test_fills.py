"""The scale of a grid's fills: every step is the mixture of two colours that its place says."""

from __future__ import annotations

from itertools import pairwise

import pytest

from convviz.ui.theme import DARK, LIGHT, Palette
from convviz.ui.theme.colour import luminance, mix
from convviz.ui.widgets.grid.fills import HALF, fill_scale
from convviz.ui.widgets.grid.kinds import GridRole, Tone


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", list(GridRole))
@pytest.mark.parametrize("tone", [None, *Tone])
def test_a_step_of_the_scale_is_a_mixture_of_its_ends(
    palette: Palette, role: GridRole, tone: Tone | None
) -> None:
    scale = fill_scale(palette, role, tone)
    ends = (0, HALF, 2 * HALF) if tone is None else (0, 2 * HALF)
    for first, last in pairwise(ends):
        for index in range(first, last + 1):
            share = (index - first) / (last - first)
            assert scale.colour(index) == mix(scale.colour(first), scale.colour(last), share)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_numbers_are_dark_on_the_light_fills_and_light_on_the_dark_ones(palette: Palette) -> None:
    scale = fill_scale(palette, GridRole.INPUT)
    by_light = sorted(range(len(scale.rgb)), key=lambda index: luminance(scale.colour(index)))
    dark = [bool(scale.dark_number[index]) for index in by_light]
    assert dark == sorted(dark)
