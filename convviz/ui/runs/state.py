"""All that the page of runs shows, as one value. Without widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from convviz.runs import RunSummary
from convviz.ui.runs.library import KnownRun


class Quantity(StrEnum):
    """What is plotted of the chosen runs."""

    BATCH_LOSS = "loss"
    TRAIN_LOSS = "train_loss"
    VALIDATION_LOSS = "validation_loss"
    ACCURACY = "validation_accuracy"
    RATE = "lr"


@dataclass(frozen=True, slots=True)
class RunsState:
    """What is known, and what is chosen of it.

    Attributes:
        runs: All runs, the newest first; None before they were read.
        shown: Those that are found, in the order of the table.
        search: What is searched for.
        sort_key: By what they are sorted: one of ``convviz.runs.searching.SORT_KEYS``.
        descending: Whether the largest stands first.
        chosen: The numbers of the chosen runs, in the order in which they were chosen.
        known: Everything of the chosen runs, as far as it is read, by their numbers.
        quantity: What is plotted.
        shows_all: Whether also what the chosen runs have in common is shown.
        own_folder: Of the run that this window trains; None while it trains none.
        own_is_halted: Whether that one is paused.
    """

    runs: tuple[RunSummary, ...] | None = None
    shown: tuple[RunSummary, ...] = ()
    search: str = ""
    sort_key: str = "started"
    descending: bool = True
    chosen: tuple[int, ...] = ()
    known: Mapping[int, KnownRun] = field(default_factory=dict)
    quantity: Quantity = Quantity.BATCH_LOSS
    shows_all: bool = False
    own_folder: Path | None = None
    own_is_halted: bool = False

    @property
    def is_own_going(self) -> bool:
        """Whether the chosen run is the one that this window trains."""
        run = self.the_one
        return run is not None and run.folder == self.own_folder

    @property
    def is_own_halted(self) -> bool:
        """Whether the chosen run is the one that this window trains, and is paused."""
        return self.is_own_going and self.own_is_halted

    @property
    def chosen_runs(self) -> tuple[RunSummary, ...]:
        """The chosen runs, in the order in which they were chosen."""
        by_number = {run.id: run for run in self.runs or ()}
        return tuple(by_number[run] for run in self.chosen if run in by_number)

    @property
    def the_one(self) -> RunSummary | None:
        """The chosen run, if it is one alone."""
        runs = self.chosen_runs
        return runs[0] if len(runs) == 1 else None

    @property
    def known_runs(self) -> tuple[KnownRun, ...]:
        """Everything of the chosen runs, as far as it is read, in their order."""
        return tuple(self.known[run] for run in self.chosen if run in self.known)
