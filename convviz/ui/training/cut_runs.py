"""Tells at the start of the program of a run that was cut off: its window may be gone as well."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from convviz.ui.widgets.notice import NoticeAction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.ui.notices import Notices
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.past_run import PastRun

_SUBJECT = "cut run"


class CutRuns(QObject):
    """Tells of the newest run that was cut off, once; the training page offers it from then on.

    What it needs of the training is imported in the thread that looks: the start stays quick.

    Signals:
        wanted(PastRun): it is to be shown.
    """

    wanted = Signal(object)
    _found = Signal(object)

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
        self._found.connect(self._show_notice, Qt.ConnectionType.QueuedConnection)

    def look(self) -> None:
        """Look for such a run, beside the window, and tell of it."""
        threading.Thread(target=self._find, name="cut runs", daemon=True).start()

    def _find(self) -> None:
        from convviz.ui.training.past_run import read_past_runs

        runs = read_past_runs(self._store).runs
        run = next((run for run in runs if run.was_cut), None)
        if run is not None:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._found.emit(run)

    def _show_notice(self, run: PastRun) -> None:
        from convviz.ui.training.past_run_texts import cut_sentence

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
