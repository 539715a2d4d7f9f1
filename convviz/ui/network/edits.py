"""Edits of a network: from one frozen value to the next, without Qt."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec

from convviz.core.layers.base import Follows, LayerFamily, ParameterKind
from convviz.core.network.sequential import (
    DEFAULT_BATCH_SIZE,
    NetworkStep,
    check_length,
    infer_sequential,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.advice import Insertion
    from convviz.protocol.document import Network

_USUAL_SIZE = 32
"""Of a required number without a rule, such as out_channels, in a new layer."""


def with_steps(network: Network, steps: Iterable[NetworkStep]) -> Network:
    """Return the network with other steps; weights that no longer fit are let go."""
    changed = msgspec.structs.replace(network, steps=tuple(steps))
    return _without_stale_weights(network, changed)


def with_input_shape(network: Network, shape: Shape) -> Network:
    """Return the network for another input shape; weights that no longer fit are let go."""
    return _without_stale_weights(network, msgspec.structs.replace(network, input_shape=shape))


def insert(network: Network, index: int, steps: Sequence[NetworkStep]) -> Network:
    """Return the network with steps inserted before `index`.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    check_length(len(network.steps) + len(steps))
    before, after = network.steps[:index], network.steps[index:]
    return with_steps(network, (*before, *steps, *after))


def insert_all(network: Network, insertions: Sequence[Insertion]) -> Network:
    """Return the network with layers inserted at several places, given as they are before.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    check_length(len(network.steps) + len(insertions))
    steps = list(network.steps)
    for insertion in sorted(insertions, key=lambda insertion: insertion.before, reverse=True):
        steps.insert(insertion.before, NetworkStep(insertion.layer))
    return with_steps(network, steps)


def without_advice(network: Network, code: str) -> Network:
    """Return the network of which something is not to be advised any more."""
    hidden = (*network.hidden_advice, code)
    return msgspec.structs.replace(network, hidden_advice=tuple(dict.fromkeys(hidden)))


def remove(network: Network, indexes: Iterable[int]) -> Network:
    """Return the network without some steps."""
    gone = set(indexes)
    return with_steps(network, (s for i, s in enumerate(network.steps) if i not in gone))


def move(network: Network, indexes: Iterable[int], target: int) -> tuple[Network, range]:
    """Move steps together, in their order, to before the step that is now `target`.

    Args:
        network: The network.
        indexes: Which steps.
        target: From 0 to the number of steps.

    Returns:
        The network, and where the moved steps stand in it.
    """
    moved = sorted(set(indexes))
    start = target - sum(index < target for index in moved)
    rest = [step for i, step in enumerate(network.steps) if i not in moved]
    moved_steps = [network.steps[index] for index in moved]
    steps = (*rest[:start], *moved_steps, *rest[start:])
    return with_steps(network, steps), range(start, start + len(moved_steps))


def nudge(network: Network, indexes: Iterable[int], by: int) -> tuple[Network, range]:
    """Move steps one place up (-1) or down (1); steps at the end stay."""
    moved = sorted(set(indexes))
    target = moved[0] - 1 if by < 0 else moved[-1] + 2
    return move(network, moved, min(max(target, 0), len(network.steps)))


def set_enabled(network: Network, indexes: Iterable[int], *, enabled: bool) -> Network:
    """Return the network with some steps enabled or disabled."""
    chosen = set(indexes)
    steps = (
        dataclasses.replace(step, enabled=enabled) if index in chosen else step
        for index, step in enumerate(network.steps)
    )
    return with_steps(network, steps)


def replace_layer(network: Network, index: int, layer: Layer) -> Network:
    """Return the network with another layer at `index`; what differs no longer follows."""
    step = network.steps[index]
    follows = frozenset(
        name
        for name in step.follows & layer.parameters().keys()
        if getattr(layer, name) == getattr(step.layer, name, None)
    )
    return _replace(network, index, dataclasses.replace(step, layer=layer, follows=follows))


def replace_by_sibling(network: Network, index: int, layer: Layer) -> Network:
    """Return the network with a layer of the same family at `index`; what followed goes on."""
    step = network.steps[index]
    follows = step.follows & layer.parameters().keys()
    return _replace(network, index, dataclasses.replace(step, layer=layer, follows=follows))


def set_parameter(network: Network, index: int, name: str, value: Any) -> Network:  # noqa: ANN401
    """Return the network with one parameter set by hand, so that it follows no longer."""
    step = network.steps[index]
    layer = step.layer.replace(**{name: value})
    return _replace(
        network, index, dataclasses.replace(step, layer=layer, follows=step.follows - {name})
    )


def set_follows(network: Network, index: int, name: str, *, follows: bool, now: int) -> Network:
    """Return the network with a parameter that follows the layer before, or does so no longer.

    Args:
        network: The network.
        index: Which step.
        name: The parameter.
        follows: Whether it follows.
        now: Its value now, which it keeps when it stops following.
    """
    step = network.steps[index]
    names = step.follows | {name} if follows else step.follows - {name}
    layer = step.layer.replace(**{name: now})
    return _replace(network, index, dataclasses.replace(step, layer=layer, follows=names))


def followable(layer: Layer | type[Layer]) -> frozenset[str]:
    """Return the names of the parameters that can follow the layer before."""
    return frozenset(name for name, known in layer.parameters().items() if known.follows)


def new_step(layer_type: type[Layer], input_shape: Shape) -> NetworkStep:
    """Return a new layer for a place in the network, with what torch's users begin with.

    What can follow the layer before follows it, and torch's defaults stay. Of the others,
    kernels have 3 cells (pooling: 2) and numbers of outputs are 32.

    Args:
        layer_type: The layer's class.
        input_shape: The shape that enters it, without the batch.
    """
    values: dict[str, Any] = {}
    for name, known in layer_type.parameters().items():
        if known.follows is Follows.CHANNELS and name not in layer_type.defaults():
            values[name] = input_shape[0] if input_shape else 1
        elif known.follows is Follows.FEATURES and name not in layer_type.defaults():
            values[name] = input_shape[-1] if input_shape else 1
        elif known.first is not None:
            values[name] = known.first
        elif name in layer_type.defaults():
            continue
        elif known.kind in (ParameterKind.PER_AXIS, ParameterKind.PADDING):
            values[name] = 2 if layer_type.family is LayerFamily.POOLING else 3
        elif known.kind is ParameterKind.CHOICE:
            values[name] = known.choices[0]
        elif known.kind is ParameterKind.FLAG:
            values[name] = False
        else:
            values[name] = max(_USUAL_SIZE, known.minimum)
    required = followable(layer_type) - layer_type.defaults().keys()
    return NetworkStep(layer_type(**values), frozenset(required))


def steps_of_code(layers: Sequence[Layer], input_shape: Shape) -> tuple[NetworkStep, ...]:
    """Return layers that were read from code as steps; what agrees with the place follows it.

    Args:
        layers: The layers.
        input_shape: The shape that enters the first, without the batch.
    """
    steps: list[NetworkStep] = []
    shape: Shape | None = input_shape
    for layer in layers:
        follows = frozenset[str]()
        if shape is not None:
            every = NetworkStep(layer, followable(layer) - layer.defaults().keys())
            if resolve(every, (DEFAULT_BATCH_SIZE, *shape)) == layer:
                follows = every.follows
            result = infer_sequential((NetworkStep(layer),), shape)
            shape = None if result.failure else result.output_shape
        steps.append(NetworkStep(layer, follows))
    return tuple(steps)


def _replace(network: Network, index: int, step: NetworkStep) -> Network:
    steps = list(network.steps)
    steps[index] = step
    return with_steps(network, steps)


def _without_stale_weights(before: Network, after: Network) -> Network:
    if after.weights is None or _trained(before) == _trained(after):
        return after
    return msgspec.structs.replace(after, weights=None)


def _trained(network: Network) -> list[tuple[int, dict[str, Shape]]]:
    """Return the places and shapes of everything that a weights file holds."""
    rows = infer_sequential(network.steps, network.input_shape).rows
    tensors = [
        (row.index, {**row.layer.weight_shapes(), **row.layer.buffer_shapes()})
        for row in rows
        if row.enabled
    ]
    return [(index, shapes) for index, shapes in tensors if shapes]
