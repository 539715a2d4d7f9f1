"""New layers for a place in a network: by their class, or typed in few letters."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.short_call import ShortCall, short_calls
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.layers.base import Follows, LayerFamily, ParameterKind
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

_USUAL_SIZE: Final = 32
"""Of a required number without a rule, such as out_channels, in a new layer."""

_LONGEST_TYPED: Final = 1000
"""Characters of a typed text; it is read anew at each key."""


def followable(layer: Layer | type[Layer]) -> frozenset[str]:
    """Return the names of the parameters that can follow the layer before."""
    return frozenset(name for name, known in layer.parameters().items() if known.follows)


def new_step(layer_type: type[Layer], input_shape: Shape) -> NetworkStep:
    """Return a new layer for a place in the network, with what torch's users begin with.

    What can follow the layer before follows it, and torch's defaults stay. Of the others,
    kernels have 3 cells (pooling: 2) and numbers of outputs are 32.

    Args:
        layer_type: The layer's class.
        input_shape: The shape that enters it, without the batch.
    """
    values: dict[str, Any] = {}
    for name, known in layer_type.parameters().items():
        if known.follows is Follows.CHANNELS and name not in layer_type.defaults():
            values[name] = input_shape[0] if input_shape else 1
        elif known.follows is Follows.FEATURES and name not in layer_type.defaults():
            values[name] = input_shape[-1] if input_shape else 1
        elif known.first is not None:
            values[name] = known.first
        elif name in layer_type.defaults():
            continue
        elif known.kind in (ParameterKind.PER_AXIS, ParameterKind.PADDING):
            values[name] = 2 if layer_type.family is LayerFamily.POOLING else 3
        elif known.kind is ParameterKind.CHOICE:
            values[name] = known.choices[0]
        elif known.kind is ParameterKind.FLAG:
            values[name] = False
        else:
            values[name] = max(_USUAL_SIZE, known.minimum)
    required = followable(layer_type) - layer_type.defaults().keys()
    return NetworkStep(layer_type(**values), frozenset(required))


def typed_steps(text: str, input_shape: Shape) -> tuple[tuple[NetworkStep, ...], ...]:
    """Return what a typed text can mean at a place, the likeliest first.

    Args:
        text: One layer, such as `conv2d 32 5 p2`, or several with `;` between them, of which each
            is read in the likeliest way.
        input_shape: The shape that enters the first, without the batch.

    Raises:
        ConvVizError: The text is nothing of the kind, or torch takes no such value;
            CODE_TOO_LONG.
    """
    if len(text) > _LONGEST_TYPED:
        raise DocumentError(ErrorCode.CODE_TOO_LONG, size=len(text), limit=_LONGEST_TYPED)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) == 1:
        return tuple((step,) for step in _readings(parts[0], input_shape))
    steps: list[NetworkStep] = []
    shape = input_shape
    for part in parts:
        steps.append(_readings(part, shape)[0])
        shape = infer_sequential((steps[-1],), shape).output_shape
    return (tuple(steps),) if steps else ()


def _readings(text: str, shape: Shape) -> list[NetworkStep]:
    """Return what one typed layer can mean, the likeliest first; what does not fit if nothing does.

    Whoever typed in_channels as well, and the right ones, typed the whole call.

    Raises:
        ConvVizError: The text means nothing, torch takes no such value, or the in_channels that
            were typed are not those of the shape.
    """
    whole: list[NetworkStep] = []
    fitting: list[NetworkStep] = []
    others: list[NetworkStep] = []
    partly: list[NetworkStep] = []
    problem: ConvVizError | None = None
    for call in short_calls(text):
        try:
            step = _step(call, shape)
        except ConvVizError as error:
            problem = problem or error
            continue
        failure = infer_sequential((NetworkStep(step.layer),), shape).failure
        if not step.follows & call.values.keys():
            (fitting if failure is None else others).append(step)
        elif failure is not None:
            problem = problem or failure.error
        elif _needed(call.layer_type) <= call.values.keys():
            whole.append(step)
        else:
            partly.append(step)
    steps = whole + fitting or others or partly
    if problem is not None and not steps:
        raise problem
    return steps


def _needed(layer_type: type[Layer]) -> set[str]:
    return layer_type.parameters().keys() - layer_type.defaults().keys()


def _step(call: ShortCall, shape: Shape) -> NetworkStep:
    """Return the layer of a reading.

    Raises:
        ConvVizError: torch takes no such value.
    """
    new = new_step(call.layer_type, shape)
    free = {} if not call.values else _given_up(call, new.layer)
    layer = new.layer.replace(**free, **call.values)
    layer.check()
    return dataclasses.replace(new, layer=layer)


def _given_up(call: ShortCall, layer: Layer) -> dict[str, Any]:
    """Return the defaults of what a new layer begins with, where something else was typed.

    An Upsample has a size or a factor, never both.
    """
    defaults = call.layer_type.defaults()
    return {
        name: defaults[name]
        for name, known in layer.parameters().items()
        if name in defaults and name not in call.values and known.first is not None
    }
