"""How long training stands still for a checkpoint of 100 MB, against writing it synchronously.

Run by ``python -m tests.benchmarks.bench_checkpoint``. It needs torch and a folder to write to,
which is the checkout's: a folder for temporary files may lie in memory.

"stands still" is what ``begin`` takes, and what the longest pause between two small batches is
longer while the checkpoint is being written than while nothing is. "lost" is the share of those
batches that were not done meanwhile: it holds also what the writer takes of a processor, of which
a busy machine has none to spare. Of each time the shortest of all rounds counts: others only add.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import torch

    from convviz.engine.training.background_saving import BackgroundSaving
    from convviz.engine.training.checkpoint import CheckpointFolder
    from convviz.engine.training.run_identity import RunIdentity

ROUNDS: Final = 7
TENSORS: Final = 25
SIDE: Final = 1000
"""Of a tensor: 25 of 1000 x 1000 numbers are 100 MB."""
CHECKOUT: Final = Path(__file__).resolve().parents[2]


def measure() -> dict[str, float]:
    """Return seconds and their ratio, by name."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the trainer has it
    import torch

    from convviz.engine.training.background_saving import BackgroundSaving
    from convviz.engine.training.checkpoint import CheckpointFolder
    from convviz.engine.training.run_identity import RunIdentity

    torch.set_num_threads(1)
    identity = RunIdentity("{}", "none")
    tensors = {f"model.{n}.weight": torch.randn(SIDE, SIDE) for n in range(TENSORS)}
    with tempfile.TemporaryDirectory(dir=CHECKOUT, prefix=".bench-") as name:
        plain = CheckpointFolder(Path(name) / "synchronous")
        saving = BackgroundSaving(CheckpointFolder(Path(name) / "background"), identity)
        rounds = [
            (_written(plain, identity, step, tensors), *_beside(saving, step, tensors))
            for step in range(1, ROUNDS + 1)
        ]
        saving.close()
    synchronous, begun, beside, alone, lost = zip(*rounds, strict=True)
    still = min(begun) + max(0.0, min(beside) - min(alone))
    return {
        "checkpoint 100 MB synchronous, s": min(synchronous),
        "checkpoint 100 MB begin, s": min(begun),
        "checkpoint 100 MB longest pause, s": min(beside),
        "checkpoint 100 MB longest pause alone, s": min(alone),
        "checkpoint 100 MB still ratio": still / min(synchronous),
        "checkpoint 100 MB lost ratio": statistics.median(lost) / statistics.median(synchronous),
    }


def _written(
    folder: CheckpointFolder, identity: RunIdentity, step: int, tensors: dict[str, torch.Tensor]
) -> float:
    """Return how long it takes to write a checkpoint synchronously."""
    from convviz.engine.training.progress import TrainingProgress

    began = time.perf_counter()
    folder.save(identity, TrainingProgress(step=step), tensors)
    return time.perf_counter() - began


def _beside(
    saving: BackgroundSaving, step: int, tensors: dict[str, torch.Tensor]
) -> tuple[float, float, float, float]:
    """Return seconds: to begin, the longest pause beside the writing and alone, batches lost."""
    from convviz.engine.training.progress import TrainingProgress

    began = time.perf_counter()
    saving.begin(TrainingProgress(step=step), tensors)
    begun = time.perf_counter() - began
    beside = _batches(lambda: not saving.take())
    until = time.perf_counter() + sum(beside)
    alone = _batches(lambda: time.perf_counter() < until)
    lost = begun + max(0.0, 1 - len(beside) / len(alone)) * sum(beside)
    return begun, max(beside), max(alone), lost


def _batches(goes_on: Callable[[], bool]) -> list[float]:
    """Do small batches; return how long each took."""
    import torch

    left, right = torch.randn(2, 256, 256)
    taken = []
    last = time.perf_counter()
    while goes_on():
        left = torch.tanh(left @ right)
        now = time.perf_counter()
        taken.append(now - last)
        last = now
    return taken


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:36} {value:8.3f}")
