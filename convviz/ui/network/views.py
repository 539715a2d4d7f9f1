"""The ways to see the whole network, one at a time; what is not seen costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from convviz.ui.network.code.code_panel import CodePanel
from convviz.ui.network.field.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.network.presenter import NetworkPresenter
from convviz.ui.network.state import NetworkState, View
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING
from convviz.ui.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from convviz.ui.network.graph.graph_looker import GraphLooker
    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.page_actions import PageActions

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A view that the switch offers.

    Attributes:
        key: Which one it is.
        text: Its name on the screen, translated.
        tip: What it shows, translated.
        icon: Name in the icon font, for the menu.
        build: Makes its widget, when it is first wanted.
    """

    key: View
    text: str
    tip: str
    icon: str
    build: Callable[[NetworkPresenter, QWidget], ViewWidget]


def network_views(maps: MapsLooker, graph: GraphLooker) -> tuple[NetworkView, ...]:
    """Return the views in the order of the switch.

    Args:
        maps: Asks for what the network makes of a picture.
        graph: Asks for the autograd graph of its loss.
    """

    def drawing_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.figure.figure_view import FigureView  # keeps the start fast

        return FigureView(presenter, parent)

    def table_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.table.table_view import TableView  # keeps the start fast

        return TableView(presenter, parent)

    def maps_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.maps.maps_view import MapsView  # keeps the start fast

        return MapsView(presenter, maps, parent)

    def graph_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.graph.graph_view import GraphView  # keeps the start fast

        return GraphView(presenter, graph, maps, parent)

    return (
        NetworkView(
            View.DRAWING,
            translate("NetworkViews", "Drawing"),
            translate("NetworkViews", "The network as a figure: blocks sized by their shapes"),
            "mdi6.image-outline",
            drawing_view,
        ),
        NetworkView(
            View.CODE,
            translate("NetworkViews", "Code"),
            translate("NetworkViews", "The network as PyTorch code"),
            "mdi6.code-tags",
            CodePanel,
        ),
        NetworkView(
            View.TABLE,
            translate("NetworkViews", "Table"),
            translate("NetworkViews", "Shapes, parameters, memory and fields of all layers"),
            "mdi6.table-arrow-right",
            table_view,
        ),
        NetworkView(
            View.FIELD,
            translate("NetworkViews", "Receptive field"),
            translate("NetworkViews", "What a cell of the chosen layer sees of the input"),
            "mdi6.crop-free",
            ReceptiveFieldPanel,
        ),
        NetworkView(
            View.MAPS,
            translate("NetworkViews", "Maps"),
            translate("NetworkViews", "What every layer makes of a picture"),
            "mdi6.layers-triple-outline",
            maps_view,
        ),
        NetworkView(
            View.GRAPH,
            translate("NetworkViews", "Gradients"),
            translate(
                "NetworkViews", "The autograd graph of the loss, stepped forwards and backwards"
            ),
            "mdi6.source-merge",
            graph_view,
        ),
    )


class ViewBar(QWidget):
    """The switch and, right of it or else below it, what the shown view puts beside it."""

    def __init__(self, switch: ViewSwitch, parent: QWidget) -> None:
        """Show the switch alone.

        Args:
            switch: Chooses the view.
            parent: The views.
        """
        super().__init__(parent)
        self._switch = switch
        self._shown: QWidget | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * SPACING)
        self._row.addWidget(switch, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def add(self, tools: QWidget) -> None:
        """Take in what a view puts here; it is hidden until the view is shown."""
        tools.hide()
        self._row.addWidget(tools, 1)

    def show_tools(self, tools: QWidget) -> None:
        """Show what one view puts here."""
        if self._shown is not None and self._shown is not tools:
            self._shown.hide()
        self._shown = tools
        tools.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tools where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit anew when a tool or the text takes other room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the wider one of both."""
        hint = super().minimumSizeHint()
        parts = [part for part in (self._switch, self._shown) if part is not None]
        return QSize(max(part.minimumSizeHint().width() for part in parts), hint.height())

    def _fit(self) -> None:
        if self._shown is None:
            return
        tools = self._shown.sizeHint().width()
        needed = self._switch.sizeHint().width() + (tools and tools + self._row.spacing())
        directions = QBoxLayout.Direction
        fits = needed <= self.width()
        direction = directions.LeftToRight if fits else directions.TopToBottom
        if direction != self._row.direction():
            self._row.setDirection(direction)


class NetworkViews(QWidget):
    """The switch, what the shown view puts beside it, and the view.

    Attributes:
        switch: Chooses the view.

    Signals:
        chosen(View): The view that a person wants.
    """

    chosen = Signal(object)

    def __init__(
        self, entries: Sequence[NetworkView], presenter: NetworkPresenter, parent: QWidget
    ) -> None:
        """Make the switch; a view is made when it is first wanted.

        Args:
            entries: The views that there are.
            presenter: Hears what a person does in them.
            parent: The page's panels.
        """
        super().__init__(parent)
        self._entries = {entry.key: entry for entry in entries}
        self._presenter = presenter
        self._actions: PageActions | None = None
        self._built: dict[View, ViewWidget] = {}
        self._told: dict[View, NetworkState] = {}
        self.switch = ViewSwitch(entries, self)
        self.switch.chosen.connect(lambda key: self.chosen.emit(View(key)))
        self._bar = ViewBar(self.switch, self)
        self._stack = QStackedWidget(self)
        self._assemble()

    def view(self, key: View) -> ViewWidget:
        """Return the widget of a view, with what the page shows now."""
        if key not in self._built:
            view = self._built[key] = self._entries[key].build(self._presenter, self)
            self._stack.addWidget(view)
            self._bar.add(view.tools)
            if self._actions is not None:
                view.show_actions(self._actions)
        self._tell(key, self._presenter.state)
        return self._built[key]

    def show_actions(self, actions: PageActions) -> None:
        """Let every view, built or not, say by which keys the same is done."""
        self._actions = actions
        for view in self._built.values():
            view.show_actions(actions)

    def show_state(self, state: NetworkState) -> None:
        """Show a state in its view; the others hear of it when they are shown."""
        view = self.view(state.view)
        self.switch.show_chosen(state.view)
        self._stack.setCurrentWidget(view)
        self._bar.show_tools(view.tools)

    def _tell(self, key: View, state: NetworkState) -> None:
        before = self._told.get(key)
        if before is not state:
            self._told[key] = state
            self._built[key].show_state(state, before)

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self._bar)
        layout.addWidget(self._stack, 1)
