"""The question before a window closes while a run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_to_stop_and_close(window: QWidget) -> bool:
    """Return whether the user would rather close the window than keep training."""
    translate = QCoreApplication.translate
    question = QMessageBox(window)
    question.setIcon(QMessageBox.Icon.Question)
    question.setText(translate("TrainingSession", "Stop training and close?"))
    question.setInformativeText(
        translate(
            "TrainingSession",
            "A run is going on. What is finished stays saved: the run ends after the batch "
            "in hand and writes a checkpoint, from which it can go on.",
        )
    )
    roles = QMessageBox.ButtonRole
    close = question.addButton(
        translate("TrainingSession", "Stop training and close"), roles.DestructiveRole
    )
    keep = question.addButton(translate("TrainingSession", "Keep training"), roles.RejectRole)
    question.setDefaultButton(keep)
    question.exec()
    return question.clickedButton() is close
