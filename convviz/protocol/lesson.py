"""How a kernel is learned in the calculator: towards which output, by which loss, how fast."""

from __future__ import annotations

from typing import Final

import msgspec

from convviz.core.losses import Loss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.protocol.recipes import ClassicKernel, KernelPattern, Recipe

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


LARGEST_RATE: Final = 1e6
"""A learning rate; any that is larger breaks as well."""


class Lesson(msgspec.Struct, frozen=True):
    """How a kernel is learned.

    Attributes:
        loss: How far the output is from the target.
        lr: How far a step goes along the gradient.
        steps: How many are looked ahead.
        taken: How many steps were taken so far.
        revealed: Whether the hidden kernel is shown.
    """

    loss: Loss = MSELoss()
    lr: float = 0.01
    steps: int = 50
    taken: int = 0
    revealed: bool = False


FIRST_LESSON: Final = Lesson()
