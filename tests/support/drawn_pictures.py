"""The pictures of Shapes-10 are drawn once a process: the whole set takes most of a second."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.engine.datasets import shapes10
from convviz.values.shapes10 import draw_split

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_KEPT = 24
"""Of the whole set there are three sizes in the tests: 50 MB."""


@functools.lru_cache(_MOST_KEPT)
def _drawn(
    count: int, numbers: tuple[int, int], size: int, *, grey: bool
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    source = np.random.PCG64()
    source.state = {
        **source.state,
        "state": {"state": numbers[0], "inc": numbers[1]},
    }
    return draw_split(count, source, size=size, grey=grey)


def _draw_once(
    count: int, source: np.random.PCG64, *, size: int, grey: bool
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw, or copy what was drawn: whoever gets it may change it."""
    numbers = source.state["state"]
    images, labels = _drawn(count, (numbers["state"], numbers["inc"]), size, grey=grey)
    return images.copy(), labels.copy()


@pytest.fixture(scope="session", autouse=True)
def pictures_are_drawn_once() -> Iterator[None]:
    """Keep the pictures that were drawn, by all that decides what they are."""
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(shapes10, "draw_split", _draw_once)
        yield
