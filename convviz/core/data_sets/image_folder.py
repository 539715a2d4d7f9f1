"""A folder of pictures: each folder in it is a class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from convviz.core.call_numbers import choice, flag, number
from convviz.core.call_parameters import LARGEST_INTEGER, Limits, ParameterKind, parameter
from convviz.core.data_sets.base import DataSet, register


class Fit(StrEnum):
    """How a picture of any size becomes a square one."""

    CROP = "crop"
    SQUASH = "squash"
    PAD = "pad"


@register
@dataclass(frozen=True)
class ImageFolder(DataSet):
    """Your own pictures: in the folder, one folder a class; any size, in colour or grey.

    The folders train and val (or valid, validation, test) in it say what is trained on and what is
    measured. Without them, a share of each class is measured.

    Attributes:
        size: Height and width that every picture gets, in pixels.
        fit: "crop" scales the shorter side and cuts out the middle; "squash" scales both sides;
            "pad" scales the longer side and fills up with black.
        grey: One channel of brightness in place of red, green and blue.
        test_share: Share of each class that is measured and not trained on, where there are no
            folders for it.
        split_seed: Which pictures these are: the same seed takes the same ones.
    """

    size: int = parameter(ParameterKind.INTEGER, 32, limits=Limits(8, 512))
    fit: str = choice(*(fit.value for fit in Fit))
    grey: bool = flag()
    test_share: float = number(0.2, Limits(0.01, 0.9))
    split_seed: int = parameter(ParameterKind.INTEGER, 0, limits=Limits(0, LARGEST_INTEGER))

    title: ClassVar[str] = "Image folder"
    key: ClassVar[str] = "imagefolder"
