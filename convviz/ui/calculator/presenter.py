"""Turns the document's calculator into what is shown, and what a person does into edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from convviz.core.errors import ConvVizError
from convviz.core.losses.of_output import LOSS_TARGET
from convviz.protocol.document import ANY_UPSTREAM, UPSTREAM
from convviz.protocol.lesson import HIDDEN_KERNEL, TARGET_OUTPUT
from convviz.stepping.cells import CellAddress
from convviz.stepping.scene.extent import TooLargeError
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.walk import WalkForm
from convviz.stepping.worked.calculations import rule_lines
from convviz.ui.calculator.calculator_edits import CalculatorEdits
from convviz.ui.calculator.exporter import Exporter
from convviz.ui.calculator.lesson_edits import LessonEdits, typed_recipe
from convviz.ui.calculator.loss_menu import offered_losses
from convviz.ui.calculator.refusals import Refusals
from convviz.ui.calculator.remedy_edits import RemedyEdits
from convviz.ui.calculator.torch_check import TorchCheck
from convviz.ui.calculator.value_actions import ValueActions
from convviz.ui.calculator.view_modules import VIEW_MODULES
from convviz.ui.first_paint import when_painted
from convviz.ui.later_work import LaterWork, imports
from convviz.ui.stepper.backward_links import BEGINNING, GRADIENT_LAYER, ONES, loss_link

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator, Document
    from convviz.protocol.recipes import Recipe
    from convviz.stepping.worked.backward.gradient_working import GradientWorking
    from convviz.ui.calculator.call_bar import CallBar
    from convviz.ui.calculator.side_panel import SidePanel
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.stepper.stepper import Stepper
    from convviz.ui.stepper.view_state import ViewState
    from convviz.ui.stepper.views.step_view import ViewEntry
    from convviz.ui.widgets.notice import Notice, NoticeLevel

_OF_LESSON = frozenset({TARGET_OUTPUT, HIDDEN_KERNEL})


class CalculatorPresenter(QObject):
    """Goes the way of the calculator: document, scene, stepper; edit, new document.

    Attributes:
        edits: Makes new documents.
        lesson: Likewise, while a kernel is learned.
        values: Pastes, copies and opens numbers.
        exporter: Exports what is shown.
    """

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient,
        call_bar: CallBar,
        stepper: Stepper,
        side: SidePanel,
        notice: Notice,
        page: QWidget,
    ) -> None:
        """Show the document in a page's parts.

        Args:
            store: Has the document.
            engine: Knows torch's values.
            call_bar: Shows and edits the settings.
            stepper: Shows the steps.
            side: Explains the settings.
            notice: Says what could not be done.
            page: The page, which takes the keyboard and what is dropped.
        """
        super().__init__(page)
        self._store = store
        self._page = page
        self._call_bar = call_bar
        self._stepper = stepper
        self._side = side
        self._notice = notice
        self._shown: Calculator | None = None
        self.edits = CalculatorEdits(store, self)
        self.lesson = LessonEdits(self.edits)
        self._remedies = RemedyEdits(self.edits)
        self.values = ValueActions(stepper.grids, call_bar, lambda: self.edits.calculator, page)
        self.exporter = Exporter(stepper.presenter, page)
        self._check = TorchCheck(engine, self)
        self._refusals = Refusals(call_bar, stepper, side, self)
        self._take_edits()
        self._take_choices()
        self._check.agreed.connect(side.show_agreement)
        self._check.output_ready.connect(stepper.presenter.show_output)
        self._check.gradients_ready.connect(stepper.presenter.show_gradients)
        stepper.presenter.changed.connect(self._follow_view)
        stepper.grids.view.cell_clicked.connect(self._paint)
        stepper.views.link_followed.connect(self._follow_link)
        store.changed.connect(self.show_document)
        when_painted(page, LaterWork(imports(VIEW_MODULES), page).start)

    def _take_edits(self) -> None:
        """Turn what is typed, clicked and pasted into edits."""
        edits, call_bar, side = self.edits, self._call_bar, self._side
        self._stepper.views.cell_edited.connect(edits.cell)
        call_bar.layer_edited.connect(edits.layer)
        call_bar.type_chosen.connect(edits.layer_type)
        call_bar.shape_edited.connect(edits.shape)
        call_bar.output_size_edited.connect(edits.output_size)
        call_bar.form_edited.connect(edits.form)
        call_bar.loss_chosen.connect(edits.loss)
        call_bar.loss_edited.connect(edits.loss_argument)
        call_bar.function_edited.connect(edits.function)
        call_bar.function_chosen.connect(edits.choose_function)
        call_bar.numbers.recipe_chosen.connect(edits.fill)
        call_bar.settled.connect(edits.end_typing)
        call_bar.further.training_chosen.connect(edits.training)
        call_bar.further.zero_grad_chosen.connect(edits.zero_grad)
        call_bar.further.seed_edited.connect(edits.seed)
        call_bar.further.drawn_anew.connect(edits.draw_anew)
        self.values.edited.connect(edits.replace)
        self.values.filled.connect(edits.fill)
        side.layer_chosen.connect(edits.choose_layer)
        side.remedy_chosen.connect(self._remedies.take)
        side.take_lesson(self.lesson)

    def _take_choices(self) -> None:
        """Show other layers and presets from their first step."""
        self._call_bar.call_chosen.connect(self._show_call)
        self.values.call_pasted.connect(self._show_call)
        self._call_bar.preset_chosen.connect(self._show_preset)
        self.values.told.connect(self._show_notice)
        self._notice.dismissed.connect(self.values.pictures.cancel)
        for source in (self._call_bar, self._side):
            source.left.connect(self.take_keyboard)
        self._stepper.timeline.step_field.left.connect(self.take_keyboard)

    def show_document(self, document: Document) -> None:
        """Show the document's calculator, unless it is shown already."""
        calculator = document.calculator
        if calculator is self._shown or calculator == self._shown:
            return
        self._shown = calculator
        self._notice.hide()  # it was about what is no more; edits that have one show it next
        self._call_bar.show_calculator(calculator)
        try:
            scene = build_scene(calculator)
        except (ConvVizError, TooLargeError) as error:
            self._check.forget()
            self._refusals.show(calculator, error)
            return
        self._refusals.end()
        self._stepper.presenter.show_scene(scene)
        # Last, so that its timers run out when the drawing is painted, however long it took.
        is_symmetric = scene.is_flip_symmetric
        self._side.show_valid(calculator, scene.output_shape, is_flip_symmetric=is_symmetric)
        self._side.show_rule(scene.layer, rule_lines(scene))
        self._check.check(scene)

    def show_again(self) -> None:
        """Show the same calculator with other numbers."""
        self._shown = None
        self.show_document(self._store.document)

    def take_keyboard(self) -> None:
        """Have Space play and the arrows step."""
        self._page.setFocus()

    def _follow_view(self, state: ViewState) -> None:
        """Ask torch for gradients, and offer what they are made of, while they are shown."""
        entry = state.entry
        further = _OF_LESSON if entry.is_lesson else self._of_backward(entry)
        self._call_bar.offer_further(further)
        working = self._working()
        self._check.show_working(None if working is None else working.backward_pass)
        self.lesson.working = working if entry.is_lesson else None
        self._side.show_view(entry.key)
        self._side.show_lesson(self.lesson.working, is_wanted=entry.is_lesson)

    def _paint(self, group: str, plane: int, row: int, column: int) -> None:
        """Paint a cell of a lesson's target, while clicks paint."""
        walk = self._stepper.presenter.walk
        if group == TARGET_OUTPUT and walk is not None:
            edited = walk.edited_at(CellAddress(group, plane, row, column))
            if edited is not None:
                self.lesson.paint(edited[1])

    def _of_backward(self, entry: ViewEntry) -> frozenset[str]:
        """Return what a backward pass begins at, where one is shown."""
        if not entry.is_backward:
            return frozenset()
        has_loss = self.edits.calculator.loss is not None
        return frozenset({UPSTREAM, LOSS_TARGET} if has_loss else {UPSTREAM})

    def _follow_link(self, link: str) -> None:
        """Begin a backward pass elsewhere, or open what it is made of.

        Args:
            link: A name of `backward_links`: the layer whose forward is the gradient of the input,
                the loss at which the pass begins, a loss at which it is to begin, or ones.
        """
        presenter, working = self._stepper.presenter, self._backward_pass()
        offered = {loss_link(loss): loss for loss in offered_losses(self.edits.calculator)}
        if link in offered:
            self.edits.loss(offered[link])
        elif link == ONES:
            self.edits.fill(UPSTREAM, ANY_UPSTREAM)
        elif working is not None and link in {GRADIENT_LAYER, BEGINNING}:
            presenter.choose_view(presenter.first_view)
            self._stepper.player.go_to_first()
            if link == GRADIENT_LAYER:
                upstream = self._upstream_of(working)
                self.edits.gradient_layer(working.scene.output_shape, upstream)
            elif working.beginning is not None:
                self.edits.open_loss(working.beginning)
            self.take_keyboard()

    def _upstream_of(self, working: GradientWorking) -> Recipe:
        """Return the upstream gradient as a document holds it; that of a loss in numbers."""
        if working.beginning is None:
            return self.edits.calculator.recipe_of(UPSTREAM)
        return typed_recipe(working.upstream)

    def _backward_pass(self) -> GradientWorking | None:
        """Return the backward pass that is shown; None for none."""
        working = self._working()
        return None if working is None else working.backward_pass

    def _working(self) -> Any:  # noqa: ANN401 - a Working, of a LearnWorking where a lesson is shown
        """Return the calculation in parts that is shown; None for none."""
        walk: Any = self._stepper.presenter.walk
        return walk.working if walk is not None and walk.form is WalkForm.PARTS else None

    def _show_call(self, layer: Any) -> None:  # noqa: ANN401 - a Layer through a signal
        self._stepper.player.go_to_first()
        self.edits.call(layer)
        self.take_keyboard()

    def _show_preset(self, preset: Preset) -> None:
        self._stepper.player.go_to_first()
        if preset.view:
            self._stepper.presenter.show_view(preset.view)
        else:
            self._stepper.presenter.leave_backward()
        self.edits.preset(preset)
        self.take_keyboard()
        self._side.begin_anew()

    def _show_notice(self, level: NoticeLevel, sentence: str) -> None:
        """Show what could not be done, or nothing any more."""
        if sentence:
            self._notice.show_notice(level, sentence)
        else:
            self._notice.hide()
