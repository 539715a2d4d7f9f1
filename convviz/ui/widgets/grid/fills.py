"""From values to colours: a diverging scale for each role, and one colour for each cell kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.stepping.cells import CellKind
from convviz.ui.theme.colour import luminance, mix
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
    steps = [mix(zero, negative, share / HALF) for share in range(HALF, 0, -1)]
    steps += [mix(zero, positive, share / HALF) for share in range(HALF + 1)]
    if tone is not None:
        brightest = _BRIGHTEST[tone]
        steps = [mix("#000000", brightest, share / (2 * HALF)) for share in range(2 * HALF + 1)]
    colours = steps + [_kind_fill(palette, kind, zero) for kind in CellKind]
    colours.append(mix(ground, palette.error, _NAN_TINT))
    limit = _switch_luminance(palette)
    return FillScale(
        np.array([0xFF000000 | int(colour[1:], 16) for colour in colours], dtype=np.uint32),
        np.array([luminance(colour) > limit for colour in colours], dtype=np.bool_),
    )


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
    np.rint(np.clip(steps, -HALF, HALF, out=steps), out=steps)
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
