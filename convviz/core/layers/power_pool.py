"""Power-average pooling, in one, two and three dimensions: (sum of x^p)^(1/p) of each window.

Source: torch.nn.LPPool2d; torch.nn.functional.lp_pool2d, which takes the powers' average times the
kernel's cells: under ceil_mode a window that overhangs counts as if it were full. An infinite
norm_type is the limit, the largest or the smallest |x|.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    Kept,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.kept import NUMBERS_AN_INDEX
from convviz.core.layers.sliding_pool import SlidingPooling, counted_cells
from convviz.core.layers.spatial import check_axis_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convviz.core.explaining.explanations import Explanation

_NOTES: dict[float, ExplanationCode] = {
    1: ExplanationCode.POWER_IS_SUM,
    2: ExplanationCode.POWER_IS_LENGTH,
    math.inf: ExplanationCode.POWER_IS_LARGEST,
    -math.inf: ExplanationCode.POWER_IS_SMALLEST,
}


@dataclass(frozen=True)
class PowerPoolingLayer(SlidingPooling):
    """The p-norm of each window, without the sign: 1 is the sum, 2 the length, inf the largest."""

    cell_reduction: ClassVar[Reduction] = Reduction.POWER_MEAN

    norm_type: float = parameter(ParameterKind.NUMBER, positional=True, first=2)
    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True)
    stride: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input.

        Raises:
            ParameterError: DIVISOR_ZERO: a norm_type of 0 has no root.
        """
        super().check()
        check_axis_counts(self, self.rank, exact=("kernel_size",))
        if self.norm_type == 0:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="norm_type", value=0)

    def newer_settings(self) -> dict[str, str]:
        """Return norm_type where it is infinite: before 2.13 torch raised to that power itself."""
        infinite = {"norm_type": "2.13"} if self.takes_extreme() else {}
        return {**super().newer_settings(), **infinite}

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode

    def extreme_sign(self) -> int:
        """Return it where norm_type is infinite: one |x| of the window, and nothing is summed."""
        return int(math.copysign(1, self.norm_type)) if math.isinf(self.norm_type) else 0

    def divisor_factors(self, spatial: Shape) -> tuple[Callable[[int], int], ...]:
        """Return the real cells of a window along each axis; nothing where one |x| is taken."""
        if self.takes_extreme():
            return ()
        return tuple(
            partial(counted_cells, axis, count_include_pad=False)
            for axis in self.axis_settings(spatial)
        )

    def notes_on_numbers(self, spatial: Shape) -> Iterator[Explanation]:
        """Yield what the norm is, and that a window past the input counts as if it were full."""
        code = _NOTES.get(self.norm_type, ExplanationCode.POWER_OF_OTHERS)
        yield explain(code, norm_type=self.norm_type)
        if self.takes_extreme():
            return
        last = tuple(axis.output_size - 1 for axis in self.axis_settings(spatial))
        full, smallest = self.mean_factor(), self.divisor_at(spatial, last)
        if smallest is not None and smallest < full:
            overhang = ExplanationCode.POWER_OVERHANG_COUNTS_FULL
            yield explain(overhang, full=full, smallest=smallest)

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:
        """Return its input, its powers, and four steps from their mean to the root.

        Where one |x| is taken, the sizes and the place of the winner instead.
        """
        steps = NUMBERS_AN_INDEX if self.takes_extreme() else 4
        beside = math.prod(input_shape) + steps * math.prod(output_shape)
        return Kept(input=True, beside=beside)

    def power(self) -> float | None:
        """Return norm_type."""
        return self.norm_type

    def mean_factor(self) -> int:
        """Return the cells of a full window: the sum is the mean times them."""
        return math.prod(per_axis(self.kernel_size, self.rank))


@register
@dataclass(frozen=True)
class LPPool1d(PowerPoolingLayer):
    """Power-average pooling over one axis."""

    rank: ClassVar[int] = 1

    kernel_size: int = parameter(ParameterKind.INTEGER, minimum=1, positional=True, first=2)


@register
@dataclass(frozen=True)
class LPPool2d(PowerPoolingLayer):
    """Power-average pooling over height and width."""

    rank: ClassVar[int] = 2


@register
@dataclass(frozen=True)
class LPPool3d(PowerPoolingLayer):
    """Power-average pooling over depth, height and width."""

    rank: ClassVar[int] = 3

    def needs_whole_kernel(self) -> bool:
        """Return whether torch averages; with an infinite norm_type it takes maxima."""
        return not self.takes_extreme()
