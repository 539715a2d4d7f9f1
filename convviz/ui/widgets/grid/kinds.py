"""The colours of a plane, and which of the three parts of a step the grid shows."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """The colours of a picture's plane, from black; other planes diverge from zero."""

    GREY = "grey"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class GridRole(StrEnum):
    """Which part of the step a grid shows; decides its hue."""

    INPUT = "input"
    KERNEL = "kernel"
    OUTPUT = "output"
