"""What would mend the first failure of a Sequential: on the layer, before it, or at the input."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode
from convviz.core.layer_remedies import remedies
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.nearest import nearest_above
from convviz.core.remedy import LARGEST_SUGGESTION, Remedy, RemedyKind, mends_all
from convviz.core.sequential import (
    DEFAULT_BATCH_SIZE,
    LayerFailure,
    NetworkStep,
    infer_in_sequence,
    infer_sequential,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers.base import Shape

_MENDED_BY_A_LARGER_PICTURE = frozenset(
    {
        ErrorCode.KERNEL_LARGER_THAN_INPUT,
        ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT,
        ErrorCode.OUTPUT_EMPTY,
        ErrorCode.CROPS_EVERYTHING,
        ErrorCode.REFLECT_PADDING_TOO_LARGE,
        ErrorCode.CIRCULAR_PADDING_TOO_LARGE,
    }
)


def sequential_remedies(
    layers: Sequence[NetworkStep],
    input_shape: Shape,
    failure: LayerFailure,
    *,
    batch_size: int = DEFAULT_BATCH_SIZE,
) -> tuple[Remedy, ...]:
    """Return what would let the failing layer run.

    Args:
        layers: The network's steps, in order.
        input_shape: Shape of one picture, without the batch.
        failure: What ``infer_sequential`` returned for them.
        batch_size: Pictures in the batch that torch sees.

    Returns:
        A missing Flatten, or one too many, first; then the layer's own parameters; then the
        network's input. Shapes are without the batch.
    """
    batch = (batch_size,) if failure.batched else ()
    infer = partial(infer_in_sequence, batched=failure.batched)
    shape = (*batch, *failure.input_shape)
    own = remedies(failure.layer, shape, infer=infer)
    found = [
        *_missing_flatten(failure, shape),
        *_flatten_too_early(layers, input_shape, failure, batch_size),
        *(remedy for remedy in own if remedy.kind is RemedyKind.SET_PARAMETER),
    ]
    if failure.index == 0:
        found += (
            dataclasses.replace(remedy, value=remedy.value[1:])
            for remedy in own
            if isinstance(remedy.value, tuple)
            and remedy.kind is RemedyKind.CHANGE_INPUT
            and remedy.value[:1] == batch
        )
    else:
        found += _larger_picture(layers, input_shape, failure, batch_size)
    return tuple(_without_batch(remedy, batch) for remedy in found)


def _without_batch(remedy: Remedy, batch: Shape) -> Remedy:
    output = remedy.output_shape
    if output is None or output[:1] != batch:
        return remedy
    return dataclasses.replace(remedy, output_shape=output[1:])


def _missing_flatten(failure: LayerFailure, shape: Shape) -> Iterator[Remedy]:
    """Yield a Flatten before a Linear that sees planes, with the in_features that it then needs."""
    layer, features = failure.layer, failure.error.facts.get("flattened")
    sees_planes = failure.batched and len(shape) > 2  # noqa: PLR2004 - batch and features
    if not isinstance(layer, Linear) or not isinstance(features, int) or not sees_planes:
        return
    flatten = Flatten()
    verdict = mends_all(lambda linear, planes: linear.infer(flatten.infer(planes)))(
        layer.replace(in_features=features), shape
    )
    if verdict.mends:
        name, value = ("", None) if layer.in_features == features else ("in_features", features)
        kind = RemedyKind.INSERT_LAYER
        yield Remedy(kind, name, value, verdict.output_shape, layer=flatten)


def _flatten_too_early(
    layers: Sequence[NetworkStep], input_shape: Shape, failure: LayerFailure, batch_size: int
) -> Iterator[Remedy]:
    """Yield the removal of a Flatten after which a layer that needs planes stands."""
    if failure.error.code is not ErrorCode.WRONG_RANK:
        return
    for index in range(failure.index - 1, -1, -1):
        if not (layers[index].enabled and isinstance(layers[index].layer, Flatten)):
            continue
        remaining = [*layers[:index], *layers[index + 1 : failure.index + 1]]
        result = infer_sequential(remaining, input_shape, batch_size=batch_size)
        if result.failure is None:
            output = (batch_size, *result.output_shape)
            kind, layer = RemedyKind.REMOVE_LAYER, layers[index].layer
            yield Remedy(kind, "", None, output, layer=layer, index=index)
        return


def _larger_picture(
    layers: Sequence[NetworkStep], input_shape: Shape, failure: LayerFailure, batch_size: int
) -> Iterator[Remedy]:
    """Yield the smallest larger picture with which the failing layer runs."""
    if failure.error.code not in _MENDED_BY_A_LARGER_PICTURE or len(input_shape) < 2:  # noqa: PLR2004
        return
    prefix = layers[: failure.index + 1]

    def grown(cells: int) -> Shape:
        return (input_shape[0], *(size + cells for size in input_shape[1:]))

    def accepts(cells: int) -> bool:
        return infer_sequential(prefix, grown(cells), batch_size=batch_size).failure is None

    cells = nearest_above(0, LARGEST_SUGGESTION - max(input_shape[1:]), accepts)
    if cells is not None:
        result = infer_sequential(prefix, grown(cells), batch_size=batch_size)
        output = (batch_size, *result.output_shape)
        yield Remedy(RemedyKind.CHANGE_INPUT, "input", grown(cells), output)
