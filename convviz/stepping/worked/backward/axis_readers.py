"""Who reads a cell: the windows of the forward pass, looked at from the side of the input."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.stepping.cells import CellKind
from convviz.stepping.scene.axes import NO_SOURCE, NOT_READ

if TYPE_CHECKING:
    from convviz.stepping.scene.axes import DrawnAxis
    from convviz.stepping.scene.scene import Scene


class Readings(NamedTuple):
    """Readings of windows, one beside the other.

    Attributes:
        outputs: The output cell of each, counted through its channel.
        sources: The input cell, counted through its channel.
        taps: The kernel cell, likewise.
        factors: Share of each in an interpolation; None where there is none.
    """

    outputs: NDArray[np.intp]
    sources: NDArray[np.intp]
    taps: NDArray[np.intp]
    factors: NDArray[np.float64] | None = None


@dataclass(frozen=True, eq=False)
class AxisReaders:
    """The readings of one axis that meet a real cell, by output cell, input cell and tap.

    They are sorted when somebody asks: a step asks for one order of three.

    Attributes:
        outputs: The window of each reading.
        sources: The real cell that it reads.
        taps: The kernel cell that lies there.
        factors: Its share, likewise.
        sizes: Number of windows, of real cells and of taps.
        all: How many readings there are, those of padding too, but nothing past it.
    """

    outputs: NDArray[np.intp]
    sources: NDArray[np.intp]
    taps: NDArray[np.intp]
    factors: NDArray[np.float64]
    sizes: tuple[int, int, int]
    all: int

    @cached_property
    def by_source(self) -> list[NDArray[np.intp]]:
        """Which readings meet each real cell, in the order of windows."""
        return grouped(self.sources, self.sizes[1])

    @cached_property
    def by_output(self) -> list[NDArray[np.intp]]:
        """Which readings each window has."""
        return grouped(self.outputs, self.sizes[0])

    @cached_property
    def by_tap(self) -> list[NDArray[np.intp]]:
        """Which readings each tap has."""
        return grouped(self.taps, self.sizes[2])


def axis_readers(axis: DrawnAxis, size: int, taps: int) -> AxisReaders:
    """Return who reads each cell of an axis.

    Args:
        axis: The axis as it is drawn.
        size: Its real cells.
        taps: Its kernel cells.
    """
    is_read = axis.reads != NOT_READ
    sources = np.where(is_read, axis.sources[axis.reads], NO_SOURCE)
    outputs, places = np.nonzero(sources != NO_SOURCE)
    read = sources[outputs, places]
    numbers = axis.taps[places]
    factors = np.ones(len(read)) if axis.factors is None else axis.factors[outputs, places]
    return AxisReaders(
        outputs,
        read,
        numbers,
        factors,
        (len(axis.reads), size, taps),
        int(np.count_nonzero(is_read & (axis.kinds[axis.reads] != CellKind.OVERHANG))),
    )


def grouped(keys: NDArray[np.intp], count: int) -> list[NDArray[np.intp]]:
    """Return where each key from 0 on stands, in order."""
    order = np.argsort(keys, kind="stable")
    ends = np.searchsorted(keys[order], np.arange(count + 1))
    return [order[start:end] for start, end in itertools.pairwise(ends.tolist())]


class WindowReaders:
    """The readings of a scene's windows along depth, rows and columns."""

    def __init__(self, scene: Scene, input_sizes: tuple[int, int, int]) -> None:
        """Take the axes; the readings of a volume are where those of its axes cross.

        Args:
            scene: One whose windows have a place along each axis.
            input_sizes: Depth, rows and columns of the real input.
        """
        self.input_sizes = input_sizes
        self.output_sizes = scene.output_volume[1:]
        self.kernel_sizes = scene.kernel_sizes
        self._drawn_axes = scene.axes
        self.has_factors = scene.axes[-1].factors is not None

    @cached_property
    def axes(self) -> tuple[AxisReaders, ...]:
        """The readings of each axis, listed when the first step asks for them."""
        sizes = zip(self._drawn_axes, self.input_sizes, self.kernel_sizes, strict=True)
        return tuple(axis_readers(axis, size, taps) for axis, size, taps in sizes)

    def of_source(self, flat: int) -> Readings:
        """Return the readings of an input cell, counted through its channel."""
        cell = np.unravel_index(flat, self.input_sizes)
        return self._crossing([a.by_source[int(at)] for a, at in zip(self.axes, cell, strict=True)])

    def of_output(self, flat: int) -> Readings:
        """Return the readings of an output cell."""
        cell = np.unravel_index(flat, self.output_sizes)
        return self._crossing([a.by_output[int(at)] for a, at in zip(self.axes, cell, strict=True)])

    def of_tap(self, flat: int) -> Readings:
        """Return the readings of a kernel cell."""
        cell = np.unravel_index(flat, self.kernel_sizes)
        return self._crossing([a.by_tap[int(at)] for a, at in zip(self.axes, cell, strict=True)])

    def counts(self) -> tuple[int, int]:
        """Return how many readings of a channel meet a real cell, and how many there are."""
        real = every = 1
        for axis in self.axes:
            real, every = real * len(axis.outputs), every * axis.all
        return real, every

    def _crossing(self, chosen: list[NDArray[np.intp]]) -> Readings:
        def joined(name: str, sizes: tuple[int, ...]) -> NDArray[np.intp]:
            total: NDArray[np.intp] = np.zeros((1, 1, 1), dtype=np.intp)
            along = [getattr(axis, name)[at] for axis, at in zip(self.axes, chosen, strict=True)]
            for size, places in zip(sizes, np.ix_(*along), strict=True):
                total = total * size + places
            return total.ravel()

        factors = None
        if self.has_factors:
            shares = [axis.factors[at] for axis, at in zip(self.axes, chosen, strict=True)]
            depth, rows, columns = np.ix_(*shares)
            factors = (depth * rows * columns).ravel()
        return Readings(
            joined("outputs", self.output_sizes),
            joined("sources", self.input_sizes),
            joined("taps", self.kernel_sizes),
            factors,
        )
