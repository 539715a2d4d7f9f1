"""Tensors of a chosen type: integers are kept as integers, so that torch gets them as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.core.errors import ErrorCode, ShapeError

if TYPE_CHECKING:
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.values.layer_values import Array

_LARGEST_EXACT = 2**53
"""Beyond it not every whole number is one of float64."""


def numbers_of_form(numbers: Array, name: str, form: TensorForm) -> Any:  # noqa: ANN401 - an array of the form's type
    """Return numbers as the type of a form: int64 where it is one of integers.

    Args:
        numbers: Of the form's shape.
        name: What they are called, for the error.
        form: The form.

    Raises:
        ShapeError: NOT_WHOLE: integers were wanted.
    """
    if not form.is_integer:
        return numbers
    with np.errstate(invalid="ignore"):
        wrong = (np.floor(numbers) != numbers) | ~(np.abs(numbers) <= _LARGEST_EXACT)
    if wrong.any():
        place = tuple(int(at) for at in np.argwhere(wrong)[0])
        value = float(numbers[place])
        raise ShapeError(ErrorCode.NOT_WHOLE, tensor=name, value=value, place=place)
    return numbers.astype(np.int64)
