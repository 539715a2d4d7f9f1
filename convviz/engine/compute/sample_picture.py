"""A picture to send through a network: a test picture where there is one that fits."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from convviz.core.data_sets import CIFAR10, DataSet, Shapes10
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets.registry import data_path_of, data_stamp, load_dataset
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.engine.datasets.spread import spread_for
from convviz.protocol.document import PictureOrigin
from convviz.values.cifar10_sample import cifar10_sample

if TYPE_CHECKING:
    from convviz.core.layers import Shape
    from convviz.engine.datasets.dataset import Dataset, Images
    from convviz.protocol.document import Training

_WHITE = 255.0
_GREY, _COLOURS = 1, 3
_PICTURE_AXES = 3
"""Channels, height, width."""


def sample_picture(training: Training, shape: Shape) -> tuple[torch.Tensor, PictureOrigin]:
    """Return a batch of one picture for a network, as training would give it, and what it is.

    Its numbers are float32 in [0, 1], unless the training normalises them.

    Args:
        training: Names the data set, and the seed where none of its pictures can be had.
        shape: What the network takes, without the batch.

    Raises:
        DataError: The data set has no picture that could be read.
    """
    if not takes_pictures(shape):
        return seeded_picture(training.seed, shape), PictureOrigin.SEEDED
    path = data_path_of(training)
    stamp = data_stamp(training.dataset, path)
    return given_picture(_first_test_picture(training.dataset, path, stamp), training, shape)


def takes_pictures(shape: Shape) -> bool:
    """Return whether a network's input is a picture: grey, or red, green and blue."""
    return len(shape) == _PICTURE_AXES and shape[0] in {_GREY, _COLOURS}


def given_picture(
    pixels: Images, training: Training, shape: Shape
) -> tuple[torch.Tensor, PictureOrigin]:
    """Return a batch of one picture as training would give it to a network, and what it is.

    Args:
        pixels: uint8 (channels, height, width).
        training: Says whether its numbers are normalised.
        shape: What the network takes, without the batch: 1 or 3 channels, height, width.

    Raises:
        DataError: The data set by which it is normalised cannot be read.
    """
    picture = torch.from_numpy(pixels.copy()).to(torch.float32).div_(_WHITE)[None]
    picture, origin = _fitted(picture, shape)
    spread = spread_for(training)
    if spread is not None and len(spread.mean) == picture.shape[1]:
        picture = spread.apply(picture)
    return picture, origin


def _fitted(picture: torch.Tensor, shape: Shape) -> tuple[torch.Tensor, PictureOrigin]:
    """Return a picture brought to a network's channels and size."""
    channels, sizes = shape[0], shape[1:]
    if shape == picture.shape[1:]:
        return picture, PictureOrigin.TEST
    if channels != picture.shape[1]:
        is_grey = channels == _GREY
        picture = picture.mean(dim=1, keepdim=True) if is_grey else picture.expand(-1, 3, -1, -1)
    if sizes != picture.shape[2:]:
        resize = torch.nn.functional.interpolate
        picture = resize(picture, size=sizes, mode="bilinear", antialias=True).clamp(0, 1)
    return picture, PictureOrigin.FITTED


def seeded_picture(seed: int, shape: Shape) -> torch.Tensor:
    """Return a batch of one picture of random numbers in [0, 1)."""
    return torch.rand((1, *shape), generator=torch.Generator().manual_seed(seed))


@lru_cache(maxsize=4)
def _first_test_picture(dataset: DataSet, path: Path | None, _stamp: str) -> Images:
    """Return the first test picture of a data set, uint8 (channels, height, width)."""
    if isinstance(dataset, Shapes10):
        drawn = make_shapes10(train_count=0, size=dataset.size, grey=dataset.grey)
        return _first(drawn)
    if isinstance(dataset, CIFAR10) and path is None:
        try:
            return cifar10_sample(0)
        except DataError as error:
            if error.code is not ErrorCode.DATA_NOT_FOUND:
                raise
    return _first(load_dataset(dataset, path))


def _first(dataset: Dataset) -> Images:
    picture: Images = dataset.test_images[0].copy()  # a view would keep all pictures in memory
    return picture
