"""One step of a layer that moves cells or adds blocks up: which cells one output cell reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.cell_blocks import ALL_TAPS, NO_CELL
from convviz.stepping.steps.block_readings import BlockReadings, readings_of
from convviz.stepping.steps.norm_working import NormWorking, norm_working
from convviz.stepping.steps.step import Cell, step_place
from convviz.values.gate_values import gated
from convviz.values.local_norm_values import local_norm_of
from convviz.values.share_values import shares_of

if TYPE_CHECKING:
    from convviz.stepping.scene.cell_blocks import CellBlocks
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.steps.block_readings import CellReading


@dataclass(frozen=True, slots=True, eq=False)
class BlockStep:
    """How one output cell comes about.

    Attributes:
        index: Number of the output cell, channel after channel.
        channel: Output channel.
        cell: Place of the output cell in its channel.
        block: Every cell of the block, tap by tap.
        taken: Those of them that the output cell is made of: one, or all that there are.
        adds: Whether the whole block is added up.
        sizes: Taps along depth, rows and columns.
        total: The output cell.
        norm: How the one that is taken is normalised; None where it is not.
        weights: What each number of the block is multiplied by; None where nothing is.
        bias: What is added; None without bias.
    """

    index: int
    channel: int
    cell: Cell
    block: BlockReadings
    taken: BlockReadings
    adds: bool
    sizes: Cell
    total: float
    norm: NormWorking | None = None
    weights: NDArray[np.float64] | None = None
    bias: float | None = None

    @property
    def own(self) -> CellReading:
        """The one cell that the output cell takes.

        Raises:
            TypeError: It takes several, or none.
        """
        reading = self.taken[0] if len(self.taken) == 1 else None
        if reading is None:
            message = f"output cell {self.index} takes {len(self.taken)} cells, not one"
            raise TypeError(message)
        return reading


def blocks_of(scene: Scene) -> CellBlocks:
    """Return the blocks of a scene that has them.

    Raises:
        TypeError: Its windows are products of axes.
    """
    if scene.blocks is None:
        message = f"{scene.layer.type_name()} reads windows, not blocks"
        raise TypeError(message)
    return scene.blocks


def build_block_step(scene: Scene, index: int, before: BlockStep | None = None) -> BlockStep:
    """Return one step.

    Args:
        scene: One with blocks.
        index: Number of the step, from 0 to scene.step_count - 1.
        before: Another step of the scene, whose block is taken where it is the same.
    """
    blocks = blocks_of(scene)
    channel, cell = step_place(scene, index)
    is_same = before is not None and blocks.block_of[before.index] == blocks.block_of[index]
    if before is not None and is_same:
        block = before.block
    else:
        block = readings_of(scene, blocks.places[blocks.block_of[index]])
    tap = int(blocks.tap_of[index])
    taken = (block if tap == ALL_TAPS else block[tap : tap + 1]).there()
    norm = None
    if scene.layer.cell_reduction is Reduction.NORMALISES:
        known = before.norm if before is not None and is_same else None
        norm = norm_working(scene, index, block.values, tap, known)
    total = _total(scene, block, tap, taken) if norm is None else norm.total
    weights, bias = _row_of_matrix(scene, index)
    if weights is not None:
        with np.errstate(all="ignore"):
            total = float(weights @ taken.values) + (bias or 0.0)
    adds = tap == ALL_TAPS
    return BlockStep(
        index, channel, cell, block, taken, adds, blocks.sizes, total, norm, weights, bias
    )


def _row_of_matrix(scene: Scene, index: int) -> tuple[NDArray[np.float64] | None, float | None]:
    """Return the weights of an output feature and its bias: those of its place in its row."""
    if scene.layer.cell_reduction is not Reduction.FEATURES:
        return None, None
    feature = index % scene.output_shape[-1]
    bias = None if scene.bias is None else float(scene.bias[feature])
    return scene.plain_weights["weight"][feature], bias


def _total(scene: Scene, block: BlockReadings, tap: int, taken: BlockReadings) -> float:
    """Return the output cell: what is taken, added up or gated, or what the block makes of it."""
    if scene.layer.cell_reduction is Reduction.SHARES:
        return float(shares_of(scene.layer, block.values)[tap])
    if scene.layer.cell_reduction is Reduction.GATES:
        passing, gate = (np.array(value) for value in taken.values.tolist())
        return float(gated(passing, gate))
    if scene.layer.cell_reduction is Reduction.NEIGHBOURS:
        around = block.there().values.tolist()
        return local_norm_of(scene.layer, float(taken.values[0]), around).result
    with np.errstate(invalid="ignore", over="ignore"):
        return float(np.sum(taken.values))


def drawn_place(scene: Scene, place: int) -> tuple[int, Cell]:
    """Return the channel and the place, as drawn, of a cell that is counted through the input."""
    channel, depth, row, column = (int(at) for at in np.unravel_index(place, scene.input.shape))
    return channel, (depth, row, column)


def block_cells(step: BlockStep) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return the block's numbers as a plane, and their kinds: ABSENT where a tap has no cell.

    What is normalised stands there as it is then.
    """
    shape = (-1, step.sizes[-1])
    if step.norm is not None:
        values = step.norm.block.reshape(shape)
        return values, np.full(values.shape, CellKind.REAL, dtype=np.uint8)
    kinds = np.where(step.block.places == NO_CELL, CellKind.ABSENT, CellKind.REAL)
    return step.block.values.reshape(shape), kinds.astype(np.uint8).reshape(shape)
