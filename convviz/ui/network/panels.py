"""The network page's panels side by side, each showing the page's state; sizes are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from convviz.ui.network.block_panel import BlockPanel
from convviz.ui.network.code_panel import CodePanel
from convviz.ui.network.layer_form import LayerForm
from convviz.ui.network.layers_panel import LayersPanel
from convviz.ui.network.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.widgets.labels import EmptyState

if TYPE_CHECKING:
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState

_COLUMNS: Final = "network/panels"
_RIGHT: Final = "network/right_panels"


class NetworkPanels(QSplitter):
    """The layers, the form of one, and on the right the code above the receptive field.

    Attributes:
        layers: The layers as cards.
        form: The fields of the chosen layer.
        block: What is known of the chosen block.
        code: The network as code.
        field: The receptive field of the chosen layer.
    """

    def __init__(self, presenter: NetworkPresenter, parent: QWidget) -> None:
        """Put the panels in their places.

        Args:
            presenter: Hears what a person does in them.
            parent: The page.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.layers = LayersPanel(self)
        self.form = LayerForm(self)
        self.block = BlockPanel(self)
        self.code = CodePanel(self)
        self.field = ReceptiveFieldPanel(self)
        self._no_layer = EmptyState(self.tr("No layer chosen"), parent=self)
        self._middle = QStackedWidget(self)
        self._right = QSplitter(Qt.Orientation.Vertical, self)
        self._assemble()
        self._connect(presenter)
        self._restore()

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show the state; what is as it was before is left alone."""
        is_other_network = before is None or state.network is not before.network
        if before is None or state.shows_code != before.shows_code:
            self.code.setVisible(state.shows_code)
        if before is None or state.shows_field != before.shows_field:
            self.field.setVisible(state.shows_field)
        self._right.setVisible(state.shows_code or state.shows_field)
        self.layers.show_state(state, before)
        if is_other_network or before is None or state.is_module != before.is_module:
            self.code.show_code(state.nodes, state.result, is_module=state.is_module)
        if is_other_network or before is None or not _same_choice(state, before):
            self.code.mark_layers(state.marked_numbers)
        self._show_layer(state, before)
        self.field.show_state(state)

    def focus_first_field(self) -> None:
        """Give the keyboard to the first field of the layer that is shown, or to a block's name."""
        if self._middle.currentWidget() is self.form:
            self.form.focus_first_field()
        else:
            self.block.name_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_layer(self, state: NetworkState, before: NetworkState | None) -> None:
        is_known = before is not None and state.network is before.network
        if before is not None and is_known and _same_choice(state, before):
            return
        self._no_layer.set_texts(self.tr("No layer chosen") if state.cards else "")
        shown: QWidget = self._no_layer
        if state.chosen_layers:
            shown = self.form
        elif state.card is not None:
            shown = self.block
        self._middle.setCurrentWidget(shown)
        self.form.show_state(state)
        self.block.show_state(state)

    def _assemble(self) -> None:
        self._middle.addWidget(self.form)
        self._middle.addWidget(self.block)
        self._middle.addWidget(self._no_layer)
        for panel in (self.code, self.field):
            self._right.addWidget(panel)
        self._right.setChildrenCollapsible(False)
        self._right.setStretchFactor(0, 1)
        self._right.setStretchFactor(1, 2)
        self._right.setSizes([190, 440])
        for part in (self.layers, self._middle, self._right):
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        for number, share in enumerate((3, 2, 3)):
            self.setStretchFactor(number, share)
        self.setSizes([348, 346, 500])

    def _connect(self, presenter: NetworkPresenter) -> None:
        cards, form = self.layers.cards, self.form
        cards.chosen.connect(presenter.choose)
        cards.moved.connect(presenter.move)
        cards.toggled.connect(presenter.toggle_row)
        cards.folded.connect(presenter.fold_row)
        self.layers.input_edited.connect(presenter.set_input_shape)
        self.layers.input_field.left.connect(cards.setFocus)
        self.layers.failure.fix_wanted.connect(presenter.mend)
        self.block.enabled_toggled.connect(presenter.toggle)
        self.block.renamed.connect(presenter.rename)
        form.renamed.connect(presenter.rename)
        form.parameter_edited.connect(presenter.set_parameter)
        form.follow_toggled.connect(presenter.set_follows)
        form.enabled_toggled.connect(presenter.toggle)
        form.calculator_wanted.connect(presenter.open_in_calculator)
        self.code.layer_clicked.connect(lambda number: presenter.choose_numbers([number]))
        self.code.form_chosen.connect(presenter.show_module)

    def _restore(self) -> None:
        settings = QSettings("convviz", "convviz")
        for splitter, name in ((self, _COLUMNS), (self._right, _RIGHT)):
            sizes = settings.value(name)
            if isinstance(sizes, QByteArray):
                splitter.restoreState(sizes)
            splitter.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        settings = QSettings("convviz", "convviz")
        settings.setValue(_COLUMNS, self.saveState())
        settings.setValue(_RIGHT, self._right.saveState())


def _same_choice(state: NetworkState, before: NetworkState) -> bool:
    """Return whether the same is chosen: folding changes what a row shows."""
    return state.choice == before.choice and state.paths == before.paths
