"""Two parts with a handle between them, whose places are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent


class RememberedSplitter(QSplitter):
    """A main part, which takes what room there is, and a side part that can be hidden.

    Sizes that somebody has changed are written when the splitter is hidden, and taken again by the
    next of that name. To write them every time would take 4 ms for each splitter of a page that is
    left.

    Attributes:
        is_borrowed: Whether its sizes are somebody else's for now, and not to be remembered.
    """

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation,
        parent: QWidget | None = None,
    ) -> None:
        """Make a splitter without its parts.

        Args:
            name: Under which the sizes are remembered.
            orientation: Horizontal puts the side part to the right, vertical below.
            parent: What it lies in.
        """
        super().__init__(orientation, parent)
        self.setObjectName(name)
        self.is_borrowed = False
        self._first_sizes: list[int] = []
        self._is_changed = False
        self.splitterMoved.connect(self._on_moved)

    def hold(self, main: QWidget, side: QWidget, sizes: tuple[int, int]) -> None:
        """Lay out the parts. Made inside of the splitter, they need not be dressed anew.

        Args:
            main: The part that grows with the window.
            side: The part that keeps its size; its handle at the edge hides it.
            sizes: The first sizes, in logical pixels.
        """
        self._first_sizes = list(sizes)
        for part in (main, side):
            self.addWidget(part)  # moves one that is inside already to the end
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setCollapsible(0, False)  # noqa: FBT003 - Qt's signature
        self.setSizes(self._first_sizes)
        state = QSettings("convviz", "convviz").value(self._key)
        if isinstance(state, QByteArray):
            self.restoreState(state)

    @property
    def side_shown(self) -> bool:
        """Whether the side part has room."""
        return self.sizes()[1] > 0

    def show_side(self, *, shown: bool) -> None:
        """Hide the side part, or give it room again."""
        if shown != self.side_shown:
            total = sum(self.sizes())
            room = self._first_sizes[1] if shown else 0
            self.setSizes([total - room, room])
            self._is_changed = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the sizes."""
        super().hideEvent(event)
        if self._is_changed and not self.is_borrowed:
            self._is_changed = False
            QSettings("convviz", "convviz").setValue(self._key, self.saveState())

    def _on_moved(self) -> None:
        self._is_changed = True

    @property
    def _key(self) -> str:
        return f"panels/{self.objectName()}"
