"""The menu of text sizes: the whole window follows at once, and the size is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.theme import NORMAL_TEXT, TEXT_SIZES, next_text_size, set_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from convviz.ui.settings import SettingsFile


class TextSizeActions(QObject):
    """Larger, smaller and normal text.

    Attributes:
        larger: The next larger text.
        smaller: The next smaller text.
        normal: The system's own size.

    Signals:
        chosen(float): The text's size beside the system's own.
    """

    chosen = Signal(float)

    def __init__(self, window: QWidget, settings: SettingsFile) -> None:
        super().__init__(window)
        self._settings = settings
        self.larger = self._action(
            self.tr("&Larger"), "mdi6.format-font-size-increase", ("Ctrl+Alt++", "Ctrl+Alt+=")
        )
        self.smaller = self._action(
            self.tr("&Smaller"), "mdi6.format-font-size-decrease", ("Ctrl+Alt+-",)
        )
        self.normal = self._action(self.tr("&Normal"), "mdi6.format-size", ("Ctrl+Alt+0",))
        self.larger.triggered.connect(lambda: self._choose(next_text_size(self._size, 1)))
        self.smaller.triggered.connect(lambda: self._choose(next_text_size(self._size, -1)))
        self.normal.triggered.connect(lambda: self._choose(NORMAL_TEXT))
        window.addActions([self.larger, self.smaller, self.normal])
        self._show()

    def add_to(self, menu: QMenu) -> None:
        """Put the actions into a menu."""
        menu.addActions([self.larger, self.smaller, self.normal])

    @property
    def _size(self) -> float:
        return self._settings.value.text_size

    def _choose(self, size: float) -> None:
        if size != self._size:
            self._settings.change(text_size=size)
            self._show()
            self.chosen.emit(size)

    def _show(self) -> None:
        self.larger.setEnabled(self._size < TEXT_SIZES[-1])
        self.smaller.setEnabled(self._size > TEXT_SIZES[0])
        self.normal.setEnabled(self._size != NORMAL_TEXT)

    def _action(self, text: str, icon: str, keys: tuple[str, ...]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        set_icon(action, icon)
        return action
