"""The owner of what the page of runs shows: what a person does becomes a change of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.protocol.run_settings import with_settings_of
from convviz.runs import RunStatus
from convviz.runs.searching import LARGEST_FIRST, sorted_runs
from convviz.runs.tags import tags_of
from convviz.ui.error_sentences import error_sentence
from convviz.ui.runs.state import Quantity, RunsState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convviz.core.errors import ConvVizError
    from convviz.runs import RunSummary
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.runs.library import KnownRun, RunLibrary
    from convviz.ui.runs.run_actions import RunControl

_MOST_PLOTTED = 24
"""More runs over each other than can be told apart are not read."""


class RunsPresenter(QObject):
    """Holds the state of the page. It knows no widget.

    Attributes:
        library: The list of runs.

    Signals:
        changed(RunsState, RunsState): The runs are others, or other ones are chosen; the second is
            the state before.
        told(str, str): The level of a notice and its sentence.
        open_wanted(RunSummary): A run is to be looked at on the training page.
        resume_wanted(RunSummary): A run is to go on there.
        control_wanted(RunControl, RunSummary): A run is to be paused, stopped or extended.
        settings_taken(): The document has the settings of a run now.
    """

    changed = Signal(object, object)
    told = Signal(str, str)
    open_wanted = Signal(object)
    resume_wanted = Signal(object)
    settings_taken = Signal()
    control_wanted = Signal(object, object)

    def __init__(
        self, store: DocumentStore, library: RunLibrary, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.library = library
        self._state = RunsState()
        self._asked: dict[int, RunSummary] = {}
        library.forget_texts()
        library.changed.connect(self._refresh)
        library.loaded.connect(self._on_loaded)
        library.failed.connect(self._on_failure)
        library.troubled.connect(lambda error: self.told.emit("warning", error_sentence(error)))
        if library.runs is not None:
            self._refresh()

    @property
    def state(self) -> RunsState:
        """What the page shows now."""
        return self._state

    # What is shown

    def search(self, words: str) -> None:
        """Show only runs in which each of the words stands."""
        self._show(replace(self._state, search=words))

    def sort(self, key: str) -> None:
        """Sort by a column; the other way round if it is the one already."""
        state = self._state
        is_same = state.sort_key == key
        descending = not state.descending if is_same else key in LARGEST_FIRST
        self._show(replace(state, sort_key=key, descending=descending))

    def choose(self, runs: Sequence[int]) -> None:
        """Choose runs; those that were chosen before keep their place and colour."""
        wanted = set(runs)
        kept = tuple(run for run in self._state.chosen if run in wanted)
        new = tuple(run for run in runs if run not in kept)
        if (*kept, *new) != self._state.chosen:
            self._show(replace(self._state, chosen=(*kept, *new)))

    def plot(self, quantity: Quantity) -> None:
        """Plot another quantity of the chosen runs."""
        self._show(replace(self._state, quantity=quantity))

    def show_all(self, *, on: bool) -> None:
        """Show also what the chosen runs have in common, or only what differs."""
        self._show(replace(self._state, shows_all=on))

    # What is done

    def open_run(self) -> None:
        """Look at the chosen run on the training page."""
        run = self._state.the_one
        if run is not None:
            self.open_wanted.emit(run)

    def resume_run(self) -> None:
        """Go on with the chosen run, with its own settings."""
        run = self._state.the_one
        if run is not None and (may_resume(run) or self._state.is_own_halted):
            self.resume_wanted.emit(run)

    def control(self, wanted: RunControl) -> None:
        """Have the chosen run paused, stopped or extended."""
        run = self._state.the_one
        if run is not None:
            self.control_wanted.emit(wanted, run)

    def show_own(self, folder: Path | None, *, is_halted: bool) -> None:
        """Know which run this window trains, and whether that one is paused."""
        if (folder, is_halted) != (self._state.own_folder, self._state.own_is_halted):
            self._show(replace(self._state, own_folder=folder, own_is_halted=is_halted))

    def duplicate_settings(self) -> None:
        """Take network and settings of the chosen run into the document, to train anew."""
        known = self._the_known()
        if known is not None and known.document is not None:
            document = with_settings_of(self._store.document, known.document)
            self._store.edit(document, self.tr("Take the settings of a run"))
            self.settings_taken.emit()

    def delete_runs(self) -> None:
        """Delete the chosen runs, but for those that go on; they come back by undo."""
        runs = [run.id for run in self._state.chosen_runs if run.status is not RunStatus.RUNNING]
        if runs:
            self.library.delete(runs)

    def write_notes(self, run: RunSummary, notes: str) -> None:
        """Write notes beside a run."""
        notes = notes.strip()
        if notes != run.notes:
            self.library.write_notes(run, notes)

    def write_tags(self, run: RunSummary, text: str) -> None:
        """Give a run the tags that a text means."""
        tags = tags_of(text)
        if tags != run.tags:
            self.library.write_tags(run, tags)

    def can_take_settings(self) -> bool:
        """Whether one run is chosen whose settings can be read."""
        known = self._the_known()
        return known is not None and known.document is not None

    def tell(self, level: str, sentence: str) -> None:
        """Say what was done, or what could not be."""
        self.told.emit(level, sentence)

    # The state

    def _the_known(self) -> KnownRun | None:
        run = self._state.the_one
        return None if run is None else self._state.known.get(run.id)

    def _refresh(self) -> None:
        runs = self.library.runs or ()
        numbers = {run.id for run in runs}
        chosen = tuple(run for run in self._state.chosen if run in numbers)
        self._show(replace(self._state, runs=runs, chosen=chosen))

    def _show(self, state: RunsState) -> None:
        before = self._state
        if (state.runs, state.search, state.sort_key, state.descending) != (
            before.runs,
            before.search,
            before.sort_key,
            before.descending,
        ):
            state = replace(state, shown=self._found(state))
        known = {run: state.known[run] for run in state.chosen if run in state.known}
        self._state = state = replace(state, known=known)
        self._ask(state)
        self.changed.emit(state, before)

    def _found(self, state: RunsState) -> tuple[RunSummary, ...]:
        words = state.search.casefold().split()
        runs = state.runs or ()
        found = [run for run in runs if all(word in self.library.text_of(run) for word in words)]
        return sorted_runs(found, state.sort_key, descending=state.descending)

    def _ask(self, state: RunsState) -> None:
        """Read everything of the chosen runs of which that is not known, or not all of it."""
        for run in state.chosen_runs[:_MOST_PLOTTED]:
            known = state.known.get(run.id)
            is_stale = known is None or known.record.summary != run
            if is_stale and self._asked.get(run.id) != run:
                self._asked[run.id] = run
                self.library.load(run.id, None if known is None else known.record)

    def _on_loaded(self, known: KnownRun) -> None:
        run = known.record.summary.id
        self._asked.pop(run, None)
        if run in self._state.chosen:
            # What came since the list was read is read anew with the list.
            summary = next(one for one in self._state.runs or () if one.id == run)
            record = replace(known.record, summary=summary)
            loaded = replace(known, record=record)
            self._show(replace(self._state, known={**self._state.known, run: loaded}))

    def _on_failure(self, error: ConvVizError) -> None:
        self._asked.clear()
        self.told.emit("error", error_sentence(error))
        if self._state.runs is None:
            self._show(replace(self._state, runs=()))


def may_resume(run: RunSummary) -> bool:
    """Return whether a run ended before its end, and may go on."""
    return run.status in {RunStatus.STOPPED, RunStatus.FAILED, RunStatus.INTERRUPTED}
