"""The owner of what the network page shows: it turns what a person does into edits and choices."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication

from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.editor import NetworkEditor
from convviz.ui.network.edits import steps_of_code
from convviz.ui.network.state import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.advice import AdviceFix
    from convviz.core.network.sequential import NetworkStep
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.document import Document
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.state import NetworkState

_CODE_SHOWN: Final = "network/code_shown"
_FIELD_SHOWN: Final = "network/receptive_field_shown"


class NetworkPresenter(QObject):
    """Holds the state of the page. It knows no widget.

    Signals:
        changed(NetworkState, NetworkState): The state is another one; the second is the one before.
        told(str, str): The level of a notice and its sentence; "" when an earlier one is over.
        opened(int): A layer is to be opened in the calculator, by its row.
        keyboard_wanted(): Something was inserted; the keys of the list of layers are next.
    """

    changed = Signal(object, object)
    told = Signal(str, str)
    opened = Signal(int)
    keyboard_wanted = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = NetworkEditor(store, self)
        self._is_held = False
        self._state = replace(
            state_of(self._editor.network, self._editor.summary),
            shows_code=_is_wanted(_CODE_SHOWN),
            shows_field=_is_wanted(_FIELD_SHOWN),
        )
        store.changed.connect(self._follow_document)

    @property
    def state(self) -> NetworkState:
        """What the page shows now."""
        return self._state

    # What is chosen

    def choose(self, rows: Iterable[int], current: int) -> None:
        """Choose layers.

        Args:
            rows: Their rows, in order.
            current: The one that the keyboard is at; -1 for the one before.
        """
        state = self._state
        self._show(
            replace(
                state,
                selected=tuple(rows),
                current=current if current >= 0 else state.current,
            )
        )

    def select(self, rows: Sequence[int]) -> None:
        """Choose layers, the first of them as the current one."""
        wanted = [row for row in rows if 0 <= row < len(self._state.cards)]
        self.choose(wanted, wanted[0] if wanted else -1)

    def show_code(self) -> None:
        """Show or hide the code."""
        self._show(replace(self._state, shows_code=not self._state.shows_code))
        QSettings("convviz", "convviz").setValue(_CODE_SHOWN, self._state.shows_code)

    def show_field(self) -> None:
        """Show or hide the receptive field."""
        self._show(replace(self._state, shows_field=not self._state.shows_field))
        QSettings("convviz", "convviz").setValue(_FIELD_SHOWN, self._state.shows_field)

    def show_module(self, is_module: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Write the code as an nn.Module, or as an nn.Sequential."""
        self._show(replace(self._state, is_module=is_module))

    # What is done with the chosen layers

    def duplicate(self) -> None:
        """Duplicate the chosen layers."""
        rows = self._state.selected
        if rows:
            self._insert(lambda: self._editor.duplicate(rows))

    def delete(self) -> None:
        """Delete the chosen layers."""
        if self._state.selected:
            with self._one_change():
                self.select(self._editor.delete(self._state.selected))

    def move_up(self) -> None:
        """Move the chosen layers one place up."""
        self._nudge(-1)

    def move_down(self) -> None:
        """Move the chosen layers one place down."""
        self._nudge(1)

    def move(self, rows: Sequence[int], target: int) -> None:
        """Move layers to before the layer that is now in row `target`."""
        with self._one_change():
            self.select(self._editor.move(rows, target))

    def toggle(self) -> None:
        """Enable or disable the chosen layers."""
        if self._state.selected:
            self._editor.toggle(self._state.selected)

    def toggle_row(self, row: int) -> None:
        """Enable or disable one layer, chosen or not."""
        self._editor.toggle([row])

    def copy(self) -> None:
        """Copy the chosen layers as code."""
        calls = [f"nn.{layer_call(card.layer)},\n" for card in self._state.chosen_cards]
        if calls:
            QGuiApplication.clipboard().setText("".join(calls))

    def set_parameter(self, name: str, value: object) -> None:
        """Set a parameter of the chosen layers by hand."""
        self._editor.set_parameter(self._state.selected, name, value)

    def set_follows(self, name: str, follows: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Let a parameter of the chosen layers follow the layer before, or no longer."""
        self._editor.set_follows(self._state.selected, name, follows=follows)

    def open_in_calculator(self) -> None:
        """Ask for the chosen layer to be opened in the calculator."""
        if self._state.can_open:
            self.opened.emit(self._state.shown_row)

    # What is done with the network

    def set_input_shape(self, shape: Shape) -> None:
        """Give the network another input."""
        self._editor.set_input_shape(shape)

    def insert(self, steps: Sequence[NetworkStep]) -> None:
        """Insert steps behind the chosen ones."""
        row = self._state.insert_row
        self._insert(lambda: self._editor.insert(row, steps))
        self.keyboard_wanted.emit()

    def insert_code(self, layers: tuple[Layer, ...], left_out: str) -> None:
        """Insert layers that were read from code.

        Args:
            layers: The layers.
            left_out: Sentences on what of the code was left out; "" for none.
        """
        state = self._state
        steps = steps_of_code(layers, state.shape_before_insert)
        self.told.emit("", "")
        is_done = not steps or self._insert(lambda: self._editor.insert(state.insert_row, steps))
        if left_out and is_done:
            self.told.emit("info", left_out)
        self.keyboard_wanted.emit()

    def mend(self, fix: Remedy) -> None:
        """Apply a fix of the layer that fails."""
        self._insert(lambda: self._editor.mend(fix))

    def follow_advice(self, fix: AdviceFix) -> None:
        """Insert what was advised."""
        self._insert(lambda: self._editor.follow(fix))

    def hide_advice(self, code: str) -> None:
        """Advise of something no more in this document."""
        self._editor.hide_advice(code)

    def tell_error(self, sentence: str) -> None:
        """Say what could not be done."""
        self.told.emit("error", sentence)

    def _insert(self, edit: Callable[[], range | None]) -> bool:
        """Choose what an edit inserts; where the network would be too long, say so.

        Returns:
            Whether it was done.
        """
        try:
            with self._one_change():
                rows = edit()
                if rows is not None:
                    self.select(rows)
        except ConvVizError as error:
            self.tell_error(error_sentence(error))
            return False
        self.told.emit("", "")
        return True

    def _nudge(self, by: int) -> None:
        if self._state.selected:
            with self._one_change():
                self.select(self._editor.nudge(self._state.selected, by))

    def _follow_document(self, document: Document) -> None:
        """Show the network of a document; an edit of something else changes nothing here."""
        if document.network is not self._state.network:
            self._show(state_of(document.network, self._editor.summary, self._state))

    def _show(self, state: NetworkState) -> None:
        before, self._state = self._state, state
        if state != before and not self._is_held:
            self.changed.emit(state, before)

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        """Show an edit and what is chosen after it at once: a page is drawn once, not twice."""
        before, self._is_held = self._state, True
        try:
            yield
        finally:
            self._is_held = False
            if self._state != before:
                self.changed.emit(self._state, before)


def _is_wanted(name: str) -> bool:
    wanted: Any = QSettings("convviz", "convviz").value(name, True, type=bool)  # noqa: FBT003 - Qt's
    return bool(wanted)
