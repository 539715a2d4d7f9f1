"""The slim rail on the left that names the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING, set_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

ICON_SIZE = 22


class PageRail(QFrame):
    """One checkable button a page; exactly one is checked.

    Signals:
        chosen(int): the user asked for the page of that number.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", True)  # noqa: FBT003 - Qt's signature
        self.setAccessibleName(self.tr("Pages"))
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(True)
        self._buttons.idClicked.connect(self.chosen)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACING, 2 * SPACING, SPACING, 2 * SPACING)
        self._layout.setSpacing(SPACING)
        self._layout.addStretch()

    def set_pages(self, pages: Sequence[tuple[str, str]]) -> None:
        """Show the pages.

        Args:
            pages: (translated name, name of an icon) of each.
        """
        for number, (name, icon_name) in enumerate(pages):
            button = QToolButton(self)
            button.setText(name)
            button.setProperty("rail", True)  # noqa: FBT003 - Qt's signature
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            key = QKeySequence(f"Ctrl+{number + 1}").toString(
                QKeySequence.SequenceFormat.NativeText
            )
            button.setToolTip(f"{name} ({key})")
            button.setAccessibleName(name)
            set_icon(button, icon_name, size=ICON_SIZE)
            self._buttons.addButton(button, number)
            self._layout.insertWidget(number, button)

    def show_chosen(self, number: int) -> None:
        """Check the button of a page."""
        self._buttons.button(number).setChecked(True)
