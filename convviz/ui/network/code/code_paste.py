"""Code that is pasted as a network: which of several is meant, and what was left out of it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSize, Signal

from convviz.core.code.reading import parse_code
from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.ui.error_sentences import error_sentence, notice_text
from convviz.ui.theme import code_font
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.code.networks import CodeNetwork, CodeReading

_SIZE: Final = QSize(460, 300)
_MOST_NOTICES: Final = 3
_LAYERS_NAMED: Final = 4
_PROGRAM: Final = re.compile(
    r"^[ \t]*(class|def|for|while|with|async)\b"  # has to be followed statement by statement
    r"|\A\s*\{",  # a notebook
    re.MULTILINE,
)
"""A text that may hold more than layers."""
_PRINTED: Final = re.compile(r"\s*(?!Sequential\()\w+\(\n +\([\w.]+\): ")
"""A module as torch prints it, of another class than nn.Sequential."""
_FOLLOWED: Final = frozenset(
    {
        *(ErrorCode.CODE_WOULD_RUN, ErrorCode.CODE_NOT_A_LAYER),
        *(ErrorCode.CODE_TAKEN_IN_ORDER, ErrorCode.CODE_PASSED_OVER),
    }
)
"""Why layers alone may be less than the text holds."""


class NetworkChoice(SearchPopup):
    """The networks of a text, of which one is to be chosen; the likely one is marked.

    Signals:
        chosen(CodeNetwork): This one is meant.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Name of the network"), _SIZE, parent)
        self._reading: CodeReading | None = None
        self.search.list.setAccessibleName(self.tr("Networks in the code"))
        self.search.set_detail_font(code_font(0.85))
        self.search.searched.connect(self._fill)
        self.search.chosen.connect(self._choose)

    def names(self) -> list[str]:
        """Return the names that are offered now."""
        return [name for name, _ in self.search.rows()]

    def ask(self, reading: CodeReading, place: QPoint) -> None:
        """Ask which network of a text is meant.

        Args:
            reading: What was read.
            place: The popup's top left corner on the screen.
        """
        self._reading = reading
        self.search.field.clear()
        self._fill("")
        self.show_at(place)

    def _fill(self, text: str) -> None:
        reading = self._reading
        if reading is None:
            return
        wanted = text.strip().casefold()
        heading = self.tr("The code has {count} networks. Which one is meant?")
        sections = {
            heading.format(count=len(reading.networks)): self._rows(reading.networks, wanted),
            self.tr("Parts of them"): self._rows(reading.contained, wanted),
        }
        self.search.show_rows(sections, reading.likely)

    def _rows(self, networks: tuple[CodeNetwork, ...], wanted: str) -> list[SearchRow]:
        return [self._row(network) for network in networks if wanted in network.name.casefold()]

    def _row(self, network: CodeNetwork) -> SearchRow:
        calls = [layer_call(layer) for layer in network.layers]
        note = calls[0] if len(calls) == 1 else self._summary(network)
        place = self.tr("line {line}").format(line=network.line)
        icon = "mdi6.layers-triple-outline" if network.is_sequential else "mdi6.square-outline"
        tip = "\n".join(calls[:_LAYERS_NAMED] + ["…"] * (len(calls) > _LAYERS_NAMED))
        name = network.name or self.tr("without a name")
        return SearchRow(name, place, network, icon, tip=tip, note=note)

    def _summary(self, network: CodeNetwork) -> str:
        names = [layer.type_name() for layer in network.layers[:_LAYERS_NAMED]]
        more = ["…"] if len(network.layers) > _LAYERS_NAMED else []
        text = self.tr("{count} layers: {names}")
        return text.format(count=len(network.layers), names=", ".join(names + more))

    def _choose(self, network: CodeNetwork) -> None:
        self.hide()
        self.chosen.emit(network)


class CodePaste(QObject):
    """Reads pasted code, and asks where it is not clear which network is meant.

    Signals:
        layers_read(tuple, str): The layers and blocks; what was left out, "" for nothing.
        program_found(str): The code is more than layers: it has to be followed.
        failed(str): A sentence on what is wrong with the code.
    """

    layers_read = Signal(tuple, str)
    program_found = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self._reading: CodeReading | None = None

    @cached_property
    def choice(self) -> NetworkChoice:
        """What asks; it is made when something is to be asked."""
        choice = NetworkChoice(self._page)
        choice.chosen.connect(self._read_network)
        return choice

    def read(self, text: str, place: QPoint) -> None:
        """Read code; it is never executed.

        Args:
            text: The code.
            place: Where on the screen to ask.
        """
        if _PRINTED.match(text):
            self.program_found.emit(text)
            return
        try:
            self._reading = parse_code(text)
        except ConvVizError as error:
            if error.code in _FOLLOWED and _PROGRAM.search(text):
                self.program_found.emit(text)
            else:
                self.failed.emit(error_sentence(error))
            return
        if _is_more(text, self._reading):
            self.program_found.emit(text)
            return
        if len(self._reading.networks) == 1:
            self._read_network(self._reading.networks[0])
        else:
            self.choice.ask(self._reading, place)

    def _read_network(self, network: CodeNetwork) -> None:
        notices = () if self._reading is None else self._reading.notices[:_MOST_NOTICES]
        sentences = " ".join(notice_text(notice.code, notice.facts) for notice in notices)
        self.layers_read.emit(network.nodes, sentences)


def _is_more(text: str, reading: CodeReading) -> bool:
    """Return whether a text holds more than the layers that were read of it."""
    if not _PROGRAM.search(text):
        return False
    codes = {notice.code for notice in reading.notices}
    return len(reading.networks) > 1 or bool(codes & _FOLLOWED)
