"""One step of a layer that moves cells or adds blocks up: which cells one output cell reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convviz.core.layers.reductions import Reduction
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.cell_blocks import ALL_TAPS, NO_CELL
from convviz.stepping.steps.norm_working import NormWorking, norm_working
from convviz.stepping.steps.step import Cell, step_place
from convviz.values.gate_values import gated
from convviz.values.local_norm_values import local_norm_of
from convviz.values.share_values import shares_of

if TYPE_CHECKING:
    from convviz.stepping.scene.cell_blocks import CellBlocks
    from convviz.stepping.scene.scene import Scene


@dataclass(frozen=True, slots=True)
class CellReading:
    """One cell that is read.

    Attributes:
        channel: Its input channel.
        cell: Its place as drawn: depth, row, column.
        tap: The tap of the block under which it stands.
        value: What it holds.
        kind: What it is, of CellKind.
    """

    channel: int
    cell: Cell
    tap: int
    value: float
    kind: int


@dataclass(frozen=True, slots=True, eq=False)
class BlockStep:
    """How one output cell comes about.

    Attributes:
        index: Number of the output cell, channel after channel.
        channel: Output channel.
        cell: Place of the output cell in its channel.
        block: Every cell of the block, tap by tap; None where a tap has none.
        taken: Those of them that the output cell is made of: one, or all.
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
    block: tuple[CellReading | None, ...]
    taken: tuple[CellReading, ...]
    adds: bool
    sizes: Cell
    total: float
    norm: NormWorking | None = None
    weights: NDArray[np.float64] | None = None
    bias: float | None = None


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
    places = blocks.places[blocks.block_of[index]]
    is_same = before is not None and blocks.block_of[before.index] == blocks.block_of[index]
    block = before.block if before is not None and is_same else _readings(scene, places)
    tap = int(blocks.tap_of[index])
    wanted = block if tap == ALL_TAPS else (block[tap],)
    taken = tuple(reading for reading in wanted if reading is not None)
    norm = None
    if scene.layer.cell_reduction is Reduction.NORMALISES:
        norm = norm_working(scene, index, scene.input.ravel()[places], tap)
    total = _total(scene, index, block, taken) if norm is None else norm.total
    weights, bias = _row_of_matrix(scene, index)
    if weights is not None:
        with np.errstate(all="ignore"):
            total = float(weights @ [reading.value for reading in taken]) + (bias or 0.0)
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


def _total(
    scene: Scene,
    index: int,
    block: tuple[CellReading | None, ...],
    taken: tuple[CellReading, ...],
) -> float:
    """Return the output cell: what is taken, added up or gated, or what the block makes of it."""
    blocks = blocks_of(scene)
    if scene.layer.cell_reduction is Reduction.SHARES:
        numbers = scene.input.ravel()[blocks.places[blocks.block_of[index]]]
        return float(shares_of(scene.layer, numbers)[blocks.tap_of[index]])
    if scene.layer.cell_reduction is Reduction.GATES:
        passing, gate = (np.array(reading.value) for reading in taken)
        return float(gated(passing, gate))
    if scene.layer.cell_reduction is Reduction.NEIGHBOURS:
        around = [reading.value for reading in block if reading is not None]
        return local_norm_of(scene.layer, taken[0].value, around).result
    with np.errstate(invalid="ignore", over="ignore"):
        return float(np.sum([reading.value for reading in taken]))


def _readings(scene: Scene, places: NDArray[np.intp]) -> tuple[CellReading | None, ...]:
    """Return the cells of a block, tap by tap."""
    there = np.maximum(places, 0)
    channel, *cell = np.unravel_index(there, scene.input.shape)
    columns = (channel, *cell, scene.input[(channel, *cell)], scene.kinds[tuple(cell)])
    rows = zip(places.tolist(), *(column.tolist() for column in columns), strict=True)
    return tuple(
        None if place == NO_CELL else CellReading(channel, (depth, row, column), tap, value, kind)
        for tap, (place, channel, depth, row, column, value, kind) in enumerate(rows)
    )


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
    numbers = [np.nan if reading is None else reading.value for reading in step.block]
    kinds = [CellKind.ABSENT if reading is None else CellKind.REAL for reading in step.block]
    return np.array(numbers).reshape(shape), np.array(kinds, dtype=np.uint8).reshape(shape)
