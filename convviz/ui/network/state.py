"""All that the network page shows, as one value. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convviz.core.network.advice import Advice, advice
from convviz.core.network.summary import NetworkSummary
from convviz.core.remedies.remedy import Remedy
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.core.shown_layers import is_shown
from convviz.protocol.document import Network
from convviz.ui.network.cards import Card, cards_of, followed

if TYPE_CHECKING:
    from convviz.core.layers import Shape
    from convviz.core.network.sequential import LayerFailure, NetworkStep, SequentialResult


@dataclass(frozen=True, slots=True)
class NetworkState:
    """The document's network with what follows from it, and what is chosen on the page.

    Attributes:
        network: The document's network.
        summary: Its shapes and costs.
        cards: What is shown of each layer.
        fixes: What would mend the layer that fails.
        advice: What the network would do well to have; None for nothing, or nothing new.
        selected: The chosen rows, in order.
        current: The row that the keyboard is at; it is kept while there is no layer.
        shows_code: Whether the code is shown.
        shows_field: Whether the receptive field is shown.
        is_module: Whether the code is an nn.Module; else an nn.Sequential.
    """

    network: Network
    summary: NetworkSummary
    cards: tuple[Card, ...]
    fixes: tuple[Remedy, ...] = ()
    advice: Advice | None = None
    selected: tuple[int, ...] = ()
    current: int = 0
    shows_code: bool = True
    shows_field: bool = True
    is_module: bool = False

    @property
    def steps(self) -> tuple[NetworkStep, ...]:
        """The network's steps."""
        return self.network.steps

    @property
    def result(self) -> SequentialResult:
        """The network's shapes."""
        return self.summary.result

    @property
    def failure(self) -> LayerFailure | None:
        """Why a layer fails; None where none does."""
        return self.result.failure

    @property
    def shown_row(self) -> int:
        """Which of the chosen layers is shown: the current one, or the first; -1 for none."""
        return self.current if self.current in self.selected else min(self.selected, default=-1)

    @property
    def choice(self) -> tuple[tuple[int, ...], int]:
        """All chosen rows, and the one that is shown."""
        return self.selected, self.shown_row

    @property
    def card(self) -> Card | None:
        """The card of the layer that is shown."""
        row = self.shown_row
        return self.cards[row] if row >= 0 else None

    @property
    def chosen_cards(self) -> list[Card]:
        """The cards of all chosen layers, in order."""
        return [self.cards[row] for row in self.selected]

    @property
    def insert_row(self) -> int:
        """Before which row new layers go: behind the chosen ones, or at the end."""
        return max(self.selected) + 1 if self.selected else len(self.cards)

    @property
    def shape_before_insert(self) -> Shape:
        """The shape that enters new layers; after a failure, the last that is known."""
        rows = self.result.rows
        row = self.insert_row
        return rows[row].input_shape if row < len(rows) else self.result.output_shape

    @property
    def can_move_up(self) -> bool:
        """Whether layers are chosen that do not all stand first."""
        return bool(self.selected) and self.selected[-1] >= len(self.selected)

    @property
    def can_move_down(self) -> bool:
        """Whether layers are chosen that do not all stand last."""
        return bool(self.selected) and self.selected[0] != len(self.cards) - len(self.selected)

    @property
    def can_open(self) -> bool:
        """Whether the one chosen layer can be shown in the calculator."""
        card = self.card
        if card is None or len(self.selected) != 1:
            return False
        return is_shown(card.plain) and card.input_shape is not None

    @property
    def guilty_parameter(self) -> str:
        """The parameter that the failure names, or whose change would mend it; "" for none."""
        failure = self.failure
        if failure is None:
            return ""
        known, facts = failure.layer.parameters(), failure.error.facts
        named = [str(facts.get("parameter")), *facts, *(fix.parameter for fix in self.fixes)]
        return next((name for name in named if name in known), "")


def state_of(
    network: Network, summary: NetworkSummary, before: NetworkState | None = None
) -> NetworkState:
    """Return what is shown of a network.

    Args:
        network: The network.
        summary: Its shapes and costs.
        before: What was shown; layers chosen there stay chosen, and panels stay as they are.
    """
    failure = summary.result.failure
    fixes: tuple[Remedy, ...] = ()
    if failure is not None:
        fixes = sequential_remedies(network.steps, network.input_shape, failure)
    cards = cards_of(network.steps, summary)
    known = NetworkState(network, summary, ()) if before is None else before
    selected, current = followed(known.selected, known.current, known.cards, cards)
    return replace(
        known,
        network=network,
        summary=summary,
        cards=cards,
        fixes=fixes,
        advice=_fresh_advice(network, summary),
        selected=selected,
        current=current,
    )


def _fresh_advice(network: Network, summary: NetworkSummary) -> Advice | None:
    """Return the first advice that was not put away in this document."""
    hidden = network.hidden_advice
    return next((piece for piece in advice(summary.result) if piece.code.value not in hidden), None)
