"""A search field above a list in sections; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.theme import SPACING, IconRole, current_palette, icon, ui_font

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtGui import QFont

_ROW: Final = QSize(0, 24)
_HEADING: Final = QSize(0, 32)
_PAGE: Final = 8
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}
_NAME: Final = 0
_DETAIL: Final = 1
_NOTE: Final = 2
"""Columns; the note is drawn between name and detail."""
_VALUE: Final = Qt.ItemDataRole.UserRole

AT_ONCE: Final = 40
"""Rows that are made at once: more than are seen. The rest comes later, a few at a time."""
_LATER: Final = 20
_BETWEEN_MS: Final = 20
"""So long the loop is free for painting, the mouse and the keys."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Something that can be chosen.

    Attributes:
        text: Its name.
        detail: What stands at the right, muted.
        value: What is announced when it is chosen; None for what can only be read.
        icon: Name of its icon in the icon font; "" for none.
        fits: Whether it may be chosen now; otherwise it is muted.
        tip: Its tooltip.
        note: What stands between its name and the detail, muted.
    """

    text: str
    detail: str = ""
    value: object = None
    icon: str = ""
    fits: bool = True
    tip: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LateRow:
    """A row that is made when it is shown, or looked at.

    Attributes:
        value: What is announced when it is chosen.
        make: Makes it.
    """

    value: object
    make: Callable[[], SearchRow]


AnyRow: TypeAlias = SearchRow | LateRow


class SearchList(QWidget):
    """The field and the list.

    Signals:
        searched(str): Another text stands in the field: its owner shows what matches.
        marked(object): The value of the row that Return would choose; None for none.
        chosen(object): A row's value.
    """

    searched = Signal(str)
    marked = Signal(object)
    chosen = Signal(object)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        """Make both, empty.

        Args:
            placeholder: What the empty field says; its name for screen readers, too.
            parent: The parent.
        """
        super().__init__(parent)
        self._detail_font: QFont | None = None
        self._note_font: QFont | None = None
        self._rest: Iterator[str | AnyRow] = iter(())
        self._blank = QIcon()
        self._adding = QTimer(self, interval=_BETWEEN_MS)
        self._adding.timeout.connect(self._add_some)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.searched)
        self.field.returnPressed.connect(self._take_current)
        self.list = QTreeWidget(self)
        self._prepare_list()
        self.problem = QLabel(self)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.setFocusProxy(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING + 2)
        for part in (self.field, self.problem):
            layout.addWidget(part)
        layout.addWidget(self.list, 1)

    def set_detail_font(self, font: QFont, *, of_notes: bool = True) -> None:
        """Write what stands at the right in another font, and the notes, too."""
        self._detail_font = font
        self._note_font = font if of_notes else None

    def show_rows(self, sections: Mapping[str, Sequence[AnyRow]], current: object = None) -> None:
        """Show rows under headings, and mark the current one, or else the first.

        Args:
            sections: The rows of each heading; a heading without rows is left out.
            current: The value of the row that is marked.
        """
        self.list.clear()
        entries: list[str | AnyRow] = []
        for heading, rows in sections.items():
            entries += [heading, *rows] if rows else []
        first = [_made(entry) for entry in entries[:AT_ONCE]]
        made = [row for row in first if isinstance(row, SearchRow)]
        self._make_room(with_notes=any(row.note for row in made))
        self._blank = _blank_icon() if any(row.icon for row in made) else QIcon()
        self._add(first)
        self._rest = iter(entries[AT_ONCE:])
        is_marked_there = current is None or any(row.value == current for row in made)
        if not is_marked_there:
            self._add_rest()
        self._adding.start()
        self._mark(current)

    def _mark(self, current: object) -> None:
        """Mark the row of a value, or else the first."""
        items = self._shown_items()
        marked = [item for item in items if current is not None and item.data(0, _VALUE) == current]
        if marked and marked[0] is not items[0]:
            self.list.setCurrentItem(marked[0])
            self.list.scrollToItem(marked[0], QTreeWidget.ScrollHint.PositionAtCenter)
        elif items:
            self.list.setCurrentItem(items[0])
            self.list.scrollToTop()

    def _add(self, entries: Sequence[str | SearchRow]) -> None:
        """Add headings and rows."""
        muted, first = QColor(current_palette().text_muted), self.list.topLevelItemCount()
        font = ui_font(0.9)
        font.setBold(True)
        self.list.addTopLevelItems(
            [
                _heading_item(entry, font, muted)
                if isinstance(entry, str)
                else self._row_item(entry, muted)
                for entry in entries
            ]
        )
        # All rows at once, and the headings after them: the list would be laid out for each.
        for place, entry in enumerate(entries, start=first):
            if isinstance(entry, str):
                self.list.setFirstColumnSpanned(place, QModelIndex(), True)  # noqa: FBT003 - Qt's

    def _add_some(self) -> None:
        """Add some more of the rows, until there are no more."""
        entries = [_made(entry) for entry in islice(self._rest, _LATER)]
        if entries:
            self._add(entries)
        else:
            self._adding.stop()

    def _add_rest(self) -> None:
        """Add all rows that are left."""
        entries = [_made(entry) for entry in self._rest]
        if entries:
            self._add(entries)

    def show_problem(self, sentence: str) -> None:
        """Say why there is nothing to choose; "" for nothing."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def rows(self) -> list[tuple[str, str]]:
        """Return the name of each row that is shown, and what stands at its right."""
        return [(item.text(0), item.text(1)) for item in self._items()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list while the field has the keyboard."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._move(step)

    def _prepare_list(self) -> None:
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setObjectName("searched")
        self.list.setStyleSheet("#searched { border: 0; }")
        self.list.itemClicked.connect(self._choose)
        self.list.currentItemChanged.connect(self._tell_marked)
        columns = self.list.header()
        columns.setStretchLastSection(False)
        columns.setSectionResizeMode(_DETAIL, QHeaderView.ResizeMode.ResizeToContents)
        columns.moveSection(_NOTE, _DETAIL)
        self._make_room(with_notes=False)

    def _make_room(self, *, with_notes: bool) -> None:
        """Let the notes be shortened before the names are."""
        modes, columns = QHeaderView.ResizeMode, self.list.header()
        rest, needed = modes.Stretch, modes.ResizeToContents
        columns.setSectionResizeMode(_NAME, needed if with_notes else rest)
        columns.setSectionResizeMode(_NOTE, rest if with_notes else needed)
        self.list.setColumnHidden(_NOTE, not with_notes)

    def _items(self) -> list[QTreeWidgetItem]:
        """Return all items below headings."""
        self._add_rest()
        return self._shown_items()

    def _shown_items(self) -> list[QTreeWidgetItem]:
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        selectable = Qt.ItemFlag.ItemIsSelectable
        return [item for item in items if item is not None and item.flags() & selectable]

    def _move(self, by: int) -> None:
        items, current = self._items(), self.list.currentItem()
        if items:
            place = items.index(current) if current in items else -1
            self.list.setCurrentItem(items[min(max(place + by, 0), len(items) - 1)])

    def _row_item(self, row: SearchRow, muted: QColor) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.text, row.detail, row.note])
        if row.icon:
            role: IconRole = "accent" if row.fits else "text_muted"
            item.setIcon(0, icon(row.icon, role))
        else:
            item.setIcon(0, self._blank)
        for column, font in ((_DETAIL, self._detail_font), (_NOTE, self._note_font)):
            if font is not None:
                item.setFont(column, font)
        for column in (_DETAIL, _NOTE):
            item.setForeground(column, muted)
        if not row.fits:
            item.setForeground(0, muted)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _VALUE, row.value)
        item.setSizeHint(_NOTE if row.note else _NAME, _ROW)  # of the column that stretches
        for column in (0, _DETAIL, _NOTE):
            item.setToolTip(column, row.tip)
        return item

    def _tell_marked(self, item: QTreeWidgetItem | None) -> None:
        self.marked.emit(None if item is None else item.data(0, _VALUE))

    def _take_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

    def _choose(self, item: QTreeWidgetItem) -> None:
        value: Any = item.data(0, _VALUE)
        if value is not None:
            self.chosen.emit(value)


def _made(entry: str | AnyRow) -> str | SearchRow:
    """Return a heading, or a row that is made by now."""
    return entry.make() if isinstance(entry, LateRow) else entry


def _heading_item(text: str, font: QFont, muted: QColor) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text])
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setFont(0, font)
    item.setForeground(0, muted)
    item.setTextAlignment(0, Qt.AlignmentFlag.AlignBottom)
    item.setSizeHint(0, _HEADING)
    return item


def _blank_icon() -> QIcon:
    """Return what keeps names below each other where only some rows have an icon."""
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)


class SearchPopup(QFrame):
    """A search list that floats over the window until something is chosen or clicked elsewhere.

    Signals:
        closed(): It was shown, and is no longer.
    """

    closed = Signal()

    def __init__(self, placeholder: str, size: QSize, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        self.search = SearchList(placeholder, self)
        self._parts = QVBoxLayout(self)
        self._parts.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        self._parts.addWidget(self.search)
        self.resize(size)

    def add_below(self, part: QWidget) -> None:
        """Put something below the list."""
        self._parts.addWidget(part)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it is gone."""
        super().hideEvent(event)
        self.closed.emit()

    def show_at(self, place: QPoint) -> None:
        """Show the popup with its top left corner at a place of the screen, or near it."""
        room = self.screen().availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = min(place.y(), room.bottom() - self.height())
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self.search.field.setFocus(Qt.FocusReason.PopupFocusReason)
