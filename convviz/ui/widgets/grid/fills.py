"""From values to colours: a diverging scale for each role, and one colour for each cell kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.stepping.cells import CellKind
from convviz.ui.theme.colour import (
    LINEAR_LIMIT,
    LUMINANCE_SHARES,
    luminance,
    mix,
    parse_hex,
)
from convviz.ui.widgets.grid.kinds import GridRole, Tone

if TYPE_CHECKING:
    from convviz.ui.theme import Palette

HALF: Final = 127
"""Steps of the scale on either side of zero."""

NAN_INDEX: Final = 2 * HALF + 1 + len(CellKind)
"""Where a scale keeps the fill of cells that are no number."""

_BRIGHTEST: Final = {
    Tone.GREY: "#ffffff",
    Tone.RED: "#ff6b5e",
    Tone.GREEN: "#63d873",
    Tone.BLUE: "#6aa5ff",
}
_NAN_TINT: Final = 0.3
_ZERO_TINT: Final = 0.10
_FULL_TINT_LIGHT: Final = 0.62
_FULL_TINT_DARK: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FillScale:
    """The colours of one role in one theme.

    Attributes:
        rgb: 0xffRRGGBB of each step, then of each cell kind, then of NaN, uint32,
            (NAN_INDEX + 1,).
        dark_number: Whether the number on that fill is dark, bool, same shape as ``rgb``.
    """

    rgb: NDArray[np.uint32]
    dark_number: NDArray[np.bool_]

    def colour(self, index: int) -> str:
        """Return a fill as ``#rrggbb``."""
        return f"#{int(self.rgb[index]) & 0xFFFFFF:06x}"


@lru_cache(maxsize=32)
def fill_scale(palette: Palette, role: GridRole, tone: Tone | None = None) -> FillScale:
    """Return the fills of a role: negative hue, through a tint of the role at 0, to its hue.

    Args:
        palette: The theme.
        role: Decides the hue, and how a cell that is no value looks.
        tone: A picture's colours instead, from black to the brightest.
    """
    hue, opposite = _role_hues(palette, role)
    ground = palette.surface_raised
    zero = mix(ground, hue, _ZERO_TINT)
    full = _FULL_TINT_DARK if palette.is_dark else _FULL_TINT_LIGHT
    negative, positive = mix(ground, opposite, full), mix(ground, hue, full)
    if tone is None:
        below, above = _steps(negative, zero, HALF), _steps(zero, positive, HALF)
        steps = np.concatenate((below[:-1], above))
    else:
        steps = _steps("#000000", _BRIGHTEST[tone], 2 * HALF)
    single = [_kind_fill(palette, kind, zero) for kind in CellKind]
    single.append(mix(ground, palette.error, _NAN_TINT))
    parts = np.concatenate((steps, [parse_hex(colour) for colour in single]))
    red, green, blue = np.rint(parts * 255).astype(np.uint32).T
    return FillScale(
        np.uint32(0xFF000000) | red << 16 | green << 8 | blue,
        _luminances(parts) > _switch_luminance(palette),
    )


def _steps(first: str, last: str, count: int) -> NDArray[np.float64]:
    """Return the colours from one to another, both among them, as :func:`mix` gives each.

    Args:
        first: At the one end, ``#rrggbb``.
        last: At the other.
        count: How many steps lie between them.

    Returns:
        Red, green and blue of each, whole 255ths, (count + 1, 3).
    """
    start, end = np.array(parse_hex(first)), np.array(parse_hex(last))
    shares = np.arange(count + 1)[:, None] / count
    steps: NDArray[np.float64] = np.rint((start + (end - start) * shares) * 255) / 255
    return steps


def _luminances(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the relative luminance of colours, as :func:`luminance` does of one.

    Args:
        parts: Red, green and blue of each, (colours, 3).
    """
    linear = np.where(parts <= LINEAR_LIMIT, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ LUMINANCE_SHARES)


def fill_indices(
    values: NDArray[np.float64],
    kinds: NDArray[np.uint8],
    largest: float,
    smallest: float | None = None,
) -> NDArray[np.uint16]:
    """Return the index into :class:`FillScale` of every cell.

    Args:
        values: rows columns. Infinities take the ends of the scale, NaN a colour of its own.
        kinds: rows columns, of CellKind.
        largest: The value at the upper end of the scale.
        smallest: The value at its lower end; None for minus the largest.
    """
    middle = 0.0 if smallest is None else (largest + smallest) / 2
    scale = HALF / (largest - middle) if largest > middle else 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        steps = (values - middle) * scale
        np.rint(np.minimum(np.maximum(steps, -HALF, out=steps), HALF, out=steps), out=steps)
    steps += HALF
    missing = np.isnan(steps)
    has_missing = bool(missing.any())
    if has_missing:
        steps[missing] = HALF
    indices = steps.astype(np.uint16)
    if has_missing:  # infinity on a scale of zero is none
        indices[np.isnan(values)] = NAN_INDEX
    special = kinds != CellKind.REAL
    if special.any():
        indices[special] = 2 * HALF + 1 + kinds[special].astype(np.uint16)
    return indices


def largest_magnitude(values: NDArray[np.float64]) -> float:
    """Return the largest finite absolute value, 0 when there is none."""
    if not values.size:
        return 0.0
    low, high = float(values.min()), float(values.max())
    if math.isfinite(low) and math.isfinite(high):
        return max(abs(low), abs(high))
    return float(np.abs(np.where(np.isfinite(values), values, 0.0)).max())


def _role_hues(palette: Palette, role: GridRole) -> tuple[str, str]:
    if role is GridRole.INPUT:
        return palette.input, palette.input_negative
    if role is GridRole.KERNEL:
        return palette.kernel, palette.kernel_negative
    return palette.output, palette.output_negative


def _kind_fill(palette: Palette, kind: CellKind, zero: str) -> str:
    ground = palette.surface_raised
    tints = {
        CellKind.PADDING: (palette.padding, 0.07),
        CellKind.DROPPED: (palette.dropped, 0.14),
        CellKind.CROPPED: (palette.dropped, 0.14),
        CellKind.OVERHANG: (palette.overhang, 0.08),
        CellKind.MISSING: (palette.error, 0.1),
        CellKind.INSERTED_ZERO: (zero, 0.35),
        CellKind.UNTOUCHED: (zero, 0.35),
        CellKind.REAL: (zero, 1.0),
    }
    hue, share = tints.get(kind, (ground, 0.0))
    return mix(ground, hue, share)


def _switch_luminance(palette: Palette) -> float:
    """Return the luminance at which dark and light numbers read equally well."""
    dark, light = luminance(palette.cell_dark) + 0.05, luminance(palette.cell_light) + 0.05
    return float((dark * light) ** 0.5) - 0.05
