"""A menu whose entries are made when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class LateMenu(QMenu):
    """Base of menus that have more entries than a start or a change of theme may wait for."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._is_filled = False
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries, if that was not done before."""
        if not self._is_filled:
            self._is_filled = True
            self._fill()

    def isEmpty(self) -> bool:
        """Return whether there are no entries, once it is filled."""
        return self._is_filled and super().isEmpty()

    def _fill(self) -> None:
        """Make the entries; for subclasses."""
        raise NotImplementedError
