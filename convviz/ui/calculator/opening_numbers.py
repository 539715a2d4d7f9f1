"""The numbers that a calculator begins with, as they suit the layer that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec.structs

from convviz.core.layers.reductions import Reduction
from convviz.core.presets import COURSE_INPUT
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import course_calculator

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator

_PLAIN: Final = course_calculator().input
_SIGNED: Final = Numbers(
    (1, 5, 5),
    tuple(-number if number and at % 2 else number for at, number in enumerate(COURSE_INPUT)),
)


def with_suitable_numbers(calculator: Calculator) -> Calculator:
    """Return the calculator whose first numbers, which nobody chose, have something to show.

    None of the course's numbers is below 0: a ReLU of them would do nothing. So a function gets
    every second one with a minus, and any other layer the course's own again.
    """
    is_function = calculator.layer.cell_reduction is Reduction.POINTWISE
    before, after = (_PLAIN, _SIGNED) if is_function else (_SIGNED, _PLAIN)
    if calculator.input != before:
        return calculator
    return msgspec.structs.replace(calculator, input=after)
