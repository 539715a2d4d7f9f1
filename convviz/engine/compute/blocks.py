"""The two modules of blocks that torch lacks, as the written code has them: the same names."""

from __future__ import annotations

import torch
from torch import nn


class Residual(nn.Module):
    """A body and a shortcut that read the same input; their outputs are summed.

    Attributes:
        body: What the input goes through.
        shortcut: What it goes through beside it; an empty Sequential leaves it as it is.
    """

    def __init__(self, body: nn.Module, shortcut: nn.Module | None = None) -> None:
        super().__init__()
        self.body = body
        self.shortcut = nn.Sequential() if shortcut is None else shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the sum of both outputs."""
        body: torch.Tensor = self.body(x)
        shortcut: torch.Tensor = self.shortcut(x)
        return body + shortcut


class Concat(nn.Sequential):
    """Branches that read the same input; their outputs are joined along the channels."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the outputs behind each other along dimension 1."""
        return torch.cat([branch(x) for branch in self], dim=1)
