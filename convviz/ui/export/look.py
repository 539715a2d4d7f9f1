"""How an exported step looks and how an animation runs: what a person chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from convviz.core.errors import ErrorCode, ExportError
from convviz.ui.stepper.pace import even_stride, stops
from convviz.ui.theme import PALETTES, Palette

DEFAULT_WIDTH: Final = 1000
DEFAULT_HEIGHT: Final = 500
DEFAULT_ROWS_HEIGHT: Final = 760
"""Of layers along one axis, whose rows stand one above the other."""

SMALLEST_SIDE: Final = 120
"""Logical pixels; less has no room for a drawing with its captions."""

LARGEST_SIDE: Final = 16_383
"""Pixels of a file along a side: what WebP can hold; less than the other formats can."""

SMALLEST_SCALE: Final = 0.25
LARGEST_SCALE: Final = 8.0

STEP_MILLISECONDS: Final = 700
LAST_MILLISECONDS: Final = 1800
"""The last step stays longer, so that the finished output can be read."""

SHORTEST_MILLISECONDS: Final = 20
"""Browsers slow down what is shorter."""

LONGEST_MILLISECONDS: Final = 60_000

MOST_FRAMES: Final = 2000

MOST_WATCHED: Final = 100
"""So many steps are exported one by one, unless something else is asked for."""

GOOD_FRAMES: Final = 60
FEW_FRAMES: Final = 30
BRISK_MILLISECONDS: Final = 250


def default_size(rank: int) -> tuple[int, int]:
    """Return the width and height that suit a layer with so many axes, in logical pixels."""
    return DEFAULT_WIDTH, DEFAULT_ROWS_HEIGHT if rank == 1 else DEFAULT_HEIGHT


@dataclass(frozen=True, slots=True)
class ExportLook:
    """How a step looks in a file.

    Attributes:
        width: Logical pixels.
        height: Logical pixels.
        scale: Pixels of the file for one logical pixel.
        theme: "light" or "dark", whatever the window wears.
        has_formula: Whether the layer's call stands above and its formula below the drawing.
        has_step_line: Whether the step is written out in numbers.
        has_usage: Whether the input shows how often its cells are used.
        fills: Whether outputs behind the step are blank: not computed yet.
        dims: Whether what is not in the step is dimmed.
    """

    width: int = DEFAULT_WIDTH
    height: int = DEFAULT_HEIGHT
    scale: float = 1.0
    theme: Literal["light", "dark"] = "light"
    has_formula: bool = False
    has_step_line: bool = True
    has_usage: bool = False
    fills: bool = False
    dims: bool = False

    @property
    def palette(self) -> Palette:
        """The colours."""
        return PALETTES[self.theme]

    @property
    def pixel_size(self) -> tuple[int, int]:
        """Width and height of the file, in pixels."""
        return round(self.width * self.scale), round(self.height * self.scale)

    def check(self) -> None:
        """Refuse a size that no file can have.

        Raises:
            ExportError: EXPORT_SIZE.
        """
        is_small = min(self.width, self.height) < SMALLEST_SIDE
        is_scaled = SMALLEST_SCALE <= self.scale <= LARGEST_SCALE
        if is_small or not is_scaled or max(self.pixel_size) > LARGEST_SIDE:
            raise ExportError(
                ErrorCode.EXPORT_SIZE,
                width=self.pixel_size[0],
                height=self.pixel_size[1],
                smallest=SMALLEST_SIDE,
                limit=LARGEST_SIDE,
            )


@dataclass(frozen=True, slots=True)
class ExportTiming:
    """How an animation runs.

    Attributes:
        step: Milliseconds of each step but the last.
        last: Milliseconds of the last step.
        loops: Whether it begins again.
    """

    step: int = STEP_MILLISECONDS
    last: int = LAST_MILLISECONDS
    loops: bool = True

    @classmethod
    def of(cls, step: int, *, loops: bool = True) -> ExportTiming:
        """Return a timing whose last step stays as much longer as by default."""
        last = round(step * LAST_MILLISECONDS / STEP_MILLISECONDS)
        return cls(step, min(last, LONGEST_MILLISECONDS), loops)


def suitable_stride(count: int, row: int) -> int:
    """Return the stride that makes an animation of so many steps one that people watch.

    Args:
        count: How many steps there are.
        row: How many of them are a row.
    """
    return 1 if count <= MOST_WATCHED else even_stride(count, row, GOOD_FRAMES)


def suitable_milliseconds(frames: int) -> int:
    """Return how long each step is shown by default: shorter in a long animation."""
    return STEP_MILLISECONDS if frames <= FEW_FRAMES else BRISK_MILLISECONDS


def checked_steps(first: int, last: int, count: int, stride: int = 1) -> tuple[int, ...]:
    """Return the numbers of the steps to export, from 0.

    Args:
        first: Number of the first step, from 1.
        last: Number of the last step, from 1.
        count: How many there are.
        stride: From each step that is exported to the next; the last is always one of them.

    Raises:
        ExportError: STEPS_OUT_OF_RANGE; EXPORT_TOO_MANY_STEPS.
    """
    if not 1 <= first <= last <= count:
        raise ExportError(ErrorCode.STEPS_OUT_OF_RANGE, first=first, last=last, count=count)
    frames = -(-(last - first + 1) // stride)
    if frames > MOST_FRAMES:
        raise ExportError(ErrorCode.EXPORT_TOO_MANY_STEPS, count=frames, limit=MOST_FRAMES)
    return stops(first - 1, last - 1, stride)
