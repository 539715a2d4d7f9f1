"""Asking the engine: from the question to torch's answer in the window, in ms.

Run by ``python -m tests.benchmarks ask``; it needs no display. "torch" is the part that torch takes
by its own clock; the rest is the way there and back.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject

from convviz.core.layers.conv import Conv2d
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues
from convviz.ui.processes.engine_client import EngineClient
from convviz.values.tensors import tensor_of

SHAPES = ((1, 5, 5), (3, 64, 64), (3, 224, 224))
TIMES = 300
FIRST = 30
"""So many are not counted: torch is slow at first."""


def measure() -> dict[str, float]:
    """Return the median and the least time of an answer, and torch's part, for each shape."""
    application = QCoreApplication.instance() or QCoreApplication([])
    engine = EngineClient()
    loop = QEventLoop()
    engine.ready.connect(loop.quit)
    engine.start()
    loop.exec()
    found: dict[str, float] = {}
    for shape in SHAPES:
        times, torch = _ask(engine, loop, shape)
        name = "x".join(map(str, shape))
        found[f"ask {name} median"] = median(times)
        found[f"ask {name} least"] = min(times)
        found[f"ask {name} torch median"] = median(torch)
    engine.shut_down()
    del application
    return found


def _ask(
    engine: EngineClient, loop: QEventLoop, shape: tuple[int, int, int]
) -> tuple[list[float], list[float]]:
    """Return how long each answer took, and torch's part of it."""
    asker, generator = QObject(), np.random.default_rng(0)
    layer = Conv2d(shape[0], 8, 3)
    numbers = generator.normal(size=shape)
    weights = {name: generator.normal(size=size) for name, size in layer.weight_shapes().items()}
    times: list[float] = []
    torch: list[float] = []

    def on_values(values: LayerValues) -> None:
        torch.append(values.milliseconds)
        loop.quit()

    for _ in range(FIRST + TIMES):
        begun = perf_counter()
        request = ComputeLayer(
            layer_to_plain(layer),
            tensor_of(numbers, "float32"),
            {name: tensor_of(array, "float32") for name, array in weights.items()},
        )
        engine.ask(asker, request).answered.connect(on_values)
        loop.exec()
        times.append(1000 * (perf_counter() - begun))
    return times[FIRST:], torch[FIRST:]
