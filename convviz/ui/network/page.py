"""The network page: layers as cards with the shapes between them, a form, the code, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.core.remedies import sequential_remedies
from convviz.core.shown_layers import is_shown
from convviz.core.torch_code import layer_call
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.add_layer_popup import AddLayerPopup
from convviz.ui.network.advice_bar import AdviceBar
from convviz.ui.network.card_model import Card, CardState, cards_of
from convviz.ui.network.code_panel import CodePanel
from convviz.ui.network.code_paste import CodePaste
from convviz.ui.network.editor import NetworkEditor
from convviz.ui.network.edits import steps_of_code
from convviz.ui.network.gestures import network_gestures
from convviz.ui.network.layer_form import LayerForm
from convviz.ui.network.layers_panel import LayersPanel
from convviz.ui.network.page_actions import NetworkActions
from convviz.ui.network.panels import NetworkPanels
from convviz.ui.network.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.network.texts import failure_sentence
from convviz.ui.network.totals_bar import TotalsBar
from convviz.ui.widgets.labels import EmptyState
from convviz.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QShowEvent

    from convviz.core.layers import Layer
    from convviz.core.remedies import Remedy
    from convviz.core.sequential import LayerFailure
    from convviz.protocol.document import Document, Network
    from convviz.ui.commands import Gesture
    from convviz.ui.document_store import DocumentStore


class NetworkPage(QWidget):
    """The page.

    Signals:
        open_in_calculator(int): A layer is to be opened in the calculator, by its number.
    """

    open_in_calculator = Signal(int)

    def __init__(self, store: DocumentStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = NetworkEditor(store, self)
        self._network: Network | None = None
        self._row = 0
        self._fixes: tuple[Remedy, ...] = ()
        self._actions = NetworkActions(self)
        self.layers = LayersPanel(self._actions, self)
        self.form = LayerForm(self)
        self.code = CodePanel(self)
        self._actions.name_keys(self.form, self.code)
        self.field = ReceptiveFieldPanel(self)
        self.totals = TotalsBar(self)
        self.advice = AdviceBar(self)
        self.notice = Notice(self)
        self._popup = AddLayerPopup(self)
        self.paste_reader = CodePaste(self)
        self._nothing = EmptyState(self.tr("No layer chosen"), parent=self)
        self._middle = QStackedWidget(self)
        self._assemble()
        self._connect(store)
        for action in self._actions.of_page:
            self.addAction(action)
        self._show(store.document)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list of layers the keyboard, so that its keys work at once."""
        super().showEvent(event)
        holder = QApplication.focusWidget()
        if holder is None or not self.isAncestorOf(holder):
            self.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def actions(self) -> list[QAction]:
        """Return the page's actions, for its menu."""
        return self._actions.menu()

    def gestures(self) -> list[Gesture]:
        """Return what can be done beside, for the dialog of keys."""
        return network_gestures()

    @property
    def popup(self) -> AddLayerPopup:
        """What offers layers to add."""
        return self._popup

    def open_add_popup(self) -> None:
        """Offer the layers that can be added behind the current one."""
        self._popup.open_at(self._popup_place(), self._editor.shape_before(self._insert_row()))

    def _popup_place(self) -> QPoint:
        """Return where popups about layers open, beside the cards."""
        return self.layers.mapToGlobal(QPoint(self.layers.width() - 8, 48))

    def duplicate(self) -> None:
        """Duplicate the selected layers."""
        rows = self.layers.cards.selected_rows()
        if rows:
            self._insert_or_tell(lambda: self._editor.duplicate(rows))

    def delete(self) -> None:
        """Delete the selected layers."""
        rows = self.layers.cards.selected_rows()
        if rows:
            self.layers.cards.select(self._editor.delete(rows))

    def move_up(self) -> None:
        """Move the selected layers one place up."""
        self._nudge(-1)

    def move_down(self) -> None:
        """Move the selected layers one place down."""
        self._nudge(1)

    def toggle(self) -> None:
        """Enable or disable the selected layers."""
        rows = self.layers.cards.selected_rows()
        if rows:
            self._editor.toggle(rows)

    def copy(self) -> None:
        """Copy the selected layers as code."""
        cards = self.layers.cards.cards
        calls = [f"nn.{layer_call(cards[row].layer)}," for row in self.layers.cards.selected_rows()]
        if calls:
            QGuiApplication.clipboard().setText("\n".join(calls) + "\n")

    def paste(self) -> None:
        """Insert the layers that the clipboard's code names; it is never executed."""
        self.paste_reader.read(QGuiApplication.clipboard().text(), self._popup_place())

    def copy_code(self) -> None:
        """Copy the network's code."""
        self.code.copy()

    def show_code(self) -> None:
        """Show or hide the code, as the action says."""
        self._panels.update_shown()

    def show_field(self) -> None:
        """Show or hide the receptive field, as the action says."""
        self._panels.update_shown()
        self._show_current_field()

    def take_keyboard(self) -> None:
        """Have the keys of the list of layers work."""
        self.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit_parameters(self) -> None:
        """Give the form of the current layer the keyboard."""
        self.form.focus_first_field()

    def open_current_in_calculator(self) -> None:
        """Ask for the chosen layer to be opened in the calculator."""
        card, rows = self._current_card(), self.layers.cards.selected_rows()
        if len(rows) == 1 and card is not None and _can_open(card):
            self.open_in_calculator.emit(rows[0])

    def choose_layer(self, row: int) -> None:
        """Choose a layer and give the list the keyboard."""
        self.layers.cards.select([row])
        self.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _assemble(self) -> None:
        self._middle.addWidget(self.form)
        self._middle.addWidget(self._nothing)
        left = (self.layers, self._middle)
        self._panels = NetworkPanels(left, self.code, self.field, self._actions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addWidget(self.notice)
        layout.addLayout(holder)
        layout.addWidget(self._panels, 1)
        layout.addWidget(self.advice)
        layout.addWidget(self.totals)

    def _connect(self, store: DocumentStore) -> None:
        store.changed.connect(self._show)
        cards = self.layers.cards
        cards.chosen.connect(self._show_current)
        cards.moved.connect(lambda rows, target: cards.select(self._editor.move(rows, target)))
        cards.toggled.connect(lambda row: self._editor.toggle([row]))
        self.layers.input_edited.connect(self._editor.set_input_shape)
        self.layers.input_field.left.connect(cards.setFocus)
        self.layers.failure.fix_wanted.connect(
            lambda fix: self._insert_or_tell(lambda: self._editor.mend(fix))
        )
        self.form.parameter_edited.connect(self._set_parameter)
        self.form.follow_toggled.connect(self._set_follows)
        self.form.enabled_toggled.connect(
            lambda: self._editor.toggle(self.layers.cards.selected_rows())
        )
        self.form.calculator_wanted.connect(self.open_current_in_calculator)
        self.code.layer_clicked.connect(lambda row: cards.select([row]))
        self._popup.chosen.connect(self._insert)
        self.advice.fix_wanted.connect(
            lambda fix: self._insert_or_tell(lambda: self._editor.follow(fix))
        )
        self.advice.dismissed.connect(self._editor.hide_advice)
        self.paste_reader.layers_read.connect(self._insert_code)
        self.paste_reader.failed.connect(
            lambda sentence: self.notice.show_notice("error", sentence)
        )
        self.layers.empty.button.clicked.connect(self.open_add_popup)

    def _show(self, document: Document) -> None:
        """Show the network of a document; an edit of something else changes nothing here."""
        if document.network is self._network:
            return
        self._network = document.network
        network, summary = document.network, self._editor.summary
        result = summary.result
        if result.failure is not None:
            steps, shape = network.steps, network.input_shape
            self._fixes = sequential_remedies(steps, shape, result.failure)
            self.layers.failure.show_failure(result.failure, self._fixes)
        self.layers.show_network(network.input_shape, cards_of(network.steps, summary))
        self.code.show_network(network.steps, result)
        self.totals.show_totals(network.steps, summary)
        self._nothing.set_texts(self.tr("No layer chosen") if network.steps else "")
        self.advice.show_advice(network.steps, self._editor.advice())
        if self.layers.cards.current_row() < 0 and network.steps:
            self.layers.cards.select([min(self._row, len(network.steps) - 1)])
        self._show_current()

    def _show_current(self) -> None:
        cards, card = self.layers.cards, self._current_card()
        self._middle.setCurrentWidget(self._nothing if card is None else self.form)
        rows = cards.selected_rows()
        self._actions.update_enabled(
            selected=len(rows),
            can_open=len(rows) == 1 and card is not None and _can_open(card),
            first=bool(rows) and rows == list(range(len(rows))),
            last=bool(rows) and rows[0] == len(cards.cards) - len(rows),
        )
        self.code.mark_layers(rows)
        self._show_current_field()
        if card is None:
            return
        self._row = self._shown_row()
        if len(rows) > 1:
            self.form.show_several([cards.cards[row] for row in rows])
            return
        failure = self._editor.result.failure
        if card.state is CardState.FAILS and failure is not None:
            guilty = _guilty_parameter(failure, self._fixes)
            self.form.show_card(card, failure_sentence(failure), guilty)
        else:
            self.form.show_card(card)

    def _show_current_field(self) -> None:
        """Show the receptive field of the current layer, unless it is hidden."""
        row = self._shown_row()
        if not self._actions.show_field.isChecked():
            return
        if row < 0:
            self.field.show_no_layer()
        else:
            self.field.show_row(self._editor.summary, row)

    def _current_card(self) -> Card | None:
        row = self._shown_row()
        return self.layers.cards.cards[row] if row >= 0 else None

    def _shown_row(self) -> int:
        """Return which of the chosen layers is shown: the current one, or the first; -1: none."""
        rows, row = self.layers.cards.selected_rows(), self.layers.cards.current_row()
        return row if row in rows else min(rows, default=-1)

    def _insert_row(self) -> int:
        """Return before which row new layers go: behind the selected ones, or at the end."""
        rows = self.layers.cards.selected_rows()
        return max(rows) + 1 if rows else len(self._editor.steps)

    def _insert_code(self, layers: tuple[Layer, ...], told: str) -> None:
        """Insert layers that were read from code, and say what was left out."""
        row = self._insert_row()
        steps = steps_of_code(layers, self._editor.shape_before(row))
        self.notice.clear()
        if steps:
            self._insert_or_tell(lambda: self._editor.insert(row, steps))
        if told and self.notice.isHidden():
            self.notice.show_notice("info", told)
        self.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, steps: list[object]) -> None:
        row = self._insert_row()
        self._insert_or_tell(lambda: self._editor.insert(row, steps))  # type: ignore[arg-type]
        self.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert_or_tell(self, insert: Callable[[], range | None]) -> None:
        """Select what is inserted; where the network would be too long, say so."""
        try:
            rows = insert()
        except ConvVizError as error:
            self.notice.show_notice("error", error_sentence(error))
            return
        self.notice.clear()
        if rows is not None:
            self.layers.cards.select(rows)

    def _nudge(self, by: int) -> None:
        rows = self.layers.cards.selected_rows()
        if rows:
            self.layers.cards.select(self._editor.nudge(rows, by))

    def _set_parameter(self, name: str, value: object) -> None:
        self._editor.set_parameter(self.layers.cards.selected_rows(), name, value)

    def _set_follows(self, name: str, follows: bool) -> None:  # noqa: FBT001 - a signal's slot
        self._editor.set_follows(self.layers.cards.selected_rows(), name, follows=follows)


def _guilty_parameter(failure: LayerFailure, fixes: tuple[Remedy, ...]) -> str:
    """Return the parameter that an error names, or whose change would mend it; "" for none."""
    known, facts = failure.layer.parameters(), failure.error.facts
    named = [str(facts.get("parameter")), *facts, *(fix.parameter for fix in fixes)]
    return next((name for name in named if name in known), "")


def _can_open(card: Card) -> bool:
    """Return whether the calculator can show a layer."""
    return is_shown(card.plain) and card.input_shape is not None
