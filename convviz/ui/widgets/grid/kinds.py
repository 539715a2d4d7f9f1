"""What a cell of a grid is, and which of the three parts of a step the grid shows."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class CellKind(IntEnum):
    """What a cell is; decides how it is drawn.

    Attributes:
        REAL: A value of the tensor: a filled cell.
        PADDING: Added round the input: a dashed outline, with the value that it really has.
        DROPPED: Input that no window reads: hatched grey.
        OVERHANG: Past the padded input, under ceil_mode: a dashed orange outline, no number.
        INSERTED_ZERO: Put between input cells by a transposed convolution: pale, a muted 0.
        PENDING: Not computed yet, or not shown yet: an empty outline.
        CROPPED: Computed, but no part of the output: hatched grey, a muted number.
        UNTOUCHED: Part of the output that nothing was added to so far: pale, a muted number.
        NO_ENTRY: Where a matrix joins nothing: the ground, a muted 0.
        MISSING: What a refused setting would need and the input has not: a dashed outline in the
            colour of errors, no number.
        HIDDEN: Known, but not shown until it is asked for: a question mark.
        ABSENT: Room where a shorter window or block has no cell: an empty outline.
    """

    REAL = 0
    PADDING = 1
    DROPPED = 2
    OVERHANG = 3
    INSERTED_ZERO = 4
    PENDING = 5
    CROPPED = 6
    UNTOUCHED = 7
    NO_ENTRY = 8
    ABSENT = 9
    MISSING = 10
    HIDDEN = 11


class Tone(StrEnum):
    """The colours of a picture's plane, from black; other planes diverge from zero."""

    GREY = "grey"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class GridRole(StrEnum):
    """Which part of the step a grid shows; decides its hue."""

    INPUT = "input"
    KERNEL = "kernel"
    OUTPUT = "output"
