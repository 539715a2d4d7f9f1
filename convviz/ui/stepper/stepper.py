"""Steps through a scene: its drawing, the step in numbers, the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from convviz.ui.stepper.build_up import BuildUpButton
from convviz.ui.stepper.channel_bar import ChannelBar
from convviz.ui.stepper.presenter import StepPresenter
from convviz.ui.stepper.step_panel import StepPanel
from convviz.ui.stepper.timeline import Timeline
from convviz.ui.stepper.transport import Transport
from convviz.ui.stepper.views.step_views import StepViews
from convviz.ui.theme import SPACING
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.stepper.view_state import ViewState

_SIZES: Final = (560, 96)


class Stepper(QWidget):
    """Renders its presenter's state, and tells the presenter what a person does.

    Attributes:
        presenter: Owns what is shown.
        player: Moves through the steps.
        grids: The grids of the step.
        views: The grids and the other views.
        step_panel: The step in numbers.
        timeline: Where among the steps it stands.
        channels: Which channels are drawn; stands where the page puts it.
        panels: Drawing above numbers.
        usage_button: Shows how often cells are used; there once the actions are.
        build_up_button: Offers what builds a step up; likewise.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        presenter = self.presenter = StepPresenter(self)
        self.player = presenter.player
        self.panels = RememberedSplitter("calculator-steps", Qt.Orientation.Vertical, self)
        self.views = StepViews(presenter.entries.values(), self.panels)
        self.grids = self.views.grids
        self.step_panel = StepPanel(self.panels)
        self.panels.hold(self.views, self.step_panel, _SIZES)
        self.timeline = Timeline(self)
        self.channels = ChannelBar(self)
        self._has_actions = False
        self._transport = Transport(presenter, self.timeline)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACING)
        column.addWidget(self.panels, 1)
        column.addWidget(self.timeline)
        presenter.changed.connect(self._render)
        self.views.output_hovered.connect(presenter.hover)
        self.views.cell_traced.connect(presenter.trace)
        self.views.output_left.connect(lambda: presenter.hover(None))
        self.views.output_clicked.connect(presenter.click)
        self.views.chosen.connect(presenter.choose_view)
        self.channels.part_moved.connect(presenter.move_part)
        self.channels.filter_moved.connect(presenter.move_channel)
        self.channels.page_chosen.connect(presenter.turn_to)

    def insert_above_timeline(self, widget: QWidget) -> None:
        """Put a widget between the numbers and the timeline."""
        self._column.insertWidget(1, widget)

    def show_actions(self, actions: PageActions) -> None:
        """Have buttons do what actions do, and say in tooltips by which keys the same is done."""
        self._transport.show_keys(actions)
        self.channels.show_actions(actions)
        self.usage_button = QToolButton(self)
        self.usage_button.setDefaultAction(actions["usage"])
        self.usage_button.setAccessibleName(actions["usage"].text())
        self.usage_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.views.add_to_head(self.usage_button)
        self._has_actions = True
        self.build_up_button = BuildUpButton(self.presenter, actions, self)
        self.views.add_to_head(self.build_up_button)

    def _render(self, state: ViewState) -> None:
        walk = self.presenter.last_walk
        self.channels.show_walk(self.presenter.walk)
        if walk is not None and self._has_actions:  # a calculation in parts counts no uses
            self.usage_button.setVisible(walk.counts_uses)
        self.views.show_state(state, walk)
        self.step_panel.show_state(state, walk)
