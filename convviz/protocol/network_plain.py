"""A network as plain data, and back."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import Block, BlockKind, NetworkStep, Node
from convviz.core.network.tree_limits import MOST_DEPTH, check_length, check_tree
from convviz.protocol.document import Network, WeightsFile
from convviz.protocol.file_reading import malformed
from convviz.protocol.layer_plain import Plain, layer_from_plain, layer_to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_SIZE = 1 << 20
"""Largest size of one dimension that a document may ask for."""

LARGEST_RANK = 4
"""Channels and three spatial axes."""


class _StepPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A layer, or a block with what it holds."""

    layer: Plain | None = None
    follows: tuple[str, ...] = ()
    enabled: bool = True
    name: Annotated[str, Meta(max_length=80)] = ""
    block: BlockKind | None = None
    children: tuple[_StepPlain, ...] = ()


class NetworkPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A network as it stands in a document's file; see ``Network``."""

    input_shape: tuple[int, ...]
    steps: tuple[_StepPlain, ...]
    weights: WeightsFile | None = None
    hidden_advice: Annotated[
        tuple[Annotated[str, Meta(max_length=80)], ...], Meta(max_length=100)
    ] = ()


def network_to_plain(network: Network) -> NetworkPlain:
    """Return a network as it stands in a document's file."""
    steps = tuple(map(_step_plain, network.steps))
    return NetworkPlain(network.input_shape, steps, network.weights, network.hidden_advice)


def network_from_plain(plain: NetworkPlain, path: str) -> Network:
    """Return the network of a document.

    Args:
        plain: What the file says of it.
        path: Where it came from, for the errors.

    Raises:
        DocumentError: DOCUMENT_MALFORMED, UNKNOWN_LAYER, LAYER_MALFORMED, NETWORK_TOO_LONG,
            NETWORK_TOO_DEEP, BLOCK_MALFORMED, NODE_NAME_REFUSED, NODE_NAME_TAKEN.
    """
    check_length(_count(plain.steps))
    numbers = count(1)
    steps = tuple(_node(step, path, numbers) for step in plain.steps)
    check_tree(steps)
    shape = _input_shape(plain.input_shape, path)
    return Network(shape, steps, plain.weights, plain.hidden_advice)


def _step_plain(node: Node) -> _StepPlain:
    if isinstance(node, Block):
        children = tuple(map(_step_plain, node.children))
        return _StepPlain(enabled=node.enabled, name=node.name, block=node.kind, children=children)
    follows = tuple(sorted(node.follows))
    return _StepPlain(layer_to_plain(node.layer), follows, node.enabled, node.name)


def _count(steps: tuple[_StepPlain, ...], depth: int = 0) -> int:
    """Return how many layers and blocks there are; a file can be far deeper than a network."""
    if depth > MOST_DEPTH:
        raise DocumentError(ErrorCode.NETWORK_TOO_DEEP, limit=MOST_DEPTH)
    return sum(1 + _count(step.children, depth + 1) for step in steps)


def _node(plain: _StepPlain, path: str, numbers: Iterator[int]) -> Node:
    """Return a layer, or a block with what it holds.

    Args:
        plain: What the file says of it.
        path: The file, for errors.
        numbers: Of the layers in their order, from 1.
    """
    if plain.block is not None:
        if plain.layer is not None or plain.follows:
            raise malformed(path, "a part of the network is a layer and a block at once")
        children = tuple(_node(step, path, numbers) for step in plain.children)
        return Block(plain.block, children, plain.name, plain.enabled)
    if plain.layer is None or plain.children:
        raise malformed(path, "a part of the network is neither a layer nor a block")
    number, layer = next(numbers), layer_from_plain(plain.layer)
    unknown = set(plain.follows) - layer.parameters().keys()
    if unknown:
        raise malformed(path, f"layer {number} has no parameter {min(unknown)[:80]!r}")
    return NetworkStep(layer, frozenset(plain.follows), plain.enabled, plain.name)


def _input_shape(shape: tuple[int, ...], path: str) -> tuple[int, ...]:
    try:
        check_input_shape(shape)
    except DocumentError as error:
        raise malformed(path, f"the input shape {shape!s:.80} is out of range") from error
    return shape


def check_input_shape(shape: tuple[int, ...]) -> None:
    """Refuse what no network of a document has as the shape of its input.

    Raises:
        DocumentError: INPUT_SHAPE_OUT_OF_RANGE.
    """
    if not 1 <= len(shape) <= LARGEST_RANK or not all(1 <= n <= LARGEST_SIZE for n in shape):
        code = ErrorCode.INPUT_SHAPE_OUT_OF_RANGE
        raise DocumentError(code, shape=shape, most=LARGEST_RANK, limit=LARGEST_SIZE)
