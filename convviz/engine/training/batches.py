"""Pictures on the device as bytes, turned into numbers batch by batch, in a seeded order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from convviz.engine.training.seeds import Use, derive_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.engine.datasets.dataset import Images, Labels

_WHITE = 255.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pictures and their classes.

    Attributes:
        pictures: float32 in [0, 1], (count, channels, height, width).
        labels: int64, (count,).
    """

    pictures: torch.Tensor
    labels: torch.Tensor


class PictureSet:
    """Labelled pictures that stay on a device as bytes: a quarter of their size as floats.

    On a CPU they lie channels last, as convolutions there want them: the course network then
    trains about twice as fast.
    """

    def __init__(self, images: Images, labels: Labels, device: torch.device) -> None:
        """Copy pictures and labels to a device.

        Args:
            images: uint8, (count, channels, height, width).
            labels: int64, (count,).
            device: Where they stay.
        """
        self._channels_last = device.type == "cpu"
        if self._channels_last:
            images = np.ascontiguousarray(images.transpose(0, 2, 3, 1))
        self._bytes = torch.tensor(images, device=device)
        self._labels = torch.tensor(labels, device=device)
        self._device = device

    def __len__(self) -> int:
        return len(self._labels)

    def take(self, places: torch.Tensor) -> Batch:
        """Return the pictures at some places, int64 on the CPU, in that order."""
        on_device = places.to(self._device)
        return self._batch(
            self._bytes.index_select(0, on_device), self._labels.index_select(0, on_device)
        )

    def in_order(self, size: int) -> Iterator[Batch]:
        """Yield all pictures in batches of a size; the last may be smaller."""
        for start in range(0, len(self), size):
            end = start + size
            yield self._batch(self._bytes[start:end], self._labels[start:end])

    def _batch(self, images: torch.Tensor, labels: torch.Tensor) -> Batch:
        planes = images.permute(0, 3, 1, 2) if self._channels_last else images
        return Batch(_normalise(planes), labels)


def _normalise(planes: torch.Tensor) -> torch.Tensor:
    """Return bytes as float32 in [0, 1], with the same rounding as a division by 255.

    The one place where pictures become numbers: a mean and a deviation would be applied here.
    """
    return planes.to(torch.float32).div_(_WHITE)


def epoch_order(seed: int, epoch: int, count: int) -> torch.Tensor:
    """Return the order of an epoch's pictures: a permutation of 0 to count - 1, int64.

    Args:
        seed: The run's.
        epoch: Counted from 1.
        count: Pictures.
    """
    generator = torch.Generator().manual_seed(derive_seed(Use.ORDER, seed, epoch))
    return torch.randperm(count, generator=generator)
