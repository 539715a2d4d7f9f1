"""The throw-away process that tries a way to compute: ``-m convviz.engine.probe DEVICE WAY``.

It may die of it: whoever started it reads that as an answer, too.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.optimisers.muon import Muon
from convviz.engine.training.headless import let_idle_threads_sleep
from convviz.protocol.soundness import MUON, PLAIN, Finding, Verdict

if TYPE_CHECKING:
    import torch
    from torch import nn

_LONGEST: Final = 120.0
"""Seconds after which it ends itself, if nobody else did."""
_TOLERANCE: Final = 0.1
"""How far gradients may lie from those of float32, as a share of their length. Measured on a CPU:
0.009 for bfloat16, 0.002 for float16."""
_LONGEST_DETAIL: Final = 200


def try_way(device: str, way: str) -> Finding:
    """Return what comes of a batch of a small network: forward, backward and a step.

    Args:
        device: As torch spells it.
        way: "bfloat16", "float16" or "Muon".
    """
    import torch

    try:
        here = torch.device(device)
        expected = _gradients(here, PLAIN)
        found = _gradients(here, PLAIN if way == MUON else way)
        if way == MUON:
            _step_of_muon(here)
    except Exception as error:  # noqa: BLE001 - a child process's main is one of the three doors
        text = str(error).strip().partition("\n")[0] or type(error).__name__
        return Finding(Verdict.REFUSED, text[:_LONGEST_DETAIL].rstrip("."))
    difference = float((found - expected).norm() / expected.norm())
    if difference <= _TOLERANCE:
        return Finding(Verdict.SOUND)
    return Finding(Verdict.WRONG, f"gradients differ by {difference:.0%}")


def _network() -> nn.Module:
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.GELU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, groups=2),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(1024, 10),
    )


def _gradients(device: torch.device, precision: str) -> torch.Tensor:
    """Return the gradients of a batch, as one vector, having made a step with them."""
    import torch
    from torch import nn

    from convviz.engine.training.precision import Precision

    torch.manual_seed(0)
    model = _network().to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    pictures = torch.rand(32, 3, 32, 32).to(device, memory_format=torch.channels_last)
    labels = (torch.arange(32) % 10).to(device)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    arithmetic = Precision(precision, device)
    with arithmetic.context():
        outputs = model(pictures)
    arithmetic.backward(nn.functional.cross_entropy(outputs.float(), labels))
    arithmetic.unscale(optimiser)
    gradients = [weight.grad.flatten().float().cpu() for weight in model.parameters()]
    arithmetic.step(optimiser)
    return torch.cat(gradients)


def _step_of_muon(device: torch.device) -> None:
    """Make a step of Muon with matrices large enough for every kernel of the processor."""
    import torch

    from convviz.engine.training.optimisers import build_optimiser

    torch.manual_seed(0)
    weights = [torch.nn.Parameter(torch.rand(shape, device=device)) for shape in _SHAPES]
    optimiser = build_optimiser(Muon(), weights)
    for weight in weights:
        weight.grad = torch.rand_like(weight)
    optimiser.step()
    if not all(bool(torch.isfinite(weight).all()) for weight in weights):
        message = "a step makes weights that are not finite"
        raise ValueError(message)


_SHAPES: Final = ((10, 64), (64, 32, 3, 3), (256, 512))


def main() -> int:
    """Try what the command line says; print the finding."""
    let_idle_threads_sleep()
    if hasattr(os, "nice"):
        os.nice(10)  # nobody waits for it but a run that begins
    last = threading.Timer(_LONGEST, os._exit, (1,))
    last.daemon = True
    last.start()
    finding = try_way(sys.argv[1], sys.argv[2])
    sys.stdout.write(msgspec.json.encode(finding).decode() + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
