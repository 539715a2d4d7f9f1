"""Tells at the start of the program of a run that was cut off: its window may be gone as well."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.ui.widgets.notice import NoticeAction
from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.ui.notices import Notices
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.run.past_run import PastRun

_SUBJECT = "cut run"
_LOOK_AGAIN_MS: Final = 2_000
"""After the first look. The trainer of a window that was killed ends after its batch and its
checkpoint: within seconds mostly, and in ten minutes at the latest."""
_LONGEST_PAUSE_MS: Final = 300_000


class CutRuns(QObject):
    """Tells of the newest run that was cut off, once; the training page offers it from then on.

    What it needs of the training is imported in the thread that looks: the start stays quick.

    Signals:
        wanted(PastRun): it is to be shown.
        looked(): A look has ended, and what it found is told.
    """

    wanted = Signal(object)
    looked = Signal()

    def __init__(
        self,
        settings: SettingsFile,
        notices: Callable[[], Notices],
        parent: QObject,
        store: Path | None = None,
    ) -> None:
        """Prepare; nothing is read.

        Args:
            settings: Where it is remembered until when runs were told of.
            notices: Returns the notices of the window that is shown.
            parent: The owner.
            store: The run store's file; None for the default one.
        """
        super().__init__(parent)
        self._settings = settings
        self._notices = notices
        self._store = store
        self._pause_ms = _LOOK_AGAIN_MS
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.look)

    def look(self) -> None:
        """Look for such a run, beside the window, and tell of it."""
        threading.Thread(target=self._find, name="cut runs", daemon=True).start()

    def _find(self) -> None:
        from convviz.ui.training.run.past_run import read_past_runs

        known = read_past_runs(self._store)
        run = next((run for run in known.runs if run.was_cut), None)
        going_on = known.is_one_going_on
        call_in_window(self, lambda: self._on_found(run, is_one_going_on=going_on))

    def _on_found(self, run: PastRun | None, *, is_one_going_on: bool) -> None:
        """Tell of a run; look again, ever more rarely, while one goes on in another process."""
        if run is not None:
            self._show_notice(run)
        if is_one_going_on and self._pause_ms <= _LONGEST_PAUSE_MS:
            self._again.start(self._pause_ms)
            self._pause_ms *= 2
        self.looked.emit()

    def _show_notice(self, run: PastRun) -> None:
        from convviz.ui.training.run.past_run_texts import cut_sentence

        when = run.summary.updated.timestamp()
        if when <= self._settings.value.cut_runs_told_until:
            return
        self._settings.change(cut_runs_told_until=when)
        self._notices().show_notice(
            "warning",
            cut_sentence(run),
            subject=_SUBJECT,
            actions=[NoticeAction(self.tr("Show this run"), lambda: self._show(run))],
        )

    def _show(self, run: PastRun) -> None:
        self._notices().remove(_SUBJECT)
        self.wanted.emit(run)
