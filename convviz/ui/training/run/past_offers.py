"""Offers the page the run of an earlier session that its document can go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.protocol.run_settings import different_settings
from convviz.runs import RunStatus
from convviz.ui.error_sentences import error_sentence
from convviz.ui.training.run.run_progress import HALTED_STATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.core.errors import StorageError
    from convviz.runs import RunRecord, RunSummary
    from convviz.ui.training.presenter import TrainingPresenter
    from convviz.ui.training.run.past_run import PastRun
    from convviz.ui.training.run.run_offer import RunOffer

_LOOK_AGAIN_MS: Final = 3_000
"""The trainer of a window that was closed ends after its batch and its checkpoint."""


class PastOffers(QObject):
    """Keeps the offer up to date with the document and with the store.

    Signals:
        troubled(str): why the list of runs is left alone or cannot be read.
    """

    troubled = Signal(str)

    def __init__(self, offer: RunOffer, presenter: TrainingPresenter) -> None:
        super().__init__(offer)
        self._offer = offer
        self._presenter = presenter
        self._session = session = presenter.session
        self._then: tuple[int, Callable[[], None]] | None = None
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)
        offer.look_wanted.connect(self._load)
        offer.resume_wanted.connect(self._load_and_resume)
        presenter.changed.connect(self._show)
        session.past.changed.connect(self._on_runs)
        session.past.loaded.connect(self._on_loaded)
        session.past.failed.connect(self._on_failure)
        session.following.failed.connect(self._on_failure)
        session.past.troubled.connect(self._on_trouble)
        self._show()

    def look(self) -> None:
        """Look for runs; another window or the shell may have trained meanwhile."""
        if self._offer.window().isVisible() and not self._session.is_busy:
            self._session.past.look()

    def open(self, run: RunSummary, *, resume: bool) -> None:
        """Show a run that was chosen elsewhere.

        Args:
            run: The run.
            resume: Whether it is to go on as well, with its own settings.
        """
        session = self._session
        is_own = session.is_busy and session.progress.folder == run.folder
        if is_own and resume and session.state in HALTED_STATES:
            session.resume()
        else:
            self._open(run, self._resume_as_it_was if resume else None)

    def extend(self, run: RunSummary) -> None:
        """Show a run that was chosen elsewhere, and ask for how many epochs it is extended."""
        if self._session.progress.folder == run.folder and self._presenter.state.may_be_extended:
            self._extend()
        else:
            self._open(run, self._extend)

    def _open(self, run: RunSummary, then: Callable[[], None] | None) -> None:
        """Show a run; do something with it when it is read, unless another is wanted by then."""
        session, folder = self._session, self._session.progress.folder
        self._then = None
        if session.is_busy and folder == run.folder:
            return  # it is the one that is shown
        if session.is_busy:
            self._presenter.tell_error(
                self.tr("A run is going on here. Another one can be shown when it has ended.")
            )
        elif run.status is RunStatus.RUNNING:
            session.follow(run.folder)
        else:
            self._then = None if then is None else (run.id, then)
            session.past.load_number(run.id)

    def _extend(self) -> None:
        if self._presenter.state.may_be_extended:
            self._presenter.extension_wanted.emit()
        else:
            self._presenter.tell_error(self.tr("This run left no checkpoint to go on from."))

    def open_folder(self, folder: Path) -> None:
        """Show the run of a folder, also of one that another computer writes."""
        if self._session.is_busy:
            self._presenter.tell_error(
                self.tr("A run is going on here. Another one can be shown when it has ended.")
            )
        else:
            self._session.follow(folder)

    def _on_runs(self) -> None:
        """Show what was found, and look again while a trainer of another window finishes."""
        if self._session.past.is_one_going_on and not self._again.isActive():
            self._again.start()
        self._show()

    def _show(self) -> None:
        state = self._presenter.state
        document = state.document
        run = self._session.past.to_offer(document)
        is_same = run is not None and not different_settings(document, run.document)
        self._offer.show_run(run, is_same=is_same, can_start=state.obstacle is None)

    def _load(self, run: PastRun) -> None:
        self._then = None
        self._session.past.load(run)

    def _load_and_resume(self, run: PastRun) -> None:
        self._load(run)
        self._then = run.summary.id, self._presenter.pause_or_resume

    def _on_loaded(self, run: PastRun, _record: RunRecord) -> None:
        then, self._then = self._then, None
        if then is not None and then[0] == run.summary.id:
            then[1]()

    def _resume_as_it_was(self) -> None:
        """Go on with the run that is shown, with its own settings where those here differ."""
        state = self._presenter.state
        if state.may_go_on:
            self._presenter.pause_or_resume()
        elif state.may_go_on_as_before:
            self._presenter.resume_with_own_settings()
        else:
            self._presenter.tell_error(
                self.tr("This run left no checkpoint to go on from, or is at its end.")
            )

    def _on_failure(self, error: StorageError) -> None:
        self._then = None
        self._presenter.tell_error(error_sentence(error))

    def _on_trouble(self, error: StorageError) -> None:
        self.troubled.emit(error_sentence(error))
