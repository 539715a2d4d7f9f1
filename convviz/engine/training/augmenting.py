"""Changes a batch of training pictures at random: where each pixel comes from, then its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from convviz.core.augmentation import Flip
from convviz.engine.training.seeds import Use, derive_seed

if TYPE_CHECKING:
    from convviz.core.augmentation import Augmentation
    from convviz.engine.training.workers import Portion

_WEIGHTS = (0.299, 0.587, 0.114)
"""How bright red, green and blue are, as torchvision has it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Which batch of which run: all that chance depends on.

    Attributes:
        seed: The run's.
        epoch: Counted from 1.
        step: Batches of the run, counted from 1.
    """

    seed: int
    epoch: int
    step: int


class BatchAugmenter:
    """What is done to the pictures of one batch.

    Random numbers are drawn on the CPU, so that every device sees the same pictures.
    """

    def __init__(
        self, augmentation: Augmentation, moment: Moment, portion: Portion | None = None
    ) -> None:
        """Begin a batch; each method is called once, in this order.

        Args:
            augmentation: What may be done.
            moment: Which batch it is.
            portion: Which of its pictures one worker takes: their random numbers are those that
                they have in the whole batch. None for all.
        """
        self._how = augmentation
        self._portion = portion
        self._moment = moment
        seed = derive_seed(Use.AUGMENT, moment.seed, moment.epoch, moment.step)
        self._chance = torch.Generator().manual_seed(seed)

    @property
    def moves_pixels(self) -> bool:
        """Whether :meth:`sources` is to be asked."""
        return self._how.moves_pixels

    def sources(
        self, places: torch.Tensor, height: int, width: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return from which row and column of its own picture each pixel comes.

        Args:
            places: Of the pictures in the data set, int64, (count,).
            height: Of a picture.
            width: Likewise.

        Returns:
            Rows, (count, height), and columns, (count, width), int64, on the CPU.
        """
        count = len(places)
        flipped = self._flipped(places)
        side = 1.0 - self._how.crop * self._uniform(count)
        rows, columns = (
            self._along(size, side, self._uniform(count), self._shifts(count))
            for size in (height, width)
        )
        return rows, torch.where(flipped[:, None], columns.flip(1), columns)

    def recolour(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return pictures in [0, 1] with another brightness, contrast and saturation."""
        how, count = self._how, len(pictures)
        brightness, contrast, saturation = (
            (1.0 + share * (2.0 * self._uniform(count) - 1.0)).to(pictures)[:, None, None, None]
            for share in (how.brightness, how.contrast, how.saturation)
        )
        if how.brightness:
            pictures = (pictures * brightness).clamp(0, 1)
        if how.contrast:
            mean = _grey(pictures).mean(dim=(1, 2, 3), keepdim=True)
            pictures = (mean + contrast * (pictures - mean)).clamp(0, 1)
        if how.saturation and pictures.shape[1] == len(_WEIGHTS):
            grey = _grey(pictures)
            pictures = (grey + saturation * (pictures - grey)).clamp(0, 1)
        return pictures

    def cut_out(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return pictures with a square of zeros at a random place; the edge may cut it off."""
        side = self._how.cutout
        if not side:
            return pictures
        hidden = []
        for size in pictures.shape[2:]:
            middle = self._integers(0, size, len(pictures))[:, None]
            first = middle - side // 2
            at = torch.arange(size)
            hidden.append((at >= first) & (at < first + side))
        rows, columns = hidden
        square = (rows[:, None, :, None] & columns[:, None, None, :]).to(pictures.device)
        return pictures.masked_fill(square, 0.0)

    def _uniform(self, count: int) -> torch.Tensor:
        """Return numbers in [0, 1), float64: exact where they become places of pixels."""
        drawn = torch.rand(self._total(count), generator=self._chance, dtype=torch.float64)
        return self._mine(drawn)

    def _integers(self, least: int, end: int, count: int) -> torch.Tensor:
        """Return integers from the least up to, and without, the end."""
        return self._mine(torch.randint(least, end, (self._total(count),), generator=self._chance))

    def _total(self, count: int) -> int:
        return count if self._portion is None else self._portion.total

    def _mine(self, drawn: torch.Tensor) -> torch.Tensor:
        return drawn if self._portion is None else drawn[self._portion.places]

    def _flipped(self, places: torch.Tensor) -> torch.Tensor:
        """Return which pictures are mirrored."""
        match self._how.flip:
            case Flip.RANDOM:
                return self._integers(0, 2, len(places)).bool()
            case Flip.ALTERNATING:
                return (_sides(self._moment.seed, places) + self._moment.epoch) % 2 == 1
            case _:
                return torch.zeros_like(places, dtype=torch.bool)

    def _shifts(self, count: int) -> torch.Tensor:
        most = self._how.shift
        return self._integers(-most, most + 1, count)

    def _along(
        self, size: int, side: torch.Tensor, start: torch.Tensor, shift: torch.Tensor
    ) -> torch.Tensor:
        """Return where the pixels of one axis come from, (count, size).

        Args:
            size: Pixels of the axis.
            side: Of the cut square, as a share, (count,).
            start: Where it begins, as a share of what is left, (count,).
            shift: Pixels, (count,).
        """
        cut = torch.arange(size, dtype=torch.float64)[None] + 0.5
        cut = cut * side[:, None] + (size * (1.0 - side) * start)[:, None]
        within = cut.floor().long().clamp(0, size - 1)
        moved = torch.arange(size)[None] - shift[:, None]
        mirrored = (size - 1) - ((size - 1) - moved.abs()).abs()
        return within.gather(1, mirrored)


def _grey(pictures: torch.Tensor) -> torch.Tensor:
    """Return how bright each pixel is, (count, 1, height, width)."""
    if pictures.shape[1] != len(_WEIGHTS):
        return pictures
    red, green, blue = _WEIGHTS
    return red * pictures[:, 0:1] + green * pictures[:, 1:2] + blue * pictures[:, 2:3]


def _sides(seed: int, places: torch.Tensor) -> torch.Tensor:
    """Return 0 or 1 for each picture, by its place alone: on which side it begins.

    Source:
        splitmix64's mixer, in the numbers of int64, which wrap around.
    """
    mixed = places + derive_seed(Use.FLIP, seed)
    for shift, factor in ((30, -0x40A7B892E31B1A47), (27, -0x6B2FB644ECCEEE15)):
        low = (mixed >> shift) & ((1 << (64 - shift)) - 1)
        mixed = (mixed ^ low) * factor
    return (mixed >> 40) & 1
