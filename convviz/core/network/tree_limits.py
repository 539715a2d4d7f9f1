"""What is refused of a tree of layers: too many, too deep, ways that a block cannot have, names."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Final

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import RESIDUAL_NAMES, Block, BlockKind, has_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.network.tree import Node

MOST_LAYERS = 1000
"""Layers and blocks of one network. Shapes, cards and code follow every keystroke up to here."""

MOST_DEPTH = 16
"""Blocks inside each other. A document, the code and the page go down one by one."""

LONGEST_NAME = 40
"""Characters of a node's name."""

_TAKEN_TEXT: Final = (
    "T_destination add_module append apply bfloat16 buffers call_super_init children compile cpu "
    "cuda double dump_patches eval extend extra_repr float forward get_buffer get_extra_state "
    "get_parameter get_submodule half insert ipu load_state_dict modules mtia named_buffers "
    "named_children named_modules named_parameters parameters pop register_backward_hook "
    "register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook "
    "register_full_backward_pre_hook register_load_state_dict_post_hook "
    "register_load_state_dict_pre_hook register_module register_parameter "
    "register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state "
    "set_submodule share_memory state_dict to to_empty train training type xpu zero_grad"
)
_TAKEN: Final = frozenset(_TAKEN_TEXT.split())
"""Names that a module of torch has for itself: it refuses to call a part so."""


def check_length(count: int) -> None:
    """Refuse more layers and blocks than a network may have.

    Raises:
        DocumentError: NETWORK_TOO_LONG.
    """
    if count > MOST_LAYERS:
        raise DocumentError(ErrorCode.NETWORK_TOO_LONG, count=count, limit=MOST_LAYERS)


def count_nodes(nodes: Sequence[Node]) -> int:
    """Return how many layers and blocks there are."""
    if not has_blocks(nodes):
        return len(nodes)
    return sum(1 + count_nodes(node.children) if isinstance(node, Block) else 1 for node in nodes)


def check_tree(nodes: Sequence[Node]) -> None:
    """Refuse what is no network: too large, too deep, or with blocks or names that cannot be.

    Raises:
        DocumentError: NETWORK_TOO_LONG, NETWORK_TOO_DEEP, BLOCK_MALFORMED, NODE_NAME_REFUSED,
            NODE_NAME_TAKEN.
    """
    if not any(isinstance(node, Block) or node.name for node in nodes):
        check_length(len(nodes))
        return
    _check_depth(nodes, 0)
    check_length(count_nodes(nodes))
    _check_children(nodes)


def _check_depth(nodes: Sequence[Node], depth: int) -> None:
    if depth > MOST_DEPTH:
        raise DocumentError(ErrorCode.NETWORK_TOO_DEEP, limit=MOST_DEPTH)
    for node in nodes:
        if isinstance(node, Block):
            _check_depth(node.children, depth + 1)


def _check_children(nodes: Sequence[Node]) -> None:
    known: list[Node] = []
    for node in nodes:
        if node.name:
            check_name(node.name, known)
            known.append(node)
        if isinstance(node, Block):
            _check_ways(node)
            _check_children(node.children)


def _check_ways(block: Block) -> None:
    if not block.joins:
        return
    ways = [
        child
        for child in block.children
        if isinstance(child, Block) and not child.joins and child.enabled
    ]
    is_named = any(way.name for way in ways)
    is_residual = block.kind is BlockKind.RESIDUAL
    is_whole = len(ways) == len(block.children)
    if not is_whole or (is_residual and (is_named or len(ways) != len(RESIDUAL_NAMES))):
        raise DocumentError(ErrorCode.BLOCK_MALFORMED, block=block.kind.value)


def check_name(name: str, siblings: Iterable[Node]) -> None:
    """Refuse a name that torch or Python refuses, or that a sibling has.

    Args:
        name: The name; "" is none.
        siblings: The other nodes of the same block.

    Raises:
        DocumentError: NODE_NAME_REFUSED, NODE_NAME_TAKEN.
    """
    if not name:
        return
    is_word = name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
    if not is_word or len(name) > LONGEST_NAME or name.startswith("_") or name in _TAKEN:
        shown = name[:LONGEST_NAME]
        raise DocumentError(ErrorCode.NODE_NAME_REFUSED, name=shown, limit=LONGEST_NAME)
    if any(sibling.name == name for sibling in siblings):
        raise DocumentError(ErrorCode.NODE_NAME_TAKEN, name=name)
