"""For ONE axis: which input positions each output position reads, and what is there.

Axes are independent, so a 1-D, 2-D or 3-D layer is a product of axes. Padding, dropped cells,
ceil_mode's overhang and a transposed convolution's inserted zeros are all facts of one axis.

Positions are in input coordinates: 0 is the first real cell, negative positions are padding.
A transposed convolution is seen as an ordinary one over its *stretched* input, in which
stride - 1 zeros stand between neighbours (Dumoulin & Visin 2016, section 4.5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from convviz.core.errors import ErrorCode, ShapeError


class PositionKind(StrEnum):
    """What stands at one position of an axis."""

    REAL = "real"
    PADDING = "padding"
    OVERHANG = "overhang"
    INSERTED_ZERO = "inserted_zero"


class PaddingMode(StrEnum):
    """What the padding holds. CONSTANT is a number: 0, or -inf for max pooling."""

    CONSTANT = "constant"
    REFLECT = "reflect"
    REPLICATE = "replicate"
    CIRCULAR = "circular"


class Reading(NamedTuple):
    """One tap of one window.

    Attributes:
        tap: Index of the kernel cell along this axis.
        position: Position that it reads, in cells; outside [0, size) for padding.
        kind: What is there.
        source: Index of the real cell whose value is read; None where a constant stands.
    """

    tap: int
    position: int
    kind: PositionKind
    source: int | None


Window = tuple[Reading, ...]

LARGEST_PICTURE = 250_000
"""Most readings of one axis that are listed one by one. Over it, only sizes are known."""


@dataclass(frozen=True, slots=True)
class Progression:
    """Windows that all look alike: reading p of window o is at start + o * stride + p * dilation.

    Attributes:
        start: Position of the first reading, in cells.
        stride: Cells between the starts of neighbouring windows.
        dilation: Cells between neighbouring readings.
        mode: What the padding holds.
        is_backwards: Whether the first reading has the last tap.
    """

    start: int
    stride: int
    dilation: int
    mode: PaddingMode = PaddingMode.CONSTANT
    is_backwards: bool = False


@dataclass(frozen=True)
class AxisWindows:
    """All windows along one axis. They are computed when asked for: sizes alone cost nothing.

    Attributes:
        input_size: Real cells, before any stretching.
        size: Cells between the paddings: input_size, or the stretched size of a transposed one.
        pad_before: Padding in front, in cells; negative where cells are cropped.
        pad_after: Padding behind, likewise.
        output_size: Number of windows.
        kernel_size: Readings of each window; of the longest, where they vary.
        read: Returns the reading of (output position, place in the window).
        progression: The same in numbers, to be reckoned with at once; None where windows vary.
    """

    input_size: int
    size: int
    pad_before: int
    pad_after: int
    output_size: int
    kernel_size: int
    read: Callable[[int, int], Reading] = field(repr=False, compare=False)
    progression: Progression | None = field(default=None, repr=False, compare=False)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """For each output position, its readings from front to back.

        Raises:
            ShapeError: TOO_LARGE: over LARGEST_PICTURE readings.
        """
        self.check_size()
        return tuple(self.cells_read_by(position) for position in range(self.output_size))

    @property
    def overhang(self) -> int:
        """Cells past the right padding that some window reaches, under ceil_mode."""
        return max(0, self._last + 1 - (self.size + self.pad_after))

    @property
    def dropped(self) -> range:
        """Trailing positions of the padded input that lie past the last window."""
        return range(self._last + 1, max(self._last + 1, self.size + self.pad_after))

    @cached_property
    def usage(self) -> tuple[int, ...]:
        """For each real cell, how many windows read it (directly, not by mirrored padding)."""
        counts = [0] * self.input_size
        for window in self.windows:
            for reading in window:
                if reading.kind is PositionKind.REAL and reading.source is not None:
                    counts[reading.source] += 1
        return tuple(counts)

    def check_size(self) -> None:
        """Refuse to list more readings, or cells, than are of use.

        Raises:
            ShapeError: TOO_LARGE: over LARGEST_PICTURE of them.
        """
        self._check_size(max(self.output_size * self.kernel_size, self.input_size))

    def cells_read_by(self, output_position: int) -> Window:
        """Return the readings of the window at `output_position`, from front to back.

        Raises:
            IndexError: There is no such window.
            ShapeError: TOO_LARGE.
        """
        if not 0 <= output_position < self.output_size:
            raise IndexError(output_position)
        self._check_size(self.kernel_size)
        steps = range(self.readings_of(output_position))
        return tuple([self.read(output_position, step) for step in steps])

    def readings_of(self, output_position: int) -> int:  # noqa: ARG002 - mostly all are alike
        """Return the number of readings of one window."""
        return self.kernel_size

    def readers_of(self, source: int) -> tuple[tuple[int, int], ...]:
        """Return (output position, tap) of every reading whose value is real cell `source`."""
        return self._readers.get(source, ())

    @cached_property
    def _readers(self) -> dict[int, tuple[tuple[int, int], ...]]:
        readers: dict[int, list[tuple[int, int]]] = {}
        for output_position, window in enumerate(self.windows):
            for reading in window:
                if reading.source is not None:
                    readers.setdefault(reading.source, []).append((output_position, reading.tap))
        return {source: tuple(outputs_and_taps) for source, outputs_and_taps in readers.items()}

    @cached_property
    def _last(self) -> int:
        last = self.output_size - 1
        return self.read(last, self.readings_of(last) - 1).position

    def _check_size(self, readings: int) -> None:
        if readings > LARGEST_PICTURE:
            raise ShapeError(
                ErrorCode.TOO_LARGE, parameter="windows", value=readings, limit=LARGEST_PICTURE
            )


def padding_source(position: int, size: int, mode: PaddingMode) -> int | None:
    """Return the real cell whose value stands at padded `position`; None for a constant.

    Source:
        torch.nn.functional.pad, "padding mode": reflect does not repeat the edge, replicate
        does, circular wraps around.
    """
    if 0 <= position < size:
        return position
    match mode:
        case PaddingMode.CONSTANT:
            return None
        case PaddingMode.REFLECT:
            return -position if position < 0 else 2 * (size - 1) - position
        case PaddingMode.REPLICATE:
            return 0 if position < 0 else size - 1
        case PaddingMode.CIRCULAR:
            return position % size


MOST_AXES_KNOWN = 10_000
"""Axes of layers whose numbers stay known: a network has a thousand layers at most."""


class AxisSettings(NamedTuple):
    """A convolution's or a pooling's parameters along one axis, already valid for its input.

    Attributes:
        size: Real cells.
        kernel_size: Taps.
        stride: Cells between the starts of neighbouring windows.
        pad_before: Padding in front, in cells; negative where cells are cropped.
        pad_after: Padding behind, likewise.
        dilation: Cells between neighbouring taps.
        output_size: Number of windows.
        mode: What the padding holds.
        output_padding: Cells that a transposed convolution's output has more at its end.
    """

    size: int
    kernel_size: int
    stride: int
    pad_before: int
    pad_after: int
    dilation: int
    output_size: int
    mode: PaddingMode = PaddingMode.CONSTANT
    output_padding: int = 0


def single_windows(sizes: tuple[int, ...]) -> tuple[AxisWindows, ...]:
    """Return windows of one cell along each axis: nothing moves."""
    return tuple(sliding_windows(AxisSettings(size, 1, 1, 0, 0, 1, size)) for size in sizes)


@lru_cache(maxsize=32)
def sliding_windows(axis: AxisSettings) -> AxisWindows:
    """Return the windows of a convolution or a pooling along one axis.

    Source:
        Dumoulin & Visin 2016, relationships 1 to 7 and 14; torch.nn.MaxPool2d for the overhang.
    """

    def read(output_position: int, tap: int) -> Reading:
        position = output_position * axis.stride - axis.pad_before + tap * axis.dilation
        if 0 <= position < axis.size:
            return Reading(tap, position, PositionKind.REAL, position)
        if position >= axis.size + axis.pad_after:
            return Reading(tap, position, PositionKind.OVERHANG, None)
        source = padding_source(position, axis.size, axis.mode)
        return Reading(tap, position, PositionKind.PADDING, source)

    return AxisWindows(
        axis.size,
        axis.size,
        axis.pad_before,
        axis.pad_after,
        axis.output_size,
        axis.kernel_size,
        read,
        Progression(-axis.pad_before, axis.stride, axis.dilation, axis.mode),
    )


@lru_cache(maxsize=32)
def transposed_windows(axis: AxisSettings) -> AxisWindows:
    """Return the windows of a transposed convolution along one axis, over its stretched input.

    `axis.pad_before` is the layer's `padding` (which shrinks the output). The kernel is read
    backwards, so a window's first reading has the last tap.

    Source:
        Dumoulin & Visin 2016, relationships 8 to 13; torch.nn.ConvTranspose2d.
    """
    reach = axis.dilation * (axis.kernel_size - 1)
    stretched = (axis.size - 1) * axis.stride + 1
    pad_before = reach - axis.pad_before
    pad_after = pad_before + axis.output_padding

    def read(output_position: int, step: int) -> Reading:
        position = output_position - pad_before + step * axis.dilation
        tap = axis.kernel_size - 1 - step
        if not 0 <= position < stretched:
            return Reading(tap, position, PositionKind.PADDING, None)
        if position % axis.stride:
            return Reading(tap, position, PositionKind.INSERTED_ZERO, None)
        return Reading(tap, position, PositionKind.REAL, position // axis.stride)

    return AxisWindows(
        axis.size,
        stretched,
        pad_before,
        pad_after,
        axis.output_size,
        axis.kernel_size,
        read,
        Progression(-pad_before, 1, axis.dilation, is_backwards=True),
    )
