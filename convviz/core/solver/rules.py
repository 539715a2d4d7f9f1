"""What a layer admits along every axis, and the sizes that its windows give."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.core.axis_windows import PaddingMode
from convviz.core.solver.ranking import Arithmetic


@dataclass(frozen=True, slots=True)
class Rules:
    """What a layer admits along every axis.

    Attributes:
        arithmetic: Its rule of sizes.
        has_dilation: It has a dilation.
        has_padding: It has a padding.
        needs_whole_kernel: The input must be as large as the kernel.
        mode: What the padding holds, which limits it.
    """

    arithmetic: Arithmetic
    has_dilation: bool = True
    has_padding: bool = True
    needs_whole_kernel: bool = False
    mode: PaddingMode = PaddingMode.CONSTANT

    @property
    def is_pooling(self) -> bool:
        """Whether sizes are those of pooling."""
        return self.arithmetic is Arithmetic.POOLING

    def pads(self, size: int, padding: int) -> bool:
        """Return whether an input is long enough for a padding of the mode."""
        match self.mode:
            case PaddingMode.REFLECT:
                return padding < size
            case PaddingMode.CIRCULAR:
                return padding <= size
            case PaddingMode.CONSTANT | PaddingMode.REPLICATE:
                return True


def strides_for(room: int, wanted: int) -> tuple[int, int]:
    """Return the first and the last stride with floor(room / stride) + 1 = wanted.

    Args:
        room: Cells of the padded input beside one window. At least 0.
        wanted: Output size, in cells. At least 1.
    """
    if wanted == 1:
        return room + 1, max(room + 1, LARGEST_STRIDE)
    return room // wanted + 1, room // (wanted - 1)


LARGEST_STRIDE = 2**31 - 1
"""A stride that is larger than any room: it gives a single window like all before it."""


def pooled_sizes(size: int, effective: int, stride: int, padding: int) -> tuple[int, int]:
    """Return the output size rounded down, and rounded up with ceil_mode's further rule."""
    room = size + 2 * padding - effective
    down, up = room // stride + 1, -(-room // stride) + 1
    return down, up - 1 if (up - 1) * stride >= size + padding else up
