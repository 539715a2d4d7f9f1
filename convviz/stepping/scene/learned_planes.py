"""What scales and shifts normalised numbers, and what is kept of batches, as planes.

All of a tensor is drawn while that is little; of more, the numbers for the step's cell alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from convviz.core.shown_layers import torch_shape
from convviz.stepping.cells import CellKind
from convviz.values.norm_values import COUNT, KEPT, kept_after

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene

MOST_LEARNED: Final = 32
MOST_KEPT: Final = 8
"""Numbers of a weight, and channels of what is kept, that are drawn."""

LEARNED: Final = ("weight", "bias")


@dataclass(frozen=True, slots=True, eq=False)
class LearnedPlane:
    """A tensor as it is drawn.

    Attributes:
        name: Torch's.
        values: What is drawn, (rows, columns); of what is kept, before and after the batch.
        kinds: What each cell is, uint8 of CellKind; what comes after the batch cannot be edited.
        shape: The tensor's.
        own: Row and column of the number for the step's cell.
        place: Where that number stands in the tensor.
        is_single: Whether only that number is drawn.
    """

    name: str
    values: NDArray[np.float64]
    kinds: NDArray[np.uint8]
    shape: tuple[int, ...]
    own: tuple[int, int]
    place: tuple[int, ...]
    is_single: bool

    def place_at(self, row: int, column: int) -> tuple[int, ...]:
        """Return where a drawn number stands in the tensor; one that cannot be edited nowhere."""
        if self.is_single:
            return self.place
        if self.name in KEPT:
            return (row,)
        flat = row * self.values.shape[1] + column
        return tuple(int(at) for at in np.unravel_index(flat, self.shape))


def learned_planes(scene: Scene, place: tuple[int, ...]) -> dict[str, LearnedPlane]:
    """Return weight and bias, as far as a layer has them, by torch's names.

    Args:
        scene: What is shown.
        place: Where the numbers for the step's cell stand in them.
    """
    tensors = scene.plain_weights
    return {
        name: _learned(scene, name, tensors[name], place) for name in LEARNED if name in tensors
    }


def kept_planes(scene: Scene, place: tuple[int, ...]) -> tuple[LearnedPlane, ...]:
    """Return running mean and variance, and where it matters the count of batches.

    Args:
        scene: What is shown.
        place: As above.
    """
    tensors = scene.plain_weights
    before: dict[str, NDArray[np.float64]] = {
        name: tensors[name] for name in (*KEPT, COUNT) if name in tensors
    }
    if not before:
        return ()
    after: dict[str, NDArray[np.float64]] = {}
    if scene.calculator.training:
        layer: Any = scene.layer
        given = scene.plain_input.reshape(torch_shape(layer, scene.output_shape))
        after = kept_after(layer, given, before)
        after[COUNT] = before.get(COUNT, np.zeros(())) + 1
    return tuple(_kept(name, numbers, after.get(name), place) for name, numbers in before.items())


def _learned(
    scene: Scene, name: str, numbers: NDArray[np.float64], place: tuple[int, ...]
) -> LearnedPlane:
    if numbers.size > MOST_LEARNED:
        single = np.array([[numbers[place]]])
        return LearnedPlane(
            name, single, _real(single), numbers.shape, (0, 0), place, is_single=True
        )
    # A number a channel stands below the other; numbers a place stand as the block does.
    is_a_channel = numbers.size != scene.layer.readings_a_step(scene.calculator.input_shape)
    columns = 1 if numbers.ndim == 1 and is_a_channel else numbers.shape[-1]
    drawn = numbers.reshape(-1, columns)
    own = divmod(int(np.ravel_multi_index(place, numbers.shape)), columns)
    return LearnedPlane(name, drawn, _real(drawn), numbers.shape, own, place, is_single=False)


def _kept(
    name: str,
    before: NDArray[np.float64],
    after: NDArray[np.float64] | None,
    place: tuple[int, ...],
) -> LearnedPlane:
    columns = [before] if after is None else [before, after]
    drawn = np.stack([column.reshape(-1) for column in columns], axis=1)
    is_single = not before.ndim or len(drawn) > MOST_KEPT
    at = place if before.ndim else ()
    own = at[0] if at else 0
    if is_single:
        drawn = drawn[own : own + 1]
    kinds = _real(drawn)
    kinds[:, 1:] = CellKind.PADDING
    return LearnedPlane(
        name, drawn, kinds, before.shape, (0 if is_single else own, 0), at, is_single=is_single
    )


def _real(drawn: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.full(drawn.shape, CellKind.REAL, dtype=np.uint8)
