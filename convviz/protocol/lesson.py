"""How a kernel is learned in the calculator: towards which output, by which loss, how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.losses import Loss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.optimisers import Optimiser
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.recipes import ClassicKernel, KernelPattern, Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGET_OUTPUT: Final = "target_output"
"""The output that is wanted, where a person chose it; else the hidden kernel makes it."""

HIDDEN_KERNEL: Final = "hidden_kernel"
"""The kernel whose output is wanted."""

START_WEIGHT: Final = "start_weight"
START_BIAS: Final = "start_bias"
"""What the kernel and the bias were before the first step."""

STARTS: Final = {"weight": START_WEIGHT, "bias": START_BIAS}

ANY_HIDDEN: Final[Recipe] = ClassicKernel(KernelPattern.SOBEL_X)
"""A hidden kernel for which nobody has chosen any: an edge detector."""

LOSSES: Final[tuple[type[Loss], ...]] = (MSELoss, L1Loss, SmoothL1Loss, HuberLoss)
"""What a kernel is learned by: distances from a target, which may hold any numbers."""

MOST_STEPS: Final = 1000
"""Steps that are looked ahead, or taken at once."""

MOST_COMPARED: Final = 4
"""Optimisers whose losses are drawn beside that of the one that takes the steps."""


class Lesson(msgspec.Struct, frozen=True):
    """How a kernel is learned.

    Attributes:
        loss: How far the output is from the target.
        optimiser: What takes the steps; torch accepts it.
        steps: How many are looked ahead.
        taken: How many steps were taken so far.
        revealed: Whether the hidden kernel is shown.
        compared: Other optimisers whose losses from here on are drawn beside.
    """

    loss: Loss = MSELoss()
    optimiser: Optimiser = SGD(lr=0.01)
    steps: int = 50
    taken: int = 0
    revealed: bool = False
    compared: tuple[Optimiser, ...] = ()


def learns_kernels(optimiser: Optimiser | type[Optimiser]) -> bool:
    """Return whether an optimiser moves kernels: torch's Muon takes matrices alone."""
    return not optimiser.moves_matrices


def memory_tensor(weight: str, memory: str) -> str:
    """Return under which name a document holds what an optimiser remembers of a weight."""
    return f"{weight}{_OF}{memory}"


def memories(tensors: Mapping[str, Recipe], weight: str) -> dict[str, Recipe]:
    """Return what a document holds of a weight's memories, by torch's names."""
    start = memory_tensor(weight, "")
    return {n.removeprefix(start): r for n, r in tensors.items() if n.startswith(start)}


def without_memories(tensors: Mapping[str, Recipe]) -> dict[str, Recipe]:
    """Return a document's tensors without what an optimiser remembers."""
    starts = tuple(memory_tensor(weight, "") for weight in STARTS)
    return {name: recipe for name, recipe in tensors.items() if not name.startswith(starts)}


_OF: Final = "."
"""Between a weight and a memory, as in "weight.exp_avg"."""

FIRST_LESSON: Final = Lesson()
