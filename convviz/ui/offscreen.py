"""Drawing without a display, for the shell: the window's painters on Qt's offscreen platform."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from convviz.ui.settings import ThemeName


def offscreen_application(theme: ThemeName = "light") -> QApplication:
    """Return an application that can draw but shows nothing."""
    existing = QApplication.instance()
    if existing is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        existing = QApplication(["convviz"])
    application = cast("QApplication", existing)
    apply_theme(application, theme)
    return application
