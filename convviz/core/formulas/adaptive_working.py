"""The working of adaptive pooling along one axis: the size is given, the windows follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.adaptive_windows import window_lengths
from convviz.core.formulas.formula_step import FormulaStep, division, final_step, first_broken

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class AdaptiveWorking:
    """The numbers of adaptive pooling along one axis; None where one is unusable.

    Attributes:
        size: Real cells.
        wanted: The output's size.
        keeps: output_size is None here, which keeps the input's size.
    """

    size: int | None
    wanted: int | None
    keeps: bool = False

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return None not in (self.size, self.wanted)

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return "o = i" if self.keeps else r"o = \text{output\_size}"

    def symbolic_rule(self) -> str:
        """Return where window j begins and where the cell behind it is."""
        begin = r"a_{j} = \left\lfloor \frac{j i}{o} \right\rfloor"
        end = r"b_{j} = \left\lceil \frac{(j + 1) i}{o} \right\rceil"
        return rf"{begin}, {end}"

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        return f"o = {self.wanted}"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        size, wanted = self.size or 0, self.wanted or 0
        broken = first_broken(("i", size, 1), ("o", wanted, 1))
        if broken is not None:
            yield broken
            return
        yield FormulaStep(rf"\frac{{i}}{{o}} = {division(size, wanted)}", size / wanted)
        shortest, longest = window_lengths(size, wanted)
        if shortest == longest:
            yield FormulaStep(f"b_{{j}} - a_{{j}} = {shortest}", shortest)
        else:
            working = rf"{shortest} \le b_{{j}} - a_{{j}} \le {longest}"
            yield FormulaStep(working, longest)
        yield final_step(f"o = {wanted}", wanted)
