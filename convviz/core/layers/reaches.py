"""What the output cells of a layer read along an axis: receptive fields follow from it."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from convviz.core.axis_windows import MOST_AXES_KNOWN, PaddingMode
from convviz.core.interpolation import Interpolation

if TYPE_CHECKING:
    from convviz.core.axis_windows import AxisSettings, AxisWindows
    from convviz.core.interpolation import Resampling


Exact: TypeAlias = int | Fraction
"""A number without rounding: whole ones are integers, which are added ten times as fast.

Divide by `Fraction(number, divisor)`: the quotient of two integers would be rounded.
"""


class AxisReach(NamedTuple):
    """What a layer wants along one axis, whether or not the input has it.

    Attributes:
        size: Real cells of the input.
        before: Padding in front, in cells; negative where cells are cropped.
        after: Padding behind, likewise.
        reach: Cells that the first window spans from the first cell on, padding included; 0 where
            there is no window.
        mode: What the padding holds.
    """

    size: int
    before: int = 0
    after: int = 0
    reach: int = 0
    mode: PaddingMode = PaddingMode.CONSTANT


class CellReach(NamedTuple):
    """What a layer's output cells read along one axis, in cells of the layer's own input.

    Attributes:
        extent: From the first to the last cell of a window: d(k - 1) for a convolution; the most,
            where windows vary.
        step: Between the windows of neighbouring cells: the stride; a fraction for what enlarges.
        twice_middle: Twice the middle of the first window, negative in the padding: what slides
            over cells has a whole number then, and whole numbers are added fast.
    """

    extent: Exact
    step: Exact
    twice_middle: Exact

    @property
    def middle(self) -> Exact:
        """The middle of the first window; negative in the padding."""
        return exact(Fraction(self.twice_middle, 2))


SAME_CELL: Final = CellReach(0, 1, 0)
"""What a layer reads along an axis where each cell depends on the same place alone."""


def cell_reach(extent: Exact, step: Exact, twice_middle: Exact) -> CellReach:
    """Return a reach of whole numbers or fractions."""
    return CellReach(exact(extent), exact(step), exact(twice_middle))


def exact(number: Exact) -> Exact:
    """Return a number, a whole one as an integer."""
    return number.numerator if number.denominator == 1 else number


@lru_cache(maxsize=MOST_AXES_KNOWN)
def slid_reach(numbers: AxisSettings) -> CellReach:
    """Return the reach of a kernel that moves over the input by a stride."""
    extent = numbers.dilation * (numbers.kernel_size - 1)
    return CellReach(extent, numbers.stride, extent - 2 * numbers.pad_before)


def scattered_reach(numbers: AxisSettings) -> CellReach:
    """Return the reach of a transposed convolution: output o reads x with o = x s - p + t d."""
    reach = numbers.dilation * (numbers.kernel_size - 1)
    step = Fraction(1, numbers.stride)
    return cell_reach(reach * step, step, (2 * numbers.pad_before - reach) * step)


def spread_reach(windows: AxisWindows) -> CellReach:
    """Return the reach of windows from floor(j i/o) to ceil((j + 1) i/o)."""
    step = Fraction(windows.input_size, windows.output_size)
    return cell_reach(step + 1 - Fraction(2, step.denominator), step, _twice_middle(windows))


def resampled_reach(windows: AxisWindows, resampling: Resampling) -> CellReach:
    """Return the reach of interpolation, whose places are rounded down to cells."""
    step = Fraction(resampling.step()).limit_denominator(10**6)
    rounded = 1 - Fraction(1, 2 * step.denominator)
    if resampling.kind is Interpolation.NEAREST:
        rounded = 1 - Fraction(1, step.denominator)
    return cell_reach(windows.kernel_size - 1 + rounded, step, _twice_middle(windows))


def shuffled_reach(factor: int) -> CellReach:
    """Return the reach of cells that are each read by `factor` neighbours."""
    step = Fraction(1, factor)
    return cell_reach(1 - step, step, 0)


def unshuffled_reach(factor: int) -> CellReach:
    """Return the reach of every `factor` neighbours that become channels of one cell."""
    return CellReach(factor - 1, factor, factor - 1)


def _twice_middle(windows: AxisWindows) -> int:
    """Return where the first window begins and ends, added; its readings stand in a row."""
    last = windows.readings_of(0) - 1
    return windows.read(0, 0).position + windows.read(0, last).position
