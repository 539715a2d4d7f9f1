"""Edits of a tree: from one frozen value to the next. Nodes are named by their paths.

The ways of a Residual are always two: one that is removed is emptied, and none is moved. What is
put beside the branches of a Concat becomes a branch. A name that a new sibling has is let go.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from convviz.core.network.tree import (
    ROOT,
    Block,
    BlockKind,
    children_at,
    concat,
    node_at,
    residual,
    sequential,
    with_children,
    with_node,
)
from convviz.core.network.tree_limits import check_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from convviz.core.network.tree import Node, Path


def outermost(paths: Iterable[Path]) -> list[Path]:
    """Return paths in reading order, without those of nodes that another one holds."""
    found: list[Path] = []
    for path in sorted(set(paths)):
        if not found or path[: len(found[-1])] != found[-1]:
            found.append(path)
    return found


def holder_of(nodes: Sequence[Node], path: Path) -> Block | None:
    """Return the block that holds a node; None for the network itself."""
    node = node_at(nodes, path[:-1]) if len(path) > 1 else None
    return node if isinstance(node, Block) else None


def is_way(nodes: Sequence[Node], path: Path) -> bool:
    """Return whether a node is a way of a Residual or of a Concat."""
    holder = holder_of(nodes, path)
    return holder is not None and holder.joins


def inserted(
    nodes: Sequence[Node], path: Path, new: Sequence[Node]
) -> tuple[tuple[Node, ...], list[Path]]:
    """Return the network with nodes inserted, the first of them at a path, and their paths.

    Raises:
        DocumentError: NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """
    return moved(nodes, (), path, new)


def removed(nodes: Sequence[Node], paths: Iterable[Path]) -> tuple[Node, ...]:
    """Return the network without some nodes."""
    changed = tuple(nodes)
    for path in reversed(outermost(paths)):
        holder = holder_of(changed, path)
        if holder is not None and holder.kind is BlockKind.RESIDUAL:
            changed = with_children(changed, path, lambda _held: ())
        else:
            changed = with_node(changed, path)
    return changed


def moved(
    nodes: Sequence[Node], paths: Iterable[Path], target: Path, new: Sequence[Node] = ()
) -> tuple[tuple[Node, ...], list[Path]]:
    """Move nodes together, in their order, to before what is now at a path.

    Args:
        nodes: The network's nodes.
        paths: Which nodes; ways of a Residual stay.
        target: Before which node, or behind the last one of a block.
        new: Further nodes that are put there.

    Returns:
        The network, and where the nodes stand in it.

    Raises:
        DocumentError: NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """
    leaving = [path for path in outermost(paths) if _can_leave(nodes, path)]
    into_itself = any(path == target[: len(path)] and len(target) > len(path) for path in leaving)
    if into_itself:
        return tuple(nodes), leaving
    arriving = [*(node_at(nodes, path) for path in leaving), *new]
    holder = holder_of(nodes, target)
    if holder is not None and holder.kind is BlockKind.RESIDUAL:
        raise ValueError(target)
    if holder is not None and holder.kind is BlockKind.CONCAT:
        arriving = [_as_branch(node) for node in arriving]
    places: list[Path] = []
    changed = _rebuilt(tuple(nodes), ROOT, ROOT, (frozenset(leaving), target, arriving), places)
    check_tree(changed)
    return changed, places


def _can_leave(nodes: Sequence[Node], path: Path) -> bool:
    holder = holder_of(nodes, path)
    return holder is None or holder.kind is not BlockKind.RESIDUAL


def _as_branch(node: Node) -> Block:
    if isinstance(node, Block) and not node.joins and node.enabled:
        return node
    return sequential(node)


def _rebuilt(
    children: Sequence[Node],
    path: Path,
    place: Path,
    move: tuple[frozenset[Path], Path, Sequence[Node]],
    places: list[Path],
) -> tuple[Node, ...]:
    """Return what a block holds after a move; the places that nodes arrive at go into `places`.

    Args:
        children: What it holds now.
        path: Where it stands now.
        place: Where it will stand.
        move: Which nodes leave, to where, and what arrives there.
        places: Takes the paths of what arrives.
    """
    leaving, target, arriving = move
    held: list[Node] = []
    for number in range(len(children) + 1):
        here = (*path, number)
        if here == target:
            known = {child.name for at, child in enumerate(children) if (*path, at) not in leaving}
            for node in arriving:
                places.append((*place, len(held)))
                # Nodes that keep their name are the same ones: by that a folded block is known.
                is_taken = node.name and node.name in known
                held.append(dataclasses.replace(node, name="") if is_taken else node)
                known.add(node.name)
            known.discard("")
        if number == len(children) or here in leaving:
            continue
        node = children[number]
        if isinstance(node, Block):
            inside = _rebuilt(node.children, here, (*place, len(held)), move, places)
            if inside != node.children:
                node = dataclasses.replace(node, children=inside)
        held.append(node)
    return tuple(held)


def neighbour_place(nodes: Sequence[Node], paths: Sequence[Path], by: int) -> Path | None:
    """Return before what nodes go that move one place up (-1) or down (1); None for nowhere.

    At the end of a block they leave it.

    Args:
        nodes: The network's nodes.
        paths: Which nodes, at least one.
        by: -1 or 1.
    """
    chosen = outermost(paths)
    if any(not _can_leave(nodes, path) for path in chosen):
        return None
    path = chosen[0] if by < 0 else chosen[-1]
    count = len(children_at(nodes, path[:-1]))
    if by < 0 and path[-1] > 0:
        return (*path[:-1], path[-1] - 1)
    if by > 0 and path[-1] + 1 < count:
        return (*path[:-1], path[-1] + 2)
    return None if is_way(nodes, path) else _place_outside(nodes, chosen, path, by)


def _place_outside(
    nodes: Sequence[Node], chosen: Sequence[Path], path: Path, by: int
) -> Path | None:
    """Return the place before or behind the block that holds a node; None where none does."""
    outer = path[:-1]
    if outer and is_way(nodes, outer):
        outer = outer[:-1]
    if outer:
        return outer if by < 0 else (*outer[:-1], outer[-1] + 1)
    # Several that do not follow each other are gathered at the end that they have reached.
    is_together = chosen[-1][0] - chosen[0][0] + 1 == len(chosen)
    if is_together and all(len(path) == 1 for path in chosen):
        return None
    return (0,) if by < 0 else (len(nodes),)


def place_behind(nodes: Sequence[Node], paths: Iterable[Path]) -> Path | None:
    """Return the place behind the last of some nodes; None where nothing else can stand there.

    Args:
        nodes: The network's nodes.
        paths: Which nodes, at least one.
    """
    last = outermost(paths)[-1]
    return (*last[:-1], last[-1] + 1) if _can_leave(nodes, last) else None


def with_enabled(
    nodes: Sequence[Node], paths: Collection[Path], *, enabled: bool
) -> tuple[Node, ...]:
    """Return the network with some nodes enabled or disabled; of a way, what it holds."""
    changed = tuple(nodes)
    for path in sorted(set(paths)):
        if is_way(changed, path):
            changed = with_children(
                changed,
                path,
                lambda held: [dataclasses.replace(node, enabled=enabled) for node in held],
            )
        else:
            node = dataclasses.replace(node_at(changed, path), enabled=enabled)
            changed = with_node(changed, path, node)
    return changed


def can_wrap(nodes: Sequence[Node], paths: Iterable[Path]) -> bool:
    """Return whether nodes stand beside each other, so that a block can be put around them."""
    chosen = outermost(paths)
    if not chosen or any(is_way(nodes, path) for path in chosen):
        return False
    first, last = chosen[0], chosen[-1]
    return len({path[:-1] for path in chosen}) == 1 and last[-1] - first[-1] + 1 == len(chosen)


def wrapped(
    nodes: Sequence[Node], paths: Iterable[Path], kind: BlockKind
) -> tuple[tuple[Node, ...], Path]:
    """Return the network with a block around nodes that stand beside each other, and its path.

    A Residual has them as its body, a Concat as a branch beside the input itself.

    Raises:
        DocumentError: NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """
    chosen = outermost(paths)
    first, last = chosen[0], chosen[-1]
    held = [node_at(nodes, path) for path in chosen]
    match kind:
        case BlockKind.SEQUENTIAL:
            block = sequential(*held)
        case BlockKind.RESIDUAL:
            block = residual(held)
        case BlockKind.CONCAT:
            block = concat(held, ())
    changed = with_children(
        nodes,
        first[:-1],
        lambda children: (*children[: first[-1]], block, *children[last[-1] + 1 :]),
    )
    check_tree(changed)
    return changed, first


def can_dissolve(nodes: Sequence[Node], path: Path) -> bool:
    """Return whether a node is a block that can be replaced by what it holds."""
    return isinstance(node_at(nodes, path), Block) and not is_way(nodes, path)


def dissolved(nodes: Sequence[Node], path: Path) -> tuple[tuple[Node, ...], list[Path]]:
    """Return the network with what a block holds in its place, way after way, and where that is."""
    block = node_at(nodes, path)
    held: list[Node] = []
    if isinstance(block, Block):
        for child in block.children:
            inner = child.children if block.joins and isinstance(child, Block) else (child,)
            held += inner
        if not block.enabled:
            held = [dataclasses.replace(node, enabled=False) for node in held]
    return moved(with_node(nodes, path), (), path, held)


def with_branch(nodes: Sequence[Node], path: Path) -> tuple[tuple[Node, ...], Path]:
    """Return the network with one more branch in a Concat, and the branch's path."""
    count = len(children_at(nodes, path))
    changed = with_children(nodes, path, lambda held: (*held, sequential()))
    check_tree(changed)
    return changed, (*path, count)


def renamed(nodes: Sequence[Node], path: Path, name: str) -> tuple[Node, ...]:
    """Return the network in which a node has another name.

    Raises:
        DocumentError: NODE_NAME_REFUSED, NODE_NAME_TAKEN.
    """
    changed = with_node(nodes, path, dataclasses.replace(node_at(nodes, path), name=name))
    check_tree(changed)
    return changed
