"""What the links in the sentences of a backward pass are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.core.losses import Loss

GRADIENT_LAYER: Final = "gradient-layer"
"""The link that opens the layer whose forward is the gradient of another's input."""

BEGINNING: Final = "loss"
"""The link that opens the loss at which a backward pass begins."""

ONES: Final = "ones"
"""The link that has it begin at ones."""


def loss_link(loss: Loss) -> str:
    """Return the link that has a backward pass begin at a loss."""
    return f"loss-{loss.type_name()}"
