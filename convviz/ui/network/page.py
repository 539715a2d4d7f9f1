"""The network page: layers as cards with the shapes between them, a form, the code, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from convviz.ui.network.advice_bar import AdviceBar
from convviz.ui.network.cards.add_layer_popup import LayerAdding
from convviz.ui.network.maps.maps_looker import MapsLooker
from convviz.ui.network.page_actions import network_actions
from convviz.ui.network.panels import NetworkPanels
from convviz.ui.network.presenter import NetworkPresenter
from convviz.ui.network.totals_bar import TotalsBar
from convviz.ui.network.weights_actions import weights_actions
from convviz.ui.template_choice import TemplateChooser
from convviz.ui.template_texts import template_name
from convviz.ui.theme import SPACING
from convviz.ui.widgets.notice import Notice, NoticeAction, NoticeRoom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from convviz.protocol.network_templates import NetworkTemplate
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.cards.add_layer_popup import AddLayerPopup
    from convviz.ui.network.code.code_opening import CodeOpening
    from convviz.ui.network.code.code_panel import CodePanel
    from convviz.ui.network.field.receptive_field_panel import ReceptiveFieldPanel
    from convviz.ui.network.state import NetworkState, View


class NetworkPage(QWidget):
    """The page: it puts its parts together, and holds nothing.

    Attributes:
        presenter: Holds what is shown, and hears what a person does.
        page_actions: What can be done here.
        templates: Offers whole networks.
        panels: The layers, a view of the whole network, the form of what is chosen.
        notice: What could not be done.
        maps: Asks for what the network makes of a picture.

    Signals:
        open_in_calculator(int): A layer is to be opened in the calculator, by its number.
        gradient_opened(int, TraceGradients): Likewise, with the gradient of its output.
        weights_to_load(Path): The network is to have the weights of a file.
        weights_to_save(Path): Its trained weights are to be written into a file.
        onnx_to_write(Path): The network is to be written as an ONNX file.
        program_to_open(Path): The network of a .pt2 file is to be here.
    """

    open_in_calculator = Signal(int)
    gradient_opened = Signal(int, object)
    weights_to_load = Signal(object)
    weights_to_save = Signal(object)
    onnx_to_write = Signal(object)
    program_to_open = Signal(object)

    def __init__(
        self,
        store: DocumentStore,
        parent: QWidget | None = None,
        *,
        maps: MapsLooker | None = None,
    ) -> None:
        """Put the page together.

        Args:
            store: The document.
            parent: The parent.
            maps: Asks for what the network makes of a picture; None for nobody to ask.
        """
        super().__init__(parent)
        self.maps = maps or MapsLooker(store, None, parent=self)
        self.presenter = NetworkPresenter(store, self)
        self._adding = LayerAdding(self.presenter, self)
        self.panels = NetworkPanels(store, self.presenter, self.maps, self)
        self.totals = TotalsBar(self)
        self.advice = AdviceBar(self)
        self.notice = Notice(self)
        self.templates = TemplateChooser(store, self)
        self.page_actions = network_actions(
            self, self.presenter, self._adding, self.panels, self.templates
        )
        files = (self.weights_to_load, self.weights_to_save, self.onnx_to_write)
        for action in weights_actions(self, *(signal.emit for signal in files)):
            self.page_actions.add(action)
        for looker in (self.maps, self.panels.graph):
            looker.changed.connect(self.page_actions.refresh)
        self.panels.layers.show_actions(self.page_actions)
        self.panels.views.show_actions(self.page_actions)
        self._adding.stand_beside(self.panels.layers)
        self.layers, self.form = self.panels.layers, self.panels.form
        self.paste_reader = self._adding.reader
        self._known_edits = store.undo_stack.index()
        store.undo_stack.indexChanged.connect(self._on_history)
        self._assemble()
        self._connect()
        self._show_state(self.presenter.state, None)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list of layers the keyboard, so that its keys work at once."""
        super().showEvent(event)
        holder = QApplication.focusWidget()
        if holder is None or not self.isAncestorOf(holder):
            self.take_keyboard()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Go on as the page is read, whatever was built when."""
        self.panels.arrange_tab((self.notice,), (self.advice, self.totals))
        return super().focusNextPrevChild(forward)

    @property
    def popup(self) -> AddLayerPopup:
        """Offers layers to add."""
        return self._adding.popup

    @property
    def code(self) -> CodePanel:
        """The network as code."""
        return self.panels.code

    @property
    def field(self) -> ReceptiveFieldPanel:
        """The receptive field of the chosen layer."""
        return self.panels.field

    def show_view(self, view: View) -> None:
        """Show another view of the whole network."""
        self.presenter.show_view(view)

    @property
    def code_opening(self) -> CodeOpening:
        """What reads files of code and pasted programs."""
        return self._adding.code

    def open_code(self, path: Path) -> None:
        """Offer the networks of a file of code in the place of this one."""
        self.code_opening.open_file(path)

    def take_keyboard(self) -> None:
        """Have the keys of the list of layers work."""
        self.panels.layers.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Show a network that is new here from its top."""
        self.presenter.begin()

    def offer_by_order(self, sentence: str, take: Callable[[], None]) -> None:
        """Offer to take weights by the order of their tensors.

        Args:
            sentence: Why they are not taken by their names.
            take: Takes them.
        """
        action = NoticeAction(self.tr("Take them by their order"), take)
        self.notice.show_notice("warning", sentence, [action])

    def choose_layer(self, number: int) -> None:
        """Choose a layer by its number, and give the list the keyboard."""
        self.presenter.choose_numbers([number])
        self.take_keyboard()

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        margins = QMargins(3 * SPACING, 2 * SPACING, 3 * SPACING, 2 * SPACING)
        layout.addWidget(NoticeRoom(self.notice, margins))
        layout.addWidget(self.panels, 1)
        layout.addWidget(self.advice)
        layout.addWidget(self.totals)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self._show_state)
        presenter.told.connect(self.notice.say)
        presenter.opened.connect(self._open)
        presenter.keyboard_wanted.connect(self.take_keyboard)
        presenter.begun.connect(self.panels.layers.cards.scrollToTop)
        self.advice.fix_wanted.connect(presenter.follow_advice)
        self.advice.dismissed.connect(presenter.hide_advice)
        self.advice.layers_wanted.connect(presenter.choose_numbers)
        self.panels.layers.empty.button.clicked.connect(self._adding.open_popup)
        self.templates.taken.connect(self._show_template)

    def _open(self, number: int) -> None:
        """Ask for a layer in the calculator; with its gradient, where these are looked at."""
        traced = self.panels.graph.shown_request
        if traced is not None:
            self.gradient_opened.emit(number, traced)
        else:
            self.open_in_calculator.emit(number)

    def _show_template(self, template: NetworkTemplate) -> None:
        """Begin at its top; say what was put in, and where its training settings are."""
        self.presenter.begin()
        if not template.is_for_training:
            text = self.tr("{template} is here. Undo brings back what was here.")
            self.notice.say("info", text.format(template=template_name(template.key)))
            return
        self.notice.say(
            "info",
            self.tr(
                '"{template}" is here with its training settings. Start it on the page Training; '
                "Undo brings back what was here."
            ).format(template=template_name(template.key)),
        )

    def _on_history(self, edits: int) -> None:
        """Take away what was said of an edit that is undone."""
        if edits < self._known_edits:
            self.notice.hide()
        self._known_edits = edits

    def _show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        self.panels.show_state(state, before)
        is_other = before is None or state.network is not before.network
        if before is None or is_other or state.advice != before.advice:
            self.advice.show_advice(state.nodes, state.advice)
        if before is None or state.network is not before.network:
            self.totals.show_totals(state.network.layers, state.summary)
        self.page_actions.refresh()
