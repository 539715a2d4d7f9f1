"""The calculator: a convolution or a pooling, step by step, with its formula and torch's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.ui.calculator.call_bar import CallBar
from convviz.ui.calculator.first_hints import FirstHints, let_hints_go
from convviz.ui.calculator.keyboard_page import KeyboardPage
from convviz.ui.calculator.origin_bar import OriginBar
from convviz.ui.calculator.page_actions import calculator_actions
from convviz.ui.calculator.presentation import CalculatorPresentation
from convviz.ui.calculator.presenter import CalculatorPresenter
from convviz.ui.calculator.side_panel import SidePanel
from convviz.ui.stepper.stepper import Stepper
from convviz.ui.theme import SPACING
from convviz.ui.widgets.notice import Notice
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.stepper.view_state import ViewState

_SIZES = (880, 360)


class CalculatorPage(KeyboardPage):
    """Lays out the calculator's parts. What they show and do is their presenters'.

    Attributes:
        origin: The layer of a network that is shown, if it is one.
        call_bar: The settings.
        stepper: Drawing, numbers, timeline; its parts are attributes of the page, too.
        side: The explanation.
        presenter: Goes from the document to the parts and back.
        page_actions: What can be done here.
        presentation: The page's form for a lecture hall.
        panels: The stepper beside the explanation.
    """

    def __init__(
        self, store: DocumentStore, engine: EngineClient, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._offered: tuple[object, ...] = ()
        self.origin = OriginBar(store, self)
        self.call_bar = CallBar(self)
        self.notice = Notice(self)
        self.panels = RememberedSplitter("calculator-side", Qt.Orientation.Horizontal, self)
        stepper = self.stepper = Stepper(self.panels)
        self.side = SidePanel(self.panels)
        self.player, self.timeline = stepper.player, stepper.timeline
        self.grids, self.views, self.step_panel = (
            stepper.grids,
            stepper.views,
            stepper.step_panel,
        )
        self.presenter = CalculatorPresenter(
            store, engine, self.call_bar, stepper, self.side, self.notice, self
        )
        self.presentation = CalculatorPresentation(self)
        self.page_actions = calculator_actions(self)
        stepper.show_actions(self.page_actions)
        self.hints = FirstHints(self.page_actions["forward"], self.page_actions["play"], self)
        let_hints_go(self)
        self.call_bar.presets_wanted.connect(self.open_presets)
        stepper.presenter.changed.connect(self._on_state)
        stepper.player.changed.connect(self._on_player)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._assemble()
        self.presenter.show_document(store.document)

    def _assemble(self) -> None:
        self.stepper.insert_above_timeline(self.hints)
        self.panels.hold(self.stepper, self.side, _SIZES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACING, 3 * SPACING, 4 * SPACING, 3 * SPACING)
        layout.setSpacing(2 * SPACING)
        self.call_bar.add_to_second_row(self.stepper.channels)
        layout.addWidget(self.origin)
        layout.addWidget(self.call_bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.panels, 1)
        self.presentation.add_to(layout)
        self.stepper.timeline.follow_in_tab_order(self.stepper.step_panel)

    @property
    def scene(self) -> Scene | None:
        """What is shown; None while the settings are refused, or too large to draw."""
        return self.stepper.presenter.state.shown

    # What the window asks of a page

    def present(self, *, on: bool) -> None:
        """Show grids, sum and formula alone and large, or everything again."""
        self.presentation.set_on(on=on)

    def end_hover(self) -> None:
        """Point at nothing: a menu is open."""
        self.stepper.views.end_hover()

    def open_type(self, layer_type: object) -> None:
        """Show a layer of another type, as if it had been chosen in the picker."""
        self.call_bar.type_chosen.emit(layer_type)

    def show_channel(self, channel: int) -> None:
        """Stand at the first step of an output channel."""
        if self.scene is not None:
            self.stepper.player.go_to(0)
            self.stepper.presenter.move_channel(channel)

    def pin_cell(self, channel: int, row: int, column: int) -> None:
        """Pin the step of an output cell, where steps are output cells."""
        walk = self.stepper.presenter.walk
        if walk is None or not walk.by_output or len(walk.cells) != len((channel, row, column)):
            return
        _, rows, columns = walk.cells
        index = (channel * rows + row) * columns + column
        if index < walk.step_count and row < rows and column < columns:
            self.stepper.player.go_to(index)
            self.stepper.presenter.click(index)

    def show_again(self) -> None:
        """Show the same calculator with other numbers: those of its files are read, or gone."""
        self.presenter.show_again()

    # What its actions do

    def step_forward(self) -> None:
        """Go on by a step; in a presentation, show what is hidden of this one first."""
        if self.presentation.is_on:
            self.stepper.presenter.forward()
        else:
            self.stepper.player.step(1)

    def toggle_side(self) -> None:
        """Hide the explanation, or show it again."""
        self.panels.show_side(shown=not self.panels.side_shown)

    def open_solver(self) -> None:
        """Go to the solver, wherever it is hidden."""
        self.panels.show_side(shown=True)
        self.side.open_solver()

    def open_presets(self) -> None:
        """Offer all presets, the one that is shown marked."""
        self.end_hover()
        self.call_bar.open_presets(self.side.preset_note.preset)

    # Following

    def _on_state(self, state: ViewState) -> None:
        self.presentation.refresh()
        if self._is_offered_anew(state):
            self.page_actions.refresh()

    def _on_player(self) -> None:
        self.presentation.refresh()
        self.page_actions.refresh()

    def _is_offered_anew(self, state: ViewState) -> bool:
        """Return whether other things can be done than before, or are on."""
        cover, shown = state.cover, state.shown
        layer = None if shown is None else type(shown.layer)
        training = shown is not None and shown.calculator.mode.training
        offered = (
            layer,
            training,
            state.entry.key,
            self.presenter.lesson.can_step,
            self.presenter.lesson.can_begin_again,
            self.presenter.lesson.can_compare,
            state.usage,
            state.dimmed,
            cover.fills,
            cover.hides,
        )
        before, self._offered = self._offered, offered
        return offered != before

    # Keyboard

    def parts_to_read(self) -> tuple[QWidget, ...]:
        """Return the settings, the drawing, then the explanation."""
        return self.origin, self.call_bar, self.notice, self.stepper, self.side
