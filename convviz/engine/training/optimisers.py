"""A document's optimiser as torch's, and back as tensors for checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import torch

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.engine.training.muon import MuonWithAdamW
from convviz.engine.training.torch_arguments import arguments_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from torch import nn

    from convviz.core.optimisers import Optimiser

_OURS: Final[dict[str, Callable[..., torch.optim.Optimizer]]] = {"Muon": MuonWithAdamW}
"""Those that are more than torch's class of their name."""


def build_optimiser(
    settings: Optimiser, parameters: Iterable[nn.Parameter]
) -> torch.optim.Optimizer:
    """Return torch's optimiser with the settings of a document.

    Fused steps were measured: under 1% of a batch of the course network, so torch chooses, unless
    the document does, and a run stays what a plain loop would do.

    Raises:
        ConvVizError: NOTHING_TO_TRAIN.
        ParameterError: settings that torch refuses.
        DocumentError: TRAINING_MALFORMED: settings that torch refuses on this computer.
    """
    trained = list(parameters)
    if not trained:
        raise ConvVizError(ErrorCode.NOTHING_TO_TRAIN)
    settings.check()
    try:
        name = settings.type_name()
        make = _OURS.get(name) or getattr(torch.optim, name)
        made: torch.optim.Optimizer = make(trained, **arguments_of(settings))
    except (ValueError, RuntimeError) as error:
        raise DocumentError(ErrorCode.TRAINING_MALFORMED, detail=str(error)) from error
    return made


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
    parameters = [parameter for group in optimiser.param_groups for parameter in group["params"]]
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
