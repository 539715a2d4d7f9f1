"""Inputs whose first dimension need not be channels: vectors, matrices, and more dimensions.

What Linear takes, and what Flatten and Unflatten make of each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.core.layers.parameters import Shape

MOST_TENSOR_DIMENSIONS: Final = 4
"""Of an input that is shown: channels with one to three spatial axes."""

_MATRIX: Final = 2


def is_matrix(shape: Shape) -> bool:
    """Return whether a shape has rows and columns alone, which are drawn as such."""
    return len(shape) == _MATRIX


def tensor_axes(shape: Shape) -> int:
    """Return the dimensions that each channel has; vectors and matrices are one channel."""
    rank = len(shape)
    return rank - 1 if rank > _MATRIX else max(1, rank)


def dimension_without_batch(dimension: int, shape: Shape) -> int | None:
    """Return which dimension of a picture one of its batch is, in or out of range.

    Args:
        dimension: Counted with the batch; negative ones count from behind.
        shape: The picture's, without the batch.

    Returns:
        None for the batch itself.
    """
    if dimension in {0, -len(shape) - 1}:
        return None
    return dimension - 1 if dimension > 0 else dimension


def dimension_with_batch(dimension: int) -> int:
    """Return which dimension of a batch one of a picture is."""
    return dimension + 1 if dimension >= 0 else dimension
