"""What is shown of a run: its plots, its layers, the inside of one, its newest batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.widgets.late_widget import put_in_tab_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLOTS, LAYERS, INSIDE, BATCH = range(4)
_ALT: Final = "Alt+{number}"


class RunTabs(QWidget):
    """One quiet segment a view; what is not shown costs the run nothing.

    Attributes:
        buttons: One a view.

    Signals:
        chosen(int): Another view is shown.
    """

    chosen = Signal(int)

    def __init__(self, names: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Show empty views.

        Args:
            names: Of each view, what it is called and what it shows, translated.
            parent: The parent.
        """
        super().__init__(parent)
        self._stack = QStackedWidget()
        self._makers: dict[int, Callable[[], QWidget]] = {}
        self._bar = QFrame()
        self._bar.setProperty("segments", True)  # noqa: FBT003 - Qt's signature
        self._bar.setAccessibleName(self.tr("What is shown of the run"))
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.buttons: list[QToolButton] = []
        for number, (name, tip) in enumerate(names):
            button = QToolButton(self._bar)
            button.setText(name)
            button.setAccessibleName(name)
            key = _ALT.format(number=number + 1)
            button.setToolTip(f"{tip} ({key})")
            button.setShortcut(key)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _on=False, view=number: self.show_view(view))
            row.addWidget(button)
            self.buttons.append(button)
            self._stack.addWidget(QWidget())
        line = QHBoxLayout()
        line.addWidget(self._bar)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self.show_view(0)

    @property
    def shown(self) -> int:
        """Which view is shown, from 0."""
        return self._stack.currentIndex()

    def put(self, view: int, widget: QWidget) -> None:
        """Put a view into its place."""
        before, is_shown = self._stack.widget(view), view == self.shown
        self._stack.insertWidget(view, widget)
        if is_shown:  # before the other one goes: its neighbour would be shown for a moment
            self._stack.setCurrentIndex(view)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def put_later(self, view: int, make: Callable[[], QWidget]) -> None:
        """Put a view into its place when it is first shown."""
        self._makers[view] = make

    def show_view(self, view: int) -> None:
        """Show a view."""
        self.buttons[view].setChecked(True)
        make = self._makers.pop(view, None)
        if make is not None:
            widget = make()
            self.put(view, widget)
            put_in_tab_order(widget, self.buttons[-1])
        if view != self.shown:
            self._stack.setCurrentIndex(view)
            self.chosen.emit(view)
