"""The losses: one class each. Importing this package registers every one."""

from convviz.core.losses.base import Loss, Target, loss_types
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss

__all__ = [
    "CrossEntropyLoss",
    "HuberLoss",
    "L1Loss",
    "Loss",
    "MSELoss",
    "NLLLoss",
    "SmoothL1Loss",
    "Target",
    "loss_types",
]
