"""The solutions as a table: a row a setting, a column a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from convviz.core.code.writing import value_code
from convviz.core.solver.search import solver_parameters
from convviz.ui.theme import current_palette, icon

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from convviz.core.layers import Layer
    from convviz.core.solver.search import Solution

FEW_ROWS: Final = 6
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class SolverModel(QAbstractTableModel):
    """Solutions beside the layer as it is; at first a few rows, on demand all.

    The first column marks the present setting. What a row would change is dark, what it would
    leave is quiet.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer: Layer | None = None
        self._solutions: tuple[Solution, ...] = ()
        self._names: tuple[str, ...] = ()
        self._shows_all = False

    @property
    def solutions(self) -> tuple[Solution, ...]:
        """All solutions, also those without a row yet."""
        return self._solutions

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, a column each behind the mark."""
        return self._names

    @property
    def shows_all(self) -> bool:
        """Whether every solution has a row."""
        return self._shows_all

    def set_solutions(self, layer: Layer, solutions: tuple[Solution, ...]) -> None:
        """Show solutions; the same as before keep their rows, and the selection."""
        self._layer = layer
        names = solver_parameters(layer)
        if solutions == self._solutions and names == self._names:
            rows, columns = self.rowCount(), self.columnCount()
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
            return
        self.beginResetModel()
        self._solutions, self._names = solutions, names
        self.endResetModel()

    def show_all(self, *, shown: bool) -> None:
        """Give every solution a row, or only the first ones."""
        if shown != self._shows_all:
            self.beginResetModel()
            self._shows_all = shown
            self.endResetModel()

    def solution(self, row: int) -> Solution | None:
        """Return the solution of a row, None where there is none."""
        return self._solutions[row] if 0 <= row < self.rowCount() else None

    def is_present(self, row: int) -> bool:
        """Return whether a row is what the layer has already."""
        solution = self.solution(row)
        if solution is None or self._layer is None:
            return False
        return solution.is_set_in(self._layer)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        if parent.isValid():
            return 0
        return len(self._solutions) if self._shows_all else min(FEW_ROWS, len(self._solutions))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 1 + len(self._names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's signature
        """Return a parameter's name; long ones in two lines."""
        if orientation is not Qt.Orientation.Horizontal or section == 0:
            return None
        name = self._names[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return name.replace("_", "_\n")
        return name if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        solution = self.solution(index.row())
        if solution is None or not index.isValid():
            return None
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.row_text(index.row())
        if index.column() == 0:
            is_marked = role == Qt.ItemDataRole.DecorationRole and self.is_present(index.row())
            return icon("mdi6.check", "accent") if is_marked else None
        return self._cell(solution, self._names[index.column() - 1], role)

    def _cell(self, solution: Solution, name: str, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(solution, name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            palette = current_palette()
            return QColor(palette.text if self._changes(solution, name) else palette.text_muted)
        return None

    def row_text(self, row: int) -> str:
        """Return a row as arguments of the call, and whether it is the present setting."""
        solution = self.solution(row)
        if solution is None:
            return ""
        arguments = [f"{name}={value_code(value)}" for name, value in solution.parameters.items()]
        text = ", ".join(arguments)
        if self.is_present(row):
            return self.tr("{settings} (now)").format(settings=text)
        return text

    def _changes(self, solution: Solution, name: str) -> bool:
        return _cell_text(solution, name) != self._own_text(name)

    def _own_text(self, name: str) -> str:
        own = getattr(self._layer, name, None)
        if name == "stride" and own is None:
            own = getattr(self._layer, "kernel_size", None)
        return value_code(own)


def _cell_text(solution: Solution, name: str) -> str:
    """Return a value as code; the kernel's for a stride that follows it."""
    value = solution.parameters[name]
    if name == "stride" and value is None:
        value = solution.parameters["kernel_size"]
    return value_code(value)
