"""The dialog of keys: what can be done here, found by typing and done by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from convviz.ui.theme import SPACING
from convviz.ui.widgets.search_list import SearchList, SearchRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.commands import Gesture, MenuCommand

_SIZE: Final = QSize(560, 640)


class CommandsDialog(QDialog):
    """Lists commands by menu, then gestures.

    Before anything is typed it shows what has keys, to be learnt; then all that matches.
    """

    def __init__(
        self, commands: Sequence[MenuCommand], gestures: Sequence[Gesture], parent: QWidget
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
        self.search = SearchList(self.tr("Search for a command"), self)
        self.search.list.setAccessibleName(self.tr("Commands"))
        self.search.searched.connect(self._fill)
        self.search.chosen.connect(self._do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.addWidget(self.search)
        self.resize(_SIZE)
        self._fill("")

    def _fill(self, text: str) -> None:
        words = text.casefold().split()

        def matches(*texts: str) -> bool:
            joined = " ".join(texts).casefold()
            return all(word in joined for word in words)

        sections: dict[str, list[SearchRow]] = {}
        for command in self._commands:
            place = (command.menu, *command.submenus)
            if matches(*place, command.text, command.keys) and (words or command.keys):
                sections.setdefault(command.menu, []).append(_row(command))
        gestures = [each for each in self._gestures if matches(each.text, each.keys)]
        if gestures:
            name = self.tr("Mouse and keyboard on this page")
            sections[name] = [SearchRow(gesture.text, gesture.keys) for gesture in gestures]
        nothing = self.tr("No command has this name or these keys.")
        self.search.show_problem("" if sections else nothing)
        self.search.show_rows(sections)

    def _do(self, command: Any) -> None:  # noqa: ANN401 - a MenuCommand through a signal
        """Do a command, if it can be done now."""
        if command.action.isEnabled():
            self.accept()
            command.action.trigger()


def _row(command: MenuCommand) -> SearchRow:
    where = command.submenus[-1] if command.submenus else ""
    return SearchRow(command.text, command.keys or where, command, fits=command.action.isEnabled())
