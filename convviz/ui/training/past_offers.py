"""Offers the page the run of an earlier session that its document can go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.protocol.run_settings import different_settings
from convviz.ui.error_sentences import error_sentence

if TYPE_CHECKING:
    from convviz.core.errors import StorageError
    from convviz.runs import RunRecord
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.training.past_run import PastRun
    from convviz.ui.training.run_offer import RunOffer
    from convviz.ui.training.session import TrainingSession

_LOOK_AGAIN_MS: Final = 3_000
"""The trainer of a window that was closed ends after its batch and its checkpoint."""


class PastOffers(QObject):
    """Keeps the offer up to date with the document and with the store.

    Signals:
        resume_wanted(): the run that was offered is shown now, and is to go on.
        failed(str): why it cannot be shown.
        troubled(str): why the list of runs is left alone or cannot be read.
    """

    resume_wanted = Signal()
    failed = Signal(str)
    troubled = Signal(str)

    def __init__(
        self,
        offer: RunOffer,
        store: DocumentStore,
        session: TrainingSession,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._offer = offer
        self._store = store
        self._session = session
        self._can_start = True
        self._to_resume: PastRun | None = None
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)
        offer.look_wanted.connect(self._load)
        offer.resume_wanted.connect(self._load_and_resume)
        session.past.changed.connect(self._take)
        session.past.loaded.connect(self._go_on)
        session.past.failed.connect(self._tell)
        session.past.troubled.connect(lambda error: self.troubled.emit(error_sentence(error)))

    def look(self) -> None:
        """Look for runs; another window or the shell may have trained meanwhile."""
        if self._offer.window().isVisible() and not self._session.is_busy:
            self._session.past.look()

    def show(self, *, can_start: bool) -> None:
        """Offer what goes with the document that is shown now."""
        self._can_start = can_start
        self._show()

    def _take(self) -> None:
        """Show what was found, and look again while a trainer of another window finishes."""
        if self._session.past.is_one_going_on and not self._again.isActive():
            self._again.start()
        self._show()

    def _show(self) -> None:
        document = self._store.document
        run = self._session.past.to_offer(document)
        is_same = run is not None and not different_settings(document, run.document)
        self._offer.show_run(run, is_same=is_same, can_start=self._can_start)

    def _load(self, run: PastRun) -> None:
        self._session.past.load(run)

    def _load_and_resume(self, run: PastRun) -> None:
        self._to_resume = run
        self._load(run)

    def _go_on(self, run: PastRun, _record: RunRecord) -> None:
        wanted, self._to_resume = self._to_resume, None
        if wanted is run:
            self.resume_wanted.emit()

    def _tell(self, error: StorageError) -> None:
        self._to_resume = None
        self.failed.emit(error_sentence(error))
