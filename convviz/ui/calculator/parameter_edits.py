"""Edits of numbers that are parameters of a call and stand in a grid: the weights of a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.core.call_parameters import ParameterKind
from convviz.core.losses.of_output import OF_LOSS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.layers import Layer
    from convviz.protocol.document import Calculator


def has_numbers(calculator: Calculator, name: str) -> bool:
    """Return whether a parameter holds numbers, one a cell, such as class weights.

    Args:
        calculator: What is shown.
        name: A parameter of its layer; behind OF_LOSS, of the loss at which a backward pass begins.
    """
    call, parameter = _named(calculator, name)
    known = None if call is None else call.parameters().get(parameter)
    is_such = known is not None and known.kind is ParameterKind.OPTIONAL_NUMBERS
    return is_such and getattr(call, parameter) is not None


def with_parameter_cell(
    calculator: Calculator, name: str, place: tuple[int, ...], value: float
) -> Calculator:
    """Return the calculator with one number of a parameter replaced.

    Args:
        calculator: The state before.
        name: The parameter's, which holds numbers.
        place: Index of the number.
        value: The new one.
    """
    call, parameter = _named(calculator, name)
    numbers = list(getattr(call, parameter))
    numbers[place[0]] = value
    return _with(calculator, name, numbers)


def with_parameter_numbers(
    calculator: Calculator, name: str, numbers: NDArray[np.float64]
) -> Calculator:
    """Return the calculator with all numbers of a parameter replaced, of any shape."""
    return _with(calculator, name, numbers.ravel().tolist())


def _with(calculator: Calculator, name: str, numbers: list[float]) -> Calculator:
    call, parameter = _named(calculator, name)
    field = "layer" if call is calculator.layer else "loss"
    edited = None if call is None else call.replace(**{parameter: tuple(numbers)})
    return msgspec.structs.replace(calculator, **{field: edited})


def _named(calculator: Calculator, name: str) -> tuple[Layer | None, str]:
    """Return whose parameter a name is, and what it is called there."""
    if name.startswith(OF_LOSS):
        return calculator.loss, name.removeprefix(OF_LOSS)
    return calculator.layer, name
