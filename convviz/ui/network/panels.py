"""The network page's columns, each showing the page's state; their sizes are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from convviz.ui.network.cards.card_pointing import CardPointing
from convviz.ui.network.cards.layers_panel import LayersPanel
from convviz.ui.network.code.code_panel import CodePanel
from convviz.ui.network.field.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.network.form.block_panel import BlockPanel
from convviz.ui.network.form.layer_form import LayerForm
from convviz.ui.network.graph.graph_looker import GraphLooker
from convviz.ui.network.state import View
from convviz.ui.network.views import NetworkViews, network_views
from convviz.ui.theme import text_scale
from convviz.ui.widgets.labels import EmptyState
from convviz.ui.widgets.reading_order import put_in_reading_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.figure.figure_view import FigureView
    from convviz.ui.network.graph.graph_view import GraphView
    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState

_COLUMNS: Final = "network/columns"


class NetworkPanels(QSplitter):
    """The layers, one view of the whole network, and the form of the chosen layer.

    Attributes:
        layers: The layers as cards.
        maps: Asks for what the network makes of a picture.
        graph: Asks for the autograd graph of its loss.
        entries: The views that there are.
        views: The network as code, or in another view.
        form: The fields of the chosen layer.
        block: What is known of the chosen block.
    """

    def __init__(
        self,
        store: DocumentStore,
        presenter: NetworkPresenter,
        maps: MapsLooker,
        parent: QWidget,
    ) -> None:
        """Put the panels in their places.

        Args:
            store: The document.
            presenter: Hears what a person does in them.
            maps: Asks for what the network makes of a picture.
            parent: The page.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._presenter, self.maps = presenter, maps
        self.graph = GraphLooker(store, maps, self)
        self.layers = LayersPanel(self)
        self.form = LayerForm(self)
        self.block = BlockPanel(self)
        self.entries = network_views(maps, self.graph)
        self.views = NetworkViews(self.entries, presenter, self)
        self._no_layer = EmptyState(self.tr("No layer chosen"), parent=self)
        self._chosen = QStackedWidget(self)
        self._assemble()
        self._connect(presenter)
        self._restore()

    def arrange_tab(self, above: Sequence[QWidget], below: Sequence[QWidget]) -> None:
        """Have the Tab key go through the page as it is read, column by column here.

        Args:
            above: What of the page is read before.
            below: What is read afterwards.
        """
        columns = [self.widget(place) for place in range(self.count())]
        known = [column for column in columns if column is not None]
        put_in_reading_order((*above, *known, *below))

    @property
    def code(self) -> CodePanel:
        """The network as code."""
        view = self.views.view(View.CODE)
        assert isinstance(view, CodePanel)  # noqa: S101 - what its entry builds
        return view

    @property
    def drawing(self) -> FigureView:
        """The network as a drawing."""
        from convviz.ui.network.figure.figure_view import FigureView  # keeps the start fast

        view = self.views.view(View.DRAWING)
        assert isinstance(view, FigureView)  # noqa: S101 - what its entry builds
        return view

    @property
    def graph_view(self) -> GraphView:
        """The autograd graph of the network's loss."""
        from convviz.ui.network.graph.graph_view import GraphView  # keeps the start fast

        view = self.views.view(View.GRAPH)
        assert isinstance(view, GraphView)  # noqa: S101 - what its entry builds
        return view

    @property
    def shown_drawing(self) -> FigureView | GraphView:
        """The graph where it is shown, else the drawing."""
        is_graph = self._presenter.state.view is View.GRAPH
        return self.graph_view if is_graph else self.drawing

    @property
    def field(self) -> ReceptiveFieldPanel:
        """The receptive field of the chosen layer."""
        view = self.views.view(View.FIELD)
        assert isinstance(view, ReceptiveFieldPanel)  # noqa: S101 - what its entry builds
        return view

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show the state; what is as it was before is left alone."""
        if before is None or state.shows_form != before.shows_form:
            self._chosen.setVisible(state.shows_form)
        self.layers.show_state(state, before)
        self._show_layer(state, before)
        self.views.show_state(state)

    def focus_first_field(self) -> None:
        """Give the keyboard to the first field of the layer that is shown, or to a block's name."""
        if self._chosen.isHidden():
            self._presenter.show_form()
        if self._chosen.currentWidget() is self.form:
            self.form.focus_first_field()
        else:
            self.block.name_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_layer(self, state: NetworkState, before: NetworkState | None) -> None:
        is_known = before is not None and state.network is before.network
        if before is not None and is_known and state.chooses_as(before):
            return
        self._no_layer.set_texts(self.tr("No layer chosen") if state.cards else "")
        shown: QWidget = self._no_layer
        if state.chosen_layers:
            shown = self.form
        elif state.card is not None:
            shown = self.block
        self._chosen.setCurrentWidget(shown)
        self.form.show_state(state)
        self.block.show_state(state)

    def _assemble(self) -> None:
        self._chosen.addWidget(self.form)
        self._chosen.addWidget(self.block)
        self._chosen.addWidget(self._no_layer)
        for part in (self.layers, self.views, self._chosen):
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        for number, share in enumerate((1, 4, 0)):
            self.setStretchFactor(number, share)
        scale = text_scale()
        self.setSizes([round(312 * scale), round(516 / scale), round(360 * scale)])

    def _connect(self, presenter: NetworkPresenter) -> None:
        cards, form = self.layers.cards, self.form
        cards.chosen.connect(presenter.choose)
        cards.moved.connect(presenter.move)
        cards.toggled.connect(presenter.toggle_row)
        cards.folded.connect(presenter.fold_row)
        CardPointing(cards, presenter)
        self.layers.input_edited.connect(presenter.set_input_shape)
        self.layers.input_field.left.connect(cards.setFocus)
        self.layers.presets.dataset = lambda: presenter.dataset
        self.layers.finder.found.connect(lambda number: presenter.choose_numbers([number]))
        self.layers.finder.left.connect(cards.setFocus)
        self.layers.failure.fix_wanted.connect(presenter.mend)
        self.block.enabled_toggled.connect(presenter.toggle)
        self.block.renamed.connect(presenter.rename)
        form.renamed.connect(presenter.rename)
        form.parameter_edited.connect(presenter.set_parameter)
        form.follow_toggled.connect(presenter.set_follows)
        form.enabled_toggled.connect(presenter.toggle)
        form.calculator_wanted.connect(presenter.open_in_calculator)
        self.views.chosen.connect(presenter.show_view)

    def _restore(self) -> None:
        sizes = QSettings("convviz", "convviz").value(_COLUMNS)
        if isinstance(sizes, QByteArray):
            self.restoreState(sizes)
        self.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        QSettings("convviz", "convviz").setValue(_COLUMNS, self.saveState())
