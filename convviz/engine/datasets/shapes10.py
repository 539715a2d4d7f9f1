"""Shapes-10 as a data set, so that training works at once, offline.

It is hard enough that there is something to learn. Test accuracy after each epoch (torch 2.13 on a
CPU, batches of 64, ``SGD(lr=0.01, momentum=0.9)``; ``python -m tests.benchmarks.shapes10``):

    linear model     0.108 0.105 0.102 0.099 0.119 0.112
    course network   0.205 0.723 0.862 0.908 0.910 0.919
    LeNet-5, grey    0.100 0.134 0.130 0.201 0.282 0.618
"""

from __future__ import annotations

import numpy as np

from convviz.engine.datasets.dataset import Dataset
from convviz.values.shapes10 import CLASS_NAMES, SIZE, TEST_STREAM, TRAIN_STREAM, draw_split

DEFAULT_TRAIN_COUNT = 10_000
DEFAULT_TEST_COUNT = 2_000


def make_shapes10(
    *,
    train_count: int = DEFAULT_TRAIN_COUNT,
    test_count: int = DEFAULT_TEST_COUNT,
    seed: int = 0,
    size: int = SIZE,
    grey: bool = False,
) -> Dataset:
    """Draw the data set.

    Args:
        train_count: Training pictures. At least 0.
        test_count: Test pictures, drawn from numbers of their own. At least 0.
        size: Height and width of every picture, in pixels.
        grey: One channel of brightness in place of three of colours.
        seed: Equal seeds give equal pictures, on every platform. At least 0.

    Returns:
        The pictures in shuffled order, the classes as even as the counts allow.
    """
    train_images, train_labels = draw_split(
        train_count, np.random.PCG64([seed, TRAIN_STREAM]), size=size, grey=grey
    )
    test_images, test_labels = draw_split(
        test_count, np.random.PCG64([seed, TEST_STREAM]), size=size, grey=grey
    )
    return Dataset("shapes10", CLASS_NAMES, train_images, train_labels, test_images, test_labels)
