"""What is known of each data set without its pictures: their shape, their number, the classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convviz.core.layers import Shape


@dataclass(frozen=True, slots=True)
class DataSetFacts:
    """A data set from the outside.

    Attributes:
        picture_shape: (channels, height, width) of every picture.
        classes: How many classes there are, and so how many outputs a network needs.
        train_pictures: Pictures that are trained on.
        test_pictures: Pictures that are only measured.
    """

    picture_shape: Shape
    classes: int
    train_pictures: int
    test_pictures: int


DATA_SETS: Final = {
    "shapes10": DataSetFacts((3, 32, 32), 10, 10_000, 2_000),
    "cifar10": DataSetFacts((3, 32, 32), 10, 50_000, 10_000),
}
"""By the name in the training settings."""
