"""The parts of a figure before they have places: volumes, what branches, frames around both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from convviz.core.layers import Shape
from convviz.core.network.tree import BlockKind, Path
from convviz.drawing.scene import Role


@dataclass(frozen=True, slots=True)
class Band:
    """A layer that leaves the shape as it is: a thin slab at the end of what it works on.

    Attributes:
        path: Where it stands.
        role: Its family.
        text: Its name.
        enabled: Whether it runs.
    """

    path: Path
    role: Role
    text: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Volume:
    """What a layer gives, drawn as a body of its own.

    Attributes:
        path: Of the layer; the empty path for the network's input.
        role: Its family.
        shape: What it gives.
        title: Its name.
        lines: What is written below the title: its type, its kernel.
        window: Cells that one output cell reads, axis by axis; None for a layer without a kernel.
        stamps: Whether the window is of the output: each input cell is stamped on one.
        bands: What leaves the shape as it is, directly behind it.
        segments: The channels that each branch gives it, where it joins some.
        is_slab: Whether there is no layer, only bands: behind a sum, for one.
        fails: Whether the layer cannot run.
    """

    path: Path
    role: Role
    shape: Shape
    title: str
    lines: tuple[str, ...] = ()
    window: tuple[int, ...] | None = None
    stamps: bool = False
    bands: tuple[Band, ...] = ()
    segments: tuple[int, ...] = ()
    is_slab: bool = False
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Branches:
    """Ways that read the same and are joined.

    Attributes:
        path: Of the block.
        kind: How they are joined.
        ways: What stands on each.
        is_joined: Whether all of them come to their end; not where something on one fails.
        fails: Whether they cannot be joined.
    """

    path: Path
    kind: BlockKind
    ways: tuple[tuple[Part, ...], ...]
    is_joined: bool = True
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Parts with a line around them.

    Attributes:
        path: Of the block, or of the first of several that are drawn once.
        name: What is written on it.
        parts: What stands in it.
        count: How often it stands there.
    """

    path: Path
    name: str
    parts: tuple[Part, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """Where a way around begins or ends whose other end stands in another row.

    Attributes:
        branches: The way around, and what it goes around.
        letter: By which both ends are known.
        is_join: Whether it ends here.
    """

    branches: Branches
    letter: str
    is_join: bool


Part: TypeAlias = Volume | Branches | Frame | LooseEnd
"""What stands on a line from the input to the output."""
