"""The network as a tree: layers, and blocks of them that stand for one layer.

A block is a Sequential, a Residual (a body and a shortcut, summed) or a Concat (branches that read
the same input, joined along the channels). The ways of a Residual and of a Concat are Sequentials.
A layer is numbered among all layers in reading order, which is torch's order of modules; a node is
found by its path: the place among its siblings at each depth.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from convviz.core.layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Path: TypeAlias = tuple[int, ...]
"""Where a node stands: its place among its siblings, from the outermost one to its own."""

ROOT: Final[Path] = ()
"""The network itself."""


@dataclass(frozen=True, slots=True)
class NetworkStep:
    """One layer of the network as its author set it.

    Attributes:
        layer: The layer.
        follows: Names of its parameters that follow the layer before: in_channels and
            num_features its channels, in_features its last dimension.
        enabled: Whether the network runs it; a disabled layer passes the shape through.
        name: What its author calls it; "" for its number.
    """

    layer: Layer
    follows: frozenset[str] = field(default_factory=frozenset)
    enabled: bool = True
    name: str = ""


class BlockKind(StrEnum):
    """What a block does with what it holds; its name in code and in files."""

    SEQUENTIAL = "Sequential"
    """One after the other."""
    RESIDUAL = "Residual"
    """A body and a shortcut read the same input, and are summed."""
    CONCAT = "Concat"
    """Branches read the same input, and are joined along the channels."""


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes that stand for one layer.

    Attributes:
        kind: What it does.
        children: What it holds: of a Sequential any nodes; of a Residual its body and its
            shortcut, of a Concat its branches, all of them Sequentials that are enabled.
        name: What its author calls it; "" for its number.
        enabled: Whether the network runs it; a disabled block passes the shape through.
    """

    kind: BlockKind
    children: tuple[Node, ...] = ()
    name: str = ""
    enabled: bool = True

    @property
    def joins(self) -> bool:
        """Whether its children are ways that read the same input."""
        return self.kind is not BlockKind.SEQUENTIAL


Node: TypeAlias = NetworkStep | Block
"""A layer, or a block."""

RESIDUAL_NAMES: Final = ("body", "shortcut")
"""What the ways of a Residual are called, always."""


def sequential(*children: Node, name: str = "") -> Block:
    """Return nodes one after the other as one."""
    return Block(BlockKind.SEQUENTIAL, children, name)


def residual(body: Iterable[Node], shortcut: Iterable[Node] = (), *, name: str = "") -> Block:
    """Return a body and a shortcut, which are summed; a shortcut of nothing is the input itself."""
    ways = (sequential(*body), sequential(*shortcut))
    return Block(BlockKind.RESIDUAL, ways, name)


def concat(*branches: Iterable[Node], name: str = "") -> Block:
    """Return branches that are joined along the channels."""
    return Block(BlockKind.CONCAT, tuple(sequential(*branch) for branch in branches), name)


# Walking through


def walk(nodes: Sequence[Node], path: Path = ROOT) -> Iterator[tuple[Path, Node]]:
    """Yield every node with its path, a block before what it holds."""
    for place, node in enumerate(nodes):
        yield (*path, place), node
        if isinstance(node, Block):
            yield from walk(node.children, (*path, place))


def has_blocks(nodes: Sequence[Node]) -> bool:
    """Return whether not all nodes are layers."""
    return Block in set(map(type, nodes))


def layer_steps(nodes: Sequence[Node], *, runs: bool = True) -> tuple[NetworkStep, ...]:
    """Return the layers of a network in their order; those of a disabled block are disabled.

    Args:
        nodes: The network's nodes.
        runs: Whether what holds the nodes is enabled.
    """
    if runs and not has_blocks(nodes):
        return cast("tuple[NetworkStep, ...]", tuple(nodes))
    steps: list[NetworkStep] = []
    for node in nodes:
        if isinstance(node, Block):
            steps += layer_steps(node.children, runs=runs and node.enabled)
        elif runs or not node.enabled:
            steps.append(node)
        else:
            steps.append(dataclasses.replace(node, enabled=False))
    return tuple(steps)


def layer_paths(nodes: Sequence[Node]) -> tuple[Path, ...]:
    """Return the path of every layer, in their order."""
    if not has_blocks(nodes):
        return tuple([(place,) for place in range(len(nodes))])
    return tuple(path for path, node in walk(nodes) if not isinstance(node, Block))


def node_at(nodes: Sequence[Node], path: Path) -> Node:
    """Return the node of a path.

    Raises:
        IndexError: there is none.
    """
    node = nodes[path[0]]
    for place in path[1:]:
        if not isinstance(node, Block):
            raise IndexError(path)
        node = node.children[place]
    return node


def children_at(nodes: Sequence[Node], path: Path) -> tuple[Node, ...]:
    """Return what a block holds; of the empty path the network's own nodes."""
    if not path:
        return tuple(nodes)
    node = node_at(nodes, path)
    return node.children if isinstance(node, Block) else ()


def last_layer(nodes: Sequence[Node]) -> Path | None:
    """Return the layer whose output is the network's own; None where that is made by a join.

    What is disabled, and a Sequential of nothing, passes on what is before it.
    """
    for place in reversed(range(len(nodes))):
        node = nodes[place]
        if not node.enabled:
            continue
        if not isinstance(node, Block):
            return (place,)
        if node.joins:
            return None
        inside = last_layer(node.children)
        if inside is not None:
            return (place, *inside)
        if not _passes_through(node):
            return None
    return None


def _passes_through(node: Node) -> bool:
    """Return whether a node gives what it is given."""
    if not node.enabled:
        return True
    return (
        isinstance(node, Block)
        and not node.joins
        and all(_passes_through(child) for child in node.children)
    )


# Names


def child_names(block: Block | None, children: Sequence[Node]) -> tuple[str, ...]:
    """Return what the children of a block are called in torch's state_dict.

    Args:
        block: The block; None for the network itself.
        children: What it holds.

    Returns:
        Their own names, or their numbers among those that are enabled; "" for those that are not.
    """
    if block is not None and block.kind is BlockKind.RESIDUAL:
        return RESIDUAL_NAMES
    names, number = [], 0
    for child in children:
        names.append((child.name or str(number)) if child.enabled else "")
        number += child.enabled
    return tuple(names)


def module_names(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return what torch's state_dict calls every layer, such as 0 or 2.body.1; "" if disabled."""
    named = names_within(None, nodes)
    return tuple(name for _, node, name in named if not isinstance(node, Block))


def names_within(
    block: Block | None,
    children: Sequence[Node],
    path: Path = ROOT,
    prefix: str = "",
    *,
    runs: bool = True,
) -> Iterator[tuple[Path, Node, str]]:
    """Yield all nodes in a block with their paths and names in torch; "" for what is disabled.

    Args:
        block: The block; None for the network itself.
        children: What it holds.
        path: The block's.
        prefix: The block's name and a point; "" for the network.
        runs: Whether the block is enabled.
    """
    for place, (child, own) in enumerate(zip(children, child_names(block, children), strict=False)):
        is_run = runs and child.enabled
        name = f"{prefix}{own}" if is_run else ""
        yield (*path, place), child, name
        if isinstance(child, Block):
            inside = (*path, place)
            yield from names_within(child, child.children, inside, f"{name}.", runs=is_run)


# Changing


def with_children(
    nodes: Sequence[Node], path: Path, change: Callable[[tuple[Node, ...]], Iterable[Node]]
) -> tuple[Node, ...]:
    """Return the network in which a block holds something else.

    Args:
        nodes: The network's nodes.
        path: The block; the empty one for the network itself.
        change: Returns what it holds then.

    Raises:
        IndexError: there is no such block.
    """
    if not path:
        return tuple(change(tuple(nodes)))
    place, rest = path[0], path[1:]
    block = nodes[place]
    if not isinstance(block, Block):
        raise IndexError(path)
    changed = dataclasses.replace(block, children=with_children(block.children, rest, change))
    return (*nodes[:place], changed, *nodes[place + 1 :])


def with_node(nodes: Sequence[Node], path: Path, *new: Node) -> tuple[Node, ...]:
    """Return the network with other nodes, or none, in the place of one."""
    *outer, place = path
    return with_children(
        nodes, tuple(outer), lambda held: (*held[:place], *new, *held[place + 1 :])
    )


def with_nodes(
    nodes: Sequence[Node], changed: Mapping[Path, Node], path: Path = ROOT
) -> tuple[Node, ...]:
    """Return the network with other nodes in the places of several; the rest is left as it is.

    Args:
        nodes: What a block holds, or the network.
        changed: The new nodes by their paths; of a node that stands in another, only that one.
        path: The block's.
    """
    around = {other[: len(path) + 1] for other in changed if other[: len(path)] == path}
    done = list(nodes)
    for place in sorted(other[-1] for other in around):
        here, node = (*path, place), nodes[place]
        if here in changed:
            done[place] = changed[here]
        elif isinstance(node, Block):
            children = with_nodes(node.children, changed, here)
            done[place] = dataclasses.replace(node, children=children)
    return tuple(done)


def with_inserted(nodes: Sequence[Node], path: Path, new: Iterable[Node]) -> tuple[Node, ...]:
    """Return the network with nodes inserted, the first of them at a path."""
    *outer, place = path
    return with_children(nodes, tuple(outer), lambda held: (*held[:place], *new, *held[place:]))


def up_to(nodes: Sequence[Node], path: Path) -> tuple[Node, ...]:
    """Return the network up to a node, which is the last one of what is returned.

    Of a block around it, the ways before its own stay whole, and those behind it are gone.
    """
    place, rest = path[0], path[1:]
    node = nodes[place]
    if rest and isinstance(node, Block):
        node = dataclasses.replace(node, children=up_to(node.children, rest))
    return (*nodes[:place], node)


def with_layers(nodes: Sequence[Node], layers: Sequence[Layer]) -> tuple[Node, ...]:
    """Return the network with other layers in the places of its own.

    Args:
        nodes: The network's nodes.
        layers: One for each layer of the network, in their order.
    """
    remaining = iter(layers)

    def changed(children: Sequence[Node]) -> tuple[Node, ...]:
        return tuple(
            dataclasses.replace(node, children=changed(node.children))
            if isinstance(node, Block)
            else dataclasses.replace(node, layer=next(remaining))
            for node in children
        )

    return changed(nodes)
