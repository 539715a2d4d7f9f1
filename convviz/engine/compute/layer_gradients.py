"""What autograd gives for one layer: the gradients of its input and of its tensors."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import torch

from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convviz.protocol.messages.common import Tensor


def autograd_of(
    forward: Callable[[torch.Tensor], torch.Tensor],
    module: torch.nn.Module,
    numbers: torch.Tensor,
    begin: Callable[[torch.Tensor], torch.Tensor | None],
    learned: Mapping[str, torch.Tensor] = MappingProxyType({}),
) -> dict[str, Tensor]:
    """Return the gradients of a layer's input and tensors, by their names.

    Args:
        forward: What the layer makes of an input.
        module: The layer.
        numbers: Its input.
        begin: Goes back from its output; returns the output's gradient, if that is no news.
        learned: What its forward is given beside the input and has a gradient, such as a loss's
            second input.

    Returns:
        Nothing of what has no gradient, such as an output of integers.
    """
    module.requires_grad_(requires_grad=True)
    leaf = numbers.detach().clone().requires_grad_()
    for tensor in learned.values():
        tensor.requires_grad_()
    try:
        # Of a copy, because some layers write over their input, which torch forbids of a leaf.
        begun = begin(forward(leaf.clone()))
    except (RuntimeError, NotImplementedError) as error:
        if isinstance(error, torch.OutOfMemoryError | torch.AcceleratorError):
            raise
        return {}  # torch has no gradient of it: its values are what can be compared
    named = {"input": leaf, **learned, **dict(module.named_parameters())}
    gradients = {name: tensor.grad for name, tensor in named.items()} | {"output": begun}
    return {
        name: tensor_of(gradient.cpu().numpy())
        for name, gradient in gradients.items()
        if gradient is not None
    }


def from_numbers(upstream: torch.Tensor) -> Callable[[torch.Tensor], None]:
    """Return what goes back from an output, given its gradient with as many numbers."""

    def begin(output: torch.Tensor) -> None:
        given = upstream.reshape(output.shape).to(output.dtype)
        output.backward(given)  # type: ignore[no-untyped-call]

    return begin


def from_loss(
    criterion: torch.nn.Module, shape: tuple[int, ...], target: torch.Tensor
) -> Callable[[torch.Tensor], torch.Tensor | None]:
    """Return what goes back from a loss of an output.

    Args:
        criterion: The loss.
        shape: How it takes the output.
        target: What the output is compared with.
    """

    def begin(output: torch.Tensor) -> torch.Tensor | None:
        output.retain_grad()
        criterion(output.reshape(shape), target).backward()
        return output.grad

    return begin
