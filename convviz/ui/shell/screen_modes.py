"""Full screen, and the presentation: the page alone, large, for people far away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget


@runtime_checkable
class CanPresent(Protocol):
    """A page that has a form for people far away."""

    def present(self, *, on: bool) -> None:
        """Show what matters alone and large, or everything again."""


class ScreenModes(QObject):
    """Two actions and what they do to the window; Escape leaves either.

    Attributes:
        full_screen: The window fills the screen.
        presentation: The page alone fills it, in its form for people far away.
    """

    def __init__(
        self, window: QMainWindow, chrome: Sequence[QWidget], page: Callable[[], QWidget | None]
    ) -> None:
        """Make the actions.

        Args:
            window: What fills the screen.
            chrome: What a presentation hides, beside the menu bar.
            page: Returns the page that is shown.
        """
        super().__init__(window)
        self._window = window
        self._chrome = chrome
        self._page = page
        self._presented: CanPresent | None = None
        self._page_presented: QWidget | None = None
        self._state = window.windowState()
        self.presentation = QAction(self.tr("&Presentation"), self, checkable=True)
        self.presentation.setShortcuts([QKeySequence("F5"), QKeySequence("Shift+F5")])
        set_icon(self.presentation, "mdi6.presentation")
        self.presentation.toggled.connect(self._present)
        self.full_screen = QAction(self.tr("&Full screen"), self, checkable=True)
        own = QKeySequence.keyBindings(QKeySequence.StandardKey.FullScreen)
        f11 = QKeySequence("F11")
        self.full_screen.setShortcuts([f11, *(keys for keys in own if keys != f11)])
        set_icon(self.full_screen, "mdi6.fullscreen")
        self.full_screen.toggled.connect(self._fill_screen)
        for action in (self.presentation, self.full_screen):
            action.setIconVisibleInMenu(False)  # the check is to be seen there
        # The menu bar that has them is hidden in a presentation: its keys must work all the same.
        window.addActions([self.presentation, self.full_screen])

    @property
    def is_presenting(self) -> bool:
        """Whether a page is presented."""
        return self._presented is not None

    def take_page(self, page: QWidget) -> None:
        """End a presentation of another page, and offer one of this if it has that form."""
        if self._page_presented is not None and self._page_presented is not page:
            self.presentation.setChecked(False)
        self.presentation.setEnabled(isinstance(page, CanPresent))

    def follow_window(self) -> None:
        """Show in the menu what became of the window by other means."""
        is_full = bool(self._window.windowState() & Qt.WindowState.WindowFullScreen)
        if not self.is_presenting and self.full_screen.isChecked() != is_full:
            self.full_screen.blockSignals(True)  # noqa: FBT003 - Qt's signature
            self.full_screen.setChecked(is_full)
            self.full_screen.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def leave(self) -> bool:
        """Leave the presentation, else the full screen; return whether there was one."""
        for action in (self.presentation, self.full_screen):
            if action.isChecked():
                action.setChecked(False)
                return True
        return False

    def _present(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        page = self._page() if on else self._presented
        if not isinstance(page, CanPresent):
            self.presentation.setChecked(False)
            return
        for part in (self._window.menuBar(), *self._chrome):
            part.setVisible(not on)
        if on:
            self._state = self._window.windowState()
            self._presented, self._page_presented = page, self._page()
            self._window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        else:
            self._presented = self._page_presented = None
            self._window.setWindowState(self._state)
        page.present(on=on)

    def _fill_screen(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        state, full = self._window.windowState(), Qt.WindowState.WindowFullScreen
        if self.is_presenting:
            self.presentation.setChecked(False)
            state = self._window.windowState()
        self._window.setWindowState(state | full if on else state & ~full)
