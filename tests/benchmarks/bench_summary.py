"""The shapes and costs of the longest network, in milliseconds of the processor.

Run by ``python -m tests.benchmarks summary``; it needs no display. They are found anew at every
keystroke on the network page. The receptive field is not: it waits for somebody who asks.
"""

from __future__ import annotations

import itertools
from time import process_time
from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.network.sequential import MOST_LAYERS, NetworkStep, infer_sequential
from convviz.core.network.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

INPUT_SHAPE = (16, 32, 32)
REPEATS = 40


def measure() -> dict[str, float]:
    """Return the best times for layers in blocks, and for layers of which no two are alike."""
    block = (Conv2d(16, 16, 3, padding=1), BatchNorm2d(16), ReLU(), MaxPool2d(3, 1, 1))
    blocks = itertools.islice(itertools.cycle(block), MOST_LAYERS)
    channels = [*range(16, 16 + MOST_LAYERS, 2)]
    differing = (
        layer
        for before, after in itertools.pairwise([*channels, channels[-1]])
        for layer in (Conv2d(before, after, 3, padding=1), BatchNorm2d(after))
    )
    return {
        "summary 1000 in blocks cpu": _summarised([NetworkStep(layer) for layer in blocks]),
        "summary 1000 differing cpu": _summarised([NetworkStep(layer) for layer in differing]),
    }


def _summarised(steps: Sequence[NetworkStep]) -> float:
    times = []
    for _ in range(REPEATS):
        began = process_time()
        summary = summarise(infer_sequential(steps, INPUT_SHAPE))
        times.append(1000 * (process_time() - began))
        assert len(summary.layers) == MOST_LAYERS
    return min(times)
