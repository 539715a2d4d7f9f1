"""The numbers that a calculator begins with, as they suit the layer that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec.structs

from convviz.core.layers.reductions import Reduction
from convviz.core.presets import COURSE_INPUT
from convviz.protocol.document import ANY_INPUT, first_input
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import course_calculator

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator

_COURSE: Final = course_calculator()
_PLAIN: Final = _COURSE.input
_SIGNED: Final = Numbers(
    (1, 5, 5),
    tuple(-number if number and at % 2 else number for at, number in enumerate(COURSE_INPUT)),
)


def with_suitable_numbers(before: Calculator, after: Calculator) -> Calculator:
    """Return a calculator whose first numbers, which nobody chose, have something to show.

    None of the course's numbers is below 0: a ReLU of them would do nothing. So a function gets
    every second one with a minus, a loss outputs that teach, and any other layer the course's own
    again.

    Args:
        before: The state before another layer was chosen.
        after: The state behind it.
    """
    layer, shape = after.layer, after.input_shape
    taught, first = first_input(before.layer, before.input_shape), first_input(layer, shape)
    if before.input not in (_PLAIN, _SIGNED) and (taught == ANY_INPUT or before.input != taught):
        return after
    if first != ANY_INPUT:
        return msgspec.structs.replace(after, input=first)
    if before.input == taught and shape != _COURSE.input_shape:
        return after
    is_function = layer.cell_reduction is Reduction.POINTWISE
    return msgspec.structs.replace(after, input=_SIGNED if is_function else _PLAIN)
