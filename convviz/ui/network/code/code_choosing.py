"""The owner of the form for code: it asks the reader after each decision, and knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.protocol.messages.common import Problem
from convviz.ui.network.code.code_form import (
    CodeForm,
    ReadCode,
    with_answer,
    with_network,
    with_problem,
    with_read,
    with_shape,
)

if TYPE_CHECKING:
    from convviz.core.layers import Shape
    from convviz.protocol.messages.code import BuildNetwork, NetworkBuilt
    from convviz.ui.network.code.code_reader import CodeReader
    from convviz.ui.processes.reply import Reply


class CodeChoosing(QObject):
    """Holds the form's state.

    One request is with the reader at a time; what is decided meanwhile is asked after it, the last
    decision alone.

    Signals:
        changed(CodeForm): The form is another.
    """

    changed = Signal(object)

    def __init__(self, form: CodeForm, reader: CodeReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._reader = reader
        self._asked: BuildNetwork | None = None
        self._reply: Reply | None = None
        self._ask()

    @property
    def form(self) -> CodeForm:
        """The form as it is."""
        return self._form

    def choose(self, name: str) -> None:
        """Choose a network."""
        self._decide(with_network(self._form, name))

    def answer(self, name: str, text: str) -> None:
        """Give a parameter a value."""
        self._decide(with_answer(self._form, name, text))

    def set_shape(self, shape: Shape) -> None:
        """Give the shape of the input."""
        self._decide(with_shape(self._form, shape))

    def end(self) -> None:
        """Ask no more."""
        if self._reply is not None:
            self._reply.cancel()
        self._reply = None

    def _decide(self, form: CodeForm) -> None:
        if form is self._form:
            return
        self._show(form)
        if self._asked is None:
            self._ask()

    def _ask(self) -> None:
        self._asked = self._form.request
        self._reply = self._reader.ask(self, self._asked)
        self._reply.answered.connect(self._on_built)
        self._reply.failed.connect(self._on_failed)

    def _on_built(self, built: NetworkBuilt) -> None:
        if self._is_wanted():
            try:
                self._show(with_read(self._form, ReadCode.of(built)))
            except ConvVizError as error:
                self._show(with_problem(self._form, Problem.of(error)))

    def _on_failed(self, problem: Problem) -> None:
        if self._is_wanted():
            self._show(with_problem(self._form, problem))

    def _is_wanted(self) -> bool:
        """Return whether an answer is of what is wanted now; else ask for that."""
        asked, self._asked = self._asked, None
        self._reply = None
        if asked == self._form.request:
            return True
        self._ask()
        return False

    def _show(self, form: CodeForm) -> None:
        self._form = form
        self.changed.emit(form)
