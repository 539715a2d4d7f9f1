"""What would mend a refusal of a tensor beside the input: another form, or other numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.core.shown_layers import infer_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.tensor_forms import Forms, TensorForm

_OF_FORMS: Final = {
    ErrorCode.TARGET_SHAPE,
    ErrorCode.TARGET_NEEDS_INTEGERS,
    ErrorCode.TARGET_NEEDS_FLOATS,
    ErrorCode.NOT_BROADCAST,
    ErrorCode.TENSORS_NOT_BROADCAST,
    ErrorCode.TENSORS_OF_OTHER_RANK,
    ErrorCode.VARIANCE_SHAPE,
    ErrorCode.IGNORES_OF_SHARES,
    ErrorCode.NOT_WHOLE,
}
_OF_NUMBERS: Final = {ErrorCode.TARGET_OUTSIDE_CLASSES, ErrorCode.NOT_WHOLE}
_OF_ONE_TENSOR: Final = {
    ErrorCode.NOT_A_SHARE: "",
    ErrorCode.NEGATIVE_NUMBER: "",
    ErrorCode.LABEL_OUTSIDE_CLASSES: "target",
    ErrorCode.LABEL_OUTSIDE_LIST: "target",
}
"""Refusals of numbers of one tensor: the named one, or one that is always meant."""


def tensor_remedies(
    layer: Layer, shape: Shape, forms: Forms, error: ConvVizError
) -> Iterator[Remedy]:
    """Yield what would mend a refusal of a tensor, such as of a loss's target.

    Args:
        layer: The layer that refuses it.
        shape: The input's, as the calculator shows it.
        forms: Of the tensors, as far as they were chosen.
        error: Why it is refused.
    """
    yield from number_remedies(error)
    for name in layer.takes_forms:
        if error.code in _OF_FORMS:
            now = forms.get(name) or layer.first_form(name, shape)
            for form in layer.fitting_forms(name, shape):
                output = _output(layer, shape, {**forms, name: form}) if form != now else None
                if output is not None:
                    kind, sizes = RemedyKind.SET_TENSOR, form.shape
                    yield Remedy(kind, name, sizes, output, form=form)
        if error.code in _OF_NUMBERS:
            yield Remedy(RemedyKind.SET_TENSOR, name, None, None)
    if error.code in _OF_ONE_TENSOR:
        tensor = _OF_ONE_TENSOR[error.code] or str(error.facts["tensor"])
        yield Remedy(RemedyKind.SET_TENSOR, tensor, None, None)
    value = error.facts.get("value")
    if error.code is ErrorCode.TARGET_OUTSIDE_CLASSES and isinstance(value, int):
        yield Remedy(RemedyKind.SET_PARAMETER, "ignore_index", value, None)
    if error.code is ErrorCode.WEIGHT_A_CLASS:
        yield from _weights(layer, error)


def number_remedies(error: ConvVizError, tensor: str = "") -> Iterator[Remedy]:
    """Yield the nearest number that is taken in the place of one that is refused.

    Args:
        error: Why it is refused.
        tensor: Of which tensor it is; "" for the one that is named, or else the target.
    """
    place, value = error.facts.get("place"), error.facts.get("value")
    if error.code not in _LARGEST or not isinstance(place, tuple):
        return
    name, last = tensor or str(error.facts.get("tensor", "target")), error.facts.get("last")
    largest = last if isinstance(last, int) else _LARGEST[error.code]
    is_above = isinstance(value, (int, float)) and value > largest
    yield Remedy(RemedyKind.SET_NUMBER, name, largest if is_above else 0, None, place=place)


_LARGEST: Final[dict[ErrorCode, int]] = {
    ErrorCode.TARGET_OUTSIDE_CLASSES: 0,
    ErrorCode.LABEL_OUTSIDE_CLASSES: 0,
    ErrorCode.LABEL_OUTSIDE_LIST: 0,
    ErrorCode.NEGATIVE_NUMBER: 0,
    ErrorCode.NOT_A_SHARE: 1,
}
"""Which number takes the place of one that is too large, unless it is the last class; 0 that of
one that is too small, or is none."""


def is_of_numbers(error: ConvVizError) -> bool:
    """Return whether the numbers are refused, whatever their shape: no setting mends that."""
    return error.code in _OF_NUMBERS or error.code in _OF_ONE_TENSOR


def _weights(layer: Layer, error: ConvVizError) -> Iterator[Remedy]:
    """Yield weights with one number a class: those that there are, and further ones of 1."""
    name, classes = str(error.facts["parameter"]), error.facts["classes"]
    given = getattr(layer, name)
    if isinstance(classes, int) and classes <= _MOST_CLASSES:
        numbers = (*given[:classes], *(1.0,) * (classes - len(given)))
        mended = layer.replace(**{name: numbers})
        yield Remedy(RemedyKind.REPLACE_LAYER, "", None, None, layer=mended)
    yield Remedy(RemedyKind.SET_PARAMETER, name, None, None)


_MOST_CLASSES: Final = 10
"""More numbers make no button that can be read."""


def _output(layer: Layer, shape: Shape, forms: dict[str, TensorForm]) -> Shape | None:
    try:
        return infer_shown(layer, shape, None, forms)
    except ConvVizError:
        return None
