"""Frames of an animation as what changes from one to the next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from convviz.protocol.messages.common import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QImage

    from convviz.ui.export.look import ExportTiming
    from convviz.ui.export.stage import ExportStage

Pixels = NDArray[np.uint32]
"""0xffRRGGBB, (rows, columns)."""

_EVERY: Final = 2
_FLAT_SAMPLES: Final = 40
_MOST_FLAT: Final = 200


class FrameChange(Message, frozen=True):
    """The rectangle of a frame that differs from the frame before; the first frame whole.

    Attributes:
        left: Of the rectangle, in pixels.
        top: Of the rectangle, in pixels.
        width: Of the rectangle.
        height: Of the rectangle.
        pixels: Its pixels row by row, 4 bytes each, 0xffRRGGBB in the machine's byte order.
        milliseconds: How long the frame is shown.
    """

    left: int
    top: int
    width: int
    height: int
    pixels: bytes
    milliseconds: int

    def array(self) -> Pixels:
        """Return the pixels, (height, width)."""
        return np.frombuffer(self.pixels, np.uint32).reshape(self.height, self.width)


class FrameMaker:
    """Paints steps one after the other and tells what each changes."""

    def __init__(self, stage: ExportStage, steps: Sequence[int], timing: ExportTiming) -> None:
        """Prepare the frames.

        Args:
            stage: Paints them.
            steps: Numbers of the steps, at least one.
            timing: How long each is shown.
        """
        self._stage = stage
        self._steps = steps
        self._timing = timing
        self._images = (stage.new_image(), stage.new_image())

    def __len__(self) -> int:
        return len(self._steps)

    def change(self, number: int) -> FrameChange:
        """Return what frame ``number`` changes; call it for 0, 1, 2 and so on."""
        now, before = self._images[number % 2], self._images[(number + 1) % 2]
        self._stage.paint_image(now, self._steps[number])
        is_last = number == len(self._steps) - 1
        milliseconds = self._timing.last if is_last else self._timing.step
        known = image_pixels(before) if number else None
        return changed_part(known, image_pixels(now), milliseconds)

    def changes(self) -> Iterator[FrameChange]:
        """Yield what each frame changes, in order."""
        return (self.change(number) for number in range(len(self)))

    @property
    def sample_places(self) -> list[int]:
        """Numbers of the frames in which the colours of areas are looked for."""
        return sorted({0, len(self) // 2, len(self) - 1})

    def sample(self, number: int) -> Pixels:
        """Return some pixels of a frame, more than enough to find its areas."""
        self._stage.paint_image(self._images[0], self._steps[number])
        every = _EVERY * math.ceil(self._stage.look.scale)
        return image_pixels(self._images[0])[::every, ::every].flatten()

    def flat_colours(self) -> list[int]:
        """Return the colours of areas, as 0xRRGGBB; see :func:`commonest`."""
        return commonest([self.sample(place) for place in self.sample_places])


def commonest(samples: Sequence[Pixels]) -> list[int]:
    """Return the colours that are common in samples of frames, as 0xRRGGBB, commonest first.

    What is left out is rare, as the colours are at the edges of letters.
    """
    colours, counts = np.unique(np.concatenate(samples) & 0xFFFFFF, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_MOST_FLAT]
    return [int(colours[at]) for at in order if counts[at] >= _FLAT_SAMPLES]


def image_pixels(image: QImage) -> Pixels:
    """Return the pixels of an image of format RGB32, which must outlive them."""
    rows, words = image.height(), image.bytesPerLine() // 4
    words_of = np.frombuffer(image.constBits(), np.uint32).reshape(rows, words)
    return words_of[:, : image.width()]


def changed_part(before: Pixels | None, now: Pixels, milliseconds: int) -> FrameChange:
    """Return the smallest rectangle with all pixels that differ; one pixel where none does."""
    top, bottom, left, right = 0, now.shape[0], 0, now.shape[1]
    if before is not None:
        differs = before != now
        top, bottom = _span(differs.any(axis=1))
        left, right = _span(differs[top:bottom].any(axis=0))
    part = now[top:bottom, left:right]
    return FrameChange(left, top, right - left, bottom - top, part.tobytes(), milliseconds)


def _span(mask: NDArray[np.bool_]) -> tuple[int, int]:
    places = np.flatnonzero(mask)
    return (int(places[0]), int(places[-1]) + 1) if places.size else (0, 1)
