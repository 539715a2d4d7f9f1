"""The tables of a batch that is worked out: its pictures, their classes, lines of a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from convviz.ui.theme import ui_font

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


def table_view(model: TextTable, name: str, *, wide: int, can_choose: bool = False) -> QTableView:
    """Return a view of a table, in which numbers are never cut off.

    Args:
        model: The table.
        name: What it shows, translated; for screen readers.
        wide: The column that takes what is left, and is elided where nothing is.
        can_choose: Whether a row can be chosen.
    """
    view = QTableView()
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
