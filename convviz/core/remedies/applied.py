"""A network with a remedy applied."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from convviz.core.network.rows import LayerFailure
from convviz.core.network.tree import (
    NetworkStep,
    children_at,
    layer_paths,
    node_at,
    with_inserted,
    with_node,
)
from convviz.core.remedies.remedy import RemedyKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.rows import Failure
    from convviz.core.network.tree import Node, Path
    from convviz.core.remedies.remedy import Remedy


def with_remedy(nodes: Sequence[Node], failure: Failure, remedy: Remedy) -> tuple[Node, ...] | None:
    """Return the network with a remedy of its failure.

    Args:
        nodes: The network's nodes.
        failure: What fails in it.
        remedy: What mends that.

    Returns:
        None for a remedy that changes the input.
    """
    kind = remedy.kind
    if kind is RemedyKind.CHANGE_INPUT:
        return None
    if kind is RemedyKind.REMOVE_LAYER and remedy.index is not None:
        return with_node(nodes, layer_paths(nodes)[remedy.index])
    if kind in _IN_WAYS and remedy.layer is not None and remedy.index is not None:
        way = (*failure.path, remedy.index)
        end = (*way, len(children_at(nodes, way)))
        return with_inserted(nodes, end, [NetworkStep(remedy.layer)])
    if kind is RemedyKind.SET_INSIDE and remedy.index is not None:
        return with_parameter(nodes, layer_paths(nodes)[remedy.index], remedy)
    if not isinstance(failure, LayerFailure):
        return None
    return _at_the_layer(nodes, failure, remedy)


def _at_the_layer(nodes: Sequence[Node], failure: LayerFailure, remedy: Remedy) -> tuple[Node, ...]:
    path, changed = failure.path, tuple(nodes)
    step = layer_at(nodes, path)
    if remedy.kind is RemedyKind.REPLACE_LAYER and remedy.layer is not None:
        follows = step.follows & remedy.layer.parameters().keys()
        changed = with_node(
            nodes, path, dataclasses.replace(step, layer=remedy.layer, follows=follows)
        )
    if remedy.parameter:
        changed = with_parameter(changed, path, remedy)
    if remedy.kind is RemedyKind.INSERT_LAYER and remedy.layer is not None:
        changed = with_inserted(changed, path, [NetworkStep(remedy.layer)])
    return changed


def with_parameter(nodes: Sequence[Node], path: Path, remedy: Remedy) -> tuple[Node, ...]:
    """Return the network in which a layer has a remedy's value, and follows no more with it."""
    step = layer_at(nodes, path)
    layer = step.layer.replace(**{remedy.parameter: remedy.value})
    follows = step.follows - {remedy.parameter}
    return with_node(nodes, path, dataclasses.replace(step, layer=layer, follows=follows))


def layer_at(nodes: Sequence[Node], path: Path) -> NetworkStep:
    """Return the layer of a path.

    Raises:
        IndexError: there is none.
    """
    node = node_at(nodes, path)
    if not isinstance(node, NetworkStep):
        raise IndexError(path)
    return node


_IN_WAYS = frozenset({RemedyKind.APPEND_TO_SHORTCUT, RemedyKind.APPEND_TO_BRANCH})
