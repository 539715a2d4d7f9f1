"""What a person changes on the page, as undoable steps of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec.structs
from PySide6.QtCore import QObject

from convviz.protocol.document import Calculator
from convviz.protocol.recipes import LARGEST_SEED
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.calculator.form_edits import with_form
from convviz.ui.calculator.lesson_edits import without_progress
from convviz.ui.calculator.loss_edits import (
    like_before,
    opened_loss,
    with_loss,
    with_suitable_loss,
)
from convviz.ui.calculator.opened_call import with_call
from convviz.ui.calculator.opening_numbers import with_suitable_numbers
from convviz.ui.calculator.parameter_edits import has_numbers, with_parameter_cell
from convviz.ui.calculator.presets.applied import with_preset
from convviz.ui.calculator.presets.texts import preset_name
from convviz.ui.stepper.part_planes import part_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.presets import Preset
    from convviz.protocol.recipes import Recipe
    from convviz.stepping.worked.backward.beginning import LossBeginning
    from convviz.ui.document_store import DocumentStore


@dataclass(slots=True)
class _Typing:
    """A field that is being typed in.

    Attributes:
        name: The setting.
        start: The calculator before.
        now: What the last keystroke led to; another one means that something else was edited.
    """

    name: str
    start: Calculator
    now: Calculator


class CalculatorEdits(QObject):
    """Puts the calculator that an edit leads to into the document, under the edit's name."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._typing: _Typing | None = None
        self._number = 0

    @property
    def calculator(self) -> Calculator:
        """The document's calculator."""
        return self._store.document.calculator

    def replace(
        self, calculator: Calculator, text: str, merge_key: str = "", *, learns: bool = False
    ) -> None:
        """Show another calculator.

        Args:
            calculator: What the edit leads to.
            text: The edit's name in the menu, translated.
            merge_key: Edits in a row with the same key are undone together; empty for none.
            learns: Whether it is a gradient step; another kernel begins a lesson anew.
        """
        if not learns:
            calculator = without_progress(self.calculator, calculator)
        calculator = with_suitable_loss(calculator)
        document = msgspec.structs.replace(self._store.document, calculator=calculator)
        self._store.edit(document, text, merge_key)

    def end_typing(self) -> None:
        """Let the next edit be one of its own, in the history too."""
        self._typing = None

    def layer(self, layer: Any, name: str) -> None:  # noqa: ANN401 - a Layer through a signal
        """Change one setting, by its name."""
        start = self._start(name)
        self._type(edits.with_layer(start, layer), self.tr("Change {name}").format(name=name))

    def choose_layer(self, layer: Any, text: str) -> None:  # noqa: ANN401 - a Layer
        """Take a layer that was offered."""
        self.replace(edits.with_layer(self.calculator, layer), text)

    def layer_type(self, layer_type: Any) -> None:  # noqa: ANN401 - a type of layer
        """Change the layer to one of another type."""
        text = self.tr("Change the layer to {name}").format(name=layer_type.type_name())
        chosen = edits.with_type(self.calculator, layer_type)
        self.replace(with_suitable_numbers(self.calculator, chosen), text)

    def call(self, layer: Any) -> None:  # noqa: ANN401 - a Layer
        """Show a layer as it was written, on an input that suits it."""
        text = self.tr("Open {call}").format(call=layer.type_name())
        opened = with_call(self.calculator, layer)
        self.replace(with_suitable_numbers(self.calculator, opened), text)

    def loss(self, loss: Any) -> None:  # noqa: ANN401 - a Loss through a signal
        """Have a backward pass begin at a loss of the output; one that it begins at stays."""
        before = self.calculator
        if type(before.loss) is not type(loss):
            text = self.tr("Begin backward at {loss}").format(loss=loss.type_name())
            self.end_typing()
            self.replace(with_loss(before, like_before(before, loss)), text)

    def loss_argument(self, loss: Any, name: str) -> None:  # noqa: ANN401 - a Loss
        """Change one argument of the loss at which a backward pass begins, by its name."""
        start = self._start(f"loss {name}")
        self._type(with_loss(start, loss), self.tr("Change {name}").format(name=name))

    def open_loss(self, beginning: LossBeginning) -> None:
        """Show the loss at which a backward pass begins, with the output as its input."""
        name = beginning.loss.type_name()
        self.replace(opened_loss(beginning), self.tr("Open {call}").format(call=name))

    def gradient_layer(self, output_shape: tuple[int, ...], upstream: Recipe) -> None:
        """Show the layer whose forward is the gradient of the input, on the upstream gradient."""
        calculator = edits.with_gradient_layer(self.calculator, output_shape, upstream)
        if calculator is not None:
            name = calculator.layer.type_name()
            self.replace(calculator, self.tr("Open {call}").format(call=name))

    def output_size(self, size: Any) -> None:  # noqa: ANN401 - a shape or None
        """Change the size that unpooling is given."""
        start = self._start("output_size")
        axes = len(start.input_shape) - 1
        sizes = (size,) * axes if isinstance(size, int) else size
        self._type(edits.with_output_size(start, sizes), self.tr("Change output_size"))

    def form(self, name: str, form: Any) -> None:  # noqa: ANN401 - a TensorForm through a signal
        """Change shape or type of a tensor beside the input."""
        start = self._start("tensor_form")
        text = self.tr("Change the form of {part}").format(part=part_name(name))
        self._type(with_form(start, name, form), text)

    def training(self, training: bool) -> None:  # noqa: FBT001 - from a signal
        """Have the layer as in training, or as in evaluation."""
        text = self.tr("Switch to training") if training else self.tr("Switch to evaluation")
        self.replace(edits.with_mode(self.calculator, training=training), text)

    def zero_grad(self, zero_grad: bool) -> None:  # noqa: FBT001 - from a signal
        """Have the optimiser forget the gradients of the step before, or add them up."""
        text = self.tr("Call zero_grad") if zero_grad else self.tr("Leave out zero_grad")
        self.replace(edits.with_zero_grad(self.calculator, zero_grad=zero_grad), text)

    def function(self, function: Any) -> None:  # noqa: ANN401 - a str through a signal
        """Have the optimiser descend another function."""
        start = self._start("function")
        self._type(edits.with_function(start, function), self.tr("Change the function"))

    def choose_function(self, function: str) -> None:
        """Take a function that was offered; "" for gradients that are typed."""
        self.end_typing()
        self.function(function)
        self.end_typing()

    def seed(self, seed: int) -> None:
        """Have the layer draw by another chance."""
        start = self._start("seed")
        self._type(edits.with_seed(start, seed), self.tr("Change what is drawn by chance"))

    def draw_anew(self) -> None:
        """Have the layer draw by the next chance."""
        self.end_typing()
        self.seed((self.calculator.seed + 1) % (LARGEST_SEED + 1))
        self.end_typing()

    def shape(self, shape: tuple[int, ...]) -> None:
        """Change the input's shape."""
        start = self._start("input_shape")
        self._type(edits.with_input_shape(start, shape), self.tr("Change the input's shape"))

    def typed(self, name: str, change: Callable[[Calculator], Calculator], text: str) -> None:
        """Change what another part's field holds, letter by letter.

        Args:
            name: The field's.
            change: Returns the calculator with what the field holds now.
            text: The edit's name in the menu, translated.
        """
        self._type(change(self._start(name)), text)

    def _start(self, name: str) -> Calculator:
        """Return the calculator with which typing in a field began.

        What is typed is applied to that one as a whole: what 1 on the way to 16 brought along,
        such as channels that followed, does not stay.
        """
        now = self.calculator
        typing = self._typing
        goes_on = typing is not None and typing.name == name
        if typing is None or not goes_on or (typing.now is not now and typing.now != now):
            self._number += 1
            typing = self._typing = _Typing(name, now, now)
        return typing.start

    def _type(self, calculator: Calculator, text: str) -> None:
        """Show what the text of the field at hand leads to."""
        typing = self._typing
        if typing is None:
            self.replace(calculator, text)
            return
        typing.now = calculator
        self.replace(calculator, text, f"calculator.{typing.name}.{self._number}")

    def preset(self, preset: Preset) -> None:
        """Show a preset."""
        text = self.tr("Preset: {name}").format(name=preset_name(preset.key))
        self.replace(with_preset(self.calculator, preset), text)

    def fill(self, part: str, recipe: Any) -> None:  # noqa: ANN401 - a Recipe
        """Fill the input, the "weight", the "bias" or another tensor."""
        texts = {
            "input": self.tr("Fill the input"),
            "weight": self.tr("Fill the kernel"),
            "bias": self.tr("Fill the bias"),
        }
        if not edits.has_kernels(self.calculator):
            texts["weight"] = self.tr("Fill the weight")
        other = self.tr("Fill {part}").format(part=part_name(part))
        self.replace(self.calculator.with_recipe(part, recipe), texts.get(part, other))

    def cell(self, part: str, place: tuple[int, ...], value: float) -> None:
        """Change one number of the input, the "weight", the "bias", another tensor, a parameter."""
        if has_numbers(self.calculator, part):
            text = self.tr("Edit a number of {part}").format(part=part_name(part))
            self.replace(with_parameter_cell(self.calculator, part, place, value), text)
            return
        texts = {
            "input": self.tr("Edit a cell of the input"),
            "weight": self.tr("Edit a cell of the kernel"),
            "bias": self.tr("Edit the bias"),
        }
        if not edits.has_kernels(self.calculator):
            texts["weight"] = self.tr("Edit the weight")
        other = self.tr("Edit a number of {part}").format(part=part_name(part))
        self.replace(with_cell(self.calculator, part, place, value), texts.get(part, other))
