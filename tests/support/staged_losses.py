"""Calculators of losses that take several tensors, and what their steps say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.core.losses import loss_types
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.stepping.worked.parts import Working


def opened(
    name: str,
    shape: Shape,
    values: tuple[float, ...] = (),
    forms: dict[str, TensorForm] | None = None,
    *,
    settings: dict[str, Any] | None = None,
    **tensors: tuple[float, ...],
) -> Calculator:
    """Return a loss with its tensors; what is left out begins as in the calculator.

    Args:
        name: The loss.
        shape: Of its input.
        values: The input's numbers; nothing leaves any.
        forms: Of tensors that have not the usual one.
        settings: The loss's arguments.
        **tensors: Numbers of tensors, by name.
    """
    loss = loss_types()[name](**(settings or {}))
    calculator = Calculator(loss, shape, forms=forms or {})
    if values:
        calculator = calculator.with_recipe("input", Numbers(shape, values))
    for tensor, numbers in tensors.items():
        form = calculator.form_of(tensor)
        calculator = calculator.with_recipe(tensor, Numbers(form.shape, numbers))
    return calculator


def lines(working: Working, part: str, flat: int) -> list[str]:
    """Return the lines of a step."""
    return [line.text for line in working.work_out(part, flat).lines]
