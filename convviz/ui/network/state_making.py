"""How what the network page shows follows from a document, and from what was shown. Without Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convviz.core.network.advice import SHAPES_CHANGE, Advice, AdviceFix, advice
from convviz.core.network.sequential import first_failure
from convviz.core.network.tree import Block, Node, Path, walk
from convviz.core.network.tree_limits import count_nodes
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.ui.network.cards.card_changes import followed
from convviz.ui.network.cards.card_making import cards_of
from convviz.ui.network.edits import followed_advice
from convviz.ui.network.state import NetworkState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.summary import NetworkSummary
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.document import Network, Training


def state_of(
    network: Network,
    summary: NetworkSummary,
    before: NetworkState | None = None,
    training: Training | None = None,
) -> NetworkState:
    """Return what is shown of a network.

    Args:
        network: The network.
        summary: Its shapes and costs.
        before: What was shown; layers chosen there stay chosen, and panels stay as they are.
        training: How the document trains it; None as before.
    """
    failure = summary.result.failure
    fixes: tuple[Remedy, ...] = ()
    if failure is not None:
        fixes = sequential_remedies(network.steps, network.input_shape, failure)
    known = NetworkState(network, summary, ()) if before is None else before
    trained = known.training if training is None else training
    folded = _still_folded(known.network.steps, network.steps, known.folded)
    cards = cards_of(network.steps, summary, folded, known.cards)
    selected, current = followed(known.selected, known.current, known.cards, cards)
    return replace(
        known,
        network=network,
        summary=summary,
        cards=cards,
        fixes=fixes,
        training=trained,
        advice=_fresh_advice(network, summary, trained),
        selected=selected,
        current=current,
        folded=folded,
        node_count=count_nodes(network.steps),
    )


def is_another(before: Sequence[Node], after: Sequence[Node]) -> bool:
    """Return whether a network is no edit of the one before, such as a template or another file.

    An edit leaves some part as it is, or changes parts that all stay of their type and place.
    """
    if not {id(node) for node in before}.isdisjoint(map(id, after)):
        return False  # as a rule: nothing need be walked through
    known = {id(node) for _, node in walk(before)}
    if any(id(node) in known for _, node in walk(after)):
        return False
    return _outline(before) != _outline(after)


def _outline(nodes: Sequence[Node]) -> list[tuple[Path, str]]:
    """Return where which blocks and types of layers stand."""
    return [
        (path, node.kind.value if isinstance(node, Block) else node.layer.type_name())
        for path, node in walk(nodes)
    ]


def begun_anew(network: Network, summary: NetworkSummary, before: NetworkState) -> NetworkState:
    """Return what is shown of another network: its first layer is chosen, and no block is folded.

    Args:
        network: The network.
        summary: Its shapes and costs.
        before: What was shown; panels stay as they are.
    """
    blank = replace(before, cards=(), selected=(), current=0, folded=frozenset())
    return state_of(network, summary, blank)


def with_folded(state: NetworkState, folded: frozenset[Path]) -> NetworkState:
    """Return the state with other blocks folded; what is chosen stays, or its block is."""
    cards = cards_of(state.nodes, state.summary, folded, state.cards)
    chosen = [path for row in state.selected for path in state.cards[row].paths]
    shown = state.card
    changed = replace(state, cards=cards, folded=folded)
    rows = changed.rows_of(chosen)
    current = changed.rows_of([shown.path]) if shown is not None else rows
    return replace(changed, selected=tuple(rows), current=current[0] if current else 0)


def _still_folded(
    before: Sequence[Node], after: Sequence[Node], folded: frozenset[Path]
) -> frozenset[Path]:
    """Return which blocks are folded after an edit: those that were, wherever they stand now.

    One block can stand at several places. Where that number changes, all of them are folded if all
    were.
    """
    if not folded or before is after:
        return folded
    now, places = dict(walk(after)), _places(after)
    kept = set()
    for same, paths in _places(before).items():
        arrived = places.get(same, [])
        if len(arrived) == len(paths):
            pairs = zip(paths, arrived, strict=True)
            kept |= {place for path, place in pairs if path in folded}
        elif not arrived:
            kept |= {path for path in paths if path in folded and isinstance(now.get(path), Block)}
        elif folded.issuperset(paths):
            kept |= set(arrived)
    return frozenset(kept)


def _places(nodes: Sequence[Node]) -> dict[int, list[Path]]:
    """Return where each block stands, by its identity."""
    places: dict[int, list[Path]] = {}
    for path, node in walk(nodes):
        if isinstance(node, Block):
            places.setdefault(id(node), []).append(path)
    return places


def _fresh_advice(
    network: Network, summary: NetworkSummary, training: Training
) -> tuple[Advice, ...]:
    """Return the advice that was not put away in this document, with the fixes that fit."""
    hidden = network.hidden_advice
    found = advice(summary.result, training.loss, training.batch_size)
    return tuple(_fitting(network, piece) for piece in found if piece.code.value not in hidden)


def _fitting(network: Network, piece: Advice) -> Advice:
    """Return a piece of advice without the fixes after which a layer behind would fail."""
    if piece.code not in SHAPES_CHANGE or not piece.fixes:
        return piece

    def fits(fix: AdviceFix) -> bool:
        after = followed_advice(network, fix)
        return first_failure(after.steps, after.input_shape) is None

    return replace(piece, fixes=tuple(fix for fix in piece.fixes if fits(fix)))
