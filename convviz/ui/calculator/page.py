"""The calculator: a convolution or a pooling, step by step, with its formula and torch's word."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QVBoxLayout, QWidget

from convviz.core.errors import ConvVizError
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.calculator.build_up import BuildUp
from convviz.ui.calculator.calculator_edits import CalculatorEdits
from convviz.ui.calculator.call_bar import CallBar
from convviz.ui.calculator.channel_bar import ChannelBar
from convviz.ui.calculator.exporter import Exporter
from convviz.ui.calculator.first_hints import FirstHints, let_hints_go
from convviz.ui.calculator.origin_bar import OriginBar
from convviz.ui.calculator.page_actions import PageActions
from convviz.ui.calculator.page_menu import ActionGroup, PageMenu
from convviz.ui.calculator.presentation import CalculatorPresentation
from convviz.ui.calculator.refusals import Refusals
from convviz.ui.calculator.side_panel import SidePanel
from convviz.ui.calculator.torch_check import TorchCheck
from convviz.ui.calculator.transport import Transport
from convviz.ui.calculator.value_actions import ValueActions
from convviz.ui.calculator.zoom_actions import add_loupe_action, add_zoom_actions
from convviz.ui.stepper.picture import CalculatorPicture
from convviz.ui.stepper.player import Player
from convviz.ui.stepper.step_panel import StepPanel
from convviz.ui.stepper.timeline import Timeline
from convviz.ui.stepper.views.step_views import StepViews
from convviz.ui.theme import SPACING
from convviz.ui.widgets.keys import with_keys
from convviz.ui.widgets.notice import Notice
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator, Document
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.commands import Gesture
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.export.look import ExportLook
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.widgets.notice import NoticeLevel

_STEP_SIZES = (560, 96)
_SIDE_SIZES = (880, 360)


class CalculatorPage(QWidget):
    """Renders the document's calculator and turns what a person does into edits."""

    def __init__(
        self, store: DocumentStore, engine: EngineClient, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.edits = CalculatorEdits(store, self)
        self._shown: Calculator | None = None
        self._scene: Scene | None = None
        self.player = Player(self)
        self.call_bar = CallBar(self)
        self.picture = CalculatorPicture(self)
        self.views = StepViews(self.picture, self)
        self._actions = PageActions(self.player, self)
        self._menu = PageMenu(self)
        self.channels = ChannelBar(self._actions, self)
        self.hints = FirstHints(self._actions.forward, self._actions.play, self)
        self.step_panel = StepPanel(self)
        self.timeline = Timeline(self)
        self.transport = Transport(
            self.player, self.timeline, self._actions, lambda: self.picture.walk
        )
        self.side = SidePanel(self)
        self._check = TorchCheck(engine, self)
        self.refusals = Refusals(
            self.call_bar,
            self.views,
            self.step_panel,
            self.timeline,
            self.player,
            self.side,
            self,
        )
        self.origin = OriginBar(store, self)
        self.notice = Notice(self)
        self.values = ValueActions(self.picture, self.call_bar, lambda: self.edits.calculator, self)
        self.presentation = CalculatorPresentation(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._assemble()
        self._add_actions()
        self._connect()
        self._on_document(store.document)

    def actions(self) -> list[QAction]:
        """Return the page's actions, for its menu."""
        menus = [self.call_bar.presets.menuAction(), self.call_bar.numbers.menuAction()]
        return [*self._actions.all(), *menus]

    def menu_entries(self) -> list[QAction]:
        """Return what stands in the page's menu: groups, of which some are submenus."""
        return self._menu.entries(self._actions.all(), self.call_bar)

    def view_actions(self) -> list[QAction]:
        """Return how the page can be looked at, for the view menu."""
        return self._actions.views()

    @property
    def page_actions(self) -> PageActions:
        """What its keys do."""
        return self._actions

    def present(self, *, on: bool) -> None:
        """Show picture, sum and formula alone and large, or everything again."""
        self.presentation.set_on(on=on)

    def end_hover(self) -> None:
        """Point at nothing: a menu is open."""
        self.views.end_hover()

    def gestures(self) -> list[Gesture]:
        """Return what can be done beside, for the dialog of keys."""
        from convviz.ui.calculator.gestures import calculator_gestures

        return calculator_gestures()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard, so that the animation's keys work at once."""
        super().showEvent(event)
        if not self.isAncestorOf(self.focusWidget()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Let buttons and choices keep the Space that presses them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), (QAbstractButton, QComboBox))
        ):
            event.accept()
            return True
        return super().event(event)

    @property
    def scene(self) -> Scene | None:
        """What is shown; None while the settings are refused, or too large to draw."""
        return self._scene

    def _assemble(self) -> None:
        self.step_panels = RememberedSplitter(
            "calculator-steps",
            Qt.Orientation.Vertical,
            self.views,
            self.step_panel,
            _STEP_SIZES,
        )
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACING)
        column.addWidget(self.step_panels, 1)
        column.addWidget(self.hints)
        column.addWidget(self.timeline)
        self.panels = RememberedSplitter(
            "calculator-side", Qt.Orientation.Horizontal, left, self.side, _SIDE_SIZES
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * SPACING, 3 * SPACING, 4 * SPACING, 3 * SPACING)
        layout.setSpacing(2 * SPACING)
        self.call_bar.add_to_second_row(self.channels)
        layout.addWidget(self.origin)
        layout.addWidget(self.call_bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.panels, 1)
        self.presentation.add_to(layout)

    def toggle_side(self) -> None:
        """Hide the explanation, or show it again."""
        self.panels.show_side(shown=not self.panels.side_shown)

    def show_channel(self, channel: int) -> None:
        """Stand at the first step of an output channel."""
        if self._scene is not None:
            self.player.go_to(0)
            self.transport.move_channel(channel)

    def open_solver(self) -> None:
        """Go to the solver, wherever it is hidden."""
        self.panels.show_side(shown=True)
        self.side.open_solver()

    def open_presets(self) -> None:
        """Offer all presets, the one that is shown marked."""
        self.end_hover()
        self.call_bar.open_presets(self.side.preset_note.preset)

    def _add_actions(self) -> None:
        """Add what the page can do beside moving the animation."""
        add, bar = self._actions.add, self.call_bar
        self._actions.group = ActionGroup.LAYER
        pick = add(
            self.tr("Choose a layer"),
            "mdi6.layers-search-outline",
            ("Ctrl+Shift+L",),
            bar.open_layers,
        )
        name = bar.call.name_button
        name.setToolTip(with_keys(name.toolTip(), pick))
        add(self.tr("Edit the layer"), "mdi6.pencil-outline", ("Ctrl+L",), bar.focus_call)
        add(self.tr("Edit the input's shape"), "mdi6.resize", ("Ctrl+I",), bar.focus_shape)
        add(self.tr("Solve for a size"), "mdi6.target", ("Ctrl+F",), self.open_solver)
        find = add(
            self.tr("Choose a preset"), "mdi6.view-grid-outline", ("Ctrl+P",), self.open_presets
        )
        bar.presets_button.setToolTip(with_keys(bar.presets_button.toolTip(), find))
        self._actions.group = ActionGroup.NUMBERS
        self.values.add_to(add)
        self._actions.group = ActionGroup.VIEW
        self.views.add_to(add)
        self.build_up = BuildUp(
            self._actions, self.player, self.views, lambda: self._show_step(self.player.shown)
        )
        add_zoom_actions(self._actions, self.views)
        add_loupe_action(self._actions, self.picture)
        self._actions.group = ActionGroup.EXPORT
        copy = add(self.tr("Copy code"), "mdi6.content-copy", ("Ctrl+Shift+C",), bar.copy_code)
        bar.copy_button.setToolTip(with_keys(bar.copy_button.toolTip(), copy))
        self._actions.group = ActionGroup.VIEW
        add(
            self.tr("Hide or show the explanation"),
            "mdi6.page-layout-sidebar-right",
            ("F9",),
            self.toggle_side,
        )
        self._actions.group = ActionGroup.EXPORT
        self.exporter = Exporter(
            self,
            self._actions,
            lambda: self._scene,
            lambda: self.player.shown,
            lambda: self.views.entry,
            self._look_as_shown,
        )

    def _look_as_shown(self, look: ExportLook) -> ExportLook:
        """Return a look of an export with what is switched on in the window."""
        cover, dims = self.picture.cover, self.build_up.dim.isChecked()
        usage = self.picture.shows_usage
        return dataclasses.replace(look, has_usage=usage, fills=cover.fills, dims=dims)

    def _connect(self) -> None:
        let_hints_go(self)
        self._store.changed.connect(self._on_document)
        self.player.moved.connect(self._show_step)
        self.player.changed.connect(self._show_pin)
        self.player.changed.connect(self.presentation.refresh)
        self.player.moved.connect(self.presentation.refresh)
        self.views.output_hovered.connect(self._hover)
        self.views.cell_traced.connect(self._show_trace)
        self.views.output_left.connect(lambda: self._hover(None))
        self.views.output_clicked.connect(self.build_up.click)
        self.views.cell_edited.connect(self.edits.cell)
        self.picture.planes_changed.connect(self._show_planes)
        self.channels.filter_moved.connect(self.transport.move_channel)
        self._actions.channel_moved.connect(self.transport.move_channel)
        self._actions.page_moved.connect(self.channels.turn)
        self.timeline.step_field.left.connect(self.take_keyboard)
        self.channels.page_chosen.connect(self._choose_page)
        self.views.walk_changed.connect(self._take_walk)
        self.call_bar.layer_edited.connect(self.edits.layer)
        self.call_bar.type_chosen.connect(self.edits.layer_type)
        self.call_bar.call_chosen.connect(self._show_call)
        self.values.call_pasted.connect(self._show_call)
        self.call_bar.shape_edited.connect(self.edits.shape)
        self.call_bar.output_size_edited.connect(self.edits.output_size)
        self.call_bar.presets_wanted.connect(self.open_presets)
        self.call_bar.preset_chosen.connect(self._show_preset)
        self.call_bar.recipe_chosen.connect(self.edits.fill)
        self.values.edited.connect(self.edits.replace)
        self.values.filled.connect(self.edits.fill)
        self.values.told.connect(self._tell)
        self.notice.dismissed.connect(self.values.pictures.cancel)
        self.side.layer_chosen.connect(self.edits.choose_layer)
        self.call_bar.settled.connect(self.edits.end_typing)
        for source in (self.call_bar, self.side):
            source.left.connect(self.take_keyboard)
        self.side.shape_edited.connect(self.edits.choose_shape)
        self.side.output_size_edited.connect(self.edits.choose_output_size)
        self._check.agreed.connect(self.side.show_agreement)
        self._check.output_ready.connect(self._take_output)

    def _on_document(self, document: Document) -> None:
        calculator = document.calculator
        if calculator is self._shown or calculator == self._shown:
            return
        self._shown = calculator
        self.notice.hide()  # it was about what is no more; edits that have one show it next
        self.call_bar.show_calculator(calculator)
        try:
            scene = build_scene(calculator)
        except (ConvVizError, TooLargeError) as error:
            self._show_refusal(calculator, error)
            return
        self.refusals.end(calculator)
        self._scene = None  # the player's signals concern the scene that is not shown yet
        self.player.set_count(self.views.step_count(scene))
        self._scene = scene
        self._draw(scene)
        self.transport.refresh()
        # Last, so that its timers run out when the picture is painted, however long it took.
        self.side.show_valid(
            calculator, scene.output_shape, is_flip_symmetric=scene.is_flip_symmetric
        )
        self._check.check(scene)

    def show_again(self) -> None:
        """Show the same calculator with other numbers: those of its files are read, or gone."""
        calculator, self._shown = self._shown, None
        if calculator is not None:
            self._on_document(self._store.document)

    def _draw(self, scene: Scene) -> None:
        """Show a scene at the step at hand; the next move of the mouse lights its cell anew."""
        self.build_up.follow()
        walk = self.views.show_scene(scene, self.player.shown, pinned=self._is_pinned)
        self.views.forget_hover()
        self._write(walk)
        self.presentation.refresh()

    def _show_refusal(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Show what is refused in place of a scene."""
        self._scene = None
        self._check.forget()
        self.refusals.show(calculator, error)

    def take_keyboard(self) -> None:
        """Have Space play and the arrows step."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_step(self, index: int) -> None:
        if self._scene is None:
            return
        self.build_up.follow()
        self._write(self.views.show_step(index, pinned=self._is_pinned))

    def _show_trace(self, target: Any) -> None:  # noqa: ANN401 - a Target through a signal
        """Write out what a cell or a tap does in all windows, while the animation waits."""
        self.player.hold()
        walk = self.picture.walk
        if walk is not None:
            step_lines, taps = walk.lines()
            step_lines = self.picture.cover.written(walk, step_lines)
            self.step_panel.set_lines(walk.traced_lines(target) or step_lines, taps)

    def _hover(self, index: int | None) -> None:
        """Show the step of a cell that the mouse is over, or what is shown without the mouse."""
        self.player.hover(index)
        walk = self.picture.walk
        if walk is not None:
            self._write(walk)

    def _write(self, walk: Walk) -> None:
        """Write the step out, as far as it is not to be asked for."""
        lines, taps = walk.lines()
        self.step_panel.set_lines(self.picture.cover.written(walk, lines), taps)

    @property
    def _is_pinned(self) -> bool:
        """Whether the step that is shown is the pinned one."""
        return self.player.pinned == self.player.shown

    def _show_pin(self) -> None:
        if self._scene is not None and self.views.is_pinned is not self._is_pinned:
            self.views.show_step(self.player.shown, pinned=self._is_pinned)

    def _take_walk(self, index: int) -> None:
        """Count the steps of another walk, and stand where it was left."""
        scene, self._scene = self._scene, None  # the player's signals concern the walk before
        if scene is not None:
            was_playing = self.player.is_playing
            self.player.set_count(self.views.step_count(scene))
            self.player.go_to(index)
            self._scene = scene
            self._show_step(index)
            self.transport.refresh()
            self.player.set_playing(was_playing)

    def _choose_page(self, first: int) -> None:
        """Draw other input channels, going to a step of theirs where a step has but one."""
        walk = self.picture.walk
        index = None if walk is None else walk.step_on_page(first)
        if index is not None:
            self.player.go_to(index)
        elif walk is not None:
            self.views.set_page(first)
            self._write(walk)

    def _show_planes(self, visible: Any) -> None:  # noqa: ANN401 - VisiblePlanes
        scene = self._scene
        if scene is not None:
            channel = visible.output_channel
            self.channels.show_planes(visible, scene.output_volume[0])
            self.channels.show_group(channel, scene.input_channels_of(channel), scene.groups)

    def _show_call(self, layer: Any) -> None:  # noqa: ANN401 - a Layer through a signal
        self.player.go_to_first()
        self.edits.call(layer)
        self.take_keyboard()

    def _show_preset(self, preset: Preset) -> None:
        self.player.go_to_first()
        self.edits.preset(preset)
        self.take_keyboard()
        self.side.begin_anew()

    def _take_output(self, output: Any) -> None:  # noqa: ANN401 - an array through a signal
        if self._scene is not None:
            self._scene = self._scene.with_output(output)
            self._draw(self._scene)

    def _tell(self, level: NoticeLevel, sentence: str) -> None:
        """Show what could not be done, or nothing any more."""
        if sentence:
            self.notice.show_notice(level, sentence)
        else:
            self.notice.hide()
