"""The working of sizes along one axis for layers that move cells: shuffling and folding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.formulas.formula_step import FormulaStep, final_step, first_broken
from convviz.core.formulas.sliding_working import SlidingWorking

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class ShuffleWorking:
    """The numbers of PixelShuffle or PixelUnshuffle along one axis; None where one is unusable.

    Attributes:
        size: Input cells.
        factor: By which rows and columns grow, or shrink.
        shrinks: Whether they shrink.
    """

    size: int | None
    factor: int | None
    shrinks: bool

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return self.size is not None and self.factor is not None

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return r"o = \frac{i}{r}" if self.shrinks else r"o = i \cdot r"

    def symbolic_rule(self) -> str:
        """Return what becomes of the channels."""
        return r"c_{out} = c_{in} \cdot r^2" if self.shrinks else r"c_{out} = \frac{c_{in}}{r^2}"

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        if self.shrinks:
            return rf"o = \frac{{{self.size}}}{{{self.factor}}}"
        return rf"o = {self.size} \cdot {self.factor}"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        size, factor = self.size or 0, self.factor or 0
        broken = first_broken(("i", size, 1), ("r", factor, 1))
        if broken is not None:
            yield broken
        elif not self.shrinks:
            yield final_step(rf"o = {size} \cdot {factor} = {size * factor}", size * factor)
        elif size % factor:
            rest = rf"{size} = {size // factor} \cdot {factor} + {size % factor}"
            yield FormulaStep(rest, size % factor, fails=True)
        else:
            quotient = size // factor
            yield final_step(rf"o = \frac{{{size}}}{{{factor}}} = {quotient}", quotient)


@dataclass(frozen=True, slots=True)
class FoldWorking:
    """The numbers of Fold along one axis: its size is given, and so is the number of windows.

    Attributes:
        size: Output cells; None where it is unusable.
        windows: How many windows stand along the axis, worked out.
    """

    size: int | None
    windows: SlidingWorking

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return self.size is not None and self.windows.is_numeric()

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return r"o = \text{output\_size}"

    def symbolic_rule(self) -> str:
        """Return how many windows stand along the axis; the input has a column for each of all."""
        return r"l = \left\lfloor \frac{o + 2p - d(k - 1) - 1}{s} \right\rfloor + 1"

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        return f"o = {self.size}"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working of the windows along the axis, then the size."""
        for step in self.windows.steps():
            latex = step.latex.replace("o =", "l =", 1).replace("i + 2p", "o + 2p", 1)
            yield FormulaStep(latex, step.value, step.truth, step.fails)
            if step.fails:
                return
        yield final_step(f"o = {self.size}", self.size or 0)
