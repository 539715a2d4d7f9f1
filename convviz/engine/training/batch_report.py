"""The newest batch of a run in numbers: outputs, labels, loss, and one weight's step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.protocol.messages.trainer import BatchWorked
from convviz.protocol.worked_batch import MOST_OUTPUTS, WeightStep
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from torch import nn

    from convviz.engine.training.recent_steps import RecentSteps


def newest_batch(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    recent: RecentSteps,
    weight: str,
    place: int,
) -> BatchWorked | None:
    """Return the newest batch in numbers; None if it is not known.

    Args:
        model: The network, behind the batch's step.
        optimiser: Its optimiser, likewise.
        recent: Knows what there was before the batch.
        weight: Name of the trained numbers of which one is told; those of the first layer if there
            are none of that name.
        place: Which of them, in the order in which they are written; the last if there are fewer.
    """
    state = recent.last
    if state is None or state.outputs is None or state.labels is None or state.loss is None:
        return None
    rows = max(1, MOST_OUTPUTS // max(1, state.outputs[0].numel()))
    return BatchWorked(
        step=state.step,
        outputs=tensor_of(state.outputs[:rows].cpu().float().numpy(), "float32"),
        labels=tensor_of(state.labels[:rows].cpu().numpy(), "int64"),
        places=tensor_of(state.places[:rows].cpu().numpy(), "int64"),
        pictures=len(state.labels),
        loss=float(state.loss),
        weight=_weight_step(model, optimiser, recent, weight, place),
    )


def _weight_step(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    recent: RecentSteps,
    weight: str,
    place: int,
) -> WeightStep | None:
    state = recent.last
    known = dict(model.named_parameters())
    order = list(known)
    moved = [name for name, parameter in known.items() if parameter.grad is not None]
    if state is None or not moved:
        return None
    chosen = weight if weight in moved else moved[0]
    parameter, number = known[chosen], order.index(chosen)
    place = min(max(place, 0), parameter.numel() - 1)
    assert parameter.grad is not None  # noqa: S101 - narrows the type

    def at(tensor: torch.Tensor) -> float:
        # The order of the shape, whatever the order in memory.
        return float(tensor.detach().reshape(-1)[place] if tensor.ndim else tensor.detach())

    group = next(
        settings
        for settings, group in zip(state.settings, optimiser.param_groups, strict=True)
        if any(one is parameter for one in group["params"])
    )
    settings = {
        name: tuple(map(float, value)) if isinstance(value, tuple) else float(value)
        for name, value in group.items()
        if isinstance(value, (int, float, tuple, torch.Tensor)) and name not in _NO_NUMBERS
    }
    after = optimiser.state.get(parameter, {})
    return WeightStep(
        name=chosen,
        shape=tuple(parameter.shape),
        place=place,
        before=at(state.weights[number]),
        gradient=at(parameter.grad),
        after=at(parameter),
        remembered={name: at(tensor) for name, tensor in state.remembered[number].items()},
        remembered_after={
            name: at(value) for name, value in after.items() if isinstance(value, torch.Tensor)
        },
        settings=settings,
        names=tuple(moved),
    )


_NO_NUMBERS = frozenset({"foreach", "fused", "capturable", "differentiable"})
