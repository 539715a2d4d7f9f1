"""Claims about layers that draw by chance in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims

_MANY = 4000
_NEAR = 0.05
_ROUNDED = 1e-4


def _outputs(case: Case, *, training: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Return many pictures of numbers that are not 0, and what becomes of them."""
    values = torch.randn(_MANY, *case.shape).abs().add(0.5).double()
    torch.manual_seed(1)
    return values, module_of(case.layer).train(training)(values.clone())


def _passes(case: Case) -> bool:
    values, output = _outputs(case, training=False)
    return torch.equal(values, output)


def _is_whole(case: Case, dropped: torch.Tensor) -> bool:
    """Return whether channels are dropped as wholes, where they are to be; single numbers else."""
    if dropped[0, 0].numel() == 1:
        return True
    by_channel = dropped.flatten(2)
    is_whole = bool((by_channel == by_channel[..., :1]).all())
    return is_whole is getattr(case.layer, "drops_channels", None)


def _drops(case: Case) -> bool:
    values, output = _outputs(case, training=True)
    if not values.numel():
        return True
    dropped, p = output == 0, case.facts["p"]
    kept = values[~dropped] * case.facts["factor"]
    is_scaled = torch.allclose(output[~dropped], kept, rtol=_ROUNDED)
    is_likely = abs(float(dropped.double().mean()) - p) < _NEAR
    return is_scaled and is_likely and _is_whole(case, dropped) and _passes(case)


def _alpha_drops(case: Case) -> bool:
    values, output = _outputs(case, training=True)
    if not values.numel():
        return True
    facts = case.facts
    lowest = facts["lowest"] * facts["scale"] + facts["shift"]
    dropped = (output - lowest).abs() < 10 * _ROUNDED
    kept = values[~dropped] * facts["scale"] + facts["shift"]
    is_scaled = torch.allclose(output[~dropped], kept, rtol=_ROUNDED, atol=_ROUNDED)
    is_likely = abs(float(dropped.double().mean()) - facts["p"]) < _NEAR
    normal = torch.randn(_MANY, *case.shape).double()
    after = module_of(case.layer).train()(normal)
    stays = abs(float(after.mean())) < _NEAR and abs(float(after.var()) - 1) < 3 * _NEAR
    return is_scaled and is_likely and stays and _is_whole(case, dropped) and _passes(case)


def _drops_nothing(case: Case) -> bool:
    values, output = _outputs(case, training=True)
    return torch.equal(values, output)


def _drops_all(case: Case) -> bool:
    values = torch.randn(1, *case.shape).double().requires_grad_()
    output = module_of(case.layer).train()(values)
    output.sum().backward()
    return not output.any() and values.grad is not None and not values.grad.any()


def _windows_at_random(case: Case) -> bool:
    """The same chance gives the same in both modes, draws in both, and the last corner is read."""
    values = torch.zeros(case.shape).double()
    values[:].view(len(values), -1)[:, -1] = 1.0
    outputs = []
    for training in (True, False):
        torch.manual_seed(3)
        before = torch.get_rng_state()
        outputs.append(module_of(case.layer).train(training)(values))
        if torch.equal(before, torch.get_rng_state()):
            return False
    first, second = (out[0] if isinstance(out, tuple) else out for out in outputs)
    is_read = bool((first.flatten(1)[:, -1] == 1).all())
    return torch.equal(first, second) and is_read


CLAIMS: Claims = {
    Code.WINDOWS_AT_RANDOM: _windows_at_random,
    Code.DROPS_NUMBERS: _drops,
    Code.DROPS_CHANNELS: _drops,
    Code.ALPHA_DROPS_NUMBERS: _alpha_drops,
    Code.ALPHA_DROPS_CHANNELS: _alpha_drops,
    Code.DROPS_NOTHING: _drops_nothing,
    Code.DROPS_ALL: _drops_all,
}
"""What each explanation claims, tried out with torch."""
