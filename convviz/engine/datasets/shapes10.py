"""Shapes-10 as a data set, so that training works at once, offline."""

from __future__ import annotations

import numpy as np

from convviz.engine.datasets.dataset import Dataset
from convviz.values.shapes10 import CLASS_NAMES, draw_split

DEFAULT_TRAIN_COUNT = 10_000
DEFAULT_TEST_COUNT = 2_000


def make_shapes10(
    *,
    train_count: int = DEFAULT_TRAIN_COUNT,
    test_count: int = DEFAULT_TEST_COUNT,
    seed: int = 0,
) -> Dataset:
    """Draw the data set.

    Args:
        train_count: Training pictures. At least 0.
        test_count: Test pictures, drawn from numbers of their own. At least 0.
        seed: Equal seeds give equal pictures, on every platform. At least 0.

    Returns:
        The pictures in shuffled order, the classes as even as the counts allow.
    """
    train_images, train_labels = draw_split(train_count, np.random.PCG64([seed, 0]))
    test_images, test_labels = draw_split(test_count, np.random.PCG64([seed, 1]))
    return Dataset("shapes10", CLASS_NAMES, train_images, train_labels, test_images, test_labels)
