"""What a view of the whole network is: it renders the page's state in its own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

if TYPE_CHECKING:
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions


class ViewWidget(QWidget):
    """Base of the views.

    Attributes:
        tools: What stands beside the switch while the view is shown, at the right end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = QWidget(self)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)

    def add_tool(self, tool: QWidget) -> None:
        """Put something beside the switch, right of what stands there."""
        layout = self.tools.layout()
        if layout is not None:
            layout.addWidget(tool)

    def show_actions(self, actions: PageActions) -> None:
        """Say in tooltips by which keys the same is done. A view without such buttons need not."""

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Render a state.

        Args:
            state: What the page shows.
            before: What it showed when this view was last told; None for never.
        """
        raise NotImplementedError
