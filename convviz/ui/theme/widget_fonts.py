"""Fonts of single widgets, which follow the text size for as long as the widget lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from convviz.ui.theme.fonts import code_font, ui_font
from convviz.ui.theme.notifier import theme_notifier

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QWidget


def set_code_font(widget: QWidget, scale: float = 1.0) -> None:
    """Give a widget the font of code, in a size beside the interface font."""
    _follow(widget, lambda: code_font(scale))


def set_ui_font(widget: QWidget, scale: float = 1.0) -> None:
    """Give a widget the interface font in another size."""
    _follow(widget, lambda: ui_font(scale))


def _follow(widget: QWidget, font: Callable[[], QFont]) -> None:
    only_own = Qt.FindChildOption.FindDirectChildrenOnly
    follower = widget.findChild(_FontFollower, options=only_own)
    if follower is None:
        follower = _FontFollower(widget)
    follower.follow(font)


class _FontFollower(QObject):
    """A child of a widget that renews its font when the text size changes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._font: Callable[[], QFont] = ui_font
        theme_notifier().changed.connect(self._renew)

    def follow(self, font: Callable[[], QFont]) -> None:
        """Take the font that a function returns, now and whenever the text size changes."""
        self._font = font
        self._renew()

    def _renew(self) -> None:
        font = self._font()
        if font != self._widget.font():
            self._widget.setFont(font)
