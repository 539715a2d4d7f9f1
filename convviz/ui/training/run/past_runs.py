"""Finds the runs of earlier sessions beside the window: a store on a slow disk takes a while."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.ui.training.run.past_run import (
    PastRun,
    PastRunList,
    read_past_run,
    read_past_runs,
    read_record,
    run_to_offer,
)
from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.protocol.document import Document

_log = logging.getLogger(__name__)


class PastRuns(QObject):
    """What is known of earlier runs.

    Attributes:
        runs: Those that are over and left something, the newest first.
        is_one_going_on: Whether another process trains.

    Signals:
        changed(): These were read anew.
        loaded(PastRun, RunRecord): Everything that is known of the run that was asked for.
        failed(StorageError): Why it cannot be read.
        troubled(StorageError): Why the store is left alone or cannot be read; once each.
    """

    changed = Signal()
    loaded = Signal(object, object)
    failed = Signal(object)
    troubled = Signal(object)

    def __init__(self, parent: QObject | None = None, store: Path | None = None) -> None:
        """Prepare; nothing is read.

        Args:
            parent: The owner.
            store: The run store's file; None for the default one.
        """
        super().__init__(parent)
        self._store = store
        self._is_reading = False
        self._wanted: object = None
        self._told: set[str] = set()
        self.runs: tuple[PastRun, ...] = ()
        self.is_one_going_on = False

    def look(self) -> None:
        """Read the store anew; ``changed`` follows. A store that cannot be read offers nothing."""
        if not self._is_reading:
            self._is_reading = True
            self._start(self._read_all)

    def to_offer(self, document: Document) -> PastRun | None:
        """Return the run that a document's page offers; None if there is none."""
        return run_to_offer(self.runs, document)

    def load(self, run: PastRun) -> None:
        """Read everything of one run; ``loaded`` or ``failed`` follows, for the newest wish."""
        self._wanted = run
        self._start(lambda: self._read_whole(run))

    def load_number(self, number: int) -> None:
        """Read everything of the run of a number in the store, likewise."""
        wish = self._wanted = object()
        self._start(lambda: self._read_number(number, wish))

    def _start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name="past runs", daemon=True).start()

    def _read_all(self) -> None:
        known = read_past_runs(self._store)
        call_in_window(self, lambda: self._on_read(known))

    def _read_whole(self, run: PastRun) -> None:
        outcome: object
        try:
            outcome = run, read_record(run, self._store)
        except ConvVizError as error:
            outcome = error
        call_in_window(self, lambda: self._on_record(run, outcome))

    def _read_number(self, number: int, wish: object) -> None:
        outcome: object
        try:
            outcome = read_past_run(number, self._store)
        except ConvVizError as error:
            outcome = error
        call_in_window(self, lambda: self._on_record(wish, outcome))

    def _on_read(self, known: PastRunList) -> None:
        self._is_reading = False
        if known.trouble is not None and str(known.trouble) not in self._told:
            self._told.add(str(known.trouble))
            _log.info("the list of runs: %s", known.trouble)
            self.troubled.emit(known.trouble)
        self.runs, self.is_one_going_on = known.runs, known.is_one_going_on
        self.changed.emit()

    def _on_record(self, wish: object, outcome: object) -> None:
        if wish is not self._wanted:
            return
        self._wanted = None
        match outcome:
            case ConvVizError():
                self.failed.emit(outcome)
            case (run, record):
                self.loaded.emit(run, record)
            case _:
                pass
