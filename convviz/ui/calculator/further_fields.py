"""The fields that stand beside the input's shape for layers that take more, built for the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from convviz.core.layers.parameters import LayerFamily
from convviz.core.unpooling import takes_output_size
from convviz.ui.theme import SPACING
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.late_widget import LateWidget, put_in_tab_order

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.ui.calculator.field_notes import FieldNotes
    from convviz.ui.calculator.form_field import FormField
    from convviz.ui.calculator.further_field import FurtherField, OutputSizeField
    from convviz.ui.calculator.mode_switch import ModeSwitch
    from convviz.ui.calculator.surface_bar import SurfaceBar
    from convviz.ui.calculator.weight_boxes import WeightBoxes
    from convviz.ui.page_actions import PageActions


class FurtherFields(QObject):
    """Shows a field where a layer takes what it is for; most layers need none of them.

    Attributes:
        beside: The row of what stands right beside the input's shape; where it is full, it wraps.
        behind: The row of what stands behind the channels.

    Signals:
        output_size_edited(object): Other sizes that unpooling is given, or None.
        form_edited(str, TensorForm): Another shape or type of a tensor beside the input.
        weights_given(str, object): A parameter of a loss that holds numbers; None for none.
        training_chosen(bool), zero_grad_chosen(bool), seed_edited(int), drawn_anew(): As of
            :class:`ModeSwitch`.
        function_edited(object), function_chosen(str): What an optimiser descends, typed or chosen.
        settled(): Typing has ended.
        left(): A field needs the keyboard no longer.
    """

    output_size_edited = Signal(object)
    form_edited = Signal(str, object)
    weights_given = Signal(str, object)
    training_chosen = Signal(bool)
    zero_grad_chosen = Signal(bool)
    seed_edited = Signal(int)
    drawn_anew = Signal()
    function_edited = Signal(object)
    function_chosen = Signal(str)
    settled = Signal()
    left = Signal()

    def __init__(self, shape: QWidget, notes: FieldNotes, bar: QWidget) -> None:
        """Build nothing yet.

        Args:
            shape: The field of the input's shape, after which the Tab key goes on here.
            notes: Says what is wrong in a field.
            bar: Holds them all.
        """
        super().__init__(bar)
        self._shape = shape
        self._notes = notes
        self._bar = bar
        self._actions: PageActions | None = None
        self.beside, self.behind = FlowLayout(gap=2 * SPACING), QHBoxLayout()
        self._output_size = LateWidget(self._build_output_size)
        self._form = LateWidget(self._build_form)
        self._weights = LateWidget(self._build_weights)
        self._mode = LateWidget(self._build_mode)
        self._surface = LateWidget(self._build_surface)

    @property
    def output_size(self) -> OutputSizeField:
        """What unpooling is given beside its parameters."""
        return self._output_size.widget

    @property
    def form(self) -> FormField:
        """Shape and type of a tensor beside the input, of losses that leave it open."""
        return self._form.widget

    @property
    def weights(self) -> WeightBoxes:
        """Whether a loss has weights."""
        return self._weights.widget

    @property
    def mode(self) -> ModeSwitch:
        """Whether the layer is as in training, of layers that depend on it."""
        return self._mode.widget

    @property
    def surface(self) -> SurfaceBar:
        """What an optimiser descends."""
        return self._surface.widget

    def show_actions(self, actions: PageActions) -> None:
        """Say in tooltips, once there are some, by which keys the same is done."""
        self._actions = actions

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the fields of what the layer takes, and no other."""
        is_optimiser = calculator.layer.family is LayerFamily.OPTIMISER
        needed: tuple[tuple[LateWidget[FurtherField], bool], ...] = (
            (self._output_size, takes_output_size(calculator.layer)),
            (self._form, bool(calculator.layer.takes_forms)),
            (self._weights, _has_weights(calculator)),
            (self._mode, is_optimiser or _depends_on_mode(calculator)),
            (self._surface, is_optimiser),
        )
        for late, is_needed in needed:
            if is_needed:
                late.widget.show_calculator(calculator)
                late.widget.show()
            elif late.built is not None:
                late.built.hide()

    def discard(self) -> None:
        """Forget texts that are no values."""
        for late in (self._output_size, self._form, self._mode, self._surface):
            if late.built is not None:
                for edit in late.built.edits().values():
                    edit.discard()

    def _build_output_size(self) -> OutputSizeField:
        from convviz.ui.calculator.further_field import OutputSizeField

        size = OutputSizeField(self._bar)
        size.field.value_changed.connect(self.output_size_edited)
        self._place(size, self.beside)
        return size

    def _build_form(self) -> FormField:
        from convviz.ui.calculator.form_field import FormField

        form = FormField(self._bar)
        form.form_edited.connect(self.form_edited)
        self._place(form, self.beside)
        for other in form.forms[1:]:
            other.hide()
            self.beside.addWidget(other)
            put_in_tab_order(other, form.dtype)
        return form

    def _build_weights(self) -> WeightBoxes:
        from convviz.ui.calculator.weight_boxes import WeightBoxes

        weights = WeightBoxes(self._bar)
        weights.weights_given.connect(self.weights_given)
        self._place(weights, self.beside)
        put_in_tab_order(weights, self.form.forms[-1].dtype)  # which every loss has, too
        return weights

    def _build_mode(self) -> ModeSwitch:
        from convviz.ui.calculator.mode_switch import ModeSwitch

        mode = ModeSwitch(self._bar)
        mode.training_chosen.connect(self.training_chosen)
        mode.zero_grad_chosen.connect(self.zero_grad_chosen)
        mode.seed_edited.connect(self.seed_edited)
        mode.drawn_anew.connect(self.drawn_anew)
        if self._actions is not None:
            self._actions.show_keys(mode.draw, "draw anew")
            for segment in (mode.train, mode.evaluate):
                self._actions.show_keys(segment, "training")
        self._place(mode, self.beside)
        return mode

    def _build_surface(self) -> SurfaceBar:
        from convviz.ui.calculator.surface_bar import SurfaceBar

        surface = SurfaceBar(self._bar)
        surface.chosen.connect(self.function_chosen)
        surface.field.value_changed.connect(self.function_edited)
        self._place(surface, self.behind)
        put_in_tab_order(surface, self.mode.zero_grad)  # which every optimiser has, too
        return surface

    def _place(self, field: FurtherField, row: QLayout) -> None:
        row.setSpacing(2 * SPACING)
        field.hide()
        row.addWidget(field)
        put_in_tab_order(field, self._shape)
        field.settled.connect(self.settled)
        field.left.connect(self.left)
        self._notes.add(field.edits())


def _has_weights(calculator: Calculator) -> bool:
    layer: Any = calculator.layer
    return layer.family is LayerFamily.LOSS and bool(layer.weights())


def _depends_on_mode(calculator: Calculator) -> bool:
    layer = calculator.layer
    return layer.depends_on_training() or layer.draws_in(training=calculator.mode.training)
