"""What scales and shifts normalised numbers, as planes: all of it while that is little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene

MOST_LEARNED: Final = 32
"""Numbers of a weight that are drawn; of more, that of the step's cell alone."""

LEARNED: Final = ("weight", "bias")


@dataclass(frozen=True, slots=True, eq=False)
class LearnedPlane:
    """A weight or a bias as it is drawn.

    Attributes:
        values: What is drawn of it, (rows, columns).
        shape: Its own.
        own: Row and column of the number for the step's cell.
        place: Where that number stands in the tensor.
        is_single: Whether only that number is drawn.
    """

    values: NDArray[np.float64]
    shape: tuple[int, ...]
    own: tuple[int, int]
    place: tuple[int, ...]
    is_single: bool

    def place_at(self, row: int, column: int) -> tuple[int, ...]:
        """Return where a drawn number stands in the tensor."""
        if self.is_single:
            return self.place
        flat = row * self.values.shape[1] + column
        return tuple(int(at) for at in np.unravel_index(flat, self.shape))


def learned_planes(scene: Scene, place: tuple[int, ...]) -> dict[str, LearnedPlane]:
    """Return weight and bias of a normalisation, as far as it has them.

    Args:
        scene: What is shown.
        place: Where the numbers for the step's cell stand in them; () for the first.
    """
    return {
        name: _plane(scene, scene.plain_weights[name], place)
        for name in LEARNED
        if name in scene.plain_weights
    }


def _plane(scene: Scene, numbers: NDArray[np.float64], place: tuple[int, ...]) -> LearnedPlane:
    at = place or (0,) * numbers.ndim
    if numbers.size > MOST_LEARNED:
        single = np.array([[numbers[at]]])
        return LearnedPlane(single, numbers.shape, (0, 0), at, is_single=True)
    # A number a channel stands below the other; numbers a place stand as the block does.
    is_a_channel = numbers.size != scene.layer.readings_a_step(scene.calculator.input_shape)
    columns = 1 if numbers.ndim == 1 and is_a_channel else numbers.shape[-1]
    drawn = numbers.reshape(-1, columns)
    row, column = divmod(int(np.ravel_multi_index(at, numbers.shape)), columns)
    return LearnedPlane(drawn, numbers.shape, (row, column), at, is_single=False)
