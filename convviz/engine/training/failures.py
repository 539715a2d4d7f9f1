"""What went wrong in a run, as errors that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import distributed

from convviz.core.errors import ComputeError, ErrorCode

if TYPE_CHECKING:
    from convviz.engine.training.loop import Diverged
    from convviz.engine.training.setup import Run

_LOST: Final = ("gloo/", "NCCL", "Connection closed by peer", "Connection reset by peer")
"""Gloo raises RuntimeError, with the place in its source."""


def want_of_memory(error: Exception, device: torch.device) -> ComputeError | None:
    """Return the expected error if torch found no memory; on a CPU it raises RuntimeError then."""
    is_it = isinstance(error, (MemoryError, torch.OutOfMemoryError))
    if is_it or "can't allocate memory" in str(error):
        return ComputeError(ErrorCode.OUT_OF_MEMORY, device=str(device))
    return None


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
    if diverged.step == 1:
        return ComputeError(ErrorCode.LOSS_NOT_FINITE_AT_ONCE, loss=str(diverged.loss))
    # The one that was at work, which a person or the schedule may have changed.
    rate = run.loop.optimiser.param_groups[0]["lr"]
    return ComputeError(
        ErrorCode.LOSS_NOT_FINITE,
        step=diverged.step,
        loss=str(diverged.loss),
        lr=float(f"{rate:.3g}"),
    )
