"""The working of a convolution's or a pooling's output size along one axis, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.formulas.formula_step import (
    FormulaStep,
    division,
    factor,
    final_step,
    first_broken,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class SlidingWorking:
    """The numbers of a convolution or a pooling along one axis; None where one is unusable.

    Attributes:
        dilation: None where the layer has none (average pooling): then k stands for k_e.
        padding: Cells on each side; None for 'same', whose sides are computed.
        has_padding: The layer has a padding; without it p does not stand in the formula.
        is_same: padding='same'.
        is_pooling: Its padding is limited to half the kernel.
        needs_whole_kernel: The input must be as large as the kernel, whatever the padding.
        ceil_mode: Rounds up.
    """

    size: int | None
    kernel_size: int | None
    stride: int | None
    padding: int | None
    dilation: int | None
    mode: PaddingMode = PaddingMode.CONSTANT
    has_dilation: bool = True
    has_padding: bool = True
    is_same: bool = False
    is_pooling: bool = False
    needs_whole_kernel: bool = False
    ceil_mode: bool = False

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        needed = [self.size, self.kernel_size, self.stride]
        needed += [self.dilation] if self.has_dilation else []
        needed += [] if self.is_same else [self.padding]
        return all(value is not None for value in needed)

    def symbolic(self) -> str:
        """Return the formula in letters."""
        kernel = "d(k - 1) - 1" if self.has_dilation else "k"
        if not self.has_padding:
            return self._rounded(f"i - {kernel}", "s")
        padding = "p_{1} + p_{2}" if self.is_same else "2p"
        return self._rounded(f"i + {padding} - {kernel}", "s")

    def symbolic_rule(self) -> str:
        """Return ceil_mode's further rule in letters."""
        limit = "i + p" if self.has_padding else "i"
        return rf"(o - 1)s \ge {limit} \Rightarrow o \leftarrow o - 1" if self.ceil_mode else ""

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        before, after = self._sides()
        padding = f"{before} + {after}" if self.is_same else rf"2 \cdot {factor(before)}"
        kernel = (
            rf"{factor(self._dilation())} \cdot ({self.kernel_size} - 1) - 1"
            if self.has_dilation
            else f"{self.kernel_size}"
        )
        padded = f"{self.size} + {padding}" if self.has_padding else f"{self.size}"
        return self._rounded(f"{padded} - {kernel}", f"{self.stride}")

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        size, kernel_size, stride = self._required()
        may_crop = self.padding is None or self.mode is not PaddingMode.CONSTANT
        broken = first_broken(
            ("i", size, 1),
            ("k", kernel_size, 1),
            ("s", stride, 1),
            ("d", self._dilation(), 1),
            ("p", 0 if may_crop or self.padding is None else self.padding, 0),
        )
        if broken is not None:
            yield broken
            return
        for step in self._padding_steps():
            yield step
            if step.fails:
                return
        effective = self._dilation() * (kernel_size - 1) + 1
        if self.has_dilation:
            working = rf"{self.dilation} \cdot ({kernel_size} - 1) + 1 = {effective}"
            yield FormulaStep(rf"k_{{e}} = d(k - 1) + 1 = {working}", effective)
        yield from self._padded_steps(size)
        room_step = self._room_step(size, effective)
        yield room_step
        if not room_step.fails:
            room, before = int(room_step.value), self._sides()[0]
            yield from self._rounding_steps(room, stride, size + before)

    def _padded_steps(self, size: int) -> Iterator[FormulaStep]:
        before, after = self._sides()
        padded = size + before + after
        if self.is_same:
            working = f"i + p_{{1}} + p_{{2}} = {size} + {before} + {after} = {padded}"
            yield FormulaStep(working, padded)
        elif self.has_padding:
            working = rf"i + 2p = {size} + 2 \cdot {factor(before)} = {padded}"
            yield FormulaStep(working, padded)

    def _room_step(self, size: int, effective: int) -> FormulaStep:
        padded = size + sum(self._sides())
        room = padded - effective
        does_not_fit = room < 0 and not self.is_pooling
        below = " < 0" if does_not_fit else ""
        padding = " + p_{1} + p_{2}" if self.is_same else " + 2p" if self.has_padding else ""
        kernel = "k_{e}" if self.has_dilation else "k"
        working = f"i{padding} - {kernel} = {padded} - {effective} = {room}{below}"
        return FormulaStep(working, room, fails=does_not_fit)

    def _padding_steps(self) -> Iterator[FormulaStep]:
        size, kernel_size, stride = self._required()
        if self.is_same:
            if stride > 1:
                yield FormulaStep(f"s = {stride} > 1", stride, fails=True)
                return
            total = self._dilation() * (kernel_size - 1)
            working = rf"{self.dilation} \cdot ({kernel_size} - 1) = {total}"
            yield FormulaStep(f"p_{{1}} + p_{{2}} = d(k - 1) = {working}", total)
            before, after = self._sides()
            half = rf"\left\lfloor \frac{{{total}}}{{2}} \right\rfloor"
            yield FormulaStep(f"p_{{1}} = {half} = {before}", before)
            yield FormulaStep(f"p_{{2}} = {total} - {before} = {after}", after)
        padding = max(self._sides())
        if self.is_pooling and padding > kernel_size // 2:
            half = rf"\left\lfloor \frac{{{kernel_size}}}{{2}} \right\rfloor = {kernel_size // 2}"
            yield FormulaStep(f"p = {padding} > {half}", padding, fails=True)
        elif self.needs_whole_kernel and kernel_size > size:
            yield FormulaStep(f"k = {kernel_size} > i = {size}", kernel_size, fails=True)
        elif self.mode is PaddingMode.REFLECT and padding >= size:
            yield FormulaStep(rf"p = {padding} \ge i = {size}", padding, fails=True)
        elif self.mode is PaddingMode.CIRCULAR and padding > size:
            yield FormulaStep(f"p = {padding} > i = {size}", padding, fails=True)

    def _rounding_steps(self, room: int, stride: int, last_start: int) -> Iterator[FormulaStep]:
        yield FormulaStep(division(room, stride), room / stride)
        rounded = -(-room // stride) if self.ceil_mode else room // stride
        left, right = (r"\lceil", r"\rceil") if self.ceil_mode else (r"\lfloor", r"\rfloor")
        quotient = rf"\left{left} \frac{{{room}}}{{{stride}}} \right{right}"
        yield FormulaStep(f"{quotient} = {rounded}", rounded)
        output = rounded + 1
        if not self.ceil_mode:
            yield final_step(f"o = {rounded} + 1 = {output}", output)
            return
        yield FormulaStep(f"o = {rounded} + 1 = {output}", output)
        reach = (output - 1) * stride
        too_far = reach >= last_start
        relation = r"\ge" if too_far else "<"
        working = rf"({output} - 1) \cdot {stride} = {reach}"
        limit = f"i + p = {last_start}" if self.has_padding else f"i = {last_start}"
        yield FormulaStep(rf"(o - 1)s = {working} {relation} {limit}", reach, truth=too_far)
        if too_far:
            yield final_step(f"o = {output} - 1 = {output - 1}", output - 1)
        else:
            yield final_step(f"o = {output}", output)

    def _rounded(self, numerator: str, denominator: str) -> str:
        left, right = (r"\lceil", r"\rceil") if self.ceil_mode else (r"\lfloor", r"\rfloor")
        return rf"o = \left{left} \frac{{{numerator}}}{{{denominator}}} \right{right} + 1"

    def _dilation(self) -> int:
        return 1 if self.dilation is None else self.dilation

    def _sides(self) -> tuple[int, int]:
        if self.padding is not None:
            return self.padding, self.padding
        total = self._dilation() * ((self.kernel_size or 1) - 1)
        return total // 2, total - total // 2

    def _required(self) -> tuple[int, int, int]:
        assert self.size is not None  # noqa: S101 - narrows the type: is_numeric() saw it
        assert self.kernel_size is not None  # noqa: S101 - likewise
        assert self.stride is not None  # noqa: S101 - likewise
        return self.size, self.kernel_size, self.stride
