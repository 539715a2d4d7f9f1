"""A data set in memory: labelled 32x32 RGB pictures for training and for testing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ErrorCode, Fact

Images: TypeAlias = NDArray[np.uint8]
"""Pictures, (count, 3, 32, 32): red, green and blue planes, rows from the top."""
Labels: TypeAlias = NDArray[np.int64]
"""One class index a picture, (count,)."""

IMAGE_SHAPE = (3, 32, 32)


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
        name: The name that ``load_dataset`` knows it by.
        class_names: One name a class; a label is an index into it.
        train_images: uint8, (train_count, 3, 32, 32).
        train_labels: int64, (train_count,).
        test_images: uint8, (test_count, 3, 32, 32).
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

    def __post_init__(self) -> None:
        """Check shapes and types.

        Raises:
            ValueError: Arrays of the wrong type, shape or length.
        """
        for split, images, labels in (
            ("train", self.train_images, self.train_labels),
            ("test", self.test_images, self.test_labels),
        ):
            if images.dtype != np.uint8 or images.shape[1:] != IMAGE_SHAPE:
                message = f"{split}_images: {images.dtype} {images.shape}"
                raise ValueError(message)
            if labels.dtype != np.int64 or labels.shape != images.shape[:1]:
                message = (
                    f"{split}_labels: {labels.dtype} {labels.shape} for {len(images)} pictures"
                )
                raise ValueError(message)
