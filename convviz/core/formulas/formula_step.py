"""One line of a formula's working, and the LaTeX of its parts.

Letters as in Dumoulin & Visin 2016: i input, k kernel, s stride, p padding, d dilation, a output
padding, o output; k_e is the effective kernel d(k - 1) + 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class FormulaStep:
    """One line of the working.

    Attributes:
        latex: The line, as LaTeX.
        value: The number that it arrives at.
        truth: For a comparison that decides what comes next (ceil_mode's rule): whether it
            holds on the numbers. None for every other line.
        fails: Whether the settings become impossible here; then it is the last line.
    """

    latex: str
    value: float
    truth: bool | None = None
    fails: bool = False


class SizeWorking(Protocol):
    """How the output size of one axis of a layer comes about, worked out."""

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        ...

    def symbolic(self) -> str:
        """Return the formula in letters, as LaTeX."""
        ...

    def symbolic_rule(self) -> str:
        """Return a further rule in letters, as LaTeX; empty without one."""
        ...

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        ...

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        ...


def final_step(latex: str, output: int) -> FormulaStep:
    """Return the last line; it fails where the output is below 1."""
    return FormulaStep(latex if output >= 1 else f"{latex} < 1", output, fails=output < 1)


def first_broken(*rules: tuple[str, int, int]) -> FormulaStep | None:
    """Return the failing line of the first (letter, value, minimum) that is below its minimum."""
    for letter, value, minimum in rules:
        if value < minimum:
            return FormulaStep(f"{letter} = {value} < {minimum}", value, fails=True)
    return None


def factor(value: int | None) -> str:
    """Return a number as a factor of a product: a negative one in brackets."""
    return f"{value}" if value is None or value >= 0 else f"({value})"


def division(numerator: int, denominator: int) -> str:
    """Return a fraction and what it comes to, with two decimals at most."""
    fraction = rf"\frac{{{numerator}}}{{{denominator}}}"
    if numerator % denominator == 0:
        return f"{fraction} = {numerator // denominator}"
    quotient = f"{numerator / denominator:.2f}"
    if numerator * 100 % denominator == 0:
        return f"{fraction} = {quotient.rstrip('0')}"
    return rf"{fraction} \approx {quotient}"
