"""The colours of a figure: seen, read, told apart by everybody, and those of the window."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import Final

import pytest

from convviz.drawing.colours import colour
from convviz.drawing.options import Theme
from convviz.drawing.scene import Paint, Role, Shade
from convviz.ui.theme.colour import contrast, luminance, parse_hex
from convviz.ui.theme.palette import DARK, LIGHT, Palette

VISIONS: Final = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""What the parts of a colour become. Machado, Oliveira, Fernandes 2009, severity 1."""
BODIES: Final = (Role.CONVOLUTION, Role.POOLING, Role.LINEAR, Role.SHAPE)
SLABS: Final = (Role.ACTIVATION, Role.NORMALISATION, Role.DROPOUT)


def seen(text: str, vision: str) -> tuple[float, ...]:
    parts = parse_hex(text)
    return tuple(
        sum(share * part for share, part in zip(row, parts, strict=True)) for row in VISIONS[vision]
    )


def apart(first: str, second: str, vision: str) -> float:
    return math.dist(seen(first, vision), seen(second, vision))


@pytest.mark.parametrize("vision", list(VISIONS))
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("roles", [BODIES, SLABS])
def test_kinds_are_told_apart_by_everybody(
    theme: Theme, vision: str, roles: tuple[Role, ...]
) -> None:
    for first, second in combinations(roles, 2):
        one, other = (colour(theme, Paint(role, Shade.SIDE)) for role in (first, second))
        assert apart(one, other, vision) > 0.1, (first, second)


@pytest.mark.parametrize("theme", list(Theme))
def test_words_and_lines_can_be_seen(theme: Theme) -> None:
    ground = colour(theme, Paint(Role.GROUND))
    for role in (Role.TEXT, Role.MUTED, Role.ERROR):
        assert contrast(colour(theme, Paint(role)), ground) >= 4.5
    for role in set(Role) - {Role.GROUND, Role.FRAME}:
        assert contrast(colour(theme, Paint(role)), ground) >= 3.0


@pytest.mark.parametrize("theme", list(Theme))
def test_names_can_be_read_on_cards(theme: Theme) -> None:
    for role in (*BODIES, *SLABS, Role.INPUT, Role.BLOCK, Role.JOIN, Role.ERROR):
        card = colour(theme, Paint(role, Shade.CARD))
        for words in (Role.TEXT, Role.MUTED):
            assert contrast(colour(theme, Paint(words)), card) >= 4.5


def test_print_has_greys_only_and_keeps_kinds_apart() -> None:
    def is_grey(text: str) -> bool:
        return len({text[1:3], text[3:5], text[5:]}) == 1

    assert all(is_grey(colour(Theme.PRINT, Paint(role, shade))) for role in Role for shade in Shade)
    kinds = (Role.CONVOLUTION, Role.POOLING, Role.LINEAR, Role.ACTIVATION)
    lights = [luminance(colour(Theme.PRINT, Paint(role, Shade.FRONT))) for role in kinds]
    assert all(before > 1.4 * behind for before, behind in pairwise(lights))


@pytest.mark.parametrize(("theme", "palette"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_colours_of_meanings_are_those_of_the_window(theme: Theme, palette: Palette) -> None:
    for role, name in (
        (Role.TEXT, "text"),
        (Role.MUTED, "text_muted"),
        (Role.KERNEL, "kernel" if theme is Theme.LIGHT else ""),
        (Role.ERROR, "error"),
    ):
        if name:
            assert colour(theme, Paint(role)) == getattr(palette, name)
