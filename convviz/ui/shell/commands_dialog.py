"""The dialog of keys: what can be done here, found by typing and done by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from convviz.core.layer_meanings import is_nearly, meaning_rank, misspelt_rank
from convviz.core.shown_layers import offered_types
from convviz.core.torch_names import bare_name, meant_class, not_shown
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_texts import FAMILY_ICONS, family_text
from convviz.ui.theme import SPACING
from convviz.ui.widgets.search_list import SearchList, SearchRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.ui.commands import Gesture, MenuCommand

_SIZE: Final = QSize(560, 640)
_MOST_LAYERS: Final = 8
_LEAST_LETTERS: Final = 3
"""A letter or two are in the names of too many layers."""


class CommandsDialog(QDialog):
    """Lists commands by menu, then gestures.

    Before anything is typed it shows what has keys, to be learnt; then all that matches, and layers
    that are called so. Where nothing matches, what is spelt nearly so.

    Signals:
        layer_chosen(type): A layer, a loss or an optimiser, to be opened in the calculator.
    """

    layer_chosen = Signal(object)

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
        sections = self._found(words, _stands_in) | self._layers(text, meaning_rank)
        if not sections:
            sections = self._found(words, _is_nearly_in) | self._layers(text, misspelt_rank)
        nothing = self.tr("No command and no layer has this name or these keys.")
        self.search.show_problem("" if sections else nothing)
        self.search.show_rows(sections)

    def _found(
        self, words: Sequence[str], holds: Callable[[str, str], bool]
    ) -> dict[str, list[SearchRow]]:
        """Return the commands and gestures in whose texts all words stand, by their headings.

        Args:
            words: What was typed, in small letters.
            holds: Whether a word stands in a text.
        """

        def matches(*texts: str) -> bool:
            joined = " ".join(texts).casefold()
            return all(holds(word, joined) for word in words)

        sections: dict[str, list[SearchRow]] = {}
        for command in self._commands:
            place = (command.menu, *command.submenus)
            if matches(*place, command.text, command.keys) and (words or command.keys):
                sections.setdefault(command.menu, []).append(_row(command))
        gestures = [each for each in self._gestures if matches(each.text, each.keys)]
        if gestures:
            name = self.tr("Mouse and keyboard on this page")
            sections[name] = [SearchRow(gesture.text, gesture.keys) for gesture in gestures]
        return sections

    def _layers(
        self, text: str, rank_of: Callable[[str, str], tuple[int, int] | None]
    ) -> dict[str, list[SearchRow]]:
        """Return the layers that are called as was typed, the likeliest first, if not by a letter.

        Args:
            text: What was typed.
            rank_of: How well a layer's name answers to it.
        """
        if not text.strip() or (text.isascii() and len(text) < _LEAST_LETTERS):
            return {}
        text = bare_name(text)
        ranked = [(rank_of(kind.type_name(), text), kind) for kind in offered_types()]
        found = sorted((rank, kind.type_name(), kind) for rank, kind in ranked if rank is not None)
        rows = [
            SearchRow(name, family_text(kind.family), kind, FAMILY_ICONS[kind.family])
            for _, name, kind in found[:_MOST_LAYERS]
        ]
        rows = _not_shown(text) + rows
        return {self.tr("Open in the calculator"): rows} if rows else {}

    def _do(self, chosen: Any) -> None:  # noqa: ANN401 - a MenuCommand or a type through a signal
        """Do a command, if it can be done now, or tell which layer is wanted."""
        if isinstance(chosen, type):
            self.accept()
            self.layer_chosen.emit(chosen)
        elif chosen.action.isEnabled():
            self.accept()
            chosen.action.trigger()


def _not_shown(text: str) -> list[SearchRow]:
    """Return the class of torch that was typed to the last letter, if it does not open here."""
    name = meant_class(text)
    reason = None if name in {kind.type_name() for kind in offered_types()} else not_shown(name)
    if reason is None:
        return []
    sentence = error_sentence(reason)
    return [SearchRow(name, fits=False, tip=sentence, note=sentence)]


def _stands_in(word: str, text: str) -> bool:
    return word in text


def _is_nearly_in(word: str, text: str) -> bool:
    return any(word in part or is_nearly(word, part) for part in text.split())


def _row(command: MenuCommand) -> SearchRow:
    where = command.submenus[-1] if command.submenus else ""
    return SearchRow(command.text, command.keys or where, command, fits=command.action.isEnabled())
