"""Chooses among the views: one quiet segment each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget


class ViewChoice(Protocol):
    """What the switch needs of a view.

    Attributes:
        key: Its name in code.
        text: Its name on the screen, translated.
        tip: What it shows, translated.
    """

    @property
    def key(self) -> str: ...  # noqa: D102 - see the class

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def tip(self) -> str: ...  # noqa: D102


class ViewSwitch(QFrame):
    """Buttons side by side, one of which is down; Alt and its number is the key of each.

    Signals:
        chosen(str): The key of the view that a person wants.
    """

    chosen = Signal(str)

    def __init__(self, entries: Sequence[ViewChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", True)  # noqa: FBT003 - Qt's signature
        self.setAccessibleName(self.tr("View"))
        self._tips: dict[str, str] = {}
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
            self.show_obstacle(entry.key, "")

    def show_chosen(self, key: str) -> None:
        """Show which view is shown."""
        self.buttons[key].setChecked(True)

    def show_obstacle(self, key: str, obstacle: str) -> None:
        """Say why a view cannot be chosen; "" lets it be."""
        button = self.buttons[key]
        button.setEnabled(not obstacle)
        button.setToolTip(obstacle or self._tips[key])
        button.setAccessibleDescription(button.toolTip())
