"""One change of the document that lets a network be trained, each tried before it is offered."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import ErrorCode
from convviz.core.layers import Layer, Shape
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import DEFAULT_BATCH_SIZE, infer_sequential, resolve
from convviz.core.network.tree import NetworkStep, Node, layer_paths, with_node
from convviz.core.network.tree_limits import count_nodes
from convviz.core.remedies.applied import with_remedy
from convviz.core.remedies.remedy import Remedy
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.protocol.document import Document
from convviz.protocol.trainability import Untrainable, why_untrainable

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSetFacts
    from convviz.core.network.sequential import LayerFailure
    from convviz.protocol.document import Network

_MOST_FOLLOWERS: Final = 1000
"""Layers that a new input changes as well: no more than a network has."""
_MOST_BATCH_SIZES: Final = 64
"""How far another batch size is looked for."""


class MendKind(StrEnum):
    """What a mend changes."""

    INPUT = "input"
    """The network's input, and the channels and features that follow from it."""
    OUTPUTS = "outputs"
    """out_features of the last Linear."""
    HEAD = "head"
    """Layers at the end that give a number for every class."""
    LAYER = "layer"
    """The failing layer, by `remedy`."""
    BATCH_SIZE = "batch_size"


@dataclass(frozen=True, slots=True)
class Mend:
    """One change.

    Attributes:
        kind: What it changes.
        document: The document with the change.
        layers: HEAD: the layers that are added.
        outputs: OUTPUTS: how many the last Linear has then.
        remedy: LAYER: what is done to it.
    """

    kind: MendKind
    document: Document
    layers: tuple[Layer, ...] = ()
    outputs: int = 0
    remedy: Remedy | None = None


def mend_for(document: Document, reason: Untrainable, data: DataSetFacts) -> Mend | None:
    """Return the change that takes a reason away; None if none is known.

    Another reason may come to light then, with a mend of its own; the same one never stays.

    Args:
        document: What cannot be trained.
        reason: What ``why_untrainable`` said.
        data: What it is to learn.
    """
    network = document.network
    match reason.error.code:
        case ErrorCode.NETWORK_INPUT_DIFFERS:
            mend = Mend(MendKind.INPUT, _with(document, _fitted(network, data.picture_shape)))
        case ErrorCode.NETWORK_OUTPUT_DIFFERS:
            fewer = _with_outputs(document, data)
            mend = fewer if fewer is not None else _with_head(document, data)
        case ErrorCode.NOTHING_TO_TRAIN:
            mend = _with_head(document, data)
        case _ if reason.is_last_batch:
            return _with_batch_size(document, data)
        case _:
            return _with_layer_mended(document)
    return mend if _helps(mend, reason, data) else None


def _helps(mend: Mend, reason: Untrainable, data: DataSetFacts) -> bool:
    left = why_untrainable(mend.document.network, mend.document.training.batch_size, data)
    return left is None or left.error.code is not reason.error.code


def _with(document: Document, network: Network) -> Document:
    return msgspec.structs.replace(document, network=network)


def _steps(network: Network, steps: tuple[Node, ...]) -> Network:
    """Return the network with other steps; trained weights fit it no longer."""
    return msgspec.structs.replace(network, steps=steps, weights=None)


def _fitted(network: Network, shape: Shape) -> Network:
    """Return the network for another input, with the channels and features that follow from it."""
    fitted = msgspec.structs.replace(network, input_shape=shape, weights=None)
    reached = -1
    for _ in range(_MOST_FOLLOWERS):
        failure = infer_sequential(fitted.steps, shape).layer_failure
        if failure is None or failure.index <= reached:
            return fitted
        reached = failure.index
        followed = _followed(fitted, failure)
        if followed is None:
            return fitted
        fitted = followed
    return fitted


def _followed(network: Network, failure: LayerFailure) -> Network | None:
    """Return the network whose failing layer takes its channels or features from before."""
    step = network.layers[failure.index]
    follows = frozenset(name for name, known in step.layer.parameters().items() if known.follows)
    if not follows or follows <= step.follows:
        return None
    changed = dataclasses.replace(step, follows=step.follows | follows)
    batched = (DEFAULT_BATCH_SIZE, *failure.input_shape)
    changed = dataclasses.replace(changed, layer=resolve(changed, batched))
    return _steps(network, with_node(network.steps, failure.path, changed))


def _with_outputs(document: Document, data: DataSetFacts) -> Mend | None:
    """Return the document whose last Linear has as many outputs as there are classes."""
    network = document.network
    linears = [
        index
        for index, step in enumerate(network.layers)
        if step.enabled and "out_features" in step.layer.parameters()
    ]
    if not linears:
        return None
    last = linears[-1]
    step = network.layers[last]
    changed = dataclasses.replace(step, layer=step.layer.replace(out_features=data.classes))
    steps = with_node(network.steps, layer_paths(network.steps)[last], changed)
    mended = _with(document, _steps(network, steps))
    result = infer_sequential(steps, network.input_shape)
    fits = result.failure is None and result.output_shape == (data.classes,)
    return Mend(MendKind.OUTPUTS, mended, outputs=data.classes) if fits else None


def _with_head(document: Document, data: DataSetFacts) -> Mend:
    """Return the document with a Linear at the end, behind a Flatten if it sees planes."""
    network = document.network
    steps = list(network.steps)
    shape = infer_sequential(steps, network.input_shape).output_shape
    layers: list[Layer] = []
    if len(shape) > 1:
        layers.append(Flatten())
        shape = infer_sequential([*steps, NetworkStep(layers[0])], network.input_shape).output_shape
    layers.append(Linear(shape[-1] if shape else 1, data.classes))
    added = [
        NetworkStep(layer, frozenset(n for n, known in layer.parameters().items() if known.follows))
        for layer in layers
    ]
    return Mend(
        MendKind.HEAD,
        _with(document, _steps(network, (*steps, *added))),
        layers=tuple(layers),
    )


def _with_batch_size(document: Document, data: DataSetFacts) -> Mend | None:
    """Return the document with the nearest batch size that leaves no last batch of one."""
    size = document.training.batch_size
    for distance in range(1, _MOST_BATCH_SIZES):
        for other in (size + distance, size - distance):
            if other < 1 or why_untrainable(document.network, other, data) is not None:
                continue
            training = msgspec.structs.replace(document.training, batch_size=other)
            mended = msgspec.structs.replace(document, training=training)
            return Mend(MendKind.BATCH_SIZE, mended)
    return None


def _with_layer_mended(document: Document) -> Mend | None:
    """Return the document whose failing layer is mended by the first remedy that helps."""
    network = document.network
    failure = infer_sequential(network.steps, network.input_shape).failure
    if failure is None:
        return None
    for remedy in sequential_remedies(network.steps, network.input_shape, failure):
        steps = with_remedy(network.steps, failure, remedy)
        if steps is None:
            continue
        left = infer_sequential(steps, network.input_shape).failure
        place = failure.index + count_nodes(steps) - count_nodes(network.steps)
        if left is None or left.index > place:
            return Mend(MendKind.LAYER, _with(document, _steps(network, steps)), remedy=remedy)
    return None
