"""The parts of a calculation as groups of planes, with captions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT, CellKind
from convviz.ui.stepper.planes import with_rows
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.stepping.worked.parts import Part

translate = QCoreApplication.translate

PART_ROLES: Final = {
    INPUT: GridRole.INPUT,
    KERNEL: GridRole.KERNEL,
    BIAS: GridRole.KERNEL,
    OUTPUT: GridRole.OUTPUT,
}


def part_groups(walk: WorkedWalk) -> tuple[PlaneGroup, ...]:
    """Return the parts of a walk's calculation from left to right, as they are at its step."""
    return tuple(_group(part, planes) for part, planes in walk.drawn_parts())


def _group(part: Part, shown: tuple[int, ...]) -> PlaneGroup:
    scale, exponent = _measures_of(part)
    kinds = None
    if not part.is_known:
        kinds = np.full(part.values.shape[1:], CellKind.PENDING, dtype=np.uint8)
    planes = tuple(
        Plane(part.values[number], kinds, plane_title(part, number), scale=scale)
        for number in shown
    )
    return PlaneGroup(
        part.name,
        PART_ROLES[part.look],
        part_caption(part),
        planes,
        part.operator,
        editable=bool(part.tensor),
        exponent=exponent,
        starts_line=part.starts_line,
        wraps=True,
    )


def _measures_of(part: Part) -> tuple[float, int]:
    """Return the largest magnitude of a part, and the power of ten that it is written in.

    Other planes of the same numbers are drawn while the mouse moves over what they make.
    """
    known = _measures.get(part)
    if known is None:
        known = _measures[part] = largest_magnitude(part.values), common_exponent(part.values)
    return known


_measures: Final[WeakKeyDictionary[Part, tuple[float, int]]] = WeakKeyDictionary()


def plane_title(part: Part, number: int) -> str:
    """Return which plane of a part it is, as its tensor is indexed; "" for the only one."""
    if len(part.values) == 1:
        return ""
    # Of a loss of classes, a row a sample: a target of 2 × 4 stands in two planes of one row.
    has_rows = math.prod(part.shape[:-2]) == len(part.values)
    sizes = part.shape[:-2] if has_rows else part.shape[:-1]
    return str([int(at) for at in np.unravel_index(number, sizes)])


def part_caption(part: Part) -> str:
    """Return a part's name, translated; of what goes in and what comes out with its shape."""
    name = part_name(part.title or part.name)
    if part.title and not part.is_computed and not part.tensor:
        name = translate("Parts", "{memory} before").format(memory=name)
    has_shape = bool(part.shape) and (part.tensor or part.name == OUTPUT)
    caption = f"{name} {shape_text(part.shape)}" if has_shape else name
    columns = part.values.shape[-1]
    return caption if columns == 1 else with_rows(caption, part.shape, columns)


def part_name(name: str) -> str:
    """Return what a tensor is called on the screen."""
    names = {
        INPUT: translate("Parts", "Input"),
        "weight": translate("Parts", "Weight"),
        "bias": translate("Parts", "Bias"),
        OUTPUT: translate("Parts", "Output"),
        "target": translate("Parts", "Target"),
        "loss_target": translate("Parts", "Target"),
        "params": translate("Parts", "Weights"),
        "grad": ".grad",
        "gradients": translate("Parts", "Gradients"),
        "weights": translate("Parts", "Weights after"),
        "losses": translate("Parts", "Loss of each"),
        "shares": translate("Parts", "Softmax p"),
        "costs": translate("Parts", "−log p"),
        "terms": translate("Parts", "What each class adds"),
        "asked": translate("Parts", "Smoothed target q"),
        "loss": translate("Parts", "Loss"),
        "slope": translate("Parts", "Slope"),
        "normalised": translate("Parts", "Normalised"),
        "target_output": translate("Parts", "Target"),
        "new_weight": translate("Parts", "Weight after"),
        "new_bias": translate("Parts", "Bias after"),
        "hidden_kernel": translate("Parts", "Hidden kernel"),
        "base": translate("Parts", "d = k + α × mean of x²"),
    }
    return names.get(name, name)
