"""What the window asks of its pages, and their entries in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QWidget

    from convviz.ui.page_actions import PageActions


class Page(Protocol):
    """What the window asks of a page, beside being a QWidget.

    Attributes:
        page_actions: What can be done on it, for the menus and the dialog of keys.
    """

    page_actions: PageActions


@runtime_checkable
class HasHover(Protocol):
    """A page that lights what the mouse points at."""

    def end_hover(self) -> None:
        """Point at nothing: the mouse is somewhere else now."""


@runtime_checkable
class HasHistory(Protocol):
    """A page whose changes are not in the document.

    Attributes:
        undo_stack: Their history.
    """

    undo_stack: QUndoStack


class PageEntry:
    """A page that is built when it is first shown, so that the window starts at once.

    It is built inside of what shows it: Qt dresses all widgets of a page anew when the page is put
    somewhere else, which takes longer than to make some of them.

    Attributes:
        key: Its name in the settings.
        name: Its translated name.
        icon: Name of its icon.
    """

    def __init__(self, key: str, name: str, icon: str, build: Callable[[QWidget], QWidget]) -> None:
        self.key = key
        self.name = name
        self.icon = icon
        self._build = build
        self._widget: QWidget | None = None

    @property
    def built(self) -> QWidget | None:
        """The page, if it was shown before."""
        return self._widget

    def widget(self, parent: QWidget) -> QWidget:
        """Return the page, built now if need be.

        Args:
            parent: What it is built inside of.
        """
        if self._widget is None:
            self._widget = self._build(parent)
        return self._widget
