"""The part of a script that makes the optimiser: torch's own, or Muon with AdamW for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.call_code import full_code
from convviz.core.optimisers.muon import Muon
from convviz.script.floats import with_floats

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser


def optimiser_code(optimiser: Optimiser) -> str:
    """Return the call that makes the optimiser."""
    if not isinstance(optimiser, Muon):
        return full_code(with_floats(optimiser), ("lr",))
    code = full_code(with_floats(optimiser), ("lr", "weight_decay", "momentum"))
    arguments = code.partition(f"({optimiser.given_code}")[2]
    return f"MuonWithAdamW(model.parameters(){arguments}"


def optimiser_classes(optimiser: Optimiser) -> tuple[str, ...]:
    """Return the classes that the call needs beside torch's."""
    return (_MUON.rstrip(),) if isinstance(optimiser, Muon) else ()


_MUON: Final = '''\
class MuonWithAdamW(torch.optim.Optimizer):
    """Moves matrices by Muon, kernels as matrices with a row for each output channel.

    All else, such as biases, is moved by AdamW with the same lr and weight_decay.
    """

    def __init__(self, params, lr, weight_decay, momentum, **settings):
        params = list(params)
        self.kernels = [p for p in params if p.ndim in (2, 4, 5)]
        others = [p for p in params if p.ndim not in (2, 4, 5)]
        self.matrices = [nn.Parameter(p.detach().flatten(1).clone()) for p in self.kernels]
        shared = {"lr": lr, "weight_decay": weight_decay}
        self.inner = []
        if self.matrices:
            muon = torch.optim.Muon(self.matrices, momentum=momentum, **shared, **settings)
            self.inner.append(muon)
        if others:
            self.inner.append(torch.optim.AdamW(others, **shared))
        groups = [{"params": group} for group in (self.kernels, others) if group]
        super().__init__(groups, {**shared, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for kernel, matrix in zip(self.kernels, self.matrices):
            matrix.copy_(kernel.flatten(1))
            matrix.grad = None if kernel.grad is None else kernel.grad.flatten(1)
        for inner, group in zip(self.inner, self.param_groups):
            changed = {name: group[name] for name in ("lr", "momentum")}
            inner.param_groups[0].update(changed)  # a schedule moves them
            inner.step()
        for kernel, matrix in zip(self.kernels, self.matrices):
            kernel.copy_(matrix.view_as(kernel))
'''
