"""Where numbers stopped being finite: the last batches once more, layer by layer, from copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.engine.training.batches import Batch
from convviz.engine.training.recent_steps import StateBefore

if TYPE_CHECKING:
    from convviz.engine.training.loss_function import LossFunction


class Kind(StrEnum):
    """What was the first that is not finite."""

    PICTURES = "pictures"
    OUTPUT = "output"
    LOSS = "loss"
    GRADIENT = "gradient"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the first number arose that is not finite.

    Attributes:
        kind: What it is of.
        step: The batch in which it arose.
        layer: Of OUTPUT, GRADIENT and WEIGHTS: the layer, as torch names it; else "".
        value: The number, "nan", "inf" or "-inf".
        largest: The largest finite number, without its sign, that went into the layer; 0 for none.
    """

    kind: Kind
    step: int
    layer: str
    value: str
    largest: float


@dataclass(frozen=True, slots=True)
class Replayed:
    """A batch that is gone through once more.

    Attributes:
        before: What there was before it.
        batch: Its pictures.
        prepare: Seeds what is random in it, as then.
    """

    before: StateBefore
    batch: Batch
    prepare: Callable[[], None]


def find_origin(
    model: nn.Module,
    loss: LossFunction,
    batches: list[Replayed],
    precision: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Origin | None:
    """Return where the first number arose that is not finite; None if none is found.

    Each batch is gone through in the order in which it was computed: pictures, the layers forwards,
    the loss, the gradients from the last layer to the first, the step. The model
    keeps its weights.

    Args:
        model: In training mode.
        loss: What is minimised.
        batches: The last ones, the earliest first.
        precision: In which the network computes.
    """
    names = [name for name, _ in model.named_parameters()]
    behind = [parameter.detach().clone() for parameter in model.parameters()]
    for number, replayed in enumerate(batches):
        is_last = number + 1 == len(batches)
        ends = behind if is_last else batches[number + 1].before.weights
        with _weights_of(model, replayed.before):
            origin = _in_batch(model, loss, replayed, precision) or _in_weights(
                names, ends, replayed
            )
        if origin is not None:
            return origin
    return None


@contextmanager
def _weights_of(model: nn.Module, before: StateBefore) -> Iterator[None]:
    parameters = list(model.parameters())
    kept = [parameter.detach().clone() for parameter in parameters]
    with torch.no_grad():
        for parameter, weights in zip(parameters, before.weights, strict=True):
            parameter.copy_(weights)
    try:
        yield
    finally:
        with torch.no_grad():
            for parameter, weights in zip(parameters, kept, strict=True):
                parameter.copy_(weights)
                parameter.grad = None


def _in_batch(
    model: nn.Module,
    loss: LossFunction,
    replayed: Replayed,
    precision: Callable[[], AbstractContextManager[object]],
) -> Origin | None:
    """Return the first that is not finite from the pictures to the gradients."""
    step, pictures = replayed.before.step, replayed.batch.pictures
    if (value := _not_finite(pictures)) is not None:
        return Origin(Kind.PICTURES, step, "", value, 0.0)
    seen = _Seen(step)
    model.zero_grad(set_to_none=True)
    replayed.prepare()
    with _looked_at(model, seen):
        with precision():
            outputs = model(pictures)
        outputs = outputs.float()
        number = loss(outputs, replayed.batch.labels)
        if seen.first is not None:
            return seen.first
        if (value := _not_finite(number)) is not None:
            return Origin(Kind.LOSS, step, "", value, _largest(outputs))
        number.backward()
    return _in_gradients(seen)


@dataclass(slots=True)
class _Seen:
    """What was seen of a batch's layers.

    Attributes:
        step: The batch.
        first: The first output that is not finite; None while all are.
        order: The layers in the order in which they computed.
        gradients: Of each layer's output, where it is not finite, by the layer's name.
        layers: By their names.
    """

    step: int
    first: Origin | None = None
    order: list[str] = field(default_factory=list)
    gradients: dict[str, str] = field(default_factory=dict)
    layers: dict[str, nn.Module] = field(default_factory=dict)


@contextmanager
def _looked_at(model: nn.Module, seen: _Seen) -> Iterator[None]:
    """Look at what each layer makes, and at the gradient of that on the way back."""

    def look(name: str) -> Callable[[nn.Module, tuple[object, ...], object], None]:
        def note_gradient(gradient: torch.Tensor) -> None:
            if (value := _not_finite(gradient)) is not None:
                seen.gradients[name] = value

        def hook(layer: nn.Module, inputs: tuple[object, ...], output: object) -> None:
            if seen.first is not None or not isinstance(output, torch.Tensor):
                return
            seen.order.append(name)
            seen.layers[name] = layer
            if (value := _not_finite(output)) is not None:
                given = inputs[0] if inputs and isinstance(inputs[0], torch.Tensor) else output
                seen.first = Origin(Kind.OUTPUT, seen.step, name, value, _largest(given))
            elif output.requires_grad:
                output.register_hook(note_gradient)  # type: ignore[no-untyped-call]

        return hook

    leaves = [(name, layer) for name, layer in model.named_modules() if _is_leaf(layer)]
    handles = [layer.register_forward_hook(look(name)) for name, layer in leaves]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _in_gradients(seen: _Seen) -> Origin | None:
    """Return the first layer, from the last to the first, that makes a gradient not finite.

    A layer makes the gradients of its own weights, and that of the output of the layer before it.
    """
    for name, before in zip(reversed(seen.order), [*reversed(seen.order[:-1]), ""], strict=True):
        own = [one.grad for one in seen.layers[name].parameters() if one.grad is not None]
        values = [_not_finite(gradient) for gradient in own] + [seen.gradients.get(before)]
        value = seen.gradients.get(name) or next((one for one in values if one is not None), None)
        if value is not None:
            largest = max((_largest(gradient) for gradient in own), default=0.0)
            return Origin(Kind.GRADIENT, seen.step, name, value, largest)
    return None


def _in_weights(names: list[str], ends: list[torch.Tensor], replayed: Replayed) -> Origin | None:
    """Return the first weights that were finite before a step and are not behind it."""
    step = replayed.before.step
    for name, before, after in zip(names, replayed.before.weights, ends, strict=True):
        if _not_finite(before) is None and (value := _not_finite(after)) is not None:
            return Origin(Kind.WEIGHTS, step, name.rpartition(".")[0], value, _largest(before))
    return None


def _is_leaf(layer: nn.Module) -> bool:
    return not any(True for _ in layer.children())


def _not_finite(tensor: torch.Tensor) -> str | None:
    """Return the first number that is not finite, as text; None if all are."""
    numbers = tensor.detach()
    bad = ~torch.isfinite(numbers)
    if not bool(bad.any()):
        return None
    return str(float(numbers[bad][0]))


def _largest(tensor: torch.Tensor) -> float:
    """Return the largest finite number without its sign; 0 if there is none."""
    numbers = tensor.detach()
    finite = numbers[torch.isfinite(numbers)]
    return float(finite.abs().max()) if finite.numel() else 0.0
