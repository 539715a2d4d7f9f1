"""Showing windows in tests so that the keyboard reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


def show_active(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and wait until it is exposed and has the keyboard.

    On an X display a window becomes active some time after it asked for it; shortcuts and focus
    work from then on. Offscreen it is active at once.
    """
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
