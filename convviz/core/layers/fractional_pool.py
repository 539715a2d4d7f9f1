"""Fractional max pooling: windows at random places, so that sizes shrink by any factor.

The windows differ at every call: where they stand is told for a seed alone.

Source: torch.nn.FractionalMaxPool2d; pytorch, aten/src/ATen/native/FractionalMaxPooling.h.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.layers.base import (
    LARGEST_32_BIT,
    Cells,
    Kept,
    LayerFamily,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    per_axis,
    register,
)
from convviz.core.layers.cells import every_cell
from convviz.core.layers.kept import NUMBERS_AN_INDEX
from convviz.core.layers.spatial import SpatialLayer, check_axis_counts
from convviz.core.layers.upsample import either

if TYPE_CHECKING:
    from convviz.core.layers.tensor_forms import Forms


@dataclass(frozen=True)
class FractionalMaxPoolingLayer(SpatialLayer):
    """The largest value of each of as many windows as are asked for, at random places.

    Attributes:
        spare_cells: Cells that the input must have beside what the windows need at least.
    """

    cell_reduction: ClassVar[Reduction] = Reduction.RANDOM_WINDOWS
    spare_cells: ClassVar[int] = 0
    draws_random_numbers: ClassVar[bool] = True

    family: ClassVar[LayerFamily] = LayerFamily.POOLING

    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True)
    output_size: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    output_ratio: float | tuple[float, ...] | None = parameter(
        ParameterKind.SCALES, None, first=0.5
    )
    return_indices: bool = parameter(ParameterKind.FLAG, default=False)

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - of any shape it is the same
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return where the windows of an axis begin, given the number u that is drawn for it."""
        return (
            r"r = \frac{i - k}{o - 1}",
            (
                r"a_{j} = \left\lfloor (j + u) \cdot r \right\rfloor"
                r" - \left\lfloor u \cdot r \right\rfloor"
            ),
            r"a_{o - 1} = i - k",
        )

    def rule_letters(self) -> dict[str, str]:
        """Return what its parameters are called in the formula."""
        return {"i": "input", "k": "kernel_size", "o": "output_size"}

    def depends_on_training(self) -> bool:
        """Return False: places are drawn in evaluation, too."""
        return False

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - the winners count
        """Return its input, and where the winners were."""
        return Kept(input=True, beside=NUMBERS_AN_INDEX * math.prod(output_shape))

    def check(self) -> None:
        """Refuse what torch refuses whatever the input.

        Raises:
            ParameterError: WRONG_AXIS_COUNT, SIZE_OR_SCALE, OUT_OF_RANGE: a ratio is not between 0
                and 1.
        """
        super().check()
        check_axis_counts(self, self.rank, exact=("kernel_size", "output_size", "output_ratio"))
        if (self.output_size is None) is (self.output_ratio is None):
            raise either(self, "output_size", "output_ratio", both=self.output_size is not None)
        if not all(0 < ratio < 1 for ratio in self._ratios()):
            code, value = ErrorCode.RATIO_OUT_OF_RANGE, repr(self.output_ratio)
            raise ParameterError(code, parameter="output_ratio", value=value)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter: pooling counts its windows in 32 bits."""
        return super().integer_range(name)[0], LARGEST_32_BIT

    def kernel_sizes(self) -> Shape:
        """Return the cells of a window along each axis."""
        return per_axis(self.kernel_size, self.rank)

    def readings_a_step(self, input_shape: Shape) -> int:  # noqa: ARG002 - any input
        """Return the cells of a window."""
        return math.prod(self.kernel_sizes())

    def listed_readings(self, output_shape: Shape) -> int:
        """Return the cells of all windows: no two channels have theirs at the same places."""
        return math.prod(output_shape) * math.prod(self.kernel_sizes())

    def extreme_sign(self) -> int:
        """Return 1: the largest."""
        return 1

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with output_size, or floor(input x output_ratio).

        Raises:
            ShapeError: WRONG_RANK, SCALED_TO_NOTHING; WINDOWS_DO_NOT_FIT: so many windows would
                reach past the input.
        """
        spatial, ratios = self.spatial(input_shape), self._ratios()
        columns = zip(
            spatial, per_axis(self.kernel_size, self.rank), self._sizes(spatial), strict=True
        )
        sizes = []
        for axis, (size, kernel, output) in enumerate(columns):
            if output < 1:
                code, name, scale = ErrorCode.SCALED_TO_NOTHING, "output_ratio", ratios[axis]
                facts = {"size": size, "scale": scale, "output_size": output}
                raise ShapeError(code, parameter=name, axis=axis, **facts)
            if output + kernel - 1 > size - self.spare_cells:
                raise ShapeError(
                    ErrorCode.WINDOWS_DO_NOT_FIT,
                    axis=axis,
                    output_size=output,
                    size=size,
                    kernel_size=kernel,
                )
            sizes.append(output)
        return (*input_shape[: -self.rank], *sizes)

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all cells of the channels: nobody knows beforehand which window is where."""
        return ((cells[0], *every_cell(shape[1:])),)

    def _ratios(self) -> tuple[float, ...]:
        ratio = self.output_ratio
        return ratio if isinstance(ratio, tuple) else () if ratio is None else (ratio,) * self.rank

    def _sizes(self, spatial: Shape) -> Shape:
        if self.output_size is not None:
            return per_axis(self.output_size, self.rank)
        pairs = zip(spatial, self._ratios(), strict=True)
        return tuple(int(size * ratio) for size, ratio in pairs)


@register
class FractionalMaxPool2d(FractionalMaxPoolingLayer):
    """Largest values of windows at random places, over height and width."""

    rank: ClassVar[int] = 2


@register
class FractionalMaxPool3d(FractionalMaxPoolingLayer):
    """Largest values of windows at random places, over depth, height and width."""

    rank: ClassVar[int] = 3
    spare_cells: ClassVar[int] = 1
