"""Blocks of cells, for layers whose output cells are no windows of one place along each axis.

A block has one place a tap. An output cell takes one cell of its block, or adds the whole block up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

NO_CELL: Final = -1
"""Stands in a block where a tap reads nothing."""

ALL_TAPS: Final = -1
"""Stands in place of a tap where the whole block is added up."""


@dataclass(frozen=True, slots=True, eq=False)
class CellBlocks:
    """What each output cell reads.

    Attributes:
        places: Drawn input cell of each tap, counted through (channels, depth, rows, columns), or
            NO_CELL, (blocks, taps).
        block_of: The block of each output cell, in the order of steps, (output cells).
        tap_of: The tap that it takes, or ALL_TAPS, (output cells).
        sizes: Taps along depth, rows and columns.
        channels_of: For each output channel, the input channels that it reads.
        reads_whole: Whether an output cell depends on its whole block, beside the tap that it
            takes.
    """

    places: NDArray[np.intp]
    block_of: NDArray[np.intp]
    tap_of: NDArray[np.intp]
    sizes: tuple[int, int, int]
    channels_of: Sequence[range]
    reads_whole: bool = False

    def readers_of(self, place: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return every output cell that reads a drawn input cell, and by which tap each does.

        Arrays, for a batch that is normalised together has tens of thousands.
        """
        outputs, taps = [], []
        for block, tap in np.argwhere(self.places == place).tolist():
            found = np.flatnonzero(self.block_of == block)
            if not self.reads_whole:
                taken = self.tap_of[found]
                found = found[(taken == tap) | (taken == ALL_TAPS)]
            outputs.append(found)
            taps.append(np.full(len(found), tap, dtype=np.intp))
        none = np.zeros(0, dtype=np.intp)
        return np.concatenate([none, *outputs]), np.concatenate([none, *taps])

    def sharing(self, output: int) -> list[tuple[int, int]]:
        """Return (output cell, tap) of every output cell that takes of the same block."""
        outputs = np.flatnonzero(self.block_of == self.block_of[output])
        return [(int(other), int(self.tap_of[other])) for other in outputs]

    def takers_of(self, tap: int) -> NDArray[np.intp]:
        """Return the output cells that take a tap's cell, where there is one."""
        has_cell = self.places[self.block_of, tap] != NO_CELL
        taken = (self.tap_of == tap) | (self.tap_of == ALL_TAPS)
        takers: NDArray[np.intp] = np.flatnonzero(has_cell & taken)
        return takers

    def use_counts(self, size: int) -> NDArray[np.int64]:
        """Return how many output cells are made of each drawn input cell, of so many."""
        if self.reads_whole or (self.tap_of == ALL_TAPS).all():
            blocks, taps = self.places.shape
            uses = np.repeat(np.bincount(self.block_of, minlength=blocks), taps)
            places = self.places.ravel()
            is_there = places != NO_CELL
            made = np.bincount(places[is_there], weights=uses[is_there], minlength=size)
            return made.astype(np.int64)
        block = self.places[self.block_of]
        taken = self.tap_of[:, None]
        used = ((taken == ALL_TAPS) | (taken == np.arange(block.shape[1]))) & (block != NO_CELL)
        counts: NDArray[np.int64] = np.bincount(block[used], minlength=size).astype(np.int64)
        return counts

    def met_by(self, tap: int) -> NDArray[np.intp]:
        """Return the drawn input cells that a tap ever meets."""
        met: NDArray[np.intp] = np.setdiff1d(self.places[:, tap], [NO_CELL])
        return met
