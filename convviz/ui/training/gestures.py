"""What keys and the mouse do on the page that stands in no menu, for the dialog of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from convviz.ui.commands import Gesture

translate = QCoreApplication.translate


def training_gestures() -> list[Gesture]:
    """Return the gestures of plots and pictures of kernels, translated."""
    return [
        Gesture(
            translate("TrainingGestures", "Left / Right"),
            translate("TrainingGestures", "On a plot: move the cursor that reads values"),
        ),
        Gesture(
            translate("TrainingGestures", "Ctrl+Left / Ctrl+Right, drag"),
            translate("TrainingGestures", "On a plot: move along"),
        ),
        Gesture(
            translate("TrainingGestures", "+ / -, wheel"),
            translate("TrainingGestures", "On a plot: zoom"),
        ),
        Gesture(
            translate("TrainingGestures", "0, Home, double-click"),
            translate("TrainingGestures", "On a plot: show everything"),
        ),
        Gesture(
            translate("TrainingGestures", "Arrow keys, Enter"),
            translate("TrainingGestures", "On the kernels: choose one, open it in the calculator"),
        ),
    ]
