"""What autograd gives for one layer: the gradients of its input and of its tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.messages.common import Tensor


def autograd_of(
    forward: Callable[[torch.Tensor], torch.Tensor],
    module: torch.nn.Module,
    numbers: torch.Tensor,
    upstream: torch.Tensor,
) -> dict[str, Tensor]:
    """Return the gradients of a layer's input and tensors, by their names.

    Args:
        forward: What the layer makes of an input.
        module: The layer.
        numbers: Its input.
        upstream: The gradient of its output, with as many numbers.

    Returns:
        Nothing of what has no gradient, such as an output of integers.
    """
    module.requires_grad_(requires_grad=True)
    leaf = numbers.detach().clone().requires_grad_()
    try:
        # Of a copy, because some layers write over their input, which torch forbids of a leaf.
        output = forward(leaf.clone())
        given = upstream.reshape(output.shape).to(output.dtype)
        output.backward(given)  # type: ignore[no-untyped-call]
    except (RuntimeError, NotImplementedError) as error:
        if isinstance(error, torch.OutOfMemoryError | torch.AcceleratorError):
            raise
        return {}  # torch has no gradient of it: its values are what can be compared
    named = {"input": leaf, **dict(module.named_parameters())}
    return {
        name: tensor_of(tensor.grad.cpu().numpy())
        for name, tensor in named.items()
        if tensor.grad is not None
    }
