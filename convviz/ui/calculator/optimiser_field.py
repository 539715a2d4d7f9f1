"""The optimiser that learns a kernel, as its call with a field for each argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from convviz.core.errors import ParameterError
from convviz.core.optimisers import optimiser_types
from convviz.protocol.lesson import learns_kernels
from convviz.ui.calculator.argument_limits import full_argument_hints
from convviz.ui.call_texts import call_summary
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.call_line import CallLine

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


_ANY_WIDTH: Final = 1
"""A long argument in large text is cut off rather than all that stands below it."""


class OptimiserField(QWidget):
    """Reads ``SGD(lr=0.01, momentum=0.0, …)``; its name opens the list of optimisers.

    Attributes:
        call: The optimiser as its call.
        menu: The optimisers to choose from.
        problem: Why torch refuses what stands in the fields; what was shown before goes on.

    Signals:
        edited(Optimiser, str): One that torch accepts, and the argument that was edited.
        chosen(Optimiser): Another kind.
        left(): A field needs the keyboard no longer.
    """

    edited = Signal(object, str)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed: Any = None
        self._shown: Optimiser | None = None  # what torch accepts; what is typed may be refused
        self._hints: dict[type[Optimiser], dict[str, str]] = {}
        self.call = CallLine(self)
        self.call.setAccessibleName(self.tr("The optimiser as its PyTorch call"))
        self.call.set_choosable(choosable=True)
        self.call.name_button.setToolTip(self.tr("Choose another optimiser"))
        self.call.name_button.setAccessibleName(self.tr("Kind of optimiser"))
        self.call.setMinimumWidth(_ANY_WIDTH)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "error")
        self.problem.hide()
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._kinds = QActionGroup(self)
        self.menu.aboutToShow.connect(self.fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self.call)
        layout.addWidget(self.problem)
        self.call.name_pressed.connect(self._open)
        self.call.argument_edited.connect(self._take)
        self.call.argument_invalid.connect(lambda _name, sentence: self._complain(sentence))
        self.call.left.connect(self.left)

    def show_optimiser(self, optimiser: Optimiser) -> None:
        """Show an optimiser that torch accepts, without announcing it."""
        kind = type(optimiser)
        self._typed = self._shown = optimiser
        if kind not in self._hints:
            self._hints[kind] = full_argument_hints(optimiser)
        self.call.discard_unread()
        self.call.set_call(kind.type_name(), layer_arguments(optimiser, self._hints[kind]))
        self.call.set_problems({})
        self._complain("")

    def fill(self) -> None:
        """Offer whatever optimiser moves kernels, with a mark at the one that is shown."""
        self.menu.clear()
        for kind in optimiser_types().values():
            if not learns_kernels(kind):
                continue
            action = self.menu.addAction(kind.type_name())
            action.setToolTip(call_summary(kind))
            action.setCheckable(True)
            action.setChecked(kind is type(self._typed))
            self._kinds.addAction(action)
            action.triggered.connect(lambda _checked=False, kind=kind: self.choose(kind))

    def choose(self, kind: type[Optimiser]) -> None:
        """Take another kind, which keeps what was set of the one before, the learning rate too."""
        if self._shown is not None and kind is not type(self._shown):
            self.chosen.emit(_following(self._shown, kind))
        self.left.emit()

    def _open(self) -> None:
        name = self.call.name_button
        self.menu.popup(name.mapToGlobal(name.rect().bottomLeft() + QPoint(0, SPACING)))

    def _take(self, name: str, value: object) -> None:
        """Announce what the fields hold, once torch accepts all of it together."""
        if self._typed is None:
            return
        self._typed = self._typed.replace(**{name: value})
        try:
            self._typed.check()
        except ParameterError as error:
            sentence = error_sentence(error)
            self.call.set_problems({str(error.facts.get("parameter", name)): sentence})
            self._complain(sentence)
            return
        self.edited.emit(self._typed, name)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def _following(before: Optimiser, kind: type[Optimiser]) -> Optimiser:
    """Return an optimiser of another kind, with those settings of the one before that were set."""
    known, defaults = kind.parameters(), before.defaults()
    kept = {
        name: getattr(before, name)
        for name, described in before.parameters().items()
        if name in known
        and known[name].kind is described.kind
        and defaults.get(name) != getattr(before, name)
    }
    after = kind.new().replace(**kept)
    try:
        after.check()
    except ParameterError:  # what one admits, another may refuse
        return kind.new().replace(lr=before.lr)
    return after
