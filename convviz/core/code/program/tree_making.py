"""From the trace of a forward to the tree of layers and blocks that does the same.

A sum and a concatenation read what all their ways have in common. What lies between are the ways;
where two ways share more than that, the layers are no tree.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.trace import Held, Result, ResultKind
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import Layer
from convviz.core.network.tree import (
    MOST_DEPTH,
    MOST_LAYERS,
    RESIDUAL_NAMES,
    Block,
    BlockKind,
    NetworkStep,
    Node,
    check_name,
    check_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.code.program.source import ProgramSource

_DEEPEST: Final = MOST_DEPTH
_INPUT: Final = 0


@dataclass(frozen=True, slots=True)
class MadeTree:
    """A tree with what it was made of.

    Attributes:
        nodes: The tree.
        used: The numbers of the results whose layers are in it, in the tree's order.
    """

    nodes: tuple[Node, ...]
    used: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """A result in a chain: a layer, or a join with its ways."""

    number: int
    result: Result
    held: tuple[Held, ...]
    ways: tuple[list[_Item], ...] = ()


def tree_of(results: Sequence[Result], output: int, source: ProgramSource) -> MadeTree:
    """Return the tree of layers that leads from the input to an output.

    Args:
        results: The results of a trace.
        output: The number of the network's output.
        source: The code, for errors.

    Raises:
        DocumentError: CODE_NOT_A_TREE, NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
    """
    chain = _Chains(results, source).between(_INPUT, output)
    try:
        nodes = _Nodes(is_grouped=True).of(chain, 0)
        check_tree(nodes)
    except DocumentError as error:
        if error.code is not ErrorCode.NETWORK_TOO_DEEP:
            raise
        nodes = _Nodes(is_grouped=False).of(chain, 0)
        check_tree(nodes)
    return MadeTree(tuple(nodes), tuple(_layers(chain)))


def _layers(chain: Sequence[_Item]) -> list[int]:
    """Return the numbers of the layers of a chain, in the tree's order."""
    numbers: list[int] = []
    for item in chain:
        if item.ways:
            for way in _ordered(item):
                numbers += _layers(way)
        else:
            numbers.append(item.number)
    return numbers


def _ordered(item: _Item) -> tuple[list[_Item], ...]:
    """Return the ways of a join in the tree's order: of a sum the longer one first, its body.

    What the code itself calls the body and the shortcut stays so.
    """
    if item.result.kind is not ResultKind.SUM:
        return item.ways
    left, right = item.ways
    depth = len(item.result.held)
    is_named = any(
        inner.held[depth : depth + 1] and inner.held[depth].name == name
        for way, name in zip(item.ways, RESIDUAL_NAMES, strict=True)
        for inner in way[:1]
    )
    if is_named or len(_layers(right)) <= len(_layers(left)):
        return item.ways
    return right, left


class _Chains:
    """Finds what lies between two results."""

    def __init__(self, results: Sequence[Result], source: ProgramSource) -> None:
        self._results = results
        self._source = source
        self._met: Counter[int] = Counter()
        self._joins: list[Result] = []
        self._count = 0

    def between(self, first: int, last: int) -> list[_Item]:
        """Return what lies behind one result up to another, in order.

        Raises:
            DocumentError: CODE_NOT_A_TREE: a layer with numbers lies on two ways, or joins stand
                too deep in each other; NETWORK_TOO_LONG.
        """
        items: list[_Item] = []
        while last != first:
            result = self._results[last]
            self._check(last, result)
            ways = self._ways(result) if result.step is None else ()
            items.append(_Item(last, result, _held(result, ways), ways))
            last = result.before
        return items[::-1]

    def _ways(self, join: Result) -> tuple[list[_Item], ...]:
        """Return what a sum or a concatenation joins, behind what they all have in common."""
        self._joins.append(join)
        if len(self._joins) > _DEEPEST:
            raise self._no_tree()
        ways = tuple(self.between(join.before, given) for given in join.inputs)
        self._joins.pop()
        return ways

    def _no_tree(self) -> DocumentError:
        """Return the error of layers that no blocks in blocks express, at the innermost join."""
        node = self._joins[-1].node
        quoted = self._source.quoted(node)
        return self._source.error(ErrorCode.CODE_NOT_A_TREE, node, found=quoted)

    def _check(self, number: int, result: Result) -> None:
        self._met[number] += 1
        self._count += 1
        if self._count > MOST_LAYERS:
            code, limit = ErrorCode.NETWORK_TOO_LONG, MOST_LAYERS
            raise DocumentError(code, count=self._count, limit=limit)
        step = result.step
        if self._met[number] > 1 and step is not None and _differs_each_time(step.layer):
            raise self._no_tree()


def has_numbers(layer: Layer) -> bool:
    """Return whether a layer has numbers of its own, which two uses would share."""
    return bool(layer.is_lazy) or type(layer).weight_shapes is not Layer.weight_shapes


def _differs_each_time(layer: Layer) -> bool:
    """Return whether two layers with these settings do not compute the same."""
    return has_numbers(layer) or layer.draws_random_numbers


def _held(result: Result, ways: Sequence[Sequence[_Item]]) -> tuple[Held, ...]:
    """Return what a result stands in with all its ways."""
    held = result.held
    for way in ways:
        for item in way:
            length = 0
            for one, other in zip(held, item.held, strict=False):
                if one.key != other.key:
                    break
                length += 1
            held = held[:length]
    return held


class _Nodes:
    """Makes nodes of chains."""

    def __init__(self, *, is_grouped: bool) -> None:
        self._is_grouped = is_grouped

    def of(self, chain: Sequence[_Item], depth: int) -> list[Node]:
        """Return the nodes of a chain.

        Args:
            chain: The items.
            depth: So many of what holds them are blocks already.
        """
        named: list[tuple[str, Node]] = []
        for held, items in self._groups(chain, depth):
            if held is None:
                named += [(item.result.name, self._node(item, depth)) for item in items]
            else:
                named.append((held.name, _block(self.of(items, depth + 1))))
        return with_names(named)

    def _groups(self, chain: Sequence[_Item], depth: int) -> list[tuple[Held | None, list[_Item]]]:
        """Return the items, those together that stand in the same part of the network."""
        if not self._is_grouped:
            return [(None, list(chain))]
        runs = [
            (items[0].held[depth] if key is not None else None, items)
            for key, items in ((key, list(found)) for key, found in groupby(chain, _key_at(depth)))
        ]
        pieces = Counter(held.key for held, _ in runs if held is not None)
        groups: list[tuple[Held | None, list[_Item]]] = []
        for held, items in runs:
            is_scattered = held is not None and held.module is None and pieces[held.key] > 1
            if held is not None and is_scattered:
                groups += self._scattered(held, items, depth)
            else:
                groups.append((held, items))
        return groups

    def _scattered(
        self, outer: Held, items: list[_Item], depth: int
    ) -> list[tuple[Held | None, list[_Item]]]:
        """Return parts of a list between which others run, each by the list's name and its own."""
        groups: list[tuple[Held | None, list[_Item]]] = []
        for inner, held_items in self._groups(items, depth + 1):
            within = [_without(item, depth) for item in held_items]
            if inner is None:
                groups.append((None, [_renamed(item, outer.name) for item in within]))
            else:
                name = f"{outer.name}_{inner.name}"
                groups.append((Held((*outer.key, name), name), within))
        return groups

    def _node(self, item: _Item, depth: int) -> Node:
        step = item.result.step
        if step is not None:
            return step
        inside = len(item.held) if self._is_grouped else depth
        ways = [_way(self.of(way, inside)) for way in _ordered(item)]
        if item.result.kind is ResultKind.SUM:
            return Block(BlockKind.RESIDUAL, tuple(Block(way.kind, way.children) for way in ways))
        names = _free_names([way.name for way in ways])
        branches = tuple(
            Block(way.kind, way.children, name) for way, name in zip(ways, names, strict=True)
        )
        return Block(BlockKind.CONCAT, branches)


def _without(item: _Item, depth: int) -> _Item:
    """Return an item that stands in one part less of the network."""
    held = item.held[:depth] + item.held[depth + 1 :]
    ways = tuple([_without(inner, depth) for inner in way] for way in item.ways)
    return _Item(item.number, item.result, held, ways)


def _renamed(item: _Item, outer: str) -> _Item:
    """Return an item whose layer is called after the list that it stands in, too."""
    result = dataclasses.replace(item.result, name=f"{outer}_{item.result.name}")
    return dataclasses.replace(item, result=result)


def _key_at(depth: int) -> Callable[[_Item], tuple[object, ...] | None]:
    def key(item: _Item) -> tuple[object, ...] | None:
        return item.held[depth].key if len(item.held) > depth else None

    return key


def _block(nodes: list[Node]) -> Node:
    """Return nodes as one: a block of joined ways that has no name is that block itself."""
    if len(nodes) == 1 and isinstance(nodes[0], Block) and nodes[0].joins and not nodes[0].name:
        return nodes[0]
    return Block(BlockKind.SEQUENTIAL, tuple(nodes))


def _way(nodes: list[Node]) -> Block:
    """Return nodes as a way: a Sequential, which may be the only node of them."""
    if len(nodes) == 1 and isinstance(nodes[0], Block) and not nodes[0].joins:
        return nodes[0]
    return Block(BlockKind.SEQUENTIAL, tuple(nodes))


def with_names(named: Sequence[tuple[str, Node]]) -> list[Node]:
    """Return nodes with the names that the code gives them, as far as they can have them.

    A number is what a node is called without a name. What is used again has a number behind its
    name.
    """
    names = _free_names([name for name, _ in named])
    return [_named(node, name) for (_, node), name in zip(named, names, strict=True)]


def _named(node: Node, name: str) -> Node:
    if isinstance(node, NetworkStep):
        return NetworkStep(node.layer, node.follows, node.enabled, name)
    return Block(node.kind, node.children, name, node.enabled)


def _free_names(names: Sequence[str]) -> list[str]:
    """Return names that siblings can have, each another one; "" for those that cannot be had."""
    taken = set(names)
    used: set[str] = set()
    free = []
    for wanted in names:
        name, number = wanted, 1
        while name and (name in used or (number > 1 and name in taken)):
            number += 1
            name = f"{wanted}_{number}"
        name = name if _is_name(name) else ""
        used.add(name)
        free.append(name)
    return free


def _is_name(name: str) -> bool:
    try:
        check_name(name, ())
    except DocumentError:
        return False
    return True
