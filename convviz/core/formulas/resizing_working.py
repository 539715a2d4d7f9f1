"""The working of sizes along one axis for layers that enlarge: unpooling and upsampling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.formulas.formula_step import FormulaStep, factor, final_step, first_broken

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class UnpoolWorking:
    """The numbers of max unpooling along one axis; None where one is unusable.

    Attributes:
        given: The size that it is given beside its parameters; None for the default.
    """

    size: int | None
    kernel_size: int | None
    stride: int | None
    padding: int | None
    given: int | None = None

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return None not in (self.size, self.kernel_size, self.stride, self.padding)

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return "o = (i - 1)s - 2p + k"

    def symbolic_rule(self) -> str:
        """Return which other sizes may be given."""
        return r"o - s < \text{output\_size} < o + s"

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        stretch = rf"({self.size} - 1) \cdot {factor(self.stride)}"
        return rf"o = {stretch} - 2 \cdot {factor(self.padding)} + {factor(self.kernel_size)}"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        numbers = (self.size, self.kernel_size, self.stride, self.padding)
        size, kernel_size, stride, padding = (number or 0 for number in numbers)
        broken = first_broken(
            ("i", size, 1), ("k", kernel_size, 1), ("s", stride, 1), ("p", padding, 0)
        )
        if broken is not None:
            yield broken
            return
        stretch = (size - 1) * stride
        yield FormulaStep(rf"(i - 1)s = ({size} - 1) \cdot {stride} = {stretch}", stretch)
        output = stretch - 2 * padding + kernel_size
        working = f"o = {stretch} - {2 * padding} + {kernel_size} = {output}"
        if self.given is None:
            yield final_step(working, output)
            return
        yield FormulaStep(working, output)
        fits = output - stride < self.given < output + stride
        rule = rf"{output} - {stride} < \text{{output\_size}} = {self.given} < {output} + {stride}"
        broken_rule = rf"\text{{output\_size}} = {self.given}"
        if fits:
            yield FormulaStep(rule, self.given)
        else:
            is_small = self.given < output
            side = rf"\le {output} - {stride}" if is_small else rf"\ge {output} + {stride}"
            yield FormulaStep(f"{broken_rule} {side}", self.given, fails=True)


@dataclass(frozen=True, slots=True)
class ScaleWorking:
    """The numbers of an upsampling along one axis: an output size, or a scale.

    Attributes:
        size: Input cells.
        wanted: The output's size, where it is given.
        scale: The factor, where that is given.
    """

    size: int
    wanted: int | None
    scale: float | None

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return self.wanted is not None or self.scale is not None

    def symbolic(self) -> str:
        """Return the formula in letters."""
        if self.scale is None:
            return r"o = \text{size}"
        return r"o = \left\lfloor i \cdot \text{scale\_factor} \right\rfloor"

    def symbolic_rule(self) -> str:
        """Return nothing: there is no further rule."""
        return ""

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        if self.scale is None:
            return f"o = {self.wanted}"
        return rf"o = \left\lfloor {self.size} \cdot {self.scale:g} \right\rfloor"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        if self.scale is None:
            yield final_step(f"o = {self.wanted}", self.wanted or 0)
            return
        product = self.size * self.scale
        working = rf"i \cdot \text{{scale\_factor}} = {self.size} \cdot {self.scale:g}"
        yield FormulaStep(f"{working} = {product:g}", product)
        floored = rf"\left\lfloor {product:g} \right\rfloor"
        yield final_step(f"o = {floored} = {int(product)}", int(product))
