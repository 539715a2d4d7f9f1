"""What keys and the mouse do on the page that stands in no menu, for the dialog of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from convviz.ui.commands import Gesture

translate = QCoreApplication.translate


def network_gestures() -> list[Gesture]:
    """Return the gestures of the list of layers and of the form's fields, translated."""
    return [
        Gesture(
            translate("NetworkGestures", "Drag"),
            translate("NetworkGestures", "Layers: to another place"),
        ),
        Gesture(
            translate("NetworkGestures", "Ctrl+click, Shift+click"),
            translate("NetworkGestures", "Layers: select several"),
        ),
        Gesture(
            translate("NetworkGestures", "Up / Down, wheel"),
            translate("NetworkGestures", "In a field: add or subtract 1"),
        ),
        Gesture(
            translate("NetworkGestures", "Ctrl+Up / Ctrl+Down"),
            translate("NetworkGestures", "In a field: add or subtract 10"),
        ),
    ]
