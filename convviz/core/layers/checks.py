"""Checks that many layers share: tensors that torch cannot count, dimensions."""

from __future__ import annotations

import math

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.parameters import LARGEST_TENSOR, Shape


def check_tensor(name: str, shape: Shape) -> None:
    """Refuse a tensor whose bytes torch cannot count in 64 bits.

    Raises:
        ShapeError: TOO_LARGE.
    """
    numbers = math.prod(shape)
    if numbers > LARGEST_TENSOR:
        raise ShapeError(ErrorCode.TOO_LARGE, parameter=name, value=numbers, limit=LARGEST_TENSOR)


def wrap_dimension(name: str, value: int, shape: Shape) -> int:
    """Return dimension `value` of `shape` counted from the front.

    Args:
        name: The parameter, for the error.
        value: A dimension; negative ones count from behind.
        shape: The input's shape. A scalar counts as having one dimension.

    Raises:
        ShapeError: DIMENSION_OUT_OF_RANGE.
    """
    rank = max(len(shape), 1)
    if not -rank <= value < rank:
        raise ShapeError(
            ErrorCode.DIMENSION_OUT_OF_RANGE, parameter=name, value=value, shape=shape, rank=rank
        )
    return value % rank
