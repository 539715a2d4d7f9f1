"""Edits of a network: from one frozen value to the next, without Qt."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec

from convviz.core.network.new_layers import followable
from convviz.core.network.sequential import DEFAULT_BATCH_SIZE, infer_sequential, resolve
from convviz.core.network.tree import (
    Block,
    NetworkStep,
    layer_paths,
    module_names,
    with_node,
    with_nodes,
)
from convviz.core.network.tree_edits import inserted, removed
from convviz.core.remedies.applied import layer_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.advice import AdviceFix, Insertion
    from convviz.core.network.rows import LayerRow
    from convviz.core.network.tree import Node, Path
    from convviz.protocol.document import Network


def with_steps(network: Network, steps: Iterable[Node]) -> Network:
    """Return the network with other steps; weights that no longer fit are let go."""
    changed = msgspec.structs.replace(network, steps=tuple(steps))
    return _without_stale_weights(network, changed)


def with_input_shape(network: Network, shape: Shape) -> Network:
    """Return the network for another input shape; weights that no longer fit are let go."""
    return _without_stale_weights(network, msgspec.structs.replace(network, input_shape=shape))


def followed_advice(network: Network, fix: AdviceFix) -> Network:
    """Return the network after the fix of a piece of advice; all its places are as before it.

    A parameter that follows the layer before goes on doing so.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    paths = layer_paths(network.steps)
    for setting in fix.settings:
        step = _step(network, setting.index)
        # A lazy layer has no such parameter: it learns it from what reaches it.
        is_set = setting.parameter in step.layer.parameters()
        if is_set and setting.parameter not in step.follows:
            network = set_parameter(network, setting.index, setting.parameter, setting.value)
    steps = network.steps
    # From behind, so that the places before stay what they are.
    changes: list[tuple[float, Insertion | None]] = [(index, None) for index in fix.removals]
    changes += [(insertion.before - 0.5, insertion) for insertion in fix.insertions]
    for place, insertion in sorted(changes, key=lambda change: change[0], reverse=True):
        if insertion is None:
            steps = removed(steps, [paths[int(place)]])
        else:
            new = NetworkStep(insertion.layer)
            steps, _ = inserted(steps, insertion_path(paths, insertion), [new])
    return with_steps(network, steps)


def insertion_path(paths: Sequence[Path], insertion: Insertion) -> Path:
    """Return where a layer of a piece of advice goes.

    Args:
        paths: Of all layers, in their order, as the network is.
        insertion: The layer and its place.
    """
    if insertion.in_its_block:
        return paths[insertion.before]
    behind = paths[insertion.before - 1] if insertion.before else (-1,)
    return (*behind[:-1], behind[-1] + 1)


def without_advice(network: Network, code: str) -> Network:
    """Return the network of which something is not to be advised any more."""
    hidden = (*network.hidden_advice, code)
    return msgspec.structs.replace(network, hidden_advice=tuple(dict.fromkeys(hidden)))


def replace_layer(network: Network, index: int, layer: Layer) -> Network:
    """Return the network with another layer at `index`; what differs no longer follows."""
    step = _step(network, index)
    follows = frozenset(
        name
        for name in step.follows & layer.parameters().keys()
        if getattr(layer, name) == getattr(step.layer, name, None)
    )
    return _replace(network, index, dataclasses.replace(step, layer=layer, follows=follows))


def set_parameter(network: Network, index: int, name: str, value: Any) -> Network:  # noqa: ANN401
    """Return the network with one parameter set by hand, so that it follows no longer."""
    return set_parameter_of_all(network, [index], name, value)


def set_parameter_of_all(
    network: Network,
    indices: Sequence[int],
    name: str,
    value: Any,  # noqa: ANN401 - of the parameter's type
) -> Network:
    """Return the network with one parameter of several layers set by hand."""
    changed: dict[Path, Node] = {}
    paths = layer_paths(network.steps)
    for index in indices:
        step = layer_at(network.steps, paths[index])
        layer = step.layer.replace(**{name: value})
        follows = step.follows - {name}
        changed[paths[index]] = dataclasses.replace(step, layer=layer, follows=follows)
    return with_steps(network, with_nodes(network.steps, changed))


def set_follows(network: Network, index: int, name: str, *, follows: bool, now: int) -> Network:
    """Return the network with a parameter that follows the layer before, or does so no longer.

    Args:
        network: The network.
        index: Which layer.
        name: The parameter.
        follows: Whether it follows.
        now: Its value now, which it keeps when it stops following.
    """
    step = _step(network, index)
    names = step.follows | {name} if follows else step.follows - {name}
    layer = step.layer.replace(**{name: now})
    return _replace(network, index, dataclasses.replace(step, layer=layer, follows=names))


def steps_of_code(nodes: Sequence[Node], input_shape: Shape) -> tuple[Node, ...]:
    """Return what was read from code as steps; what agrees with the place follows it.

    Args:
        nodes: Layers and blocks.
        input_shape: The shape that enters the first, without the batch.
    """
    return _followed(nodes, input_shape)[0]


def _followed(nodes: Sequence[Node], shape: Shape | None) -> tuple[tuple[Node, ...], Shape | None]:
    """Return nodes whose parameters follow where they agree, and the shape behind them."""
    steps: list[Node] = []
    for node in nodes:
        if isinstance(node, Block):
            ways = node.children
            if node.joins:
                held = [_followed((way,), shape)[0][0] for way in ways]
            else:
                held = list(_followed(ways, shape)[0])
            node = dataclasses.replace(node, children=tuple(held))  # noqa: PLW2901
        elif shape is not None:
            node = _following(node, shape)  # noqa: PLW2901
        if shape is not None:
            result = infer_sequential((node,), shape)
            shape = None if result.failure else result.output_shape
        steps.append(node)
    return tuple(steps), shape


def _following(step: NetworkStep, shape: Shape) -> NetworkStep:
    names = followable(step.layer) - step.layer.defaults().keys()
    every = dataclasses.replace(step, follows=names)
    return every if resolve(every, (DEFAULT_BATCH_SIZE, *shape)) == step.layer else step


def _step(network: Network, index: int) -> NetworkStep:
    return layer_at(network.steps, layer_paths(network.steps)[index])


def _replace(network: Network, index: int, step: NetworkStep) -> Network:
    path = layer_paths(network.steps)[index]
    return with_steps(network, with_node(network.steps, path, step))


def _without_stale_weights(before: Network, after: Network) -> Network:
    if after.weights is None:
        return after
    rows, changed = (
        infer_sequential(network.steps, network.input_shape).rows for network in (before, after)
    )
    if trained_tensors(before.steps, rows) == trained_tensors(after.steps, changed):
        return after
    return msgspec.structs.replace(after, weights=None)


def trained_tensors(
    nodes: Sequence[Node], rows: Sequence[LayerRow]
) -> list[tuple[str, dict[str, Shape]]]:
    """Return the names and shapes of everything that a weights file holds.

    Args:
        nodes: The network's nodes.
        rows: What inference says of them.
    """
    named = module_names(nodes)
    tensors = [
        (named[row.index], {**row.layer.weight_shapes(), **row.layer.buffer_shapes()})
        for row in rows
        if row.enabled
    ]
    return [(name, shapes) for name, shapes in tensors if shapes]
