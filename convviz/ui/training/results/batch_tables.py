"""The tables of a batch that is worked out: its pictures, their classes, lines of a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from convviz.ui.theme import ui_font

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()


class TextTable(QAbstractTableModel):
    """A table of texts; numbers stand on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._tips: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._texts: frozenset[int] = frozenset()
        self._bold: frozenset[int] = frozenset()

    def show_rows(
        self,
        heads: Sequence[tuple[str, str]],
        rows: Sequence[Sequence[str]],
        *,
        texts: Sequence[int] = (),
        bold: Sequence[int] = (),
    ) -> None:
        """Show rows in place of those before.

        Args:
            heads: Of each column its name, and what it means.
            rows: Their texts.
            texts: Columns that stand on the left.
            bold: Rows that are pointed out.
        """
        self.beginResetModel()
        self._heads, self._tips = tuple(h for h, _ in heads), tuple(t for _, t in heads)
        self._rows = tuple(tuple(row) for row in rows)
        self._texts, self._bold = frozenset(texts), frozenset(bold)
        self.endResetModel()

    def rowCount(self, _parent: Index = _NO_INDEX) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def columnCount(self, _parent: Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text and how it stands."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_text = index.column() in self._texts
            side = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.row() in self._bold:
            font = QFont(ui_font())
            font.setBold(True)
            return font
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's name, and what it means."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips[section] or None
        return None


class OpeningTable(QTableView):
    """A table whose rows, if they can be chosen, open by a double click, Enter or the menu.

    Signals:
        opened(int): A row is to be opened.
    """

    opened = Signal(int)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row under the mouse."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._can_open(index) and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen row."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and self._can_open(self.currentIndex()):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the row under the mouse, or the chosen one."""
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if self._can_open(index):
            self.setCurrentIndex(index)
        if self._can_open(self.currentIndex()):
            self.menu().popup(event.globalPos())

    def _can_open(self, index: QModelIndex) -> bool:
        mode = QAbstractItemView.SelectionMode.NoSelection
        return index.isValid() and self.selectionMode() is not mode

    def menu(self) -> QMenu:
        """Return the menu of the chosen row; it is gone when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.currentIndex().row()
        action = menu.addAction(self.tr("Open in the calculator"))
        action.triggered.connect(lambda: self.opened.emit(row))
        return menu


def table_view(model: TextTable, name: str, *, wide: int, can_choose: bool = False) -> OpeningTable:
    """Return a view of a table, in which numbers are never cut off.

    Args:
        model: The table.
        name: What it shows, translated; for screen readers.
        wide: The column that takes what is left, and is elided where nothing is.
        can_choose: Whether a row can be chosen, and opened.
    """
    view = OpeningTable()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 8)
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def stretch() -> None:
        if wide < model.columnCount():
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    model.modelReset.connect(stretch)
    view.horizontalHeader().setHighlightSections(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    mode = QAbstractItemView.SelectionMode
    view.setSelectionMode(mode.SingleSelection if can_choose else mode.NoSelection)
    return view
