"""The networks of a text as a list: their names, where they stand, what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from convviz.ui.network.code.code_form_texts import kind_text, place_text
from convviz.ui.theme import code_font, current_palette, icon, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from convviz.protocol.messages.code import CodeOpened, OfferedNetwork

_ROW: Final = 26
_MOST_ROWS: Final = 8
_NAME: Final = Qt.ItemDataRole.UserRole


class NetworkTable(QTreeWidget):
    """Whole networks first, then the parts of them.

    Signals:
        picked(str): Another network is the current one.
    """

    picked = Signal(str)

    def __init__(self, opened: CodeOpened, current: str, parent: QWidget | None = None) -> None:
        """Show the networks of a text.

        Args:
            opened: The text.
            current: The name of the network that is chosen.
            parent: The parent.
        """
        super().__init__(parent)
        self.setAccessibleName(self.tr("Networks in the code"))
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        columns, modes = self.header(), QHeaderView.ResizeMode
        columns.setStretchLastSection(False)
        for column, mode in enumerate((modes.Stretch, modes.ResizeToContents)):
            columns.setSectionResizeMode(column, mode)
        columns.setSectionResizeMode(2, modes.ResizeToContents)
        parts = [known for known in opened.networks if known not in opened.choices]
        self._add(opened.choices)
        if parts:
            self._add_heading(self.tr("Parts"))
            self._add(parts)
        self._mark(current)
        self.currentItemChanged.connect(self._pick)
        rows = min(self.topLevelItemCount(), _MOST_ROWS)
        self.setFixedHeight(rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 4)

    def names(self) -> list[str]:
        """Return the names of the networks, in their order."""
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [item.data(0, _NAME) for item in items if item is not None and item.data(0, _NAME)]

    def pick(self, name: str) -> None:
        """Make a network the current one, as a click does."""
        self._mark(name)

    def _add(self, networks: Sequence[OfferedNetwork]) -> None:
        muted = QColor(current_palette().text_muted)
        for known in networks:
            item = QTreeWidgetItem(self, [known.name, kind_text(known), place_text(known)])
            item.setIcon(0, icon("mdi6.layers-triple-outline", "accent"))
            item.setFont(0, code_font())
            item.setData(0, _NAME, known.name)
            item.setSizeHint(0, QSize(0, _ROW))
            item.setToolTip(0, known.name)
            for column in (1, 2):
                item.setForeground(column, muted)

    def _add_heading(self, text: str) -> None:
        item = QTreeWidgetItem(self, [text])
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(0, ui_font(0.9))
        item.setForeground(0, QColor(current_palette().text_muted))
        item.setSizeHint(0, QSize(0, _ROW))
        self.setFirstColumnSpanned(self.topLevelItemCount() - 1, QModelIndex(), True)  # noqa: FBT003 - Qt's signature

    def _mark(self, name: str) -> None:
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, _NAME) == name:
                self.setCurrentItem(item)

    def _pick(self, item: QTreeWidgetItem | None) -> None:
        name = None if item is None else item.data(0, _NAME)
        if isinstance(name, str):
            self.picked.emit(name)
