"""torch's Muon for the kernels and matrices of a network, AdamW for the rest: one optimiser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import torch
from torch import nn

from convviz.core.optimisers.muon import MATRIX_AXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SHARED: Final = frozenset({"lr", "weight_decay"})


class MuonWithAdamW(torch.optim.Optimizer):
    """Moves what is a matrix, or a row of numbers for each output channel, by torch.optim.Muon.

    What it remembers lies in ``state``, in the shapes of the weights, as with any other optimiser.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], **settings: Any) -> None:  # noqa: ANN401
        """Take weights.

        Args:
            parameters: Of the network.
            settings: Of torch.optim.Muon.

        Raises:
            ValueError: Settings that torch refuses.
        """
        trained = list(parameters)
        kernels = [weight for weight in trained if weight.ndim in MATRIX_AXES]
        others = [weight for weight in trained if weight.ndim not in MATRIX_AXES]
        self._matrices = [nn.Parameter(weight.detach().flatten(1).clone()) for weight in kernels]
        self._at_work: list[torch.optim.Optimizer] = []
        groups: list[dict[str, Any]] = []
        if kernels:
            self._at_work.append(torch.optim.Muon(self._matrices, **settings))
            groups.append({"params": kernels})
        if others:
            shared = {name: settings[name] for name in _SHARED}
            self._at_work.append(torch.optim.AdamW(others, **shared))
            groups.append({"params": others})
        super().__init__(groups, settings)

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Move all weights against their gradients."""
        del closure
        pairs = list(zip(self._kernels(), self._matrices, strict=True))
        for kernel, matrix in pairs:
            self._give(kernel, matrix)
        for inner, group in zip(self._at_work, self.param_groups, strict=True):
            is_muon = isinstance(inner, torch.optim.Muon)
            if not is_muon:
                inner.state = self.state
            names = group.keys() - {"params"} if is_muon else _SHARED
            inner.param_groups[0].update({name: group[name] for name in names & group.keys()})
            inner.step()
        for kernel, matrix in pairs:
            self._take(kernel, matrix)

    def _kernels(self) -> list[nn.Parameter]:
        kernels: list[nn.Parameter] = self.param_groups[0]["params"] if self._matrices else []
        return kernels

    def _give(self, kernel: nn.Parameter, matrix: nn.Parameter) -> None:
        """Give Muon a kernel, its gradient and what is remembered of it."""
        matrix.copy_(kernel.flatten(1))
        matrix.grad = None if kernel.grad is None else kernel.grad.flatten(1)
        remembered = self.state.get(kernel, {})
        self._at_work[0].state[matrix] = {
            name: tensor.flatten(1) for name, tensor in remembered.items()
        }

    def _take(self, kernel: nn.Parameter, matrix: nn.Parameter) -> None:
        """Take them back."""
        if kernel.grad is None:
            return
        kernel.copy_(matrix.view_as(kernel))
        self.state[kernel] = {
            name: tensor.view_as(kernel) for name, tensor in self._at_work[0].state[matrix].items()
        }
