"""A search for a learning rate, as the window asks a trainer for it. It knows no widget."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.trainer import (
    FindRate,
    RateSearchEnded,
    RatesTried,
    RunFailed,
    StopRun,
    may_go_on_after,
)
from convviz.protocol.rate_search import suggested_rate

if TYPE_CHECKING:
    from convviz.core.errors import ConvVizError
    from convviz.protocol.document import Document
    from convviz.protocol.rate_search import RateSuggestion
    from convviz.ui.processes.child_process import ChildProcess, Outcome
    from convviz.ui.training.run.trainer_pool import TrainerPool


class SearchState(StrEnum):
    """How a search stands."""

    IDLE = "idle"
    LOADING = "loading"
    TRYING = "trying"
    OVER = "over"
    STOPPED = "stopped"
    FAILED = "failed"


class RateFinder(QObject):
    """Has one search made at a time, in a process of its own.

    Attributes:
        state: How it stands.
        rates: Those that were tried, ascending.
        losses: The loss of the batch of each.
        total: How many there are to try; 0 while unknown.
        has_exploded: Whether the loss did, so that higher rates were not tried.
        problem: Why it failed; None unless it did, or nobody said why.
        outcome: How its process ended without a word; None unless it did.

    Signals:
        changed(): any of these.
    """

    changed = Signal()

    def __init__(self, pool: TrainerPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._child: ChildProcess | None = None
        self._forget()
        self.state = SearchState.IDLE

    @property
    def is_going_on(self) -> bool:
        """Whether rates are being tried, or soon will be."""
        return self.state in {SearchState.LOADING, SearchState.TRYING}

    @property
    def suggestion(self) -> RateSuggestion | None:
        """What the search says; None while it goes on, or if it says nothing."""
        return None if self.is_going_on else suggested_rate(self.rates, self.losses)

    def search(self, document: Document, lowest: float, highest: float, steps: int) -> None:
        """Begin, unless a search goes on.

        Args:
            document: Its network and its training settings are used, with a place of the data.
            lowest: The first rate.
            highest: The last one.
            steps: Batches, one a rate.
        """
        if self.is_going_on:
            return
        self._forget()
        self.state = SearchState.LOADING
        self._child = self._pool.take(self._on_reply, self._on_end)
        request = FindRate(encode_document(document), lowest, highest, steps)
        self._child.send(encode(request))
        self.changed.emit()

    def cancel(self) -> None:
        """End a search after the batch in hand; what was tried stays."""
        child = self._child
        if child is None or not self.is_going_on:
            return
        if self.state is SearchState.TRYING:
            child.send(encode(StopRun()))
        else:  # it loads torch or pictures, and hears nothing
            self._child = None
            child.dismiss(at_once=True)
        self.state = SearchState.STOPPED
        self.changed.emit()

    def shut_down(self) -> None:
        """Leave the process to itself: it ends, for it has nothing to save."""
        child, self._child = self._child, None
        if child is not None:
            child.let_go()

    def _forget(self) -> None:
        self.rates: list[float] = []
        self.losses: list[float] = []
        self.total = 0
        self.has_exploded = False
        self.problem: ConvVizError | None = None
        self.outcome: Outcome | None = None

    def _on_reply(self, message: object) -> None:
        match message:
            case RatesTried():
                self.rates += message.rates
                self.losses += message.losses
                self.total = message.total
                if self.state is SearchState.LOADING:
                    self.state = SearchState.TRYING
            case RateSearchEnded():
                self.has_exploded = message.outcome == "exploded"
                stopped = message.outcome == "stopped"
                self.state = SearchState.STOPPED if stopped else SearchState.OVER
                self._give_back(is_sound=True)
            case RunFailed():
                self.problem = message.problem.error()
                self.state = SearchState.FAILED
                self._give_back(is_sound=may_go_on_after(message.problem.code))
            case _:
                return
        self.changed.emit()

    def _give_back(self, *, is_sound: bool) -> None:
        child, self._child = self._child, None
        if child is not None and is_sound:
            self._pool.give_back(child)
        elif child is not None:
            child.dismiss()

    def _on_end(self, outcome: Outcome) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        if self.is_going_on:
            self.outcome, self.state = outcome, SearchState.FAILED
            self.changed.emit()
