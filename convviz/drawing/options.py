"""What a person chooses of a figure, and the few words in it that are no names of layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Style(StrEnum):
    """How blocks look."""

    ISOMETRIC = "isometric"
    """As bodies: channels to the right, maps as their faces."""
    MAPS = "maps"
    """As stacks of maps that overlap."""
    FLAT = "flat"
    """As cards with all that is known written in them."""


class Theme(StrEnum):
    """The colours."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"
    """Greys alone, which a printer without colours keeps apart."""


class Direction(StrEnum):
    """Where a network goes on."""

    RIGHT = "right"
    DOWN = "down"
    """Of cards alone."""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What is written in a figure beside names and numbers; the window gives it in its language.

    Attributes:
        input: What the network is given.
        disabled: Behind the name of a layer that does not run.
        layer: That a block, or the network, holds one layer.
        layers: How many it holds.
        fails: Under a layer that fails.
        behind: How many layers stand behind one that fails.
        empty: Instead of a network without layers.
        concat: Of a block that joins its branches.
        title: Of the figure; with one of the two above.
    """

    input: str = "Input"
    disabled: str = "disabled"
    layer: str = "1 layer"
    layers: str = "{count} layers"
    fails: str = "cannot run"
    behind: str = "{count} more behind it"
    empty: str = "No layers yet"
    concat: str = "Concat"
    title: str = "A network of {layers}"

    def layer_count(self, count: int) -> str:
        """Return how many layers there are."""
        return self.layer if count == 1 else self.layers.format(count=count)


@dataclass(frozen=True, slots=True)
class FigureOptions:
    """What a person chooses of a figure.

    Attributes:
        style: How blocks look.
        direction: Where the network goes on.
        has_names: Whether layers have their names and kernels beside them.
        has_sizes: Whether blocks have their dimensions beside them.
        folds_repeats: Whether equal blocks behind each other are drawn once.
        blocks_only: Whether a block is drawn as one body, without what it holds.
        aspect: The width beside the height that the figure had best; rows are broken for it.
        unbroken: A row of at most so many pixels is not broken.
        rows: So many rows; None for as many as suit the aspect.
        reason: Why the network fails, as a sentence; it is said of what fails.
        words: What is written in it.
    """

    style: Style = Style.ISOMETRIC
    direction: Direction = Direction.RIGHT
    has_names: bool = True
    has_sizes: bool = True
    folds_repeats: bool = True
    blocks_only: bool = False
    aspect: float = 2.6
    unbroken: float = 900.0
    rows: int | None = None
    reason: str = ""
    words: FigureWords = field(default_factory=FigureWords)


DEFAULT_FIGURE: Final = FigureOptions()
"""What is drawn where nobody chose anything."""
