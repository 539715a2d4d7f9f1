"""The rows of the table of runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from convviz.runs import RunSummary
from convviz.runs.tags import tags_text
from convviz.ui.formats import count_text
from convviz.ui.runs import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.ui.runs.library import RunLibrary, Thumbnail

Index = QModelIndex | QPersistentModelIndex

RUN_ROLE: Final = Qt.ItemDataRole.UserRole
"""Gives the RunSummary of a row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        key: By what it is sorted; "" where it is not.
        name: Its translated heading.
        width: In characters.
        text: Returns what it says of a run.
        is_number: Whether it stands at the right.
        tip: Returns its tooltip; None for the text.
    """

    key: str
    name: str
    width: int
    text: Callable[[RunSummary], str]
    is_number: bool = False
    tip: Callable[[RunSummary], str] | None = None


def columns() -> tuple[Column, ...]:
    """Return the columns, the picture of the loss first."""
    translate = QCoreApplication.translate
    return (
        Column("", translate("RunsTable", "Loss"), 10, lambda _run: ""),
        Column("started", translate("RunsTable", "Run"), 24, _title, tip=_folder),
        Column(
            "status",
            translate("RunsTable", "State"),
            11,
            lambda run: texts.status_text(run.status),
            tip=lambda run: texts.status_tip(run.status),
        ),
        Column(
            "accuracy",
            translate("RunsTable", "Accuracy"),
            9,
            texts.accuracy_text,
            is_number=True,
            tip=texts.accuracy_tip,
        ),
        Column(
            "loss",
            translate("RunsTable", "Validation loss"),
            15,
            texts.loss_text,
            is_number=True,
            tip=texts.loss_tip,
        ),
        Column("epochs", translate("RunsTable", "Epochs"), 8, texts.epochs_text, is_number=True),
        Column("seconds", translate("RunsTable", "Time"), 10, texts.time_text, is_number=True),
        Column("optimiser", translate("RunsTable", "Optimiser"), 15, lambda run: run.optimiser),
        Column("tags", translate("RunsTable", "Tags"), 13, lambda run: tags_text(run.tags)),
        Column("network", translate("RunsTable", "Network"), 30, lambda run: run.network),
        Column("data", translate("RunsTable", "Data"), 11, _data),
        Column(
            "parameters",
            translate("RunsTable", "Parameters"),
            10,
            lambda run: count_text(run.num_params),
            is_number=True,
        ),
        Column("notes", translate("RunsTable", "Notes"), 30, _one_line, tip=lambda run: run.notes),
    )


EDITED: Final = ("tags", "notes")
"""Columns that a person writes into."""


class RunsTableModel(QAbstractTableModel):
    """The runs that are found, in their order.

    Signals:
        edited(RunSummary, str, str): A person wrote into the row of a run: the column, the text.
    """

    edited = Signal(object, str, str)

    def __init__(self, library: RunLibrary) -> None:
        super().__init__()
        self._library = library
        self._columns = columns()
        self._runs: tuple[RunSummary, ...] = ()
        self.colours: Mapping[int, int] = {}
        library.thumbnails_changed.connect(self._redraw_thumbnails)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    @property
    def runs(self) -> tuple[RunSummary, ...]:
        """The rows."""
        return self._runs

    def show_runs(self, runs: tuple[RunSummary, ...]) -> None:
        """Show other runs, or the same ones in another order."""
        if runs is self._runs:
            return
        if [run.id for run in runs] == [run.id for run in self._runs]:
            self._runs = runs
            if runs:
                last = self.index(len(runs) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._runs = runs
        self.endResetModel()

    def show_colours(self, colours: Mapping[int, int]) -> None:
        """Show in which colour a run is plotted: its number among the chosen ones."""
        self.colours = colours
        self._redraw_thumbnails()

    def thumbnail(self, run: RunSummary) -> Thumbnail:
        """Return some losses of a run; none while they are not read."""
        return self._library.thumbnails.get(run.id, ())

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many runs are found."""
        return 0 if parent is not None and parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return what a cell shows."""
        run, column = self._runs[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(run)
            case Qt.ItemDataRole.EditRole:
                return run.notes if column.key == "notes" else column.text(run)
            case Qt.ItemDataRole.ToolTipRole:
                return (column.tip or column.text)(run)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.UserRole:
                return run
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 - Qt's
        """Take what a person wrote."""
        column = self._columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or column.key not in EDITED:
            return False
        self.edited.emit(self._runs[index.row()], column.key, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that tags and notes can be written."""
        flags = super().flags(index)
        if index.isValid() and self._columns[index.column()].key in EDITED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's
        """Return the heading of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return column.name if role == Qt.ItemDataRole.DisplayRole else None

    def _redraw_thumbnails(self) -> None:
        if self._runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._runs) - 1, 0))


def _data(run: RunSummary) -> str:
    return texts.data_text(run.dataset)


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _title(run: RunSummary) -> str:
    return f"{run.id} · {texts.when_text(run)}"


def _folder(run: RunSummary) -> str:
    return str(run.folder)


def _one_line(run: RunSummary) -> str:
    return " ".join(run.notes.split())
