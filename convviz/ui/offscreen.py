"""Drawing without a display, for the shell: the window's painters on Qt's offscreen platform."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from convviz.ui.theme import ThemeChoice

_NOISE: Final = "This plugin does not support"
"""What the offscreen platform says at every window, since it has no window manager."""


def offscreen_application(theme: ThemeChoice = "light") -> QApplication:
    """Return an application in a theme; where there is none yet, one that shows nothing."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        qInstallMessageHandler(_write_message)
        application = QApplication(sys.argv[:1])
    apply_theme(application, theme)
    return application


def _write_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if not text.startswith(_NOISE):
        sys.stderr.write(f"{text}\n")
