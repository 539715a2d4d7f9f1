"""A data set in memory: labelled pictures of one shape for training and for testing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ErrorCode, Fact

if TYPE_CHECKING:
    from convviz.core.layers import Shape

Images: TypeAlias = NDArray[np.uint8]
"""Pictures, (count, channels, height, width): red, green and blue planes, or a grey one."""
Labels: TypeAlias = NDArray[np.int64]
"""One class index a picture, (count,)."""

IMAGE_SHAPE = (3, 32, 32)
"""Of a picture of CIFAR-10."""
_CHANNELS = (1, 3)
_AXES = 4


@dataclass(frozen=True, slots=True)
class DatasetNotice:
    """Something to tell about a data set that loaded.

    Attributes:
        code: What it is about: DATA_CHECKSUM_DIFFERS.
        facts: The names and numbers at hand, as the code's docstring lists them.
    """

    code: ErrorCode
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Pictures and labels, complete in memory.

    Attributes:
        name: What runs call it.
        class_names: One name a class; a label is an index into it.
        train_images: uint8, (train_count, channels, height, width).
        train_labels: int64, (train_count,).
        test_images: uint8, (test_count, channels, height, width).
        test_labels: int64, (test_count,).
        notices: What the user should know about this data.
    """

    name: str
    class_names: tuple[str, ...]
    train_images: Images
    train_labels: Labels
    test_images: Images
    test_labels: Labels
    notices: tuple[DatasetNotice, ...] = ()

    @property
    def picture_shape(self) -> Shape:
        """(channels, height, width) of every picture."""
        return self.train_images.shape[1:]

    def __post_init__(self) -> None:
        """Check shapes and types.

        Raises:
            ValueError: Arrays of the wrong type, shape or length.
        """
        for split, images, labels in (
            ("train", self.train_images, self.train_labels),
            ("test", self.test_images, self.test_labels),
        ):
            is_planes = images.ndim == _AXES and images.shape[1] in _CHANNELS
            if images.dtype != np.uint8 or not is_planes or images.shape[1:] != self.picture_shape:
                message = f"{split}_images: {images.dtype} {images.shape}"
                raise ValueError(message)
            if labels.dtype != np.int64 or labels.shape != images.shape[:1]:
                message = (
                    f"{split}_labels: {labels.dtype} {labels.shape} for {len(images)} pictures"
                )
                raise ValueError(message)
