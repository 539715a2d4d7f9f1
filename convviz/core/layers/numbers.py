"""How a layer's numbers come about: what each output cell reads, and what is done with it.

Everything that shows, explains or computes a layer cell by cell asks these; a layer answers what
differs from the defaults here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from convviz.core.calls import Call
from convviz.core.layers.cells import Cells, every_cell
from convviz.core.layers.parameters import Linearity, Shape
from convviz.core.layers.reaches import AxisReach
from convviz.core.layers.reductions import Reduction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.core.axis_windows import AxisSettings, AxisWindows
    from convviz.core.formulas.formula_step import SizeWorking
    from convviz.core.interpolation import Resampling
    from convviz.core.layers.reaches import CellReach

_EXTREME_SIGNS = {Reduction.MAXIMUM: 1, Reduction.MINIMUM: -1}


class LayerNumbers(Call):
    """A layer, as far as its windows and its numbers go.

    Attributes:
        rank: Number of spatial axes that it works along; 0 where that is not settled by its type.
        linearity: Whether it is a linear map, keeps one, or bends.
        cell_reduction: What it does with the numbers that an output cell reads.
        slides: Whether a kernel moves over the input by a stride, as :meth:`axis_settings` says.
        is_cellwise: Whether each output cell depends on the same cell of the input alone.
        scatters: Whether the numbers come about from the input's side: each cell times the kernel
            is added to the output. So nothing but cells is ever multiplied, and torch keeps the
            kernels as (in_channels, out_channels / groups, *kernel).
        takes_matrix: Whether its input is a matrix, rows and columns without channels.
        gives_matrix: Whether its output is one.
        takes_any_rank: Whether pictures with one, two and three spatial axes can be shown of it.
        size_parameter: The parameter in which the output's size is written, or how it differs from
            the input's; empty where the size comes about in another way. See :meth:`settings_for`.
    """

    rank: ClassVar[int] = 0
    linearity: ClassVar[Linearity] = Linearity.BENDS
    cell_reduction: ClassVar[Reduction] = Reduction.OWN
    slides: ClassVar[bool] = False
    is_cellwise: ClassVar[bool] = False
    scatters: ClassVar[bool] = False
    takes_matrix: ClassVar[bool] = False
    gives_matrix: ClassVar[bool] = False
    takes_any_rank: ClassVar[bool] = False
    size_parameter: ClassVar[str] = ""

    def takes_extreme(self) -> bool:
        """Return whether an output cell is the largest or smallest of the cells that it reads."""
        return self.extreme_sign() != 0

    def extreme_sign(self) -> int:
        """Return 1 where an output cell is the largest cell that it reads, -1 where the smallest.

        0 where it is neither.
        """
        return _EXTREME_SIGNS.get(self.cell_reduction, 0)

    def held_value(self) -> float:
        """Return the number that stands where a window reads no cell of the input.

        Of a maximum or a minimum that is the infinity which it takes last, else 0.
        """
        sign = _EXTREME_SIGNS.get(self.cell_reduction, 0)
        return -sign * math.inf if sign else 0.0

    def divisor_factors(self, spatial: Shape) -> tuple[Callable[[int], int], ...]:  # noqa: ARG002 - most do not divide
        """Return what a window's numbers are divided by, axis by axis.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            For each axis the factor at an output position: the divisor is their product. Nothing
            for a layer that does not divide.
        """
        return ()

    def divisor_at(self, spatial: Shape, position: tuple[int, ...]) -> int | None:
        """Return what the window at an output position is divided by; None for nothing."""
        factors = self.divisor_factors(spatial)
        if not factors:
            return None
        return math.prod(factor(at) for factor, at in zip(factors, position, strict=True))

    def divisor_given(self) -> int | None:
        """Return the divisor that a parameter gives, whatever a window reads; None for none."""
        return None

    def counts_padding(self) -> bool:
        """Return whether a mean counts the cells of the padding as it counts real ones."""
        return True

    def power(self) -> float | None:
        """Return the power to which each number is raised before it is added up; None for none."""
        return None

    def mean_factor(self) -> int | None:
        """Return what a mean is multiplied by again; None for nothing."""
        return None

    def inputs_of(self, channel: int) -> range:
        """Return the input channels that an output channel reads: the same, unless they mix."""
        return range(channel, channel + 1)

    def group_count(self) -> int:
        """Return into how many groups channels that mix are split."""
        return 1

    def readers_a_channel(self) -> int:
        """Return how many output channels read an input channel."""
        return 1

    def axis_settings(self, spatial: Shape) -> tuple[AxisSettings, ...]:  # noqa: ARG002 - most have no kernel
        """Return the numbers of each axis, for a layer whose kernel slides or is stamped.

        Args:
            spatial: Input sizes of the spatial axes, in cells.

        Returns:
            One an axis; nothing for a layer without such a kernel.

        Raises:
            ShapeError: the layer refuses the sizes.
        """
        return ()

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:  # noqa: ARG002 - not all read windows
        """Return which cells of the input each output position reads, along each axis.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            One an axis; nothing for a layer whose output cells read no windows.
        """
        return ()

    def reaches(self, spatial: Shape) -> tuple[CellReach, ...] | None:  # noqa: ARG002 - most are asked cell by cell
        """Return what an output cell reads along each axis, borders not regarded.

        Args:
            spatial: Input sizes of the spatial axes, in cells, which :meth:`infer` accepts.

        Returns:
            One an axis; None where :meth:`cells_read` says all that is known.
        """
        return None

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,  # noqa: ARG002 - a layer that mixes everything does not look at it
        *,
        training: bool = False,  # noqa: ARG002 - most layers read the same
    ) -> tuple[Cells, ...]:
        """Return the cells of the input on which cells of the output depend, as blocks.

        They are where torch's gradient is not zero, whatever the numbers: a maximum depends on its
        whole window. What no class below says otherwise depends on everything.

        Args:
            shape: The input's shape, which :meth:`infer` accepts, without the batch.
            cells: A block of the output.
            training: Whether the network trains: normalisations use the batch's own means then.
        """
        return (every_cell(shape),)

    def axis_reaches(self, spatial: Shape) -> tuple[AxisReach, ...]:
        """Return what the layer wants along each axis, as a picture of a refusal shows it.

        Args:
            spatial: Input sizes of the spatial axes, in cells; it need not fit.
        """
        return tuple(AxisReach(size) for size in spatial)

    def unpadded_output(self, spatial: Shape) -> tuple[tuple[int, int, int], ...]:  # noqa: ARG002 - most have none
        """Return, for each axis, the output's cells before its padding goes and what it wants.

        Returns:
            Cells of the whole output, those that padding takes at each end, and those that
            output_padding adds behind; nothing for a layer that pads its input instead.
        """
        return ()

    def resamplings(self, spatial: Shape) -> tuple[Resampling, ...]:  # noqa: ARG002 - few interpolate
        """Return how cells are weighed by how near they are, along each axis.

        Args:
            spatial: Input sizes of the spatial axes, in cells.

        Returns:
            One an axis; nothing for a layer that does not interpolate.
        """
        return ()

    def drawn_windows(self, input_shape: Shape) -> tuple[AxisWindows, ...]:
        """Return the windows that the steps go through, along each axis.

        They are those of the input, but for a layer that adds to the windows of its output, or
        whose input has gone through windows before.

        Args:
            input_shape: As the calculator shows it, without a batch; accepted.
        """
        return self.axis_windows(input_shape[1:])

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many cells of a channel, or of a block, one output cell comes from at most."""
        return math.prod(axis.kernel_size for axis in self.drawn_windows(input_shape))

    def takes_kept(self, *, training: bool) -> bool:  # noqa: ARG002 - most keep nothing
        """Return whether it takes numbers that it kept in training in place of those of its input.

        Each output cell then depends on the same cell alone.

        Args:
            training: Whether it is computed as in training.
        """
        return False

    def listed_readings(self, output_shape: Shape) -> int:  # noqa: ARG002 - most are by axis
        """Return how many readings have to be listed cell by cell, where each cell has several."""
        return 0

    def draws_matrix(self, output_shape: Shape) -> bool:  # noqa: ARG002 - most give it or not
        """Return whether the output is drawn as a matrix: its rows and columns, no channels.

        Args:
            output_shape: Without a batch.
        """
        return self.gives_matrix

    def rounds_up(self) -> bool:
        """Return whether a last window counts that reaches past the padded input (ceil_mode)."""
        return False

    def needs_whole_kernel(self) -> bool:
        """Return whether torch asks for an input as large as the kernel, whatever the padding."""
        return False

    def working(
        self,
        spatial: Shape,  # noqa: ARG002 - most layers have no formula
        output_size: Shape | None = None,  # noqa: ARG002 - only unpooling is given one
    ) -> Iterable[SizeWorking]:
        """Return how the output's size comes about along each axis, as its formula tells.

        The layer need not be one that torch takes: the working says at which line it fails.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
            output_size: Sizes that the layer is given beside its parameters; None for its default.

        Returns:
            One an axis; nothing where no formula in letters gives the size.
        """
        return ()

    def settings_for(
        self,
        spatial: Shape,  # noqa: ARG002 - most have no such parameter
        wanted: Shape,  # noqa: ARG002 - as above
    ) -> Iterable[int | tuple[int, ...]]:
        """Return the values of :attr:`size_parameter` that may give a size, commonest first.

        Args:
            spatial: Input sizes of the spatial axes, in cells.
            wanted: Output sizes of the spatial axes, in cells.
        """
        return ()

    def linear_kind(self) -> Linearity:
        """Return :attr:`linearity`, as far as it does not depend on the settings."""
        return self.linearity
