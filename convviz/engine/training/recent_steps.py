"""The state before the last batches, on the device: what a batch did can be told afterwards."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import torch

if TYPE_CHECKING:
    from torch import nn

LARGEST_COPIED: Final = 1 << 24
"""Numbers of a copy, 64 MiB; of a network with more nothing is kept."""


@dataclass(slots=True)
class StateBefore:
    """What there was before a batch.

    Attributes:
        step: The batch.
        epoch: In which it is, from 1.
        weights: Copies of the trained numbers, in the order of the model's parameters.
        remembered: Copies of what the optimiser remembers of each of them, by torch's names.
        places: Of the batch's pictures in the training part.
        outputs: What the network made of them; None before.
        labels: Their classes.
        loss: torch's own loss of the batch, as the training uses it.
        settings: Those of each group of the optimiser in this step, by torch's names: a schedule
            has other ones behind it.
    """

    step: int
    epoch: int
    weights: list[torch.Tensor]
    remembered: list[dict[str, torch.Tensor]]
    places: torch.Tensor
    outputs: torch.Tensor | None = None
    labels: torch.Tensor | None = None
    loss: torch.Tensor | None = None
    settings: list[dict[str, Any]] = field(default_factory=list)


class RecentSteps:
    """Copies the weights, and what the optimiser remembers, before each batch.

    Copying costs a hundredth of a batch of the course network or less, draws no random number and
    never makes a GPU wait.
    """

    def __init__(self, model: nn.Module, optimiser: torch.optim.Optimizer, depth: int) -> None:
        """Keep nothing yet.

        Args:
            model: The network.
            optimiser: Its optimiser.
            depth: How many batches are kept; 0 for none.
        """
        self._parameters = list(model.parameters())
        self._optimiser = optimiser
        kept = sum(parameter.numel() for parameter in self._parameters)
        self._is_small = depth > 0 and 0 < kept <= LARGEST_COPIED
        self._known: deque[StateBefore] = deque(maxlen=depth)

    def begin(self, step: int, epoch: int, places: torch.Tensor) -> None:
        """Keep the state before a batch; the oldest that is kept gives up its memory for it."""
        if not self._is_small:
            return
        is_full = len(self._known) == self._known.maxlen
        state = self._known.popleft() if is_full else None
        if state is None or len(state.weights) != len(self._parameters):
            weights = [parameter.detach().clone() for parameter in self._parameters]
        else:
            weights = state.weights
            torch._foreach_copy_(weights, [one.detach() for one in self._parameters])
        remembered = self._remembered({} if state is None else dict(enumerate(state.remembered)))
        settings = [
            {name: value for name, value in group.items() if name != "params"}
            for group in self._optimiser.param_groups
        ]
        state = StateBefore(step, epoch, weights, remembered, places, settings=settings)
        self._known.append(state)

    def note(self, outputs: torch.Tensor, labels: torch.Tensor, loss: torch.Tensor) -> None:
        """Keep what the batch in hand led to; nothing is copied."""
        if self._known:
            state = self._known[-1]
            state.outputs, state.labels, state.loss = outputs.detach(), labels, loss.detach()

    def before(self, step: int) -> StateBefore | None:
        """Return the state before a batch; None if it is not kept."""
        return next((state for state in self._known if state.step == step), None)

    @property
    def depth(self) -> int:
        """How many batches are kept."""
        return self._known.maxlen or 0

    @property
    def last(self) -> StateBefore | None:
        """The state before the newest batch."""
        return self._known[-1] if self._known else None

    def _remembered(self, old: dict[int, dict[str, torch.Tensor]]) -> list[dict[str, torch.Tensor]]:
        """Return copies of what the optimiser remembers now, in old memory where it fits."""
        copies: list[dict[str, torch.Tensor]] = []
        targets: list[torch.Tensor] = []
        sources: list[torch.Tensor] = []
        for number, parameter in enumerate(self._parameters):
            known = self._optimiser.state.get(parameter, {})
            tensors = {n: t.detach() for n, t in known.items() if isinstance(t, torch.Tensor)}
            place = old.get(number, {})
            if place.keys() != tensors.keys():
                place = {name: tensor.clone() for name, tensor in tensors.items()}
            else:
                targets += (place[name] for name in tensors)
                sources += tensors.values()
            copies.append(place)
        if targets:
            torch._foreach_copy_(targets, sources)
        return copies
