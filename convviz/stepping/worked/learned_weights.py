"""An optimiser's step of a learned kernel or bias: what it remembers, and where the weights go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.core.optimisers.step_work import (
    BEFORE,
    GRADIENT,
    NEW,
    OLD,
    ReadNumber,
    StepWork,
    settings_of,
)
from convviz.protocol.lesson import memory_tensor
from convviz.protocol.recipes import LARGEST_SEED, Numbers
from convviz.stepping.cells import KERNEL
from convviz.stepping.lines.worked_lines import written_line
from convviz.stepping.worked.optimisers import HUES, lines_of_weight, lines_to
from convviz.stepping.worked.parts import (
    PartReading,
    WorkedStep,
    computed_part,
    held_part,
)
from convviz.values.float32_numbers import float32_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.layers.base import Shape
    from convviz.core.optimisers import Optimiser
    from convviz.core.optimisers.step_work import RuleLine
    from convviz.protocol.recipes import Recipe
    from convviz.stepping.worked.parts import Part

_STEP: Final = "step"
_BEHIND: Final = "\u2032"
"""Behind the letter of a weight: as it is behind the step."""


class Memory(NamedTuple):
    """A part that holds what an optimiser remembers of a weight.

    Attributes:
        name: torch's.
        letter: What it is in the rule.
        is_new: Whether it is as behind the step.
    """

    name: str
    letter: str
    is_new: bool


def kept_numbers(recipes: Mapping[str, Recipe], shape: Shape) -> dict[str, Any]:
    """Return what a document remembers of a weight: arrays of its shape, and single numbers.

    Args:
        recipes: By torch's names.
        shape: The weight's.
    """
    kept: dict[str, Any] = {}
    for name, recipe in recipes.items():
        if isinstance(recipe, Numbers) and not recipe.shape:
            kept[name] = float(recipe.cells[0])
        else:
            kept[name] = float32_numbers.of(recipe, shape)
    steps = kept.get(_STEP)
    if steps is not None and not (isinstance(steps, float) and 0 <= steps <= LARGEST_SEED):
        kept[_STEP] = 0.0
    return kept


class WeightStep:
    """How one tensor moves.

    Attributes:
        parts: What is remembered, before the step and behind it, and the tensor behind the step.
        memories: Which of them holds which memory, by its name.
    """

    def __init__(
        self,
        names: tuple[str, str, str],
        optimiser: Optimiser,
        given: tuple[Part, Part],
        kept: Mapping[str, Any],
        work: StepWork,
    ) -> None:
        """Work out what comes behind the step.

        Args:
            names: Of the part before the step, of its gradient's, and of the part behind it.
            optimiser: What takes the step.
            given: The first two of these.
            kept: What was remembered before.
            work: The step of the whole tensor.
        """
        self.before, self.gradient, self.after = names
        self.memories: dict[str, Memory] = {}
        self._optimiser = optimiser
        self._given = given
        self._kept = kept
        self._work = work
        parts: list[Part] = []
        for line in work.lines:
            if line.keeps and np.ndim(line.value):
                parts += self._memory_parts(line)
        moved = np.asarray(work.w, dtype=np.float64)
        result = computed_part(self.after, moved, look=KERNEL, sign="→")
        self.parts: tuple[Part, ...] = (*parts, result)

    def _memory_parts(self, line: RuleLine) -> Iterator[Part]:
        old, new = memory_tensor(self.before, line.keeps), memory_tensor(self.after, line.keeps)
        if np.ndim(self._kept.get(line.keeps, 0.0)):
            self.memories[old] = Memory(line.keeps, line.name, is_new=False)
            yield held_part(old, self._kept[line.keeps], title=line.name)
        self.memories[new] = Memory(line.keeps, line.name, is_new=True)
        title = f"{line.name} = {line.keeps}"
        values = np.asarray(line.value, dtype=np.float64)
        yield computed_part(new, values, look=KERNEL, sign="", title=title)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a weight behind the step, or what is remembered of it, comes about."""
        lines = self._lines(flat)
        if part != self.after:
            lines = lines_to(self.memories[part].name, lines)
        reads_weight = any("w" in line.rule for line in lines)
        written = tuple(map(written_line, map(self._named, lines)))
        cell = self.parts[-1].cell_at(flat)
        reads = {self.gradient: (PartReading(cell, GRADIENT),)}
        if reads_weight:
            reads[self.before] = (PartReading(cell, BEFORE),)
        own = self.memories.get(part)
        for name, memory in self.memories.items():
            if own is None or (memory.name == own.name and not memory.is_new):
                reads[name] = (PartReading(cell, NEW if memory.is_new else OLD),)
        return WorkedStep(part, cell, reads, written, taps=HUES)

    def users(self, name: str, flat: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield what is made of the cell at the same place of a part."""
        for part in self.parts:
            if part.is_computed and name in self.work_out(part.name, flat).reads:
                yield part.name, (flat,)

    def _lines(self, flat: int) -> list[RuleLine]:
        """Return the rule with the numbers of one weight."""
        weight, gradient = (float(part.values.flat[flat]) for part in self._given)
        kept = {
            name: ReadNumber(float(value.flat[flat]), OLD) if np.ndim(value) else value
            for name, value in self._kept.items()
        }
        read = ReadNumber(weight, BEFORE), ReadNumber(gradient, GRADIENT)
        work = StepWork(settings_of(self._optimiser), kept, *read, shape=self._work.shape)
        return lines_of_weight(self._optimiser, work, self._work, flat)

    def _named(self, line: RuleLine) -> RuleLine:
        """Return a line of the rule with the letter of its tensor: b for a bias."""
        letter = self.before[0]
        name = f"{letter}{_BEHIND}" if line.name == "w" else line.name
        return line._replace(name=name, rule=re.sub(r"\bw\b", letter, line.rule))
