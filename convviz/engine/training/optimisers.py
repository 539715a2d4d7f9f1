"""A document's optimiser and loss as torch's, and back as tensors and numbers for checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.protocol.document import SGD, Adam, CrossEntropyLoss, Loss, Optimiser

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def build_optimiser(
    settings: Optimiser, parameters: Iterable[nn.Parameter]
) -> torch.optim.Optimizer:
    """Return torch's optimiser with torch's own defaults for what a document does not say.

    Fused steps were measured: under 1% of a batch of the course network, so a run stays what a
    plain loop would do.

    Raises:
        ConvVizError: NOTHING_TO_TRAIN.
        DocumentError: TRAINING_MALFORMED: settings that torch refuses together.
    """
    trained = list(parameters)
    if not trained:
        raise ConvVizError(ErrorCode.NOTHING_TO_TRAIN)
    try:
        return _build(settings, trained)
    except ValueError as error:
        raise DocumentError(ErrorCode.TRAINING_MALFORMED, detail=str(error)) from error


def _build(settings: Optimiser, trained: list[nn.Parameter]) -> torch.optim.Optimizer:
    match settings:
        case SGD():
            return torch.optim.SGD(
                trained,
                lr=settings.lr,
                momentum=settings.momentum,
                dampening=settings.dampening,
                weight_decay=settings.weight_decay,
                nesterov=settings.nesterov,
            )
        case Adam():
            return torch.optim.Adam(
                trained,
                lr=settings.lr,
                betas=(settings.beta1, settings.beta2),
                eps=settings.eps,
                weight_decay=settings.weight_decay,
                amsgrad=settings.amsgrad,
            )


def build_loss(settings: Loss) -> nn.Module:
    """Return torch's loss."""
    match settings:
        case CrossEntropyLoss():
            return nn.CrossEntropyLoss(label_smoothing=settings.label_smoothing)


def optimiser_tensors(optimiser: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """Return what the optimiser remembers, by "INDEX.NAME": parameter 0's "momentum_buffer" ...

    Its settings are not part of it: they are the document's.
    """
    state: Mapping[int, Mapping[str, Any]] = optimiser.state_dict()["state"]
    return {
        f"{index}.{name}": value
        for index, remembered in state.items()
        for name, value in remembered.items()
        if isinstance(value, torch.Tensor)
    }


def restore_optimiser(
    optimiser: torch.optim.Optimizer, tensors: Mapping[str, torch.Tensor]
) -> None:
    """Give a new optimiser back what another one of the same settings remembered.

    Raises:
        ValueError: Tensors that fit no parameter.
    """
    parameters = [one for group in optimiser.param_groups for one in group["params"]]
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, tensor in tensors.items():
        index, _, name = key.partition(".")
        parameter = _parameter_at(parameters, index)
        state.setdefault(int(index), {})[name] = _laid_out_like(parameter, tensor)
    optimiser.load_state_dict(
        {"state": state, "param_groups": optimiser.state_dict()["param_groups"]}
    )


def _parameter_at(parameters: list[nn.Parameter], index: str) -> nn.Parameter:
    if not index.isdecimal() or int(index) >= len(parameters):
        message = f"no parameter has the number {index[:20]!r}"
        raise ValueError(message)
    return parameters[int(index)]


def _laid_out_like(parameter: nn.Parameter, tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor with its parameter's memory layout, which a file does not keep."""
    if tensor.shape != parameter.shape:
        if tensor.ndim == 0:
            return tensor
        message = f"{tuple(tensor.shape)} for a parameter of shape {tuple(parameter.shape)}"
        raise ValueError(message)
    return torch.empty_like(parameter, requires_grad=False).copy_(tensor)
