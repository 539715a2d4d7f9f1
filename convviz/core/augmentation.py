"""How training pictures are changed at random, anew in every epoch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from convviz.core.call_numbers import BELOW_ONE, SHARE, choice, number
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.calls import Call, Registry

_AUGMENTATIONS: Registry[Augmentation] = Registry()


class Flip(StrEnum):
    """Which pictures are mirrored, left for right."""

    NONE = "none"
    RANDOM = "random"
    ALTERNATING = "alternate"


@_AUGMENTATIONS.register
@dataclass(frozen=True)
class Augmentation(Call):
    """Training pictures are changed at random in every epoch; test pictures never are.

    The order is that of the parameters. What happens to a picture depends on the run's seed, the
    epoch and the batch alone, so that a run that is resumed sees the same.

    Attributes:
        flip: "random" mirrors each picture, left for right, in half of the epochs; "alternate"
            in every other one, so that two epochs show both sides of every picture.
        crop: How much smaller than the picture a square may be that is cut out at random and
            enlarged again, as a share of its side: 0 cuts nothing out.
        shift: Pixels by which a picture is moved at most, across and down each; what comes in at
            the edge is the picture mirrored there.
        brightness: How much darker or brighter a picture becomes at most, as a share.
        contrast: How far its numbers move to or from their mean grey at most, as a share.
        saturation: How far its colours move to or from grey at most, as a share.
        cutout: The side of a square, in pixels, that is blanked at a random place: with the mean
            where pictures are normalised, else with black.

    Source:
        Jordan 2024, arXiv 2404.00498 (alternating flip); DeVries and Taylor 2017, arXiv 1708.04552
        (cutout); torchvision's ColorJitter (brightness, contrast, saturation).
    """

    flip: str = choice(*(flip.value for flip in Flip))
    crop: float = number(0.0, BELOW_ONE)
    shift: int = parameter(ParameterKind.INTEGER, 0, limits=Limits(0, 15))
    brightness: float = number(0.0, SHARE)
    contrast: float = number(0.0, SHARE)
    saturation: float = number(0.0, SHARE)
    cutout: int = parameter(ParameterKind.INTEGER, 0, limits=Limits(0, 64))

    group: ClassVar[str] = "convviz.data"

    @property
    def changes_anything(self) -> bool:
        """Whether any picture is changed."""
        return self != Augmentation()

    @property
    def moves_pixels(self) -> bool:
        """Whether pixels come from other places than their own."""
        return bool(self.flip != Flip.NONE or self.crop or self.shift)


augmentation_types = _AUGMENTATIONS.types
