"""Where the window stands and how large it is, remembered from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MINIMUM_SIZE = QSize(960, 600)
DEFAULT_SIZE = QSize(1480, 940)
FRAME = QSize(0, 40)
"""Room for the title bar, whose size is unknown before the window is shown."""


def restore_place(window: QWidget) -> None:
    """Give a window the place and the size that it was left with."""
    window.setMinimumSize(MINIMUM_SIZE)
    room = window.screen().availableGeometry().size() - FRAME
    window.resize(DEFAULT_SIZE.boundedTo(room))
    geometry = QSettings("convviz", "convviz").value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)


def remember_place(window: QWidget) -> None:
    """Remember where a window stands and how large it is."""
    QSettings("convviz", "convviz").setValue("geometry", window.saveGeometry())
