"""Mean and deviation of each channel, by which pictures are normalised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from convviz.engine.datasets.registry import data_path_of, data_stamp, load_dataset

if TYPE_CHECKING:
    import torch

    from convviz.core.data_sets import DataSet
    from convviz.engine.datasets.dataset import Images
    from convviz.protocol.document import Training

_WHITE = 255
_BYTES = 256


@dataclass(frozen=True, slots=True)
class PixelSpread:
    """How the pixels of a data set are spread, in numbers from 0 to 1.

    Attributes:
        mean: Of each channel.
        deviation: Standard deviation of each channel; 1 for one that never changes.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    def apply(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return pictures, (count, channels, height, width), with mean 0 and deviation 1."""
        mean, deviation = self._beside(pictures)
        return (pictures - mean) / deviation

    def undo(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return what :meth:`apply` was given."""
        mean, deviation = self._beside(pictures)
        return pictures * deviation + mean

    def _beside(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean, deviation = (
            pictures.new_tensor(numbers)[:, None, None] for numbers in (self.mean, self.deviation)
        )
        return mean, deviation


def spread_for(training: Training) -> PixelSpread | None:
    """Return what normalises the pictures of a training; None where nothing does.

    Raises:
        DataError: that of ``load_dataset``.
    """
    if not training.normalise:
        return None
    path = data_path_of(training)
    return _known(training.dataset, path, data_stamp(training.dataset, path))


@lru_cache(maxsize=4)
def _known(declared: DataSet, path: Path | None, _stamp: str) -> PixelSpread:
    return spread_of(load_dataset(declared, path).train_images)


def spread_of(images: Images) -> PixelSpread:
    """Return the spread of pictures, (count, channels, height, width), exactly: by counting."""
    values = np.arange(_BYTES) / _WHITE
    means, deviations = [], []
    for channel in range(images.shape[1]):
        counts = np.bincount(images[:, channel].ravel(), minlength=_BYTES)
        total = max(int(counts.sum()), 1)
        mean = float(counts @ values) / total
        deviation = float(np.sqrt(counts @ (values - mean) ** 2 / total))
        means.append(mean)
        deviations.append(deviation or 1.0)
    return PixelSpread(tuple(means), tuple(deviations))
