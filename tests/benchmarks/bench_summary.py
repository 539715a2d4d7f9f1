"""The shapes and costs of the longest network, in milliseconds of the processor.

Run by ``python -m tests.benchmarks summary``; it needs no display. They are found anew for a
network that is opened, whose layers are objects of their own; an edit costs what it changes. The
receptive field waits for who asks. "Differing" are layers of which no two have the same channels;
"unlike" are convolutions, the layers with most to say, of which no two have the same channels or
the same kernel, nor those of any network before.
"""

from __future__ import annotations

import dataclasses
import itertools
from time import process_time
from typing import TYPE_CHECKING, Final

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.network.sequential import MOST_LAYERS, NetworkStep, infer_sequential
from convviz.core.network.summary import Summariser, summarise
from convviz.core.network.tree import with_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INPUT_SHAPE = (16, 32, 32)
REPEATS = 40


def measure() -> dict[str, float]:
    """Return the best times for layers in blocks, and for layers of which no two are alike."""
    shared = _in_blocks()
    return {
        "summary 1000 in blocks cpu": _summarised(lambda: shared),
        "summary 1000 with fields cpu": _summarised(lambda: shared, with_fields=True),
        "summary 1000 equal cpu": _summarised(_equal),
        "summary 1000 equal fields cpu": _summarised(_equal, with_fields=True),
        "summary 1000 differing cpu": _summarised(_differing),
        "summary 1000 differing fields cpu": _summarised(_differing, with_fields=True),
        "summary 1000 unlike fields cpu": _summarised(_unlike(), with_fields=True),
        "summary 1000 edited cpu": _edited(_differing()),
    }


def _in_blocks() -> list[NetworkStep]:
    """Return steps of which those with the same layer share it."""
    block = (Conv2d(16, 16, 3, padding=1), BatchNorm2d(16), ReLU(), MaxPool2d(3, 1, 1))
    return [NetworkStep(layer) for layer in itertools.islice(itertools.cycle(block), MOST_LAYERS)]


def _equal() -> list[NetworkStep]:
    """Return the same steps with layers of their own, as a file and code give them."""
    return [NetworkStep(step.layer.replace()) for step in _in_blocks()]


def _differing() -> list[NetworkStep]:
    channels = [*range(16, 16 + MOST_LAYERS, 2)]
    return [
        NetworkStep(layer)
        for before, after in itertools.pairwise([*channels, channels[-1]])
        for layer in (Conv2d(before, after, 3, padding=1), BatchNorm2d(after))
    ]


def _unlike() -> Callable[[], list[NetworkStep]]:
    """Return what makes convolutions, each time others; their outputs have the input's size."""
    numbers = itertools.count()

    def layers(base: int) -> Iterator[Conv2d]:
        before = INPUT_SHAPE[0]
        for number in range(base, base + MOST_LAYERS):
            height, width = number % _TALLEST, number // _TALLEST
            kernel, after = (2 * height + 1, 2 * width + 1), INPUT_SHAPE[0] + number
            yield Conv2d(before, after, kernel, padding=(height, width))
            before = after

    return lambda: [NetworkStep(layer) for layer in layers(MOST_LAYERS * next(numbers))]


_TALLEST: Final = 15
"""Heights of kernels; all are below the input's, so that no kernel sees all of it."""


def _summarised(make: Callable[[], Sequence[NetworkStep]], *, with_fields: bool = False) -> float:
    times = []
    for _ in range(REPEATS):
        steps = make()
        began = process_time()
        summary = summarise(infer_sequential(steps, INPUT_SHAPE))
        if with_fields:
            assert len(summary.receptive_fields) == MOST_LAYERS
        times.append(1000 * (process_time() - began))
        assert len(summary.layers) == MOST_LAYERS
    return min(times)


def _edited(steps: Sequence[NetworkStep]) -> float:
    """Return how long it takes to see what a network is after an edit of its middle."""
    times, summariser, middle = [], Summariser(), len(steps) // 2
    for number in range(REPEATS):
        step = dataclasses.replace(steps[middle], name=f"edit{number}")
        began = process_time()
        edited = with_node(steps, (middle,), step)
        summary = summariser.summary(edited, INPUT_SHAPE)
        assert len(summary.receptive_fields) == MOST_LAYERS
        times.append(1000 * (process_time() - began))
    return min(times)
