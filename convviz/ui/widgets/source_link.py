"""A small line that names a source and opens its page in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QToolButton, QWidget

from convviz.ui.theme import set_icon, set_ui_font

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source


class SourceLink(QToolButton):
    """Names where a claim can be read; a click, or Space, opens the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = ""
        self.setObjectName("sourceLink")
        set_ui_font(self, 0.85)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(1)  # a long name is cut off rather than all that stands beside it
        set_icon(self, "mdi6.open-in-new")
        self.clicked.connect(self._open)

    def show_source(self, source: Source) -> None:
        """Name a source."""
        self.address = source.address
        self.setText(source.name.replace("&", "&&"))  # a single one would underline a letter
        self.setToolTip("\n".join(line for line in (source.title, source.address) if line))
        self.setAccessibleName(self.tr("Source: {name}").format(name=source.name))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self.address))
