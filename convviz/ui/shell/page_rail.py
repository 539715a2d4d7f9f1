"""The slim rail on the left that names the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING, current_palette, set_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

ICON_SIZE = 22
_DOT = 4.0
_RING = 1.5


class RailButton(QToolButton):
    """A page's button; a dot beside its icon says that something goes on there, a ring: it waits.

    Attributes:
        tip: The page's name with its key.
        activity: What goes on; "" for nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tip = ""
        self.activity = ""
        self._is_halted = False

    def show_activity(self, text: str, *, is_halted: bool) -> None:
        """Say what goes on."""
        if (text, is_halted) == (self.activity, self._is_halted):
            return
        self.activity, self._is_halted = text, is_halted
        self.setToolTip("\n".join(filter(None, (self.tip, text))))
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the dot over it."""
        super().paintEvent(event)
        if not self.activity:
            return
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(palette.accent)
        painter.setPen(QPen(accent, _RING))
        painter.setBrush(QColor(palette.surface) if self._is_halted else accent)
        centre = QPointF(self.width() / 2 + ICON_SIZE / 2 + _DOT / 2, _DOT + SPACING)
        painter.drawEllipse(centre, _DOT, _DOT)
        painter.end()


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
            button = RailButton(self)
            button.setText(name)
            button.setProperty("rail", True)  # noqa: FBT003 - Qt's signature
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            key = QKeySequence(f"Ctrl+{number + 1}").toString(
                QKeySequence.SequenceFormat.NativeText
            )
            button.tip = f"{name} ({key})"
            button.setToolTip(button.tip)
            button.setAccessibleName(name)
            set_icon(button, icon_name, size=ICON_SIZE)
            self._buttons.addButton(button, number)
            self._layout.insertWidget(number, button)

    def show_chosen(self, number: int) -> None:
        """Check the button of a page."""
        self._buttons.button(number).setChecked(True)

    def show_activity(self, number: int, text: str, *, is_halted: bool) -> None:
        """Mark the button of a page on which something goes on.

        Args:
            number: Of the page.
            text: What goes on; "" for nothing.
            is_halted: Whether that waits.
        """
        button = self._buttons.button(number)
        if isinstance(button, RailButton):
            button.show_activity(text, is_halted=is_halted)
