"""What went wrong in a run, as errors that can be told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import torch
from torch import distributed

from convviz.core.errors import ComputeError, ErrorCode, Fact
from convviz.core.network.tree import module_names
from convviz.engine.training.not_finite import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.engine.training.loop import Diverged
    from convviz.engine.training.not_finite import Origin
    from convviz.engine.training.setup import Run
    from convviz.protocol.document import Network

_NO_MEMORY: Final = ("can't allocate memory", "out of memory", "STATUS_ALLOC_FAILED")
_LOST: Final = ("gloo/", "NCCL", "Connection closed by peer", "Connection reset by peer")
"""Gloo raises RuntimeError, with the place in its source."""


def want_of_memory(error: Exception, device: torch.device) -> ComputeError | None:
    """Return the expected error if torch found no memory.

    CUDA's allocator raises OutOfMemoryError; the CPU's, Metal's and CUDA's own libraries raise
    plain RuntimeErrors.
    """
    is_it = isinstance(error, (MemoryError, torch.OutOfMemoryError))
    if is_it or any(sign in str(error) for sign in _NO_MEMORY):
        return ComputeError(ErrorCode.OUT_OF_MEMORY, device=str(device))
    return None


@contextmanager
def told_of_memory() -> Iterator[None]:
    """Turn want of memory, before it is known what for, into the expected error.

    Raises:
        ComputeError: OUT_OF_MEMORY.
    """
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        device = torch.device("cuda" if "CUDA" in str(error) else "cpu")
        expected = want_of_memory(error, device)
        if expected is None:
            raise
        raise expected from error


def loss_of_worker(error: Exception) -> ComputeError | None:
    """Return the expected error if another process that trains with this one is gone."""
    text = str(error)
    is_it = isinstance(error, distributed.DistError) or any(sign in text for sign in _LOST)
    if not is_it:
        return None
    line = text.strip().splitlines()[0] if text.strip() else type(error).__name__
    return ComputeError(ErrorCode.WORKER_LOST, detail=line.rpartition("] ")[2][:120])


def unexpected(error: Exception) -> ComputeError:
    """Return an error that nobody foresaw, in one line."""
    return ComputeError(ErrorCode.UNEXPECTED, detail=str(error)[:300])


def divergence(diverged: Diverged, run: Run) -> ComputeError:
    """Return why a run diverged; at its first step no learning rate was at work yet."""
    # The one that was at work, which a person or the schedule may have changed.
    rate = float(f"{run.loop.optimiser.param_groups[0]['lr']:.3g}")
    try:
        origin = run.loop.origin()
    except (MemoryError, RuntimeError):  # the layer stays unknown; why it stopped does not
        origin = None
    if origin is not None:
        return _located(origin, run.document.network, rate)
    if diverged.step == 1:
        return ComputeError(ErrorCode.LOSS_NOT_FINITE_AT_ONCE, loss=str(diverged.loss))
    loss = str(diverged.loss)
    return ComputeError(ErrorCode.LOSS_NOT_FINITE, step=diverged.step, loss=loss, lr=rate)


def _located(origin: Origin, network: Network, rate: float) -> ComputeError:
    """Return why a run diverged, with the layer in which it began."""
    code = _CODES[origin.kind]
    is_first = origin.step == 1 and origin.kind is Kind.OUTPUT
    facts: dict[str, Fact] = {
        "layer": layer_title(network, origin.layer),
        "step": origin.step,
        "value": origin.value,
        "largest": float(f"{origin.largest:.3g}"),
        "lr": rate,
    }
    return ComputeError(ErrorCode.OUTPUT_NOT_FINITE_AT_ONCE if is_first else code, **facts)


def layer_title(network: Network, name: str) -> str:
    """Return a layer's number and type, such as "0: Conv2d"."""
    known = dict(zip(module_names(network.steps), network.layers, strict=True))
    return f"{name}: {known[name].layer.type_name()}" if name and name in known else name


_CODES: Final = {
    Kind.PICTURES: ErrorCode.PICTURES_NOT_FINITE,
    Kind.OUTPUT: ErrorCode.OUTPUT_NOT_FINITE,
    Kind.LOSS: ErrorCode.LOSS_ALONE_NOT_FINITE,
    Kind.GRADIENT: ErrorCode.GRADIENT_NOT_FINITE,
    Kind.WEIGHTS: ErrorCode.WEIGHTS_NOT_FINITE,
}
