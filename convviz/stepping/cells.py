"""What a drawn cell is, and where: its kind, its address, the names of the parts of a drawing."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

INPUT: Final = "input"
KERNEL: Final = "kernel"
SCALE: Final = "scale"
KEPT_VALUES: Final = "kept"
BIAS: Final = "bias"
OUTPUT: Final = "output"
INDICES: Final = "indices"
POOLED: Final = "pooled"
BESIDE: Final = "beside"


class CellKind(IntEnum):
    """What a cell is; decides how it is drawn. Where axes differ, the greatest one decides.

    Attributes:
        REAL: A value of the tensor: a filled cell.
        INSERTED_ZERO: Put between input cells by a transposed convolution: pale, a muted 0.
        PADDING: Added round the input: a dashed outline, with the value that it really has.
        DROPPED: Input that no window reads: hatched grey.
        OVERHANG: Past the padded input, under ceil_mode: a dashed orange outline, no number.
        PENDING: Not computed yet, or not shown yet: an empty outline.
        CROPPED: Computed, but no part of the output: hatched grey, a muted number.
        UNTOUCHED: Part of the output that nothing was added to so far: pale, a muted number.
        NO_ENTRY: Where a matrix joins nothing: the ground, a muted 0.
        ABSENT: Room where a shorter window or block has no cell: an empty outline.
        MISSING: What a refused setting would need and the input has not: a dashed outline in the
            colour of errors, no number.
        HIDDEN: Known, but not shown until it is asked for: a question mark.
    """

    REAL = 0
    INSERTED_ZERO = 1
    PADDING = 2
    DROPPED = 3
    OVERHANG = 4
    PENDING = 5
    CROPPED = 6
    UNTOUCHED = 7
    NO_ENTRY = 8
    ABSENT = 9
    MISSING = 10
    HIDDEN = 11


class CellAddress(NamedTuple):
    """Where a cell is.

    Attributes:
        group: Name of the part, as INPUT.
        plane: Number of the plane among those that are drawn of it.
        row: Row in the grid as it is drawn, padding included.
        column: Column in the grid as it is drawn, padding included.
    """

    group: str
    plane: int
    row: int
    column: int
