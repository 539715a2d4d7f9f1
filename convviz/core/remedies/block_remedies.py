"""What would make the outputs of a block's ways such that they can be joined."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode
from convviz.core.layers.adaptive import AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import infer_rows
from convviz.core.network.tree import BlockKind, layer_paths
from convviz.core.remedies.applied import layer_at, with_remedy
from convviz.core.remedies.remedy import Remedy, RemedyKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.layers.base import Layer, Shape
    from convviz.core.network.rows import BlockFailure, SequentialResult
    from convviz.core.network.tree import Node

_CONVOLUTIONS: Final = (Conv1d, Conv2d, Conv3d)
_ADAPTIVE: Final = (AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d)
_BODY, _SHORTCUT = 0, 1

_MOST_LAYERS_TRIED: Final = 3
"""Layers at the end of a way whose padding is tried."""

_PADDINGS: Final = range(4)


def block_remedies(
    nodes: Sequence[Node], input_shape: Shape, failure: BlockFailure, *, batch_size: int
) -> tuple[Remedy, ...]:
    """Return what would let a block join its ways; each was tried.

    Args:
        nodes: The network's nodes.
        input_shape: Shape of one picture, without the batch.
        failure: What ``infer_sequential`` returned for them.
        batch_size: Pictures in the batch that torch sees.
    """
    prefix = nodes[: failure.path[0] + 1]
    found = []
    for remedy in _candidates(prefix, failure):
        changed = with_remedy(prefix, failure, remedy)
        if changed is None:
            continue
        result = infer_rows(changed, input_shape, batch_size=batch_size)
        output = _output_of(result, failure)
        if output is not None:
            found.append(dataclasses.replace(remedy, output_shape=output))
    return tuple(found)


def _output_of(result: SequentialResult, failure: BlockFailure) -> Shape | None:
    return next((row.output_shape for row in result.blocks if row.path == failure.path), None)


def _candidates(nodes: Sequence[Node], failure: BlockFailure) -> Iterator[Remedy]:
    outputs = failure.outputs
    if failure.block.kind is BlockKind.RESIDUAL:
        body, shortcut = outputs
        yield from _shortcut(failure, body)
        if body[:1] == shortcut[:1]:
            yield from _paddings(nodes, failure, _BODY)
        elif body[1:] == shortcut[1:]:
            yield from _channels(nodes, failure, _BODY, shortcut[0])
        return
    if failure.error.code is not ErrorCode.CONCAT_SHAPES_DIFFER:
        return
    number = failure.error.facts["branch"]
    if not isinstance(number, int):
        return
    yield from _paddings(nodes, failure, number - 1)
    yield from _resizings(failure, number - 1, outputs[0], outputs[number - 1])


def _shortcut(failure: BlockFailure, body: Shape) -> Iterator[Remedy]:
    """Yield the 1x1 convolution that brings the block's input to the body's output."""
    shape = failure.outputs[_SHORTCUT]
    rank = len(body) - 1
    if not 1 <= rank <= len(_CONVOLUTIONS) or len(shape) != len(body) or not failure.batched:
        return
    strides = [_stride(before, after) for before, after in zip(shape[1:], body[1:], strict=True)]
    if not all(strides):
        return
    stride = strides[0] if len(set(strides)) == 1 else tuple(strides)
    layer = _CONVOLUTIONS[rank - 1](shape[0], body[0], 1, stride=stride)
    yield Remedy(RemedyKind.APPEND_TO_SHORTCUT, "", None, None, layer=layer, index=_SHORTCUT)


def _stride(before: int, after: int) -> int:
    """Return the smallest stride of a 1x1 kernel from `before` to `after` cells; 0 for none."""
    if not 1 <= after <= before:
        return 0
    # (before - 1) // stride + 1 falls as the stride grows: after cells need this one at least.
    stride = max(1, -(-before // after))
    return stride if (before - 1) // stride + 1 == after else 0


def _resizings(failure: BlockFailure, branch: int, wanted: Shape, found: Shape) -> Iterator[Remedy]:
    """Yield what brings a branch's maps to the size of the first one's."""
    rank = len(wanted) - 1
    if not 1 <= rank <= len(_ADAPTIVE) or len(found) != len(wanted) or not failure.batched:
        return
    size = wanted[1] if len(set(wanted[1:])) == 1 else wanted[1:]
    grows = any(target > own for target, own in zip(wanted[1:], found[1:], strict=True))
    layer: Layer = Upsample(size=size) if grows else _ADAPTIVE[rank - 1](size)
    yield Remedy(RemedyKind.APPEND_TO_BRANCH, "", None, None, layer=layer, index=branch)


def _paddings(nodes: Sequence[Node], failure: BlockFailure, way: int) -> Iterator[Remedy]:
    """Yield another padding of one layer of a way."""
    tried = 0
    for number, layer in reversed(list(_layers_of(nodes, failure, way))):
        if "padding" not in layer.parameters() or "kernel_size" not in layer.parameters():
            continue
        for padding in _PADDINGS:
            if getattr(layer, "padding") != padding:  # noqa: B009 - any layer's
                kind, name = RemedyKind.SET_INSIDE, "padding"
                yield Remedy(kind, name, padding, None, layer=layer, index=number)
        tried += 1
        if tried == _MOST_LAYERS_TRIED:
            return


def _channels(
    nodes: Sequence[Node], failure: BlockFailure, way: int, channels: int
) -> Iterator[Remedy]:
    """Yield the number of channels that the last convolution of a way would have to give."""
    for number, layer in reversed(list(_layers_of(nodes, failure, way))):
        if "out_channels" in layer.parameters():
            kind, name = RemedyKind.SET_INSIDE, "out_channels"
            yield Remedy(kind, name, channels, None, layer=layer, index=number)
            return


def _layers_of(
    nodes: Sequence[Node], failure: BlockFailure, way: int
) -> Iterator[tuple[int, Layer]]:
    """Yield the layers of a way with their numbers in the network."""
    place = (*failure.path, way)
    for number, path in enumerate(layer_paths(nodes)):
        step = layer_at(nodes, path)
        if path[: len(place)] == place and step.enabled:
            yield number, step.layer
