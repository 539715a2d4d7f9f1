"""What would mend a calculator whose settings are refused."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.parameters import LayerFamily
from convviz.core.losses.of_output import LOSS_TARGET, check_beginning, loss_shape
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.core.shown_layers import infer_shown
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import UPSTREAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convviz.core.layers.base import Layer, Shape
    from convviz.core.losses import Loss
    from convviz.protocol.document import Calculator

INPUT_SHAPE: Final = "input_shape"
"""The input's shape, as a setting beside the parameters."""

_OF_THE_INPUT: Final = {
    ErrorCode.EMPTY_INPUT,
    ErrorCode.WRONG_RANK,
    ErrorCode.INPUT_IS_BATCHED,
    ErrorCode.INPUT_CHANNELS_LAST,
    ErrorCode.INPUT_BATCHED_CHANNELS_LAST,
    ErrorCode.INPUT_WITHOUT_CHANNELS,
}
_OF_THE_KERNEL: Final = {ErrorCode.KERNEL_LARGER_THAN_INPUT}

TENSOR_FORMS: Final = ("tensor_form", "second_tensor_form")
"""Shape and type of each tensor beside the input, as settings beside the parameters."""

_OF_THE_TENSOR: Final = {
    ErrorCode.TARGET_SHAPE,
    ErrorCode.TARGET_NEEDS_INTEGERS,
    ErrorCode.TARGET_NEEDS_FLOATS,
    ErrorCode.NOT_BROADCAST,
    ErrorCode.TENSORS_NOT_BROADCAST,
    ErrorCode.TENSORS_OF_OTHER_RANK,
    ErrorCode.VARIANCE_SHAPE,
    ErrorCode.LABEL_OUTSIDE_CLASSES,
    ErrorCode.LABEL_OUTSIDE_LIST,
    ErrorCode.NEGATIVE_NUMBER,
    ErrorCode.TARGET_OUTSIDE_CLASSES,
    ErrorCode.NOT_WHOLE,
}

FUNCTION: Final = "function"
"""What an optimiser descends, as a setting beside the parameters."""

OUTPUT_SIZE: Final = "output_size"
"""What unpooling is given beside its parameters, as a remedy names it."""


def refusal_remedies(calculator: Calculator, error: ConvVizError) -> tuple[Remedy, ...]:
    """Return what would mend a refusal of one picture, without a batch."""
    from convviz.core.remedies.layer_remedies import remedies, sibling_remedies
    from convviz.core.remedies.tensors import (
        is_of_numbers,
        number_remedies,
        tensor_remedies,
    )

    if error.facts.get("parameter") == "function":  # no setting of the optimiser mends it
        return ()
    output_size = calculator.output_size

    def infer(layer: Layer, shape: Shape) -> Shape:
        follows = output_size == calculator.input_shape[1:]  # as it does when the input is edited
        size = shape[1:] if follows else output_size
        return infer_shown(layer, shape, size, calculator.forms, training=calculator.training)

    shape = calculator.input_shape
    if calculator.loss is not None and is_of_loss(calculator):
        if not is_of_numbers(error):
            return _loss_remedies(calculator, calculator.loss, error)
        target = Remedy(RemedyKind.SET_TENSOR, LOSS_TARGET, None, None)
        return (*number_remedies(error, LOSS_TARGET), target)
    of_tensors = tuple(tensor_remedies(calculator.layer, shape, calculator.forms, error))
    if is_of_numbers(error):
        return of_tensors
    offered = remedies(calculator.layer, calculator.input_shape, error, infer=infer)
    return (
        *_given_size(calculator, error),
        *_input_as_meant(error, partial(infer, calculator.layer)),
        *of_tensors,
        *sibling_remedies(calculator.layer, shape, infer),
        *offered,
    )


def is_of_loss(calculator: Calculator) -> bool:
    """Return whether a refusal is one of the loss at which a backward pass begins."""
    if calculator.loss is None:
        return False
    try:
        calculator.shape_of(UPSTREAM)
    except ConvVizError:
        return False
    return True


def is_behind(loss: Layer, calculator: Calculator) -> bool:
    """Return whether a call is a loss that stands behind the layer, and no layer to show."""
    return LayerFamily.LOSS is loss.family is not calculator.layer.family


def _loss_remedies(calculator: Calculator, loss: Loss, error: ConvVizError) -> tuple[Remedy, ...]:
    """Return what would mend the loss at which a backward pass begins: other arguments of it."""
    from convviz.core.remedies.layer_remedies import remedies
    from convviz.core.remedies.tensors import tensor_remedies

    layer, output_shape = calculator.layer, calculator.shape_of(UPSTREAM)

    def infer(mended: Any, _shape: Shape) -> Shape:  # noqa: ANN401 - a Loss
        check_beginning(mended, layer, output_shape)
        return output_shape

    shape = loss_shape(layer, output_shape)
    offered = (
        *tensor_remedies(loss, shape, {}, error),
        *remedies(loss, shape, error, infer=infer),
    )
    kinds = {RemedyKind.SET_PARAMETER, RemedyKind.REPLACE_LAYER}
    return tuple(
        dataclasses.replace(remedy, layer=remedy.layer or loss)
        for remedy in offered
        if remedy.kind in kinds
    )


def _input_as_meant(error: ConvVizError, infer: Callable[[Shape], Shape]) -> Iterator[Remedy]:
    """Yield the picture, channels first, that the given input was meant to be."""
    read = error.facts.get("read")
    if not isinstance(read, tuple):
        return
    try:
        output_shape = infer(read)
    except ConvVizError:  # what unpooling is given does not fit it
        return
    yield Remedy(RemedyKind.CHANGE_INPUT, "input", read, output_shape)


def refused_setting(
    layer: Layer, error: ConvVizError, offered: Sequence[Remedy], edited: str
) -> str:
    """Return which setting a refusal is about.

    Args:
        layer: What is refused.
        error: Why.
        offered: What would mend it.
        edited: The setting that was edited last; it is blamed where it has a part in it.

    Returns:
        A parameter's name, INPUT_SHAPE, or "" where nothing is known to be at fault.
    """
    known, facts = layer.parameters(), error.facts
    mended = [remedy.parameter for remedy in offered]
    names = [str(facts.get("parameter")), *facts]
    names.sort(key=lambda name: name not in mended)  # first what a click would change
    named = [*names, *mended]
    concerned = [name for name in named if name in known]
    if error.code in _OF_THE_KERNEL:
        concerned = [name for name in ("kernel_size", "dilation", "padding") if name in known]
    if error.code in _OF_THE_INPUT:
        concerned = [INPUT_SHAPE, *concerned]
    elif error.code in _OF_THE_TENSOR:
        concerned = [tensor_form_setting(layer, _refused_tensor(error))]
    elif any(remedy.kind is RemedyKind.CHANGE_INPUT for remedy in offered):
        concerned = [*concerned, INPUT_SHAPE]
    if edited in concerned:
        return edited
    return concerned[0] if concerned else ""


def tensor_form_setting(layer: Layer, tensor: str) -> str:
    """Return the setting of the form of a tensor that a layer takes beside its input."""
    forms = dict(zip(layer.takes_forms, TENSOR_FORMS, strict=False))
    return forms.get(tensor, TENSOR_FORMS[0])


def _refused_tensor(error: ConvVizError) -> str:
    """Return which tensor a refusal is about; of two that do not go together the second."""
    facts = error.facts
    named = "var" if error.code is ErrorCode.VARIANCE_SHAPE else "target"
    return str(facts.get("tensor") or facts.get("second") or named)


def _given_size(calculator: Calculator, error: ConvVizError) -> Iterator[Remedy]:
    """Yield the size before pooling, which unpooling can be given where it refuses another."""
    codes = {ErrorCode.INDEX_OUTSIDE_OUTPUT, ErrorCode.UNPOOLED_SIZE_OUT_OF_RANGE}
    if error.code in codes and takes_output_size(calculator.layer):
        shape = calculator.input_shape
        yield Remedy(RemedyKind.SET_PARAMETER, OUTPUT_SIZE, shape[1:], shape)
