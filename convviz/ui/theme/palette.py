"""The two palettes of the application: every colour by the name of its meaning.

Colours follow the vocabulary of Dumoulin & Visin's guide (input blue, output teal) and the
Okabe-Ito set, so that no two meanings differ by red against green alone. Nothing is said by
colour only: padding is dashed, dropped cells are hatched, errors have an icon and a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convviz.ui.theme.colour import oklch


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one theme, as ``#rrggbb``.

    Attributes:
        name: "light" or "dark".
        is_dark: Whether text is lighter than its surface.
        surface: The window.
        surface_raised: Fields, lists, cards and the cells of grids.
        surface_sunken: The rail, headers, tracks and pressed buttons.
        hover: A flat control under the mouse.
        border: Lines that part surfaces.
        border_strong: Outlines of fields and unchecked boxes (at least 3:1 on every surface).
        text: Text.
        text_muted: Captions, argument names, hints. Still at least 4.5:1.
        text_disabled: Text of what cannot be used now.
        accent: The one accent colour: primary buttons, selection, focus rings, links.
        accent_hover: The accent under the mouse.
        accent_text: Text on the accent.
        accent_soft: A quiet tint of the accent: the chosen page, the selected row.
        input: Cells and captions of the input.
        input_negative: The far end of the input's scale for negative values.
        kernel: Cells and captions of the kernel.
        kernel_negative: The far end of the kernel's scale for negative values.
        output: Cells and captions of the output.
        output_negative: The far end of the output's scale for negative values.
        padding: Dashed outlines of padding cells.
        dropped: Hatching of input that no window reads.
        overhang: Dashed outlines of window cells past the padded input.
        error: What is wrong.
        error_soft: The background of an error.
        ok: What agrees.
        ok_soft: The background of an agreement.
        warning: What deserves a look.
        warning_soft: The background of a warning.
        cell_dark: Dark numbers, on light cells.
        cell_light: Light numbers, on dark cells.
        window: The outline of the moving window.
    """

    name: str
    is_dark: bool
    surface: str
    surface_raised: str
    surface_sunken: str
    hover: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    input: str
    input_negative: str
    kernel: str
    kernel_negative: str
    output: str
    output_negative: str
    padding: str
    dropped: str
    overhang: str
    error: str
    error_soft: str
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    cell_dark: str
    cell_light: str
    window: str


LIGHT: Final = Palette(
    name="light",
    is_dark=False,
    surface="#f6f7f9",
    surface_raised="#ffffff",
    surface_sunken="#eaedf1",
    hover="#e3e7ed",
    border="#d5dae2",
    border_strong="#757f8f",
    text="#19202b",
    text_muted="#525d6d",
    text_disabled="#9aa3b0",
    accent="#4a45c4",
    accent_hover="#3b36a8",
    accent_text="#ffffff",
    accent_soft="#e4e3f8",
    input="#0b62a8",
    input_negative="#c2560a",
    kernel="#74479c",
    kernel_negative="#b0620a",
    output="#00705c",
    output_negative="#9c5a1e",
    padding="#66758a",
    dropped="#7d8694",
    overhang="#c65a00",
    error="#ad1f3d",
    error_soft="#fbe6ea",
    ok="#00695a",
    ok_soft="#ddf1ec",
    warning="#7f4f00",
    warning_soft="#fbefd5",
    cell_dark="#000000",
    cell_light="#ffffff",
    window="#19202b",
)

DARK: Final = Palette(
    name="dark",
    is_dark=True,
    surface="#16191f",
    surface_raised="#1e222a",
    surface_sunken="#101318",
    hover="#2a303a",
    border="#333a46",
    border_strong="#737e90",
    text="#e8ebf0",
    text_muted="#a3adbb",
    text_disabled="#636d7c",
    accent="#a5a2ff",
    accent_hover="#bcbaff",
    accent_text="#12112e",
    accent_soft="#2d2c55",
    input="#6bb5f0",
    input_negative="#ef9a5c",
    kernel="#c7a2e8",
    kernel_negative="#e6a65a",
    output="#4fcbb0",
    output_negative="#d99a62",
    padding="#8794a8",
    dropped="#798394",
    overhang="#f59a45",
    error="#ff8fa3",
    error_soft="#451f29",
    ok="#56d0b4",
    ok_soft="#15382f",
    warning="#f0bd62",
    warning_soft="#3f3116",
    cell_dark="#000000",
    cell_light="#ffffff",
    window="#f4f6fa",
)

PALETTES: Final = {"light": LIGHT, "dark": DARK}

_LIGHT_TAPS: Final = (0.86, 0.75, 0.80)
_DARK_TAPS: Final = (0.55, 0.43, 0.49)
_TAP_CHROMA: Final = 0.1
_FIRST_HUE: Final = 85.0
_INPUT_FIRST: Final = 222.0
_INPUT_HUES: Final = 48.0
"""The arc of hues about that of the input's positive numbers, which no tap wears."""


def tap_hue(index: int, count: int, palette: Palette) -> str:
    """Return the fill colour of one kernel tap.

    Hues are spread evenly round the circle, but for the blue that the input's numbers have; the
    lightness of neighbours differs as well, so that the taps can be told apart with a
    colour-vision deficiency.

    Args:
        index: Number of the tap in reading order, from 0.
        count: Number of taps of the kernel. At least 1.
        palette: The theme.

    Returns:
        ``#rrggbb``, light enough (or dark enough) for the numbers of the theme's cells.
    """
    levels = _DARK_TAPS if palette.is_dark else _LIGHT_TAPS
    hue = _FIRST_HUE + (360.0 - _INPUT_HUES) * index / max(1, count)
    if hue > _INPUT_FIRST:
        hue += _INPUT_HUES
    hue %= 360.0
    return oklch(levels[index % len(levels)], _TAP_CHROMA, hue)
