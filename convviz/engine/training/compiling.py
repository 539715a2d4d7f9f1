"""The network as torch compiles it: the same layers and weights, fewer kernels a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn


def compiled(module: nn.Module, device: torch.device) -> Callable[[torch.Tensor], torch.Tensor]:
    """Return a module's forward as torch compiles it; on another device than CUDA, the module.

    It shares the module's weights, so that checkpoints and results know nothing of it. Nothing is
    compiled before the first batch. On a CPU the course network gained nothing, after 43 s of
    compiling.

    Args:
        module: What is trained.
        device: Where.
    """
    return torch.compile(module) if device.type == "cuda" else module
