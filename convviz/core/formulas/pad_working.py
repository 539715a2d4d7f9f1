"""The working of a padding layer's output size along one axis, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.formulas.formula_step import FormulaStep, factor, final_step, first_broken
from convviz.core.pad_windows import kept_cells

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class PadWorking:
    """The numbers of a padding layer along one axis; None where one is unusable.

    Attributes:
        size: Real cells.
        before: Cells added in front.
        after: Cells added behind.
        mode: What the padding holds, which limits it.
    """

    size: int | None
    before: int | None
    after: int | None
    mode: PaddingMode

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return None not in (self.size, self.before, self.after)

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return "o = i + p_{1} + p_{2}"

    def symbolic_rule(self) -> str:
        """Return nothing: there is no further rule."""
        return ""

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        return f"o = {self.size} + {factor(self.before)} + {factor(self.after)}"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        size, before, after = (number or 0 for number in (self.size, self.before, self.after))
        broken = first_broken(("i", size, 0 if self.mode is PaddingMode.CONSTANT else 1))
        broken = broken or self._broken_limit(size, before, after)
        if broken is not None:
            yield broken
            return
        output = size + before + after
        yield final_step(f"{self.substituted()} = {output}", output)

    def _broken_limit(self, size: int, before: int, after: int) -> FormulaStep | None:
        largest, kept = max(before, after), kept_cells(size, before, after)
        match self.mode:
            case PaddingMode.REFLECT if largest >= size:
                return FormulaStep(rf"p = {largest} \ge i = {size}", largest, fails=True)
            case PaddingMode.CIRCULAR if largest > max(kept, 0):
                name = "i" if kept == size else r"i - \text{cropped}"
                return FormulaStep(f"p = {largest} > {name} = {kept}", largest, fails=True)
            case PaddingMode.CONSTANT | PaddingMode.CIRCULAR if kept < 0:
                working = f"i + {factor(min(0, before))} + {factor(min(0, after))} = {kept} < 0"
                return FormulaStep(working, kept, fails=True)
        return None
