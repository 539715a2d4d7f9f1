"""Colour arithmetic on #rrggbb strings: contrast, mixing and evenly spaced hues, without Qt."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

Rgb = tuple[float, float, float]

LINEAR_LIMIT: Final = 0.04045
"""Below it a part of a colour is proportional to its light."""
LUMINANCE_SHARES: Final = (0.2126, 0.7152, 0.0722)
"""Of red, green and blue in the luminance."""
_ENCODED_LIMIT: Final = 0.0031308


def parse_hex(colour: str) -> Rgb:
    """Return the red, green and blue of a ``#rrggbb`` string, each between 0 and 1."""
    return (
        int(colour[1:3], 16) / 255,
        int(colour[3:5], 16) / 255,
        int(colour[5:7], 16) / 255,
    )


def format_hex(rgb: Rgb) -> str:
    """Return the ``#rrggbb`` string of a colour; parts outside 0 to 1 are clipped."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def mix(first: str, second: str, share: float) -> str:
    """Return the colour that lies ``share`` (0 to 1) of the way from ``first`` to ``second``."""
    start, end = parse_hex(first), parse_hex(second)
    return format_hex(
        (
            start[0] + (end[0] - start[0]) * share,
            start[1] + (end[1] - start[1]) * share,
            start[2] + (end[2] - start[2]) * share,
        )
    )


def _linear(part: float) -> float:
    if part <= LINEAR_LIMIT:
        return part / 12.92
    return float(((part + 0.055) / 1.055) ** 2.4)


def _encoded(part: float) -> float:
    if part <= _ENCODED_LIMIT:
        return part * 12.92
    return float(1.055 * part ** (1 / 2.4) - 0.055)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white).

    Source:
        WCAG 2.2, "relative luminance".
    """
    red, green, blue = (_linear(part) for part in parse_hex(colour))
    of_red, of_green, of_blue = LUMINANCE_SHARES
    return of_red * red + of_green * green + of_blue * blue


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 (equal) to 21 (black on white).

    Source:
        WCAG 2.2, "contrast ratio".
    """
    start, end = luminance(first), luminance(second)
    return (max(start, end) + 0.05) / (min(start, end) + 0.05)


def readable_on(background: str, dark: str, light: str) -> str:
    """Return whichever of two text colours reads better on a background."""
    return dark if contrast(background, dark) >= contrast(background, light) else light


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour of a perceptual lightness (0 to 1), chroma and hue (degrees).

    The chroma is reduced until the colour can be shown, so that hue and lightness stay true.

    Source:
        Björn Ottosson, "A perceptual color space for image processing", 2020.
    """
    rgb = _oklch_linear(lightness, chroma, hue)
    while chroma > 0 and not all(0.0 <= part <= 1.0 for part in rgb):
        chroma -= 0.005
        rgb = _oklch_linear(lightness, max(0.0, chroma), hue)
    red, green, blue = (_encoded(min(1.0, max(0.0, part))) for part in rgb)
    return format_hex((red, green, blue))


def _oklch_linear(lightness: float, chroma: float, hue: float) -> Rgb:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
