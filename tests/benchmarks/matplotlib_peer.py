"""The frames of the export benchmark by matplotlib and imageio, as a course would draw them.

Neither is a dependency: the benchmark runs this file by an interpreter that has them. It prints
milliseconds a frame, by the clock and of the processor.
"""

from __future__ import annotations

import importlib
import io
from time import perf_counter, process_time
from typing import Any

import numpy as np

SIZE = 7
KERNEL = 3


def main() -> None:
    """Draw 49 frames, write them as a GIF in memory, and print what a frame takes."""
    matplotlib = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    plots, imageio = (
        importlib.import_module("matplotlib.pyplot"),
        importlib.import_module("imageio"),
    )
    random = np.random.default_rng(1)
    padded = np.pad(random.integers(-3, 6, (SIZE, SIZE)), 1)
    kernel = random.integers(-3, 6, (KERNEL, KERNEL))
    output = np.array(
        [
            [(padded[r : r + KERNEL, c : c + KERNEL] * kernel).sum() for c in range(SIZE)]
            for r in range(SIZE)
        ]
    )
    start, cpu_start = perf_counter(), process_time()
    figure, axes = plots.subplots(1, 3, figsize=(10, 5), dpi=100)
    frames = []
    for step in range(SIZE * SIZE):
        row, column = divmod(step, SIZE)
        for axis, values in zip(axes, (padded, kernel, output), strict=True):
            _grid(axis, values)
        _outline(plots, axes[0], (row, column), KERNEL)
        _outline(plots, axes[2], (row, column), 1)
        terms = padded[row : row + KERNEL, column : column + KERNEL] * kernel
        figure.suptitle(" + ".join(map(str, terms.ravel())) + f" = {output[row, column]}")
        figure.canvas.draw()
        frames.append(np.asarray(figure.canvas.buffer_rgba())[:, :, :3].copy())
    stream = io.BytesIO()
    imageio.mimwrite(stream, frames, format="gif", duration=700)
    count = len(frames)
    wall, cpu = (perf_counter() - start) * 1000, (process_time() - cpu_start) * 1000
    print(wall / count, cpu / count)


def _grid(axis: Any, values: np.ndarray) -> None:
    axis.clear()
    axis.set_axis_off()
    axis.imshow(values, cmap="coolwarm")
    for (row, column), value in np.ndenumerate(values):
        axis.text(column, row, f"{value}", ha="center", va="center")


def _outline(plots: Any, axis: Any, corner: tuple[int, int], side: int) -> None:
    row, column = corner
    axis.add_patch(plots.Rectangle((column - 0.5, row - 0.5), side, side, fill=False, lw=2))


if __name__ == "__main__":
    main()
