"""Every layer that convviz knows, and some that it does not, each with an input that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.network.new_layers import new_step
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.shown_layers import is_shown, shown_types
from convviz.protocol.templates import course_calculator
from convviz.ui.calculator.edits import with_type
from tests.support.made_up_layers import MADE_UP

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.protocol.document import Calculator

SHAPES: tuple[Shape, ...] = ((8, 8, 8), (8, 16), (8, 4, 6, 6), (16,), (8, 9))

KINDS: tuple[type[Layer], ...] = (*layer_types().values(), *MADE_UP)
SHOWN: tuple[type[Layer], ...] = (*shown_types(), *(kind for kind in MADE_UP if is_shown(kind)))


def name_of(kind: type[Layer]) -> str:
    """Return a layer's name, for the name of a test."""
    return kind.type_name()


def new_calculator(kind: type[Layer]) -> Calculator:
    """Return the calculator as it is when a type is chosen."""
    return with_type(course_calculator(), kind)


def new_network_step(kind: type[Layer]) -> tuple[NetworkStep, Shape]:
    """Return a layer as it is when it is added to a network, and an input that it takes.

    An unpooling takes none there: it needs indices.
    """
    for shape in SHAPES:
        step = new_step(kind, shape)
        try:
            step.layer.check()
        except ConvVizError:
            continue
        if infer_sequential((step,), shape).failure is None:
            return step, shape
    return new_step(kind, SHAPES[0]), SHAPES[0]
