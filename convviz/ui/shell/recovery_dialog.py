"""The dialog in which one of several unsaved documents is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.shell.recovery import name_of, time_of
from convviz.ui.theme import SPACING, set_state

if TYPE_CHECKING:
    from convviz.protocol.autosave_file import Abandoned
    from convviz.ui.shell.recovery import Recovery

_WIDTH: Final = 520


class RecoveryDialog(QDialog):
    """Lists unsaved documents, each with its time and folder; what is not chosen stays kept."""

    def __init__(self, recovery: Recovery, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unsaved changes"))
        self.setMinimumWidth(_WIDTH)
        self._recovery = recovery
        self.list = QListWidget()
        self.list.setAccessibleName(self.windowTitle())
        self.list.itemActivated.connect(self._restore)
        self.restore_button = QPushButton(self.tr("Restore"))
        self.discard_button = QPushButton(self.tr("Discard…"))
        self.restore_button.clicked.connect(self._restore)
        self.discard_button.clicked.connect(self._discard)
        set_state(self.restore_button, "primary", on=True)
        self.restore_button.setDefault(True)
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox()
        buttons.addButton(self.restore_button, roles.AcceptRole)
        buttons.addButton(self.discard_button, roles.DestructiveRole)
        close = buttons.addButton(self.tr("Later"), roles.RejectRole)
        close.clicked.connect(self.reject)
        text = QLabel(
            self.tr(
                "Restore one into this window. The others stay kept and are offered at the next "
                "start."
            )
        )
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING * 4, SPACING * 4, SPACING * 4, SPACING * 4)
        column.setSpacing(SPACING * 3)
        column.addWidget(text)
        column.addWidget(self.list)
        column.addWidget(buttons)

    def _fill(self) -> None:
        self.list.clear()
        for abandoned in self._recovery.abandoned:
            path = abandoned.file.path
            place = "" if path is None else str(path.parent)
            item = QListWidgetItem(
                "\n".join(filter(None, (f"{name_of(abandoned)} · {time_of(abandoned)}", place)))
            )
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self._recovery.abandoned:
            self.accept()

    def _chosen(self) -> Abandoned | None:
        row = self.list.currentRow()
        return self._recovery.abandoned[row] if 0 <= row < len(self._recovery.abandoned) else None

    def _restore(self) -> None:
        abandoned = self._chosen()
        if abandoned is not None:
            self.accept()
            self._recovery.restore(abandoned)

    def _discard(self) -> None:
        abandoned = self._chosen()
        if abandoned is not None:
            self._recovery.discard(abandoned)
            self._fill()
