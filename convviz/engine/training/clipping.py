"""A document's limit of gradients at work, by torch's own functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from convviz.core import clipping
from convviz.engine.training.torch_arguments import arguments_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

_FUNCTIONS: Final[dict[type[clipping.Clipping], Callable[..., object]]] = {
    clipping.ClipByNorm: clip_grad_norm_,
    clipping.ClipByValue: clip_grad_value_,
}


def clip_gradients(settings: clipping.Clipping, model: nn.Module) -> None:
    """Limit the gradients that a backward pass left in a network."""
    _FUNCTIONS[type(settings)](model.parameters(), **arguments_of(settings))
