"""Offers what windows kept that ended without saving: restored or discarded, or left for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Signal

from convviz.protocol.autosave_file import Abandoned, take_abandoned
from convviz.ui.shell.autosave import autosave_folder
from convviz.ui.widgets.notice import NoticeAction
from convviz.ui.widgets.question import Choice, ask

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.ui.shell.autosave import Autosaver
    from convviz.ui.shell.main_window import MainWindow

_SUBJECT, _DAMAGED = "recovery", "damaged autosave"


class Recovery(QObject):
    """The unsaved documents of windows that are gone; nobody else is offered them meanwhile.

    Signals:
        restored(Place): A document is shown again; where in it a person was.
    """

    restored = Signal(object)

    def __init__(self, autosaver: Autosaver, parent: QObject | None = None) -> None:
        """Prepare; nothing is looked for.

        Args:
            autosaver: Keeps what is restored from then on.
            parent: The owner.
        """
        super().__init__(parent)
        self._autosaver = autosaver
        self._window: MainWindow | None = None
        self._damaged: list[Path] = []
        self.abandoned: list[Abandoned] = []

    def look(self, window: MainWindow) -> None:
        """Look for unsaved documents, and offer them."""
        self.abandoned, self._damaged = take_abandoned(autosave_folder())
        self.show_in(window)

    def show_in(self, window: MainWindow) -> None:
        """Offer what was found in a window, which may be a new one."""
        self._window = window
        if self._damaged:
            text = self._damage_told(self._damaged)
            window.notices.show_notice("warning", text, subject=_DAMAGED)
        if not self.abandoned:
            window.notices.remove(_SUBJECT)
        elif len(self.abandoned) == 1:
            self._offer_one(window, self.abandoned[0])
        else:
            self._offer_several(window)

    def _damage_told(self, damaged: list[Path]) -> str:
        if len(damaged) == 1:
            return self.tr(
                "A copy of unsaved changes is damaged and cannot be restored. It lies in {path}."
            ).format(path=damaged[0])
        return self.tr(
            "{count} copies of unsaved changes are damaged and cannot be restored. They lie in"
            " {folder}; their names end in {ending}."
        ).format(count=len(damaged), folder=damaged[0].parent, ending=damaged[0].suffix)

    def restore(self, abandoned: Abandoned) -> None:
        """Show a document with its unsaved changes in the window."""
        if self._window is None or not self._window.documents.restore(
            abandoned.document, abandoned.file
        ):
            return
        self._autosaver.adopt(abandoned.slot)
        self.restored.emit(abandoned.place)
        self._forget(abandoned)

    def discard(self, abandoned: Abandoned) -> None:
        """Delete unsaved changes, if the person is sure."""
        if self._window is None:
            return
        answer = ask(
            self._window,
            self.tr("Discard the unsaved changes to {name}?").format(name=name_of(abandoned)),
            self.tr("The copy is from {time}. It cannot be brought back afterwards.").format(
                time=time_of(abandoned)
            ),
            [Choice("discard", self.tr("Discard"), loses=True)],
            cancel=self.tr("Keep"),
        )
        if answer == "discard":
            abandoned.slot.discard()
            self._forget(abandoned)

    def end(self) -> None:
        """Leave what was not decided on to the next start."""
        for abandoned in self.abandoned:
            abandoned.slot.close()
        self.abandoned = []

    def _forget(self, abandoned: Abandoned) -> None:
        self.abandoned.remove(abandoned)
        if self._window is not None:
            self.show_in(self._window)

    def _offer_one(self, window: MainWindow, abandoned: Abandoned) -> None:
        text = self.tr(
            "convviz ended before changes to {name} were saved. A copy from {time} was kept."
        ).format(name=name_of(abandoned), time=time_of(abandoned))
        actions = [
            NoticeAction(self.tr("Restore"), lambda: self.restore(abandoned)),
            NoticeAction(self.tr("Discard"), lambda: self.discard(abandoned)),
        ]
        window.notices.show_notice("info", text, subject=_SUBJECT, actions=actions)

    def _offer_several(self, window: MainWindow) -> None:
        text = self.tr(
            "convviz ended before changes to {count} documents were saved. Copies were kept."
        ).format(count=len(self.abandoned))
        actions = [NoticeAction(self.tr("Choose…"), self._choose)]
        window.notices.show_notice("info", text, subject=_SUBJECT, actions=actions)

    def _choose(self) -> None:
        from convviz.ui.shell.recovery_dialog import RecoveryDialog

        if self._window is not None:
            RecoveryDialog(self, self._window).open()


def name_of(abandoned: Abandoned) -> str:
    """Return what a document is called."""
    path = abandoned.file.path
    return path.name if path else QCoreApplication.translate("DocumentActions", "Untitled")


def time_of(abandoned: Abandoned) -> str:
    """Return when a document was kept, as the language writes it."""
    moment = QDateTime.fromSecsSinceEpoch(int(abandoned.saved))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
