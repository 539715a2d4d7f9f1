"""A GIF is what was written: every pixel, every duration, read back by Pillow."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageSequence

from convviz.ui.export.frames import FrameChange
from convviz.ui.export.gif_writer import GifWriter

WIDTH, HEIGHT = 40, 30
COLOURS = [0x000000, 0xFFFFFF, 0x2F6DB5, 0x0E7C66, 0xD95F02]


def random_frames(seed: int) -> list[np.ndarray]:
    """Return frames of a few colours, each the one before with a rectangle of random pixels."""
    rng = np.random.default_rng(seed)
    frames = [np.full((HEIGHT, WIDTH), COLOURS[1], dtype=np.uint32)]
    for _ in range(8):
        top, left = int(rng.integers(HEIGHT - 1)), int(rng.integers(WIDTH - 1))
        below, right = rng.integers(top + 1, HEIGHT + 1), rng.integers(left + 1, WIDTH + 1)
        frame = frames[-1].copy()
        part = frame[top:below, left:right]
        part[...] = rng.choice(COLOURS, part.shape)
        frames.append(frame)
    return frames


def changes(frames: list[np.ndarray], milliseconds: list[int]) -> list[FrameChange]:
    """Return the first frame whole, of the others the rectangle in which they differ."""
    first = FrameChange(0, 0, WIDTH, HEIGHT, frames[0].tobytes(), milliseconds[0])
    found = [first]
    for (before, after), duration in zip(pairwise(frames), milliseconds[1:], strict=True):
        rows, columns = np.nonzero(before != after)
        if not len(rows):
            rows = columns = np.array([0])
        top, left = int(rows.min()), int(columns.min())
        part = np.ascontiguousarray(after[top : rows.max() + 1, left : columns.max() + 1])
        height, width = part.shape
        found.append(FrameChange(left, top, width, height, part.tobytes(), duration))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_every_pixel_and_every_duration_is_read_back(seed: int) -> None:
    frames = random_frames(seed)
    milliseconds = [40 + 35 * number for number in range(len(frames))]
    writer = GifWriter(WIDTH, HEIGHT, loops=True, colours=COLOURS)
    for change in changes(frames, milliseconds):
        writer.add(change)

    with Image.open(io.BytesIO(writer.finish())) as gif:
        assert gif.info["loop"] == 0
        read = []
        durations = []
        for frame in ImageSequence.Iterator(gif):
            red, green, blue = np.moveaxis(np.asarray(frame.convert("RGB"), np.uint32), 2, 0)
            read.append(red << 16 | green << 8 | blue)
            durations.append(frame.info["duration"])

    assert len(read) == len(frames)
    for expected, shown in zip(frames, read, strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert np.cumsum(durations) == pytest.approx(np.cumsum(milliseconds), abs=5)
