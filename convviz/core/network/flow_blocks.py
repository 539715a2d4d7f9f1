"""Blocks of the steps of a flow: those of one module of the program stand together."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from convviz.core.errors import DocumentError
from convviz.core.network.flow_steps import FlowRules, FlowStep, Holder
from convviz.core.network.tree import Block, BlockKind, NetworkStep, Node
from convviz.core.network.tree_limits import MOST_DEPTH, check_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """A step between two values.

    Attributes:
        step: The step.
        name: What it is called.
        holders: What it stands in with all its ways.
        ways: Of a join, what lies on them.
    """

    step: FlowStep
    name: str
    holders: tuple[Holder, ...]
    ways: tuple[list[Piece], ...] = ()


@dataclass(frozen=True, slots=True)
class _Join:
    """A Residual or a Concat."""

    kind: BlockKind
    ways: list[list[_Part]]
    name: str


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands in one module of the program."""

    parts: list[_Part]
    name: str


_Part = NetworkStep | _Join | _Group

_PAST_ALL: Final = sys.maxsize
"""A level at which no piece stands in a module any more."""


def nodes_of(pieces: Sequence[Piece], rules: FlowRules) -> tuple[Node, ...]:
    """Return pieces as layers and blocks.

    Modules are left out where the blocks would stand too deep in each other with them.

    Args:
        pieces: What stands in a row.
        rules: The reader's.
    """
    nodes = _nodes(_parts(pieces, 0, rules), rules)
    if _depth(nodes) > MOST_DEPTH:
        return _nodes(_parts(pieces, _PAST_ALL, rules), rules)
    return nodes


# Groups


def _parts(pieces: Sequence[Piece], level: int, rules: FlowRules) -> list[_Part]:
    """Return pieces with those of one module together.

    Args:
        pieces: What stands in a row.
        level: So many of their holders are around all of them already.
        rules: The reader's.
    """
    found: list[_Part] = []
    for name, run in _runs(pieces, level):
        if name is None:
            found += [_part(piece, level, rules) for piece in run]
        else:
            found.append(_group(name, _parts(run, level + 1, rules), rules))
    return found


def _part(piece: Piece, level: int, rules: FlowRules) -> _Part:
    step = piece.step
    if step.joins is not None:
        return _Join(step.joins, [_parts(way, level, rules) for way in piece.ways], piece.name)
    assert step.layer is not None  # noqa: S101 - narrows the type
    return NetworkStep(step.layer, name=piece.name)


def _runs(pieces: Sequence[Piece], level: int) -> Iterator[tuple[str | None, list[Piece]]]:
    """Yield pieces that stand together in one holder, with its name; None for no holder."""
    runs = [list(run) for _, run in itertools.groupby(pieces, lambda piece: _key(piece, level))]
    times = Counter(_key(run[0], level) for run in runs)
    for run in runs:
        key = _key(run[0], level)
        holder = None if key is None else run[0].holders[level]
        if holder is not None and holder.is_list and times[key] > 1:
            yield from _scattered(holder.name, run, level)
        else:
            yield None if holder is None else holder.name, run


def _key(piece: Piece, level: int) -> tuple[object, ...] | None:
    return piece.holders[level].key if len(piece.holders) > level else None


def _scattered(
    outer: str, pieces: Sequence[Piece], level: int
) -> Iterator[tuple[str | None, list[Piece]]]:
    """Yield parts of a list between which others run, each by the list's name and its own."""
    for inner, run in _runs(pieces, level + 1):
        held = [_without(piece, level) for piece in run]
        if inner is None:
            yield None, [replace(piece, name=f"{outer}_{piece.name}") for piece in held]
        else:
            yield f"{outer}_{inner}", held


def _without(piece: Piece, level: int) -> Piece:
    """Return a piece that stands in one holder less."""
    holders = piece.holders[:level] + piece.holders[level + 1 :]
    ways = tuple([_without(inner, level) for inner in way] for way in piece.ways)
    return replace(piece, holders=holders, ways=ways)


def _group(name: str, parts: list[_Part], rules: FlowRules) -> _Part:
    """Return a group; of one part without a name of its own, the part with the group's."""
    if len(parts) == 1 and not _word(parts[0].name):
        (part,) = parts
        if isinstance(part, _Join) == rules.names_joins:
            return replace(part, name=name)
    return _Group(parts, name)


# Nodes


def _nodes(parts: Sequence[_Part], rules: FlowRules) -> tuple[Node, ...]:
    names = free_names([part.name for part in parts], rules.number_sign)
    return tuple(_node(part, name, rules) for part, name in zip(parts, names, strict=True))


def _node(part: _Part, name: str, rules: FlowRules) -> Node:
    if isinstance(part, _Group):
        return Block(BlockKind.SEQUENTIAL, _nodes(part.parts, rules), name)
    if isinstance(part, _Join):
        return Block(part.kind, _ways(part, rules), name)
    return replace(part, name=name)


def _ways(join: _Join, rules: FlowRules) -> tuple[Node, ...]:
    """Return the ways as blocks; a module that is all of a way of a Concat names it."""
    ways = [_alone(way) for way in join.ways]
    names = [way.name if join.kind is BlockKind.CONCAT else "" for way in ways]
    if not rules.numbers_ways:
        names = ["" if own in names[:place] else own for place, own in enumerate(names)]
    names = free_names(names, rules.number_sign)
    return tuple(
        Block(BlockKind.SEQUENTIAL, _nodes(way.parts, rules), name)
        for way, name in zip(ways, names, strict=True)
    )


def _alone(parts: list[_Part]) -> _Group:
    """Return parts as one group."""
    if len(parts) == 1 and isinstance(parts[0], _Group):
        return parts[0]
    return _Group(parts, "")


def _depth(nodes: Sequence[Node]) -> int:
    """Return how many blocks stand inside each other."""
    blocks = [node for node in nodes if isinstance(node, Block)]
    return max((1 + _depth(block.children) for block in blocks), default=0)


def free_names(names: Sequence[str], sign: str = "_") -> list[str]:
    """Return names that siblings can have, each another one; "" for those that cannot be had.

    Args:
        names: The names wanted. What is used again has a number behind its name.
        sign: What stands before that number.
    """
    wanted = set(names)
    used: set[str] = set()
    free = []
    for own in names:
        name, number = own, 1
        while name and (name in used or (number > 1 and name in wanted)):
            number += 1
            name = f"{own}{sign}{number}"
        name = _word(name)
        used.add(name)
        free.append(name)
    return free


def _word(name: str) -> str:
    """Return a name that a node can have; "" for a number or a word that torch keeps."""
    try:
        check_name(name, ())
    except DocumentError:
        return ""
    return name
