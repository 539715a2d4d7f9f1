"""What the window tells beside its pages: of the engine, of copies, files and the unforeseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.ui.error_sentences import error_sentence
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.settings import log_file
from convviz.ui.widgets.notice import NoticeAction
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.errors import StorageError
    from convviz.ui.notices import Notices
    from convviz.ui.number_reader import NumberReader
    from convviz.ui.processes.engine_client import EngineClient


class SessionNotices(QObject):
    """Tells it in the window that is shown now."""

    def __init__(self, notices: Callable[[], Notices], parent: QObject) -> None:
        """Make it.

        Args:
            notices: Returns those of the window that is shown now.
            parent: The owner.
        """
        super().__init__(parent)
        self._notices = notices

    def tell_not_kept(self, error: StorageError) -> None:
        """Tell why no copy of unsaved changes is kept."""
        self._notices().show_notice(
            "warning",
            self.tr("A copy of your changes cannot be kept: {reason}").format(
                reason=error_sentence(error)
            ),
            subject="autosave",
        )

    def tell_unapplied(self, sentence: str) -> None:
        """Tell why edited weights could not go back to the network; "" for nothing."""
        if sentence:
            self._notices().show_notice("warning", sentence, subject="weights")
        else:
            self._notices().remove("weights")

    def tell_made_up(self, reader: NumberReader) -> None:
        """Tell why numbers of the document are made up, for as long as they are."""
        if reader.failure is None:
            self._notices().remove("numbers")
            return
        self._notices().show_notice(
            "warning",
            error_sentence(reader.failure),
            subject="numbers",
            actions=[NoticeAction(self.tr("Look again"), reader.look_again)],
        )

    def tell_engine_state(self, engine: EngineClient, state: EngineState) -> None:
        """Tell of an engine that ended, until it answers again."""
        notices = self._notices()
        if state is EngineState.READY:
            notices.remove("engine")
        elif state is EngineState.RESTARTING:
            notices.show_notice(
                "warning", engine.sentence(), subject="engine", details=engine.details()
            )
        elif state is EngineState.FAILED:
            notices.show_notice(
                "error",
                engine.sentence(),
                subject="engine",
                details=engine.details(),
                actions=[NoticeAction(self.tr("Start again"), engine.retry)],
            )

    def tell_unexpected(self, summary: str, details: str) -> None:
        """Tell of an error that nobody foresaw."""
        self._notices().show_notice(
            "error",
            self.tr(
                "Something went wrong that convviz did not foresee: {summary}. "
                "Your document is still here; save it, and see the log at {path}."
            ).format(summary=summary, path=log_file()),
            subject="unexpected",
            details=details,
        )

    def tell_complaints(self, complaints: Sequence[str]) -> None:
        """Tell which settings could not be read."""
        if complaints:
            names = listed([name for name in complaints if name])
            sentence = self.tr(
                "Some settings were unreadable and are at their default now: {names}"
            )
            self._notices().show_notice(
                "warning",
                sentence.format(names=names or self.tr("all of them")),
                subject="settings",
            )
