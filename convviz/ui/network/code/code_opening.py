"""Networks from files of code and pasted programs: read beside the window, then asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.protocol.messages.code import OpenCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.code.code_choosing import CodeChoosing
from convviz.ui.network.code.code_form import first_form
from convviz.ui.network.code.code_form_texts import notice_lines
from convviz.ui.network.code.code_reader import CodeReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from convviz.core.layers import Shape
    from convviz.protocol.messages.code import CodeOpened
    from convviz.protocol.messages.common import Problem
    from convviz.ui.network.code.code_dialog import CodeDialog
    from convviz.ui.network.code.code_form import CodeForm

_SAY_AFTER_MS: Final = 500
"""What is read sooner needs no word."""


class CodeOpening(QObject):
    """Reads code and asks what is not clear.

    Attributes:
        reader: What reads.
        dialog: The form, while it is shown.
        choosing: Its state, while there is one.

    Signals:
        opened(Network, str, str): A network is to replace the page's; the file's name; sentences
            on what was left out, "" for nothing.
        layers_read(tuple, str): Layers and blocks are to be inserted; likewise.
        told(str, str): The level of a notice and its sentence; "" when an earlier one is over.
    """

    opened = Signal(object, str, str)
    layers_read = Signal(tuple, str)
    told = Signal(str, str)

    def __init__(
        self,
        page: QWidget,
        shape_before_insert: Callable[[], Shape],
        reader: CodeReader | None = None,
    ) -> None:
        """Prepare; nothing is started.

        Args:
            page: Over which the form is shown.
            shape_before_insert: Returns the shape that enters layers that are inserted.
            reader: What reads; None for a helper process.
        """
        super().__init__(page)
        self._page = page
        self._shape_before_insert = shape_before_insert
        self.reader = reader or CodeReader(self)
        self.dialog: CodeDialog | None = None
        self.choosing: CodeChoosing | None = None
        self._slow = QTimer(self, singleShot=True, interval=_SAY_AFTER_MS)
        self._slow.timeout.connect(lambda: self.told.emit("info", self.tr("Reading the code…")))

    def open_file(self, path: Path) -> None:
        """Read a file of code or a notebook, and ask which of its networks is meant."""
        self._end()
        self._slow.start()
        reply = self.reader.ask(self, OpenCode(path=str(path)))
        reply.answered.connect(lambda opened: self._ask_about(first_form(path.name, opened)))
        reply.failed.connect(lambda problem: self._on_file_failed(path.name, problem))

    def insert_text(self, text: str) -> None:
        """Read a pasted program, and ask which of its networks is meant where that is not clear."""
        self._end()
        self._slow.start()
        reply = self.reader.ask(self, OpenCode(text=text))
        reply.answered.connect(self._on_text_opened)
        reply.failed.connect(self._on_failed)

    def _on_text_opened(self, opened: CodeOpened) -> None:
        shape = self._shape_before_insert()
        form = first_form("", opened, shape=shape, is_inserted=True)
        if len(opened.choices) > 1 or form.network.needs:
            self._ask_about(form)
            return
        self.choosing = CodeChoosing(form, self.reader, self)
        self.choosing.changed.connect(self._insert_or_ask)

    def _insert_or_ask(self, form: CodeForm) -> None:
        """Insert the only network at once, if nothing had to be guessed for it."""
        if form.is_reading or self.choosing is None:
            return
        self.choosing.changed.disconnect(self._insert_or_ask)
        if form.problem is not None:
            self._on_failed(form.problem)
        elif form.asks_nothing and form.can_accept:
            self._take(form)
        else:
            self._show_dialog(self.choosing)

    def _ask_about(self, form: CodeForm) -> None:
        self._show_dialog(CodeChoosing(form, self.reader, self))

    def _show_dialog(self, choosing: CodeChoosing) -> None:
        from convviz.ui.network.code.code_dialog import CodeDialog  # keeps the start fast

        self.choosing = choosing
        self.dialog = CodeDialog(choosing, self._page)
        self.dialog.accepted.connect(lambda: self._take(choosing.form))
        self.dialog.rejected.connect(self._end)
        self._slow.stop()
        self.told.emit("", "")
        self.dialog.open()

    def _take(self, form: CodeForm) -> None:
        read = form.read
        if read is None:
            return
        left_out = " ".join(notice_lines((*form.opened.notices, *read.built.notices)))
        self._end()
        if form.is_inserted:
            self.layers_read.emit(read.nodes, left_out)
        else:
            self.opened.emit(read.network, form.source, left_out)

    def _on_file_failed(self, name: str, problem: Problem) -> None:
        self._end()
        text = self.tr("{name} was not opened. {reason}")
        reason = error_sentence(problem.error())
        self.told.emit("error", text.format(name=name, reason=reason))

    def _on_failed(self, problem: Problem) -> None:
        self._end()
        self.told.emit("error", error_sentence(problem.error()))

    def _end(self) -> None:
        """End the helper and what was asked; a form that is shown goes by itself."""
        self._slow.stop()
        choosing, self.choosing, self.dialog = self.choosing, None, None
        if choosing is not None:
            choosing.end()
            choosing.deleteLater()
        self.reader.end()
