"""What a block makes of the outputs of its ways: a sum, or a concatenation along the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, Fact, ShapeError
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape


def joined_shape(kind: BlockKind, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of what a block gives.

    Args:
        kind: What it does.
        shapes: What its ways give, as torch sees them: with the batch.

    Raises:
        ShapeError: SUM_SHAPES_DIFFER, CONCAT_OF_NOTHING, CONCAT_WITHOUT_CHANNELS,
            CONCAT_SHAPES_DIFFER.
    """
    return _sum(shapes) if kind is BlockKind.RESIDUAL else _concatenation(shapes)


def _sum(shapes: Sequence[Shape]) -> Shape:
    """Return the shape of a sum.

    torch stretches dimensions of 1 to those of the other, which a residual sum never means.

    Raises:
        ShapeError: SUM_SHAPES_DIFFER.
    """
    body, shortcut = shapes[0], shapes[-1]
    if body != shortcut:
        raise ShapeError(ErrorCode.SUM_SHAPES_DIFFER, body=body, shortcut=shortcut)
    return body


def _concatenation(shapes: Sequence[Shape]) -> Shape:
    """Return the shape of outputs that are joined along the channels.

    Raises:
        ShapeError: CONCAT_OF_NOTHING, CONCAT_WITHOUT_CHANNELS, CONCAT_SHAPES_DIFFER.
    """
    if not shapes:
        raise ShapeError(ErrorCode.CONCAT_OF_NOTHING)
    first = shapes[0]
    for number, shape in enumerate(shapes, start=1):
        if len(shape) < 2:  # noqa: PLR2004 - the batch and the channels
            raise ShapeError(ErrorCode.CONCAT_WITHOUT_CHANNELS, branch=number, shape=shape)
        if (shape[:1], shape[2:]) != (first[:1], first[2:]):
            code = ErrorCode.CONCAT_SHAPES_DIFFER
            raise ShapeError(code, branch=number, shape=shape, first=first)
    return (first[0], sum(shape[1] for shape in shapes), *first[2:])


def without_batch(error: ShapeError) -> ShapeError:
    """Return an error with the batch taken out of the shapes among its facts."""
    facts: dict[str, Fact] = {
        name: fact[1:] if isinstance(fact, tuple) else fact for name, fact in error.facts.items()
    }
    return ShapeError(error.code, **facts)
