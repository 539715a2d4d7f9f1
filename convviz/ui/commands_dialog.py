"""The dialog of keys: what can be done here, found by typing and done by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.theme import SPACING, current_palette, ui_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QKeyEvent

    from convviz.ui.commands import Command, Gesture

_SIZE: Final = QSize(560, 640)
_ROW: Final = QSize(0, 24)
_HEADING: Final = QSize(0, 34)
_ACTION: Final = Qt.ItemDataRole.UserRole
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10}


class CommandsDialog(QDialog):
    """Lists commands by menu, then gestures; the keyboard stays in the search field.

    Before anything is typed it shows what has keys, to be learnt; then all that matches.
    """

    def __init__(
        self, commands: Sequence[Command], gestures: Sequence[Gesture], parent: QWidget
    ) -> None:
        """Make the dialog.

        Args:
            commands: What the menus offer.
            gestures: What can be done on the page beside.
            parent: The window.
        """
        super().__init__(parent)
        self._commands, self._gestures = commands, gestures
        self.setWindowTitle(self.tr("Keys and commands"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("What do you want to do?"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._do_current)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.itemActivated.connect(self._do_current)
        columns = self.list.header()
        columns.setStretchLastSection(False)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        self.resize(_SIZE)
        self._fill()

    def shown(self) -> list[tuple[str, str]]:
        """Return the name and the keys of each row that is shown."""
        return [(item.text(0), item.text(1)) for item in self._rows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list while the field has the keyboard."""
        key = Qt.Key(event.key())
        if key in _STEPS or key == Qt.Key.Key_PageUp:
            self._move(_STEPS.get(key, -10))
        else:
            super().keyPressEvent(event)

    def _rows(self) -> list[QTreeWidgetItem]:
        """Return the rows that can be chosen."""
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        selectable = Qt.ItemFlag.ItemIsSelectable
        return [item for item in items if item is not None and item.flags() & selectable]

    def _move(self, by: int) -> None:
        rows, current = self._rows(), self.list.currentItem()
        if rows:
            place = rows.index(current) if current in rows else -1
            self.list.setCurrentItem(rows[min(max(place + by, 0), len(rows) - 1)])

    def _fill(self) -> None:
        self.list.clear()
        words = self.search.text().casefold().split()

        def matches(*texts: str) -> bool:
            text = " ".join(texts).casefold()
            return all(word in text for word in words)

        for menu in dict.fromkeys(command.menu for command in self._commands):
            offered = [
                command
                for command in self._commands
                if command.menu == menu
                and matches(menu, *command.submenus, command.text, command.keys)
                and (words or command.keys)
            ]
            self._add_heading(menu, wanted=bool(offered))
            for command in offered:
                where = command.submenus[-1] if command.submenus else ""
                self._add_row(command.text, command.keys or where, command.action)
        gestures = [each for each in self._gestures if matches(each.text, each.keys)]
        self._add_heading(self.tr("By hand on this page"), wanted=bool(gestures))
        for gesture in gestures:
            self._add_row(gesture.text, gesture.keys)
        if not self._rows():
            self._add_heading(self.tr("Nothing here has such a name or such keys."), wanted=True)
        self._move(1)
        self.list.scrollToTop()

    def _add_heading(self, text: str, *, wanted: bool) -> None:
        if wanted:
            item = QTreeWidgetItem(self.list, [text])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = ui_font(0.9)
            font.setBold(True)
            item.setFont(0, font)
            item.setForeground(0, QColor(current_palette().text_muted))
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignBottom)
            item.setSizeHint(0, _HEADING)

    def _add_row(self, text: str, keys: str, action: QAction | None = None) -> None:
        item = QTreeWidgetItem(self.list, [text, keys])
        item.setData(0, _ACTION, action)
        item.setSizeHint(0, _ROW)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        muted = QColor(current_palette().text_muted)
        item.setForeground(1, muted)
        if action is not None and not action.isEnabled():
            item.setForeground(0, muted)

    def _do_current(self) -> None:
        """Do the current command, if it can be done now; a gesture is only told."""
        item = self.list.currentItem()
        action = None if item is None else item.data(0, _ACTION)
        if action is not None and action.isEnabled():
            self.accept()
            action.trigger()
