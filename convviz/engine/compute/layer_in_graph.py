"""One layer in a batch that goes forwards and back: what reaches it, and its output's gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.network.tree import layer_paths
from convviz.engine.compute.gradient_graph import Tracing, refused_backward, refused_in_sentences
from convviz.protocol.document import PictureOrigin, WeightsOrigin
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_pictures import TraceGradients

if TYPE_CHECKING:
    import torch

    from convviz.protocol.document import Document
    from convviz.protocol.messages.engine_layers import OpenLayer


class LayerPassed(NamedTuple):
    """A layer of a network, and what went through it.

    Attributes:
        given: Its input, with the batch.
        tensors: Its weights and what it keeps by torch's names, as they were before.
        weights: Where the network's weights come from.
        picture: What went through the network.
        gradient: Of its output; None for none.
        notices: Why the trained weights, the picture or the gradient could not be had.
    """

    given: torch.Tensor
    tensors: dict[str, torch.Tensor]
    weights: WeightsOrigin
    picture: PictureOrigin
    gradient: torch.Tensor | None = None
    notices: tuple[Problem, ...] = ()


def layer_in_graph(request: OpenLayer, document: Document) -> LayerPassed:
    """Return what goes through a layer that runs, where the network's graph is looked at.

    Raises:
        ConvVizError: As :func:`trace_gradients` does.
    """
    assert request.choice is not None  # noqa: S101 - who asks has looked
    traced = TraceGradients(
        request.document, request.picture, request.pixels, request.fit, request.choice
    )
    with refused_in_sentences():
        return _passed_through(document, traced, request.step)


def _passed_through(document: Document, traced: TraceGradients, step: int) -> LayerPassed:
    tracing = Tracing(document, traced)
    name = tracing.name_of(layer_paths(document.network.steps)[step])
    module = tracing.model.get_submodule(name)
    tensors = {key: tensor.clone() for key, tensor in module.state_dict().items()}
    given: list[torch.Tensor] = []
    made: list[torch.Tensor] = []

    def come(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        given.append(inputs[0].detach().clone())

    def leave(_module: torch.nn.Module, _inputs: Any, output: Any) -> Any:  # noqa: ANN401 - one tensor, or two
        first = output[0] if isinstance(output, tuple) else output
        if first.requires_grad:
            first.retain_grad()
        made.append(first)
        # A copy goes on: what follows may write over its input.
        copied = first.clone()
        return (copied, *output[1:]) if isinstance(output, tuple) else copied

    handles = module.register_forward_pre_hook(come), module.register_forward_hook(leave)
    try:
        loss = tracing.loss()
        refusal = refused_backward(loss)
    finally:
        for handle in handles:
            handle.remove()
    gradient = made[0].grad
    if gradient is None and refusal is None:
        refusal = ComputeError(ErrorCode.NO_GRADIENT_COMES, layer=name)
    refused = () if refusal is None else (Problem.of(refusal),)
    source, network = tracing.sources[0], tracing.network
    return LayerPassed(
        given[0],
        tensors,
        network.origin,
        PictureOrigin(source.told.origin),
        gradient,
        (*network.notices, *source.notices, *refused),
    )
