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
    from convviz.engine.datasets.spread import PixelSpread
    from convviz.engine.training.augmenting import BatchAugmenter
    from convviz.engine.training.workers import Portion

_WHITE = 255.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pictures and their classes.

    Attributes:
        pictures: float32, in [0, 1] unless they are normalised, (count, channels, height, width).
        labels: int64, (count,).
        others: The labels of the whole batch, of which these are one worker's part; None if they
            are all of it.
        counts: Whether they count: see ``Portion``.
    """

    pictures: torch.Tensor
    labels: torch.Tensor
    others: torch.Tensor | None = None
    counts: bool = True

    @property
    def whole(self) -> torch.Tensor:
        """The labels of the whole batch."""
        return self.labels if self.others is None else self.others


class PictureSet:
    """Labelled pictures that stay on a device as bytes: a quarter of their size as floats.

    On a CPU they lie channels last, as convolutions there want them: the course network then
    trains about twice as fast.
    """

    def __init__(
        self,
        images: Images,
        labels: Labels,
        device: torch.device,
        spread: PixelSpread | None = None,
        *,
        channels_last: bool | None = None,
    ) -> None:
        """Copy pictures and labels to a device.

        Args:
            images: uint8, (count, channels, height, width).
            labels: int64, (count,).
            device: Where they stay.
            spread: What normalises them; None leaves them in [0, 1].
            channels_last: Whether they lie pixel by pixel; None for what suits the device.
        """
        self._channels_last = device.type == "cpu" if channels_last is None else channels_last
        if self._channels_last:
            images = np.ascontiguousarray(images.transpose(0, 2, 3, 1))
        self._bytes = torch.tensor(images, device=device)
        self._labels = torch.tensor(labels, device=device)
        self._device = device
        self._spread = spread

    def __len__(self) -> int:
        return len(self._labels)

    def take(
        self,
        places: torch.Tensor,
        augmenter: BatchAugmenter | None = None,
        portion: Portion | None = None,
    ) -> Batch:
        """Return the pictures at some places, int64 on the CPU, in that order.

        Args:
            places: Of the pictures.
            augmenter: Changes them; None leaves them as they are. It knows of the portion.
            portion: Which of them one worker takes; None for all.
        """
        if portion is None:
            return self._taken(places, augmenter)
        others = self._labels.index_select(0, places.to(self._device))
        part = self._taken(places[portion.places], augmenter)
        return Batch(part.pictures, part.labels, others, portion.counts)

    def _taken(self, places: torch.Tensor, augmenter: BatchAugmenter | None) -> Batch:
        on_device = places.to(self._device)
        labels = self._labels.index_select(0, on_device)
        if augmenter is None:
            return self._batch(self._bytes.index_select(0, on_device), labels)
        pictures = augmenter.recolour(_in_unit(self._moved(places, augmenter)))
        return Batch(augmenter.cut_out(self._normalised(pictures)), labels)

    def in_order(self, size: int) -> Iterator[Batch]:
        """Yield all pictures in batches of a size; the last may be smaller."""
        for start in range(0, len(self), size):
            end = start + size
            yield self._batch(self._bytes[start:end], self._labels[start:end])

    def _moved(self, places: torch.Tensor, augmenter: BatchAugmenter) -> torch.Tensor:
        """Return the bytes of pictures whose pixels come from elsewhere, as planes."""
        if not augmenter.moves_pixels:
            return self._planes(self._bytes.index_select(0, places.to(self._device)))
        height, width = self._planes(self._bytes).shape[2:]
        rows, columns = augmenter.sources(places, height, width)
        at = places[:, None, None].to(self._device)
        row, column = rows[:, :, None].to(self._device), columns[:, None, :].to(self._device)
        if not self._channels_last:
            return self._bytes[at, :, row, column].permute(0, 3, 1, 2).contiguous()
        pixels = ((at * height + row) * width + column).flatten()
        channels = self._bytes.shape[3]
        moved = self._bytes.view(-1, channels).index_select(0, pixels)
        return self._planes(moved.view(len(places), height, width, channels))

    def _planes(self, taken: torch.Tensor) -> torch.Tensor:
        return taken.permute(0, 3, 1, 2) if self._channels_last else taken

    def _batch(self, taken: torch.Tensor, labels: torch.Tensor) -> Batch:
        return Batch(self._normalised(_in_unit(self._planes(taken))), labels)

    def _normalised(self, pictures: torch.Tensor) -> torch.Tensor:
        return pictures if self._spread is None else self._spread.apply(pictures)


def _in_unit(planes: torch.Tensor) -> torch.Tensor:
    """Return bytes as float32 in [0, 1], with the same rounding as a division by 255."""
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
