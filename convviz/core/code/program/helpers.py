"""Functions of other files that libraries of networks share, known by their names.

Whoever calls them imports them, so that their code is not in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.program.operators import bounded_number, is_number
from convviz.core.code.program.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.values import CallArguments, Value

_LEAST_SHARE: Final = 0.9
"""Rounding down loses no more than a tenth of the channels."""


def _made_divisible(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return a number of channels, rounded to a multiple.

    Source:
        torchvision.models._utils._make_divisible; timm.layers.make_divisible.
    """
    interpreter.budget.spend()
    number, divisor = given.at(0, "v"), given.at(1, "divisor", 8)
    least = given.at(2, "min_value")
    least = divisor if least is None else least
    if not all(is_number(value) for value in (number, divisor, least)) or divisor < 1:
        return Unknown("make_divisible")
    rounded = max(least, int(number + divisor / 2) // divisor * divisor)
    return bounded_number(rounded + divisor if rounded < _LEAST_SHARE * number else rounded)


def _with_argument(interpreter: Interpreter, given: CallArguments) -> Value:
    """Set an argument that is not given otherwise, in a dictionary of them.

    Source:
        torchvision.models._utils._ovewrite_named_param.
    """
    interpreter.budget.spend()
    arguments, name = given.at(0, "kwargs"), given.at(1, "param")
    if isinstance(arguments, dict) and isinstance(name, str):
        arguments.setdefault(name, given.at(2, "new_value"))
    return None


def _verified(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return which weights are wanted: none, where nobody says any.

    Source:
        torchvision.models.WeightsEnum.verify.
    """
    interpreter.budget.spend()
    wanted = given.at(0, "obj")
    return None if wanted is None else Unknown("weights")


HELPERS: Final[dict[str, Callable[[Interpreter, CallArguments], Value]]] = {
    "_make_divisible": _made_divisible,
    "make_divisible": _made_divisible,
    "_ovewrite_named_param": _with_argument,
    "verify": _verified,
}
"""By what they are called, whatever they are imported from."""
