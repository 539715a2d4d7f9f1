"""One change that mends a refusal, and the test that verifies it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import Layer, Shape
from convviz.core.layers.tensor_forms import TensorForm

ParameterValue: TypeAlias = int | float | str | bool | tuple[int, ...] | None
"""What a parameter, a Python literal, can be."""

LARGEST_SUGGESTION = 4096
"""No parameter and no input axis is raised over this, however well it would mend."""


class RemedyKind(StrEnum):
    """What a remedy changes."""

    SET_PARAMETER = "set_parameter"
    """Give `parameter` of the layer `value`."""
    CHANGE_INPUT = "change_input"
    """Give the input the shape `value`."""
    SET_TENSOR = "set_tensor"
    """Give the tensor `parameter` the form `form`; without one, its first numbers."""
    SET_NUMBER = "set_number"
    """Give the number at `place` of the tensor `parameter` `value`."""
    INSERT_LAYER = "insert_layer"
    """Put `layer` before the failing one; and give `parameter` `value`, unless it is empty."""
    REMOVE_LAYER = "remove_layer"
    """Take out `layer`, the network's step `index`."""
    REPLACE_LAYER = "replace_layer"
    """Put `layer` in the place of the failing one."""
    APPEND_TO_SHORTCUT = "append_to_shortcut"
    """Put `layer` at the end of the shortcut of the Residual that fails; `index` is 1."""
    APPEND_TO_BRANCH = "append_to_branch"
    """Put `layer` at the end of the branch `index` of the Concat that fails."""
    SET_INSIDE = "set_inside"
    """Give `parameter` of `layer`, the network's layer `index`, `value`."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change that mends a refusal.

    Attributes:
        kind: What it changes.
        parameter: The parameter's name; "input" for CHANGE_INPUT.
        value: Its new value.
        output_shape: What the mended layer then gives; None while another error remains.
        layer: The layer to insert, to remove, to change, or to put in the failing one's place.
        index: The layer to remove or to change, or the branch that is meant, from 0.
        form: Shape and type of the tensor to change.
        place: Index of the number to change.
    """

    kind: RemedyKind
    parameter: str
    value: ParameterValue
    output_shape: Shape | None
    layer: Layer | None = None
    index: int | None = None
    form: TensorForm | None = None
    place: tuple[int, ...] = ()


class Verdict(NamedTuple):
    """What a change leads to.

    Attributes:
        mends: Whether it counts as a remedy.
        output_shape: The output then; None while another error remains.
        remaining: The error that remains.
    """

    mends: bool
    output_shape: Shape | None
    remaining: ConvVizError | None = None


Infer: TypeAlias = Callable[[Layer, Shape], Shape]
Mends: TypeAlias = Callable[[Layer, Shape], Verdict]


def plain_infer(layer: Layer, shape: Shape) -> Shape:
    """Return the output shape of a layer that stands alone."""
    return layer.infer(shape)


def refusal_of(layer: Layer, shape: Shape, *, infer: Infer = plain_infer) -> ConvVizError | None:
    """Return what a layer refuses, or None."""
    try:
        infer(layer, shape)
    except ConvVizError as error:
        return error
    return None


def mends_all(infer: Infer) -> Mends:
    """Return the test that nothing is refused any more."""

    def test(layer: Layer, shape: Shape) -> Verdict:
        try:
            return Verdict(mends=True, output_shape=infer(layer, shape))
        except ConvVizError:
            return Verdict(mends=False, output_shape=None)

    return test


def mends_one(infer: Infer, error: ConvVizError) -> Mends:
    """Return the test that `error` is gone, though another may remain."""

    def test(layer: Layer, shape: Shape) -> Verdict:
        try:
            return Verdict(mends=True, output_shape=infer(layer, shape))
        except ConvVizError as remaining:
            is_another = _place(remaining) != _place(error)
            return Verdict(mends=is_another, output_shape=None, remaining=remaining)

    return test


def _place(error: ConvVizError) -> tuple[object, ...]:
    return error.code, error.facts.get("parameter"), error.facts.get("axis")


def place_text(place: tuple[int, ...]) -> str:
    """Return an index behind a tensor's name, such as "[0, 1]"; "" where there is one number."""
    return str(list(place)) if place else ""
