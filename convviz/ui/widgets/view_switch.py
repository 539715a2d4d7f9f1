"""Chooses among the views: one quiet segment each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_PADDING: Final = 10
"""Left and right of a name, in pixels, as the style sheet has it."""


class ViewChoice(Protocol):
    """What the switch needs of a view.

    Attributes:
        key: Its name in code.
        text: Its name on the screen, translated.
        tip: What it shows, translated.
        icon: Name in the icon font, where there is no room for the names.
    """

    @property
    def key(self) -> str: ...  # noqa: D102 - see the class

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def tip(self) -> str: ...  # noqa: D102

    @property
    def icon(self) -> str: ...  # noqa: D102


class ViewSwitch(QFrame):
    """Buttons side by side, one of which is down; Alt and its number is the key of each.

    What does not suit is left out. Where there is no room for all names, only the one that is down
    has its name; icons stand for the others.

    Signals:
        chosen(str): The key of the view that a person wants.
    """

    chosen = Signal(str)

    def __init__(self, entries: Sequence[ViewChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", True)  # noqa: FBT003 - Qt's signature
        self.setAccessibleName(self.tr("View"))
        self._tips: dict[str, str] = {}
        self._icons = {entry.key: entry.icon for entry in entries}
        self._is_tight = False
        self._more = 0
        self.buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for number, entry in enumerate(entries, start=1):
            button = QToolButton(self)
            button.setText(entry.text)
            button.setAccessibleName(entry.text)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(lambda _on=False, key=entry.key: self.chosen.emit(key))
            self._tips[entry.key] = f"{entry.tip} (Alt+{number})"
            self.buttons[entry.key] = button
            layout.addWidget(button)
            button.toggled.connect(self._style)
            self.show_obstacle(entry.key, "")

    def sizeHint(self) -> QSize:
        """Return the room that all names need, also while they have none."""
        hint = super().sizeHint()
        if not self._is_tight:
            return hint
        return QSize(self._room_of_names() + self._more, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for an icon each and for the longest name."""
        named = [button.fontMetrics().horizontalAdvance(button.text()) for button in self._all]
        narrow = max(named, default=0) + len(named) * (self.fontMetrics().height() + 2 * _PADDING)
        hint = super().minimumSizeHint()
        return QSize(min(narrow, self.sizeHint().width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show names, or icons where there is no room for them."""
        super().resizeEvent(event)
        is_tight = self.width() < self.sizeHint().width()
        if is_tight != self._is_tight:
            if is_tight:
                # Measured, not guessed: else names come back where they have no room.
                self._more = super().sizeHint().width() - self._room_of_names()
            self._is_tight = is_tight
            if is_tight:
                for key, button in self.buttons.items():
                    set_icon(button, self._icons[key])
            self._style()

    def _room_of_names(self) -> int:
        """Return about how much room all names need."""
        named = [button.fontMetrics().horizontalAdvance(button.text()) for button in self._all]
        return sum(named) + len(named) * (2 * _PADDING + 2) + 2

    @property
    def _all(self) -> list[QToolButton]:
        return [button for button in self.buttons.values() if button.isVisibleTo(self)]

    def _style(self) -> None:
        styles = Qt.ToolButtonStyle
        for button in self.buttons.values():
            is_named = not self._is_tight or button.isChecked()
            button.setToolButtonStyle(
                styles.ToolButtonTextOnly if is_named else styles.ToolButtonIconOnly
            )

    def show_chosen(self, key: str) -> None:
        """Show which view is shown."""
        self.buttons[key].setChecked(True)

    def show_obstacle(self, key: str, obstacle: str) -> None:
        """Say why a view cannot be chosen, and leave it out; "" lets it be."""
        button = self.buttons[key]
        button.setEnabled(not obstacle)
        if button.isVisibleTo(self) == bool(obstacle):
            button.setVisible(not obstacle)
            self.updateGeometry()
        button.setToolTip(obstacle or self._tips[key])
        button.setAccessibleDescription(button.toolTip())
