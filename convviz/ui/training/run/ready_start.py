"""Starts a run as soon as it is known whether its pictures are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.ui.training.data.data_fetch import DataState

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.ui.training.presenter import TrainingPresenter

_STILL_LOOKING = frozenset({DataState.UNKNOWN, DataState.CHECKING})


class ReadyStart(QObject):
    """Waits for the look at the data, no longer, and for the document that was meant alone.

    Where the pictures are not there, nothing is started: the page says what can be done. A download
    takes minutes, and a run that begins by itself behind it would surprise.

    Signals:
        waits(bool): A run starts when the data has been found, or no longer.
    """

    waits = Signal(bool)

    def __init__(self, presenter: TrainingPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._wanted: Document | None = None
        presenter.changed.connect(self._look)

    def start(self) -> None:
        """Start the document of now, if not at once then when the data has been found."""
        self._wanted = self._presenter.store.document
        self._presenter.look_for_data()
        self._look()

    def _look(self) -> None:
        wanted, presenter = self._wanted, self._presenter
        if wanted is None:
            return
        is_meant = presenter.store.document is wanted and not presenter.state.is_busy
        data = presenter.session.sources.of(wanted.training.dataset)
        if is_meant and data is not None and data.state in _STILL_LOOKING:
            self.waits.emit(True)  # noqa: FBT003 - a signal's argument
            return
        self._wanted = None
        self.waits.emit(False)  # noqa: FBT003 - likewise
        if is_meant:
            presenter.start()
