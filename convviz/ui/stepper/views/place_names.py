"""Names of numbers in tensors, as code writes them: x[0, 2, 3]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.layers.base import Shape
    from convviz.values.matrix_form import MatrixForm


def place_name(name: str, place: Iterable[int | np.intp]) -> str:
    """Return the name of a number from its index in a tensor."""
    return f"{name}[{', '.join(str(int(part)) for part in place)}]"


def flat_name(name: str, shape: Shape, number: int) -> str:
    """Return the name of a number from its place in reading order."""
    return place_name(name, np.unravel_index(number, shape))


def tap_place(form: MatrixForm, tap: int) -> tuple[int, ...]:
    """Return the index of a tap in its kernel plane, one number an axis."""
    sizes = tuple(table.shape[1] for table in form.tables)
    return tuple(int(place) for place in np.unravel_index(tap, sizes))
