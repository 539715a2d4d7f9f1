"""The window's one door for sentences to the user, above the page: one notice a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.widgets.notice import Notice, NoticeAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.widgets.notice import NoticeLevel


class Notices(QWidget):
    """The notices that are open now; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: dict[str, Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 0)
        self._layout.setSpacing(SPACING)
        self.hide()

    def show_error(self, sentence: str) -> None:
        """Show an expected error that has no place of its own, such as a failed save."""
        self.show_notice("error", sentence, subject="error")

    def show_notice(
        self,
        level: NoticeLevel,
        sentence: str,
        *,
        subject: str,
        details: str = "",
        actions: Sequence[NoticeAction] = (),
    ) -> None:
        """Show a notice in place of the one on the same subject.

        Args:
            level: How serious it is.
            sentence: What happened and what to do, translated.
            subject: What it is about; never shown.
            details: For "Copy details".
            actions: What can be done, as buttons.
        """
        notice = self._open.get(subject)
        if notice is None:
            notice = Notice(self)
            notice.dismissed.connect(lambda: self.remove(subject))
            self._open[subject] = notice
            self._layout.addWidget(notice)
        notice.show_notice(level, sentence, actions, details)
        self.show()

    def remove(self, subject: str) -> None:
        """Close the notice on a subject, if there is one."""
        notice = self._open.pop(subject, None)
        if notice is not None:
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._open))

    def sentences(self) -> list[str]:
        """Return what the open notices say."""
        return [notice.sentence for notice in self._open.values()]
