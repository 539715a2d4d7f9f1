"""The search for a learning rate: a throw-away copy of the network, trained with ever higher ones.

Nothing of a run is read or written: the network begins with its first weights, as a run would, and
is forgotten in the end. No schedule moves the rate, and nothing is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import ErrorCode, ParameterError
from convviz.engine.training.loop import Diverged
from convviz.engine.training.setup import build_run
from convviz.protocol.document import check_training
from convviz.protocol.messages.trainer import RateSearchEnded, RatesTried, StopRun
from convviz.protocol.rate_search import MOST_STEPS, LossTrail, rates_to_try

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

    from convviz.engine.training.commands import CommandSource
    from convviz.protocol.document import Document

_NOWHERE: Final = Path("nowhere")
"""A folder that is named and never made."""
_LARGEST: Final = 1e6
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class RateRange:
    """What is tried.

    Attributes:
        lowest: The first rate.
        highest: The last one.
        steps: Batches.
    """

    lowest: float
    highest: float
    steps: int

    def check(self) -> None:
        """Refuse what is no range.

        Raises:
            ParameterError: RATE_RANGE.
        """
        is_range = 0 < self.lowest < self.highest <= _LARGEST
        if not is_range or not _FEWEST <= self.steps <= MOST_STEPS:
            raise ParameterError(
                ErrorCode.RATE_RANGE,
                lowest=self.lowest,
                highest=self.highest,
                steps=self.steps,
                most=MOST_STEPS,
            )


def search_rates(
    document: Document,
    wanted: RateRange,
    send: Callable[[RatesTried | RateSearchEnded], None],
    commands: CommandSource,
) -> RateSearchEnded:
    """Try the rates, one a batch, until the loss explodes or a command ends it.

    Args:
        document: Its network and its training settings are used.
        wanted: What is tried.
        send: Takes each rate with its loss, in order, and how the search ended.
        commands: Any StopRun ends it.

    Raises:
        ConvVizError: why a run could not start; RATE_RANGE.
    """
    wanted.check()
    training = msgspec.structs.replace(document.training, schedule=None, schedule_epochs=None)
    check_training(training)
    run = build_run(msgspec.structs.replace(document, training=training), _NOWHERE, None)
    rates = RisingRate(run.loop.optimiser, wanted)
    trail, outcome = LossTrail(), "exploded"
    for event in run.loop.batches(rates):
        if isinstance(event, Diverged):
            break
        trail.add(event.loss)
        send(RatesTried(wanted.steps, (rates.rates[event.step - 1],), (event.loss,)))
        if trail.has_exploded:
            break
        if event.step >= wanted.steps:
            outcome = "finished"
            break
        if isinstance(commands.poll(0.0), StopRun):
            outcome = "stopped"
            break
    ended = RateSearchEnded(outcome)
    send(ended)
    return ended


class RisingRate:
    """Sets an optimiser's rate before each batch.

    Attributes:
        rates: Of each batch; behind the last it stays.
    """

    def __init__(self, optimiser: torch.optim.Optimizer, wanted: RateRange) -> None:
        self.rates = rates_to_try(wanted.lowest, wanted.highest, wanted.steps)
        self._optimiser = optimiser
        self._done = 0
        self._set()

    def batch_done(self) -> None:
        """Rise."""
        self._done = min(self._done + 1, len(self.rates) - 1)
        self._set()

    def _set(self) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = self.rates[self._done]
