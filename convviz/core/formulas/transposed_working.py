"""The working of a transposed convolution's output size along one axis, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.formulas.formula_step import FormulaStep, factor, final_step, first_broken

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class TransposedWorking:
    """The numbers of a transposed convolution along one axis; None where one is unusable."""

    size: int | None
    kernel_size: int | None
    stride: int | None
    padding: int | None
    dilation: int | None
    output_padding: int | None

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        return None not in self._numbers()

    def symbolic(self) -> str:
        """Return the formula in letters."""
        return "o = (i - 1)s - 2p + d(k - 1) + a + 1"

    def symbolic_rule(self) -> str:
        """Return nothing: there is no further rule."""
        return ""

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        stretch = rf"({self.size} - 1) \cdot {factor(self.stride)}"
        crop = rf"2 \cdot {factor(self.padding)}"
        kernel = rf"{factor(self.dilation)} \cdot ({self.kernel_size} - 1)"
        return f"o = {stretch} - {crop} + {kernel} + {factor(self.output_padding)} + 1"

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        size, kernel_size, stride, padding, dilation, extra = (n or 0 for n in self._numbers())
        broken = first_broken(
            ("i", size, 1),
            ("k", kernel_size, 1),
            ("s", stride, 1),
            ("d", dilation, 1),
            ("p", padding, 0),
            ("a", extra, 0),
        )
        if broken is not None:
            yield broken
            return
        limit = max(stride, dilation)
        if extra >= limit:
            working = rf"\max(s, d) = \max({stride}, {dilation}) = {limit}"
            yield FormulaStep(rf"a = {extra} \ge {working}", extra, fails=True)
            return
        stretch = (size - 1) * stride
        yield FormulaStep(rf"(i - 1)s = ({size} - 1) \cdot {stride} = {stretch}", stretch)
        crop = 2 * padding
        yield FormulaStep(rf"2p = 2 \cdot {padding} = {crop}", crop)
        reach = dilation * (kernel_size - 1)
        working = rf"{dilation} \cdot ({kernel_size} - 1) = {reach}"
        yield FormulaStep(f"d(k - 1) = {working}", reach)
        output = stretch - crop + reach + extra + 1
        yield final_step(f"o = {stretch} - {crop} + {reach} + {extra} + 1 = {output}", output)

    def _numbers(self) -> tuple[int | None, ...]:
        return (
            self.size,
            self.kernel_size,
            self.stride,
            self.padding,
            self.dilation,
            self.output_padding,
        )
