"""The recursion of the receptive field, worked out for one layer, as LaTeX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.core.layers.reaches import CellReach, Exact
    from convviz.core.network.receptive_field import AxisField

_HALF = r"\frac{k_e - 1}{2}"


@dataclass(frozen=True, slots=True)
class FieldWorking:
    """How a field comes about from that of the layer before, along one axis.

    Attributes:
        size: r = r_0 + (k_e - 1) j_0, in letters, with numbers, and its value.
        jump: j = s j_0, likewise.
        start: x = x_0 + ((k_e - 1)/2 - p) j_0, likewise.
    """

    size: str
    jump: str
    start: str


def worked_field(layer: Layer, reach: CellReach, before: AxisField) -> FieldWorking:
    """Return the recursion with a layer's numbers in it.

    Args:
        layer: Decides the letters: kernel, stride and padding where it has them, else the extent e,
            the step s and the middle m of its windows.
        reach: What the layer reads along the axis.
        before: The field of its input's cells.

    Source:
        Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional neural networks".
    """
    after = before.behind(reach)
    extent, jump, middle = _letters(layer)
    r_0, j_0, x_0 = map(latex_fraction, (before.extent + 1, before.jump, before.start))
    e, s, m = latex_fraction(reach.extent), latex_fraction(reach.step), _bracketed(reach.middle)
    r, j, x = map(latex_fraction, (after.extent + 1, after.jump, after.start))
    return FieldWorking(
        rf"r = r_0 + {extent} = {r_0} + {e} \cdot {j_0} = {r}",
        rf"j = {jump} = {j_0} \cdot {s} = {j}",
        rf"x = x_0 + {middle} = {x_0} + {m} \cdot {j_0} = {x}",
    )


def latex_fraction(number: Exact) -> str:
    """Return a whole number or a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    sign = "-" if number < 0 else ""
    return rf"{sign}\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"


def _letters(layer: Layer) -> tuple[str, str, str]:
    """Return what is added to the size, what the jump becomes, what is added to the start."""
    if layer.slides:
        middle = rf"\left({_HALF} - p\right) j_0"
        return r"(k_e - 1) \, j_0", r"j_0 \, s", middle
    if layer.scatters:
        middle = rf"\left(p - {_HALF}\right) \frac{{j_0}}{{s}}"
        return r"\frac{k_e - 1}{s} \, j_0", r"\frac{j_0}{s}", middle
    return r"e \, j_0", r"j_0 \, s", r"m \, j_0"


def _bracketed(number: Exact) -> str:
    text = latex_fraction(number)
    return rf"\left({text}\right)" if number < 0 else text
