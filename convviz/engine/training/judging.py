"""From the outputs of a network to what it takes each picture for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from convviz.core.losses import Loss, Target
from convviz.protocol.judgement import MOST_JUDGED, TOP, Judgement
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_IS_ONE: float = 1e-3


class Judge:
    """Collects what a network says of pictures, batch by batch, up to MOST_JUDGED of them."""

    def __init__(self, loss: Loss) -> None:
        """Begin with no picture.

        Args:
            loss: What the network is trained with.
        """
        self._loss = loss
        self._labels: list[torch.Tensor] = []
        self._classes: list[torch.Tensor] = []
        self._shares: list[torch.Tensor] = []
        self._count = 0

    @torch.no_grad()
    def add(self, outputs: torch.Tensor, labels: torch.Tensor) -> None:
        """Take the outputs of a batch.

        Args:
            outputs: batch classes
            labels: batch
        """
        room = MOST_JUDGED - self._count
        if room <= 0:
            return
        outputs, labels = outputs.detach()[:room], labels[:room]
        # Of equal outputs the first counts, as in argmax.
        order = outputs.sort(dim=1, descending=True, stable=True).indices[:, :TOP]
        shares = shares_of(outputs, self._loss).gather(1, order)
        self._labels.append(labels.cpu())
        self._classes.append(order.cpu())
        self._shares.append(shares.cpu())
        self._count += len(labels)

    def judgement(self) -> Judgement:
        """Return what was collected."""
        return Judgement(
            labels=tensor_of(_joined(self._labels), "int64"),
            classes=tensor_of(_joined(self._classes), "int64"),
            shares=tensor_of(_joined(self._shares), "float32"),
        )


def shares_of(outputs: torch.Tensor, loss: Loss) -> torch.Tensor:
    """Return how sure a network is of each class, 0 to 1.

    Logits and logarithms of shares become shares by a softmax, or each by a sigmoid where the loss
    applies one. Outputs that are shares already are taken as they are, as are those that a loss
    compares with 0 and 1, cut to that range.

    Args:
        outputs: batch classes
        loss: What the network is trained with: it says what its outputs are.
    """
    wide = outputs.float()
    if loss.target is Target.ONE_HOT:
        return wide.sigmoid() if loss.takes_logits else wide.clamp(0.0, 1.0)
    is_share = (wide >= 0).all(dim=1) & ((wide.sum(dim=1) - 1).abs() < _IS_ONE)
    return wide if bool(is_share.all()) else wide.softmax(dim=1)


def _joined(parts: list[torch.Tensor]) -> NDArray[Any]:
    joined: NDArray[Any] = (torch.cat(parts) if parts else torch.empty(0)).numpy()
    return joined
