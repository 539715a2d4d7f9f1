"""What a program of PyTorch holds: networks to choose from, and one of them as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from convviz.core.code.networks import CodeNotice
from convviz.core.layers import Shape
from convviz.core.network.tree import Node, layer_steps

if TYPE_CHECKING:
    from convviz.core.layers import Layer

PlainValue: TypeAlias = int | float | bool | str | tuple["PlainValue", ...] | None
"""What an argument may be that a person gives."""

Arguments: TypeAlias = Mapping[str, PlainValue]
"""Answers to what a network takes, by the names of its parameters."""


class ProgramKind(StrEnum):
    """What a text is."""

    PYTHON = "python"
    """A file of Python, or pasted text."""
    NOTEBOOK = "notebook"
    """A notebook of Jupyter: JSON whose cells of code are read one after the other."""


class MadeBy(StrEnum):
    """What a network is in its text."""

    CLASS = "class"
    """A class that derives from nn.Module."""
    FUNCTION = "function"
    """A function that returns a network, such as resnet18."""
    VARIABLE = "variable"
    """A name that stands for a network, such as `model = Net()`."""
    TEXT = "text"
    """Layers that stand in the text themselves: an nn.Sequential, or calls one on a line."""


@dataclass(frozen=True, slots=True)
class ProgramParameter:
    """Something that a network is made with.

    Attributes:
        name: As the code calls it, such as num_classes.
        value: Its default; without one a guess; None where nothing can be guessed.
        is_needed: Whether it has no default, so that it should be asked for.
        line: Where it stands, from 1; in a notebook within its cell.
        is_plain: Whether a person can answer it: its value is a number, a text or several.
        code: What the code writes for the default, such as BasicBlock; "" without one.
    """

    name: str
    value: PlainValue = None
    is_needed: bool = False
    line: int = 1
    is_plain: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class ProgramNetwork:
    """A network of a program, by its name.

    Attributes:
        name: What it is chosen by: its name in the code, or the number of its line.
        line: Where it begins, from 1; in a notebook within its cell.
        made_by: What it is in the text.
        parameters: What it is made with, in the order of the code.
        is_part: Whether another network of the text is made of it.
        cell: The cell of a notebook, from 1; None in a file.
    """

    name: str
    line: int
    made_by: MadeBy
    parameters: tuple[ProgramParameter, ...] = ()
    is_part: bool = False
    cell: int | None = None

    @property
    def needs(self) -> tuple[ProgramParameter, ...]:
        """What has no default and can be answered."""
        return tuple(known for known in self.parameters if known.is_needed and known.is_plain)


@dataclass(frozen=True, slots=True)
class ReadNetwork:
    """A network as it was read.

    Attributes:
        name: As it was chosen.
        nodes: Its layers and blocks.
        input_shape: What was given, or a guess, without the batch; None where nothing can be
            guessed.
        is_guessed: Whether the input's shape is a guess of the first layer alone: neither given
            nor found in the text.
        guesses: What was needed beside, with the values that were taken for it.
        layer_names: What torch's state_dict calls every layer in the code's own network, in the
            order of the tree's layers; "" for what is no module there, such as F.relu.
        notices: What to tell: what was left out, and what was taken for granted.
        is_whole: Whether the nodes compute all that the code computes. Where something was left
            out, such as a gate or a layer that is unknown here, a notice says so.
    """

    name: str
    nodes: tuple[Node, ...]
    input_shape: Shape | None = None
    is_guessed: bool = True
    guesses: tuple[ProgramParameter, ...] = ()
    layer_names: tuple[str, ...] = ()
    notices: tuple[CodeNotice, ...] = ()
    is_whole: bool = True

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers in their order."""
        return tuple(step.layer for step in layer_steps(self.nodes))
