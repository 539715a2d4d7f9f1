"""Trained weights through an edit of their network: which layers keep theirs, by what names.

A layer that is renamed, moved, copied, wrapped or disabled is the same layer. The file of weights
stays as it is; the document says what the file calls each layer.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable
from typing import TYPE_CHECKING

import msgspec

from convviz.core.network.tree import Block, NetworkStep, module_names, walk
from convviz.values.weights_naming import written_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node
    from convviz.protocol.document import Network, WeightsFile


def carried_weights(
    before: Network, was: SequentialResult, after: Network, result: SequentialResult
) -> WeightsFile | None:
    """Return the weights that an edited network has; None where a layer would have none.

    Args:
        before: The network, with weights.
        was: Its shapes.
        after: The network as it is edited.
        result: Its shapes.
    """
    weights = before.weights
    if weights is None:
        return None
    sources = same_layers(before.steps, after.steps)
    held, wanted = _shapes(before, was), _shapes(after, result)
    if sources == list(range(len(held))) and _tensors(before, held) == _tensors(after, wanted):
        return weights
    known = weights.names or _names(before, was)
    names = [known[source] if known and source is not None else "" for source in sources]
    for step, shapes, source, name in zip(after.layers, wanted, sources, names, strict=True):
        if step.enabled and shapes and (source is None or not name or held[source] != shapes):
            return None
    return msgspec.structs.replace(weights, names=tuple(names))


def same_layers(before: Sequence[Node], after: Sequence[Node]) -> list[int | None]:
    """Return which layer of the network before each layer of an edited one was; None for a new one.

    An edit keeps the values of the layers that it does not change, wherever they are put. One that
    it does change stands where it stood, or is alike but for its name.
    """
    old, new = _steps(before), _steps(after)
    sources = _by_key([id(step) for step in old], [id(step) for step in new], copies=True)
    # A copy lets go of its name; its layer is the same value all the same.
    kept = [[id(step.layer) for step in steps] for steps in (old, new)]
    copies = _by_key(kept[0], kept[1], copies=True)
    pairs = zip(sources, copies, strict=True)
    sources = [copy if source is None else source for source, copy in pairs]
    sources = _free(sources, _by_key(_layers(old), _layers(new)))
    if len(old) == len(new):
        sources = _free(sources, list(range(len(old))))
    return sources


def _by_key(
    old: Sequence[Hashable], new: Sequence[Hashable], *, copies: bool = False
) -> list[int | None]:
    """Return at which place of the old each of the new is, one after the other.

    Args:
        old: Keys.
        new: Keys.
        copies: Whether the last of several serves all further ones.
    """
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, key in enumerate(old):
        places[key].append(place)
    sources: list[int | None] = []
    for key in new:
        known = places[key]
        keeps = copies and len(known) == 1
        sources.append(None if not known else known[0] if keeps else known.popleft())
    return sources


def _free(sources: Sequence[int | None], others: Sequence[int | None]) -> list[int | None]:
    """Return sources, with others for those that have none, unless they are taken."""
    taken = set(sources)
    return [
        other if source is None and other not in taken else source
        for source, other in zip(sources, others, strict=True)
    ]


def _layers(steps: Sequence[NetworkStep]) -> list[Hashable]:
    return [step.layer for step in steps]


def _steps(nodes: Sequence[Node]) -> list[NetworkStep]:
    return [node for _, node in walk(nodes) if not isinstance(node, Block)]


def _names(network: Network, result: SequentialResult) -> tuple[str, ...] | None:
    """Return what a file calls each layer that has not been edited since; "" for a disabled one."""
    if result.failure is not None:
        return None
    every = zip(
        network.layers, written_names(network, result), _shapes(network, result), strict=True
    )
    return tuple(name if step.enabled and shapes else "" for step, name, shapes in every)


def _shapes(network: Network, result: SequentialResult) -> list[dict[str, Shape]]:
    """Return the shapes of each layer's tensors; behind a failure as the layers themselves say."""
    layers: list[Layer] = [step.layer for step in network.layers]
    for row in result.rows:
        layers[row.index] = row.layer
    return [{**layer.weight_shapes(), **layer.buffer_shapes()} for layer in layers]


def _tensors(
    network: Network, shapes: Sequence[dict[str, Shape]]
) -> list[tuple[str, dict[str, Shape]]]:
    """Return the names and shapes of everything that a file of weights holds."""
    named = zip(module_names(network.steps), shapes, strict=True)
    return [(name, each) for name, each in named if name and each]
