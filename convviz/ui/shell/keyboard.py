"""Where the keyboard goes when nobody has it, and that shortcuts wait behind an open menu."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


@runtime_checkable
class TakesKeyboard(Protocol):
    """A page with a place for the keyboard, from which its plain keys work."""

    def take_keyboard(self) -> None:
        """Take the keyboard."""


class KeyboardKeeper(QObject):
    """Gives the keyboard to the page when what had it is hidden, disabled or gone.

    Qt gives it to the next widget in order: another field, a button that stops something, or the
    rail of pages, where Space would do what nobody meant.
    """

    def __init__(self, window: QWidget, stack: QStackedWidget) -> None:
        """Watch a window.

        Args:
            window: The window.
            stack: Its pages, of which one is shown.
        """
        super().__init__(window)
        self._window = window
        self._stack = stack
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._window) or not isValid(self._stack):
            return  # the window is being destroyed, part by part
        page = self._stack.currentWidget()
        if old is None or page is None or new is page or not self._window.isActiveWindow():
            return
        if page.isAncestorOf(old) and not _can_have_it(old):
            give_keyboard(page)


class MenuKeys(QObject):
    """Keeps a window's shortcuts still while a menu or a list is open over it.

    Keys come to the window or, where an open menu grabs the keyboard, to the menu. Of a menu the
    widget with the keyboard hears, so the menu's keys are watched from then on, until it closes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._focused: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def watch(self, window: QWidget) -> None:
        """Begin, once the window has been shown."""
        handle = window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a key go to the popup, as if it had claimed it."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if QApplication.activePopupWidget() is not None:
                event.accept()
                return True
            self._watch_all(wanted=False)
        elif isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason:
            self._watch_all(wanted=QApplication.activePopupWidget() is not None)
        return super().eventFilter(watched, event)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._focused = new
        if new is not None:
            new.installEventFilter(self)

    def _watch_all(self, *, wanted: bool) -> None:
        """Watch every menu that opens from the first one on, and submenus, or none."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if wanted:
                application.installEventFilter(self)


def give_keyboard(page: QWidget) -> None:
    """Give a page the keyboard."""
    if isinstance(page, TakesKeyboard):
        page.take_keyboard()
    else:
        page.setFocus(Qt.FocusReason.OtherFocusReason)


def _can_have_it(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def take_what_is_typed(window: QWidget) -> None:
    """Have the field with the keyboard take its text, as if the keyboard went elsewhere."""
    field = window.focusWidget()
    if field is not None:
        field.clearFocus()
        if field.isVisible():
            field.setFocus()
