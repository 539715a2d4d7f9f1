"""Layers that torch does not have, written as README says: everything follows from them alone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.axis_windows import AxisSettings, AxisWindows, sliding_windows
from convviz.core.layers.base import (
    CellwiseLayer,
    LayerFamily,
    ParameterKind,
    PerAxis,
    Reduction,
    Shape,
    parameter,
    register,
    unregister,
)
from convviz.core.layers.sliding_pool import SlidingPooling
from convviz.core.layers.spatial import WindowedLayer

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class MinPool2d(SlidingPooling):
    """The smallest value of each window."""

    rank: ClassVar[int] = 2
    cell_reduction: ClassVar[Reduction] = Reduction.MINIMUM

    kernel_size: PerAxis = parameter(ParameterKind.PER_AXIS, minimum=1, positional=True, first=2)
    stride: PerAxis | None = parameter(ParameterKind.OPTIONAL_PER_AXIS, None, minimum=1)
    ceil_mode: bool = parameter(ParameterKind.FLAG, default=False)

    def rounds_up(self) -> bool:
        """Return ceil_mode."""
        return self.ceil_mode


@dataclass(frozen=True)
class PairMin1d(WindowedLayer):
    """The smaller one of each cell and the next: windows of its own, and no kernel_size."""

    family: ClassVar[LayerFamily] = LayerFamily.POOLING
    cell_reduction: ClassVar[Reduction] = Reduction.MINIMUM
    rank: ClassVar[int] = 1

    def axis_windows(self, spatial: Shape) -> tuple[AxisWindows, ...]:
        """Return windows of two cells."""
        (size,) = spatial
        return (sliding_windows(AxisSettings(size, 2, 1, 0, 0, 1, size - 1)),)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return one cell less."""
        (size,) = self.spatial(input_shape)
        return (*input_shape[:-1], size - 1)


@dataclass(frozen=True)
class Doubled(CellwiseLayer):
    """Each value times a factor.

    Attributes:
        factor: How many times each value is taken.
    """

    family: ClassVar[LayerFamily] = LayerFamily.ACTIVATION

    factor: float = parameter(ParameterKind.NUMBER, 2.0, positional=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape


MADE_UP = (MinPool2d, PairMin1d, Doubled)
LAYERS = (MinPool2d(2, 1), MinPool2d((2, 1), ceil_mode=True), PairMin1d(), Doubled(), Doubled(0.5))


@contextmanager
def made_up_layers() -> Iterator[None]:
    """Let convviz know the layers meanwhile."""
    for kind in MADE_UP:
        register(kind)
    try:
        yield
    finally:
        for kind in MADE_UP:
            unregister(kind)
