"""The ways to see the whole network, one at a time; what is not seen costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from convviz.ui.network.code_panel import CodePanel
from convviz.ui.network.presenter import NetworkPresenter
from convviz.ui.network.receptive_field_panel import ReceptiveFieldPanel
from convviz.ui.network.state import NetworkState, View
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING
from convviz.ui.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.ui.network.maps_looker import MapsLooker
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


def network_views(maps: MapsLooker) -> tuple[NetworkView, ...]:
    """Return the views in the order of the switch.

    Args:
        maps: Asks for what the network makes of a picture.
    """

    def drawing_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.figure_view import FigureView  # keeps the start fast

        return FigureView(presenter, parent)

    def table_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.table_view import TableView  # keeps the start fast

        return TableView(presenter, parent)

    def maps_view(presenter: NetworkPresenter, parent: QWidget) -> ViewWidget:
        from convviz.ui.network.maps_view import MapsView  # keeps the start fast

        return MapsView(presenter, maps, parent)

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
    )


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
        self._tools, self._stack = QStackedWidget(self), QStackedWidget(self)
        self._assemble()

    def view(self, key: View) -> ViewWidget:
        """Return the widget of a view, with what the page shows now."""
        if key not in self._built:
            view = self._built[key] = self._entries[key].build(self._presenter, self)
            self._stack.addWidget(view)
            self._tools.addWidget(view.tools)
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
        self._tools.setCurrentWidget(view.tools)

    def _tell(self, key: View, state: NetworkState) -> None:
        before = self._told.get(key)
        if before is not state:
            self._told[key] = state
            self._built[key].show_state(state, before)

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(2 * SPACING)
        bar.addWidget(self.switch)
        bar.addWidget(self._tools, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(2 * SPACING)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
