"""A backward pass that begins at a loss of the output: the loss, its slopes, then the layer's."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from convviz.core.losses.of_output import LOSS_TARGET, OF_LOSS
from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import INPUT, OUTPUT
from convviz.stepping.worked.backward.gradient_working import GRAD_INPUT, on_own_line
from convviz.stepping.worked.losses import TARGET
from convviz.stepping.worked.parts import (
    Part,
    WorkedStep,
    Working,
    held_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.layers.base import Shape
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.worked.backward.beginning import LossBeginning
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

LOSS: Final = "loss"


class BackwardFromLoss(Working):
    """The slopes of a loss, which are the gradient of the output, and what a layer makes of them.

    Attributes:
        layer_pass: The layer's backward pass, which takes those slopes.
        beginning: The loss.
    """

    is_backward: ClassVar[bool] = True

    def __init__(
        self, layer_pass: GradientWorking, beginning: LossBeginning, loss_pass: GradientWorking
    ) -> None:
        """Put the loss before the layer's backward pass.

        Args:
            layer_pass: The layer's backward pass, which begins at the loss.
            beginning: The loss.
            loss_pass: Its own backward pass, which is the first of all: its gradient of the input
                is that of the output here.
        """
        self.layer_pass = layer_pass
        self.beginning = beginning
        self._loss_pass = loss_pass
        own = [part for part in loss_pass.parts if part.name not in {UPSTREAM, GRAD_INPUT}]
        self._own = {part.name: _name_here(part.name) for part in own}
        output = beginning.upstream.shape
        self.parts = (
            *(_part_here(part, output) for part in own),
            held_part(LOSS, np.array(beginning.value), sign="→"),
            *map(_computed, _behind_loss(layer_pass.parts)),
        )

    @property
    def backward_pass(self) -> GradientWorking:
        """The layer's."""
        return self.layer_pass

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a slope of the loss comes about, or a gradient of the layer."""
        if part != UPSTREAM:
            return self.layer_pass.work_out(part, flat)
        step = self._loss_pass.work_out(GRAD_INPUT, flat)
        cell = self.part(UPSTREAM).cell_at(flat)
        reads = {self._own[name]: read for name, read in step.reads.items() if name in self._own}
        washes = {self._own[name]: read for name, read in step.washes.items() if name in self._own}
        lines: tuple[StepLine, ...] = step.lines
        return WorkedStep(UPSTREAM, cell, reads, lines, step.taps, washes)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        names = {here: own for own, here in self._own.items()}
        if name in names:
            yield from ((UPSTREAM, flats) for _, flats in self._loss_pass.users(names[name], flat))
        elif name != LOSS:
            yield from self.layer_pass.users(name, flat)


def _name_here(name: str) -> str:
    return f"{OF_LOSS}{name}"


def _part_here(part: Part, output: Shape) -> Part:
    """Return a part of the loss as it is named beside the layer's: its input is the output.

    Args:
        part: The part.
        output: The output's shape, without the batch that the loss may need.
    """
    name = _name_here(part.name)
    if name == LOSS_TARGET:
        return dataclasses.replace(part, name=name, tensor=name, title=TARGET)
    if part.name != INPUT:
        tensor = name if part.tensor else ""  # such as the weights of classes
        return dataclasses.replace(part, name=name, tensor=tensor, title=part.name)
    return dataclasses.replace(part, name=name, shape=output, tensor="", title=OUTPUT, look=OUTPUT)


def _behind_loss(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts of a layer as they follow the loss: in two lines in all, not in three."""
    first, *others = parts
    if not any(part.starts_line for part in others):
        first = on_own_line(first)
    elif first.name == UPSTREAM:
        first = dataclasses.replace(first, operator="→")
    return (first, *others)


def _computed(part: Part) -> Part:
    """Return a part of the layer's backward pass; the gradient of the output is worked out."""
    if part.name != UPSTREAM:
        return part
    return dataclasses.replace(part, tensor="", is_computed=True)
