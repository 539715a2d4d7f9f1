"""The loss at which a backward pass begins: chosen, kept while it means something, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec.structs

from convviz.core.errors import ConvVizError
from convviz.core.losses.of_output import LOSS_TARGET, check_beginning, suits_layer
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Numbers
from convviz.ui.calculator.form_edits import without_numbers
from convviz.ui.calculator.lesson_edits import typed_recipe

if TYPE_CHECKING:
    from convviz.core.losses import Loss
    from convviz.stepping.worked.backward.beginning import LossBeginning


def with_loss(calculator: Calculator, loss: Loss) -> Calculator:
    """Return the calculator whose backward pass begins at a loss of the output.

    A target that was chosen stays, unless the loss takes one of another form.
    """
    after = msgspec.structs.replace(calculator, loss=loss)
    if calculator.loss is None or _has_other_target(calculator, after):
        return without_numbers(after, LOSS_TARGET)
    return after


def like_before(calculator: Calculator, loss: Loss) -> Loss:
    """Return a loss with those arguments of the one before that it has, too, and accepts.

    Args:
        calculator: The state before.
        loss: Another kind of loss, with torch's defaults.
    """
    before: Any = calculator.loss
    if before is None:
        return loss
    known, wanted = before.parameters(), loss.parameters()
    shared = [name for name in wanted if name in known and known[name].kind is wanted[name].kind]
    alike = loss.replace(**{name: getattr(before, name) for name in shared})
    try:
        check_beginning(alike, calculator.layer, calculator.shape_of(UPSTREAM))
    except ConvVizError:
        return loss
    return alike


def _has_other_target(before: Calculator, after: Calculator) -> bool:
    try:
        return before.form_of(LOSS_TARGET) != after.form_of(LOSS_TARGET)
    except ConvVizError:
        return False


def with_suitable_loss(calculator: Calculator) -> Calculator:
    """Return the calculator without a loss that means nothing of its layer's output.

    Classes that were typed for an output of another shape are forgotten: made-up ones beside them
    would be none.
    """
    loss = calculator.loss
    if loss is None:
        return calculator
    if not suits_layer(loss, calculator.layer):
        return without_numbers(msgspec.structs.replace(calculator, loss=None), LOSS_TARGET)
    chosen = calculator.tensors.get(LOSS_TARGET)
    try:
        form = calculator.form_of(LOSS_TARGET)
    except ConvVizError:
        return calculator
    if isinstance(chosen, Numbers) and form.is_integer and chosen.shape != form.shape:
        return without_numbers(calculator, LOSS_TARGET)
    return calculator


def opened_loss(beginning: LossBeginning) -> Calculator:
    """Return a calculator that shows a loss at which a backward pass begins, with its numbers."""
    loss: Any = beginning.loss
    values, target = beginning.passed.values, beginning.passed.weights["target"]
    tensors = {"target": typed_recipe(target)}
    return Calculator(loss, values.shape, typed_recipe(values), tensors=tensors)
