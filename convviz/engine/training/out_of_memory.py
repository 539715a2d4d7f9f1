"""What is told of a training for which a device has too little memory: how much, and what fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.engine.compute.memory import (
    available_memory,
    estimate_training_bytes,
    fitting_batch_size,
    memory_in_use,
)
from convviz.engine.training.adjusting import settings_now
from convviz.engine.training.failures import want_of_memory

if TYPE_CHECKING:
    from convviz.engine.training.setup import Run

_TRIED: Final = re.compile(r"tried to allocate ([\d.]+) ?(bytes|[KMG]iB|[KMG]B)", re.IGNORECASE)
"""Of torch's CPU allocator ("you tried to allocate 8 bytes"), CUDA's and Metal's."""
_UNITS: Final = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_USABLE_SHARE: Final = 0.9
"""Of the memory, what a batch size may fill that is recommended: allocators leave gaps."""


def want_of_training_memory(error: Exception, run: Run) -> ComputeError | None:
    """Return what is told of a run that found no memory; None if the error is another one.

    Returns:
        BATCH_OUT_OF_MEMORY, or OUT_OF_MEMORY where no batch size would fit.
    """
    plain = want_of_memory(error, run.plan.device)
    if plain is None:
        return None
    training = settings_now(run.document.training, run.loop.progress.changes)
    network, batch_size = run.document.network, min(training.batch_size, len(run.plan.train))
    summary = summarise(infer_sequential(network.steps, network.input_shape))
    estimate = max(1, estimate_training_bytes(summary, batch_size, training))
    taken, room = _taken_and_room(run.plan.device)
    needed = max(estimate, taken + tried_bytes(str(error)))
    # What counts is more than what is counted: copies of a kernel, gaps of the allocator.
    usable = int(_USABLE_SHARE * room * estimate / needed)
    fits = fitting_batch_size(summary, batch_size, training, usable)
    if not fits:
        return plain
    return ComputeError(
        ErrorCode.BATCH_OUT_OF_MEMORY,
        device=str(run.plan.device),
        batch_size=batch_size,
        needed=needed,
        available=room,
        fits=fits,
    )


def tried_bytes(message: str) -> int:
    """Return how many bytes torch says that it tried to allocate; 0 if it does not say."""
    found = _TRIED.search(message)
    return 0 if found is None else int(float(found[1]) * _UNITS[found[2][0].lower()])


def _taken_and_room(device: torch.device) -> tuple[int, int]:
    """Return the bytes that this process takes of a device at most, and those it could have."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return torch.cuda.max_memory_allocated(device), free + torch.cuda.memory_reserved(device)
    taken = memory_in_use(device) if device.type == "cpu" else 0
    return taken, taken + available_memory()
