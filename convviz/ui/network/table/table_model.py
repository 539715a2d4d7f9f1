"""The table of the network as Qt models: its rows, and the one row of its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from convviz.core.network.table import RowKind, RowState
from convviz.protocol.network_table import TEXT_COLUMNS, Column
from convviz.ui.network.table.table_texts import column_text, column_tip, shown_text
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from convviz.core.network.table import NetworkTable, TableRow

COLUMNS: Final = tuple(Column)
_ALIGNMENT: Final = Qt.AlignmentFlag.AlignVCenter


class NetworkTableModel(QAbstractTableModel):
    """The rows of a table, or its totals alone.

    Attributes:
        table: What is shown; None before anything is.
    """

    def __init__(self, parent: QObject | None = None, *, totals: bool = False) -> None:
        super().__init__(parent)
        self.table: NetworkTable | None = None
        self._rows: tuple[TableRow, ...] = ()
        self._totals = totals
        self.failure_text = ""

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows shown now."""
        return self._rows

    def show(self, table: NetworkTable, failure_text: str = "") -> None:
        """Show a table.

        Args:
            table: The table.
            failure_text: Why a layer of it does not fit.
        """
        self.table, self.failure_text = table, failure_text
        rows = (table.totals,) if self._totals else table.rows
        if len(rows) == len(self._rows):  # the place in the table stays
            self._rows = rows
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns, hidden ones included."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def text(self, row: int, column: Column) -> str:
        """Return the text of a cell."""
        return "" if self.table is None else shown_text(self._rows[row], column, self.table)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return what a cell says, and how."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        known: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                known = self.text(index.row(), column)
            case Qt.ItemDataRole.ToolTipRole:
                fails = row.state is RowState.FAILS and row.kind is not RowKind.TOTAL
                known = self.failure_text if fails else self.text(index.row(), column).strip()
            case Qt.ItemDataRole.TextAlignmentRole:
                known = _alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                known = _colour(row, self.text(index.row(), column))
            case _:
                pass
        return known

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a column's heading, and what it means."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column_text(column)
            case Qt.ItemDataRole.ToolTipRole:
                return column_tip(column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    flag = Qt.AlignmentFlag
    return _ALIGNMENT | (flag.AlignLeft if column in TEXT_COLUMNS else flag.AlignRight)


def _colour(row: TableRow, text: str) -> QColor | None:
    """Return the colour of a cell: what fails, what is not known or disabled, what is nothing."""
    palette = current_palette()
    if row.kind is RowKind.TOTAL:
        return None
    if row.state is RowState.FAILS:
        return QColor(palette.error)
    if row.state is not RowState.FITS or text == "0" or row.kind is RowKind.INPUT:
        return QColor(palette.text_muted)
    return None
