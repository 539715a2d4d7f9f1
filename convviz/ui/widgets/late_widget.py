"""Widgets that are built when they are first needed: few of a page's parts are always shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

W_co = TypeVar("W_co", bound=QWidget, covariant=True)


class LateWidget(Generic[W_co]):
    """Knows how to build a widget, and holds it from then on.

    What is never built costs a start nothing, nor a change of theme. Its owner asks for
    :attr:`widget` where it is needed, and for :attr:`built` where it would only be changed.
    """

    def __init__(self, build: Callable[[], W_co]) -> None:
        """Build nothing yet.

        Args:
            build: Makes the widget, connects it and puts it into its place.
        """
        self._build = build
        self._widget: W_co | None = None

    @property
    def built(self) -> W_co | None:
        """The widget, if it was needed before."""
        return self._widget

    @property
    def widget(self) -> W_co:
        """The widget, built now if need be."""
        if self._widget is None:
            self._widget = self._build()
        return self._widget


def put_in_tab_order(part: QWidget, before: QWidget) -> None:
    """Have the Tab key reach a part after what stands before it, and not last of the window.

    Args:
        part: Was built late. What it holds is reached in the order in which it was built.
        before: Can have the keyboard.
    """
    for widget in (part, *part.findChildren(QWidget)):
        is_list_of_choices = widget.window() != before.window()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_list_of_choices:
            QWidget.setTabOrder(before, widget)
            before = widget
