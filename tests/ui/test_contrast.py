"""Text is readable wherever it is drawn: on cells, on chips of a step, on what the style paints."""

from __future__ import annotations

import re

import pytest

from convviz.stepping.cells import CellKind
from convviz.ui.stepper.step_looks import chip_colours
from convviz.ui.theme import DARK, LIGHT, Palette, contrast, style_sheet
from convviz.ui.widgets.grid.fills import HALF, fill_scale
from convviz.ui.widgets.grid.kinds import GridRole, Tone

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
READABLE = 4.5
MUTED_NUMBERS = (CellKind.INSERTED_ZERO, CellKind.UNTOUCHED)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"(?:^|[;\s])color:\s*(#[0-9a-f]{6})")
BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?:\s*(#[0-9a-f]{6})")


@BOTH
@pytest.mark.parametrize("tone", list(Tone))
def test_numbers_are_readable_on_a_pictures_brightness(palette: Palette, tone: Tone) -> None:
    scale = fill_scale(palette, GridRole.INPUT, tone)
    for index in range(scale.rgb.size):
        number = palette.cell_dark if scale.dark_number[index] else palette.cell_light
        assert contrast(scale.colour(index), number) >= READABLE


@BOTH
@pytest.mark.parametrize("role", list(GridRole))
@pytest.mark.parametrize("kind", MUTED_NUMBERS)
def test_muted_numbers_are_readable_on_their_cells(
    palette: Palette, role: GridRole, kind: CellKind
) -> None:
    fill = fill_scale(palette, role).colour(2 * HALF + 1 + kind)
    assert contrast(fill, palette.text_muted) >= READABLE


@BOTH
@pytest.mark.parametrize("muted", [False, True])
@pytest.mark.parametrize("taps", [1, 2, 3, 9, 25, 49, 121])
def test_terms_of_a_step_are_readable_on_their_chips(
    palette: Palette, taps: int, muted: bool
) -> None:
    for tap in range(taps):
        fill, colour = chip_colours(tap, taps, palette, muted=muted)
        assert contrast(fill, colour) >= READABLE


@BOTH
@pytest.mark.parametrize("soft", ["accent_soft", "error_soft", "warning_soft", "ok_soft"])
def test_muted_text_is_readable_on_tinted_surfaces(palette: Palette, soft: str) -> None:
    assert contrast(palette.text_muted, getattr(palette, soft)) >= READABLE


@BOTH
def test_every_rule_of_the_style_that_names_both_colours_is_readable(palette: Palette) -> None:
    checked = 0
    for selector, body in RULE.findall(style_sheet(palette)):
        colour, background = COLOUR.search(body), BACKGROUND.search(body)
        if colour is None or background is None or "disabled" in selector:
            continue
        checked += 1
        assert contrast(colour[1], background[1]) >= READABLE, selector.strip()
    assert checked >= 8
