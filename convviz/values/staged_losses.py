"""What losses in stages make of their tensors, without torch: stage by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.losses.stages import INPUT, LOSSES, TARGET, StageKind
from convviz.core.written_numbers import written
from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers.base import Shape
    from convviz.core.losses.stages import Stage, StagedLoss
    from convviz.values.layer_values import Array, Weights


class RowArrayMaths(ArrayMaths):
    """The functions of losses in stages: of arrays whose last dimension is a row."""

    def total(self, x: Any) -> Any:  # noqa: ANN401 - an array
        """Return the sum of each row."""
        return x.sum(axis=-1)

    def largest(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the largest number of each row; NaN where one is."""
        return x.max(axis=-1)

    def at(self, x: Any, places: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the numbers that stand at places of each row, as many as there are places."""
        frame = np.broadcast_shapes(x.shape[:-1], places.shape[:-1])
        rows, wanted = (np.broadcast_to(a, (*frame, a.shape[-1])) for a in (x, places))
        return np.take_along_axis(rows, wanted.astype(np.intp), axis=-1)

    def before(self, x: Any, stop: float) -> Any:  # noqa: ANN401 - likewise
        """Return whether each number stands before the first of a value in its row."""
        return np.cumsum(x == stop, axis=-1) == 0

    def count(self, x: Any) -> int:  # noqa: ANN401 - likewise
        """Return how many numbers a row has."""
        return int(x.shape[-1])

    def place(self, x: Any) -> Any:  # noqa: ANN401 - likewise
        """Return the number of each place of a row, from 0."""
        return np.arange(x.shape[-1])


def staged_numbers(loss: StagedLoss, values: Array, tensors: Weights) -> dict[str, Array]:
    """Return all numbers of a loss: its tensors as they are read, then each stage.

    Args:
        loss: The loss; it accepts the shapes.
        values: Its input.
        tensors: What it is given beside it.

    Raises:
        ShapeError: LABEL_OUTSIDE_CLASSES, LABEL_OUTSIDE_LIST, NEGATIVE_NUMBER.
    """
    given = {INPUT: values, **{name: tensors[name] for name in loss.takes}}
    check_numbers(loss, given)
    shapes = {name: array.shape for name, array in given.items()}
    numbers = {
        name: np.asarray(array, dtype=np.float64).reshape(loss.read_shape(name, shapes))
        for name, array in given.items()
    }
    for name in loss.each:
        if getattr(loss, name) is not None:
            numbers[name] = np.array(getattr(loss, name), dtype=np.float64)
    with np.errstate(all="ignore"):
        for stage in loss.stages():
            read = {**numbers, **_as_read(stage, numbers)}
            made = loss.compute(stage.name, read, RowArrayMaths())
            numbers[stage.name] = np.asarray(made, dtype=np.float64)
    return numbers


def _as_read(stage: Stage, numbers: Mapping[str, Array]) -> dict[str, Array]:
    """Return what a stage reads; beside a number for each place, singles are rows of one."""
    read = {name: numbers[name] for name in (*stage.reads, *stage.singles)}
    if stage.kind is StageKind.PLACE:
        read |= {name: numbers[name][..., None] for name in stage.singles}
    return read


def check_numbers(loss: StagedLoss, given: Mapping[str, Array]) -> None:
    """Refuse numbers that torch refuses.

    Raises:
        ShapeError: LABEL_OUTSIDE_CLASSES, LABEL_OUTSIDE_LIST, NEGATIVE_NUMBER.
    """
    layer = loss.type_name()
    for name in loss.not_negative:
        place = _first_place(given[name] < 0)
        if place is not None:
            code, value = ErrorCode.NEGATIVE_NUMBER, written(float(given[name][place]))
            raise ShapeError(code, layer=layer, tensor=name, value=value, place=place)
    if loss.labels:
        labels, classes = given[TARGET], given[INPUT].shape[-1]
        place = _first_place((labels < loss.least_label) | (labels >= classes))
        if place is not None:
            is_list = loss.least_label < 0
            code = ErrorCode.LABEL_OUTSIDE_LIST if is_list else ErrorCode.LABEL_OUTSIDE_CLASSES
            facts = {"value": int(labels[place]), "classes": classes, "last": classes - 1}
            raise ShapeError(code, layer=layer, place=place, **facts)


def _first_place(is_wrong: Any) -> tuple[int, ...] | None:  # noqa: ANN401 - an array
    if not is_wrong.any():
        return None
    return tuple(int(at) for at in np.argwhere(is_wrong)[0])


def staged_slopes(loss: StagedLoss, numbers: Mapping[str, Array]) -> dict[str, Array]:
    """Return how each loss changes with what it reads of each tensor that learns.

    Args:
        loss: The loss.
        numbers: Of :func:`staged_numbers`.

    Returns:
        For each tensor (losses, places): places of the row that a loss reads of it, 1 without rows.
    """
    shape, read = numbers[LOSSES].shape, _by_row(loss, numbers)
    with np.errstate(all="ignore"):
        pieces = loss.slopes(read, RowArrayMaths())
        slopes: dict[str, Array] = {}
        for name, parts in pieces.items():
            places = numbers[name].shape[-1] if loss.rows else 1
            found = np.zeros((int(np.prod(shape, dtype=np.int64)), places))
            for part in parts:
                found += _own_places(np.asarray(part), shape, places, is_row=bool(loss.rows))
            slopes[name] = found
    return slopes


def _by_row(loss: StagedLoss, numbers: Mapping[str, Array]) -> dict[str, Array]:
    """Return all numbers as slopes are made of them: what is one number a row, as a row of one."""
    if not loss.rows:
        return dict(numbers)
    singles = {name for name in numbers if not loss.is_by_place(name)}
    return {**numbers, **{name: numbers[name][..., None] for name in singles}}


def doubtful_gradients(
    loss: StagedLoss, numbers: Mapping[str, Array], shapes: Mapping[str, Shape]
) -> dict[str, Any]:
    """Return where rounding decides what a gradient is: whatever reads a loss near its corner.

    Args:
        loss: The loss.
        numbers: Of :func:`staged_numbers`.
        shapes: Of the tensors that learn, by name.
    """
    with np.errstate(all="ignore"):
        near = loss.near_corner(_by_row(loss, numbers), RowArrayMaths())
    if near is None or not np.any(near):
        return {}
    losses = numbers[LOSSES].shape
    flat = np.broadcast_to(near, losses).ravel()
    doubtful = {}
    for name, shape in shapes.items():
        read = numbers[name].shape
        places = row_length(read) if name in loss.rows else 1
        rows = rows_read(loss, name, read, losses)[flat]
        mask = np.zeros((int(np.prod(read, dtype=np.int64)) // places, places), dtype=np.bool_)
        mask[rows] = True
        doubtful[name] = mask.reshape(shape)
    return doubtful


def _own_places(piece: Array, shape: Shape, places: int, *, is_row: bool) -> Array:
    """Return a piece of the slopes as (losses, places); of a row of one, all places added up."""
    if not is_row:
        return np.broadcast_to(piece, shape).reshape(-1, 1)
    whole = np.broadcast_to(piece, (*shape, max(places, piece.shape[-1])))
    by_loss = whole.reshape(-1, whole.shape[-1])
    return by_loss if places > 1 else by_loss.sum(axis=1, keepdims=True)


def row_length(shape: Shape) -> int:
    """Return how many numbers a row of a tensor has: a single number is a row of one."""
    return shape[-1] if shape else 1


def rows_read(loss: StagedLoss, name: str, shape: Shape, losses: Shape) -> Any:  # noqa: ANN401 - an array
    """Return which row of a tensor each loss reads, or which number.

    Args:
        loss: The loss.
        name: The tensor.
        shape: As it is read.
        losses: The losses' shape.
    """
    frame = shape[:-1] if name in loss.rows else shape
    places = np.arange(int(np.prod(frame, dtype=np.int64))).reshape(frame)
    return np.broadcast_to(places, losses).ravel()


def staged_gradients(
    loss: StagedLoss,
    numbers: Mapping[str, Array],
    each_upstream: Array,
    shapes: Mapping[str, Shape],
) -> dict[str, Array]:
    """Return the gradient of each tensor that learns, of its shape.

    Args:
        loss: The loss.
        numbers: Of :func:`staged_numbers`.
        each_upstream: (losses); what reaches each single loss.
        shapes: Of input and tensors, by name.
    """
    gradients = {}
    for name, slopes in staged_slopes(loss, numbers).items():
        read = numbers[name].shape
        rows = rows_read(loss, name, read, numbers[LOSSES].shape)
        total = np.zeros((int(np.prod(read, dtype=np.int64)) // slopes.shape[1], slopes.shape[1]))
        with np.errstate(all="ignore"):
            np.add.at(total, rows, slopes * each_upstream[:, None])
        gradients[name] = total.reshape(shapes[name])
    return gradients
