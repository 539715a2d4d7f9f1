"""Edits of numbers that are parameters of a call and stand in a grid: the weights of a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.core.call_parameters import ParameterKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.layers import Layer
    from convviz.protocol.document import Calculator


def has_numbers(layer: Layer, name: str) -> bool:
    """Return whether a parameter holds numbers, one a cell, such as class weights."""
    known = layer.parameters().get(name)
    is_such = known is not None and known.kind is ParameterKind.OPTIONAL_NUMBERS
    return is_such and getattr(layer, name) is not None


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
    numbers = list(getattr(calculator.layer, name))
    numbers[place[0]] = value
    return _with(calculator, name, numbers)


def with_parameter_numbers(
    calculator: Calculator, name: str, numbers: NDArray[np.float64]
) -> Calculator:
    """Return the calculator with all numbers of a parameter replaced, of any shape."""
    return _with(calculator, name, numbers.ravel().tolist())


def _with(calculator: Calculator, name: str, numbers: list[float]) -> Calculator:
    layer = calculator.layer.replace(**{name: tuple(numbers)})
    return msgspec.structs.replace(calculator, layer=layer)
