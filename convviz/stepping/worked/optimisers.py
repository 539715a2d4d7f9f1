"""Steps of an optimiser worked out: what it remembers of each weight, and where the weight goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.formulas.rule_latex import latex_number, line_latex, rule_latex
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.step_work import (
    BEFORE,
    GRADIENT,
    NEW,
    OLD,
    ReadNumber,
    StepWork,
    settings_of,
)
from convviz.core.surface import NAMES, derivative, names_in, parse_surface, text_of
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line, written_line
from convviz.stepping.worked.parts import (
    Part,
    PartReading,
    WorkedStep,
    Working,
    computed_part,
    given_part,
)
from convviz.values.step_values import steps_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convviz.core.layers.modes import Mode
    from convviz.core.optimisers import Optimiser
    from convviz.core.optimisers.step_work import RuleLine
    from convviz.core.surface import Term
    from convviz.stepping.lines.line_parts import LinePart
    from convviz.stepping.worked.parts import PartCell

HUES: Final = 4
"""Of what a step reads: the gradient, the weight before, what was remembered, a new memory."""

GRAD: Final = "grad"
GRADIENTS: Final = "gradients"
WEIGHTS: Final = "weights"
"""What input and output are called."""


class OptimiserWorking(Working):
    """Steps of weights: a row is a step, a column a weight; memories have a part each.

    In which order one goes through the cells is left to subclasses.
    """

    def __init__(
        self,
        optimiser: Optimiser,
        gradients: np.ndarray[Any, np.dtype[np.float64]],
        weights: np.ndarray[Any, np.dtype[np.float64]],
        mode: Mode,
    ) -> None:
        """Work the steps out.

        Args:
            optimiser: The optimiser.
            gradients: One a step; a vector is one step.
            weights: Before the first step.
            mode: Without zero_grad, the gradients of all steps so far, added up, are a part; with
                a function, the gradients are worked out.
        """
        self._optimiser = optimiser
        self._count = weights.size
        self._weights = weights.ravel()
        self._steps = steps_taken(optimiser, gradients, weights, mode)
        self._works = tuple(step.work for step in self._steps)
        self._remembered = tuple(work.remembered() for work in self._works)
        self._slopes = _slopes(mode.function)
        self._grad = INPUT if mode.zero_grad else GRAD
        shape = gradients.shape
        self._memories = _memories(self._works)
        self.parts = (
            given_part(PARAMS, weights, look=KERNEL),
            *self._gradient_parts(gradients, mode),
            *(self._memory_part(name, shape) for name in self._memories),
            *self._parts_between(shape),
            computed_part(OUTPUT, self._weights_after(shape), sign="→", title=WEIGHTS),
        )

    def _gradient_parts(
        self, gradients: np.ndarray[Any, np.dtype[np.float64]], mode: Mode
    ) -> tuple[Part, ...]:
        shape = gradients.shape
        first = given_part(INPUT, gradients, title=GRADIENTS)
        if mode.function:
            worked = np.array([step.gradient for step in self._steps]).reshape(shape)
            first = computed_part(INPUT, worked, look=INPUT, sign="", title=GRADIENTS)
        if mode.zero_grad:
            return (first,)
        added = np.array([step.grad for step in self._steps]).reshape(shape)
        return (first, computed_part(GRAD, added, look=INPUT, sign="→"))

    def _parts_between(self, shape: tuple[int, ...]) -> tuple[Part, ...]:  # noqa: ARG002 - none
        """Return the parts between what is remembered and the weights behind a step."""
        return ()

    def _weights_after(self, shape: tuple[int, ...]) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.array([work.w for work in self._works], dtype=np.float64).reshape(shape)

    def step_taken(self, part: str, flat: int) -> int:
        """Return in which step of the weights a cell of a computed part comes about, from 0."""
        return flat // (self.part(part).size // len(self._works))

    def _of_each_weight(self) -> tuple[str, ...]:
        """Return the computed parts that have a cell for each weight, step by step."""
        return tuple(part.name for part in self.parts if part.is_computed)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a weight behind a step, or what is remembered of it, comes about."""
        if part == GRAD:
            return self._added(flat)
        if part == INPUT:
            return self._slope(flat)
        step, place = divmod(flat, self._count)
        lines = self._rule(step, place)
        if part != OUTPUT:
            lines = lines_to(part, lines)
        cell = self.part(part).cell_at(flat)
        written = tuple(written_line(line) for line in lines)
        reads_weight = any("w" in line.rule for line in lines)
        reads = self._reads(part, flat, reads_weight=reads_weight)
        return WorkedStep(part, cell, reads, written, taps=HUES)

    def result_latex(self) -> str:
        """Return the first step of the first weight with the numbers."""
        line = self._rule(0, 0)[-1]
        try:
            return line_latex(line.name, f"{rule_latex(line.text)} = {latex_number(line.value)}")
        except ValueError:  # numbers that are not finite have no rule to follow
            return ""

    def _added(self, flat: int) -> WorkedStep:
        """Return how the gradients so far add up where nobody sets them to zero."""
        step, place = divmod(flat, self._count)
        taken = self._steps[step]
        new, total = float(taken.gradient[place]), float(taken.grad[place])
        before = float(self._steps[step - 1].grad[place]) if step else 0.0
        numbers = [term(value_text(before), OLD), sign("+"), term(bracketed(new), GRADIENT)]
        line = worked_line("grad", "grad + g" if step else "g", numbers if step else "", total)
        reads: dict[str, tuple[PartReading, ...]] = {
            INPUT: (PartReading(self._cell(INPUT, flat), GRADIENT),)
        }
        if step:
            reads[GRAD] = (PartReading(self._cell(GRAD, flat - self._count), OLD),)
        return WorkedStep(GRAD, self._cell(GRAD, flat), reads, (line,), taps=HUES)

    def _slope(self, flat: int) -> WorkedStep:
        """Return how a function's derivative comes about where the weights stand."""
        step, place = divmod(flat, self._count)
        weights = self._works[step - 1].w if step else self._weights
        part = OUTPUT if step else PARAMS
        first = (step - 1) * self._count if step else 0
        slope = self._slopes[place]
        texts = {name: bracketed(float(w)) for name, w in zip(NAMES, weights, strict=True)}
        used = [at for at, name in enumerate(NAMES) if name in names_in(slope)]
        readings = (PartReading(self._cell(part, first + at), _HUES_OF_WEIGHTS[at]) for at in used)
        numbers = _placed(text_of(slope), texts) if used else ""
        value = float(self._steps[step].gradient[place])
        line = worked_line(f"∂f/∂{NAMES[place]}", text_of(slope), numbers, value)
        return WorkedStep(
            INPUT, self._cell(INPUT, flat), {part: tuple(readings)}, (line,), taps=HUES
        )

    def _memory_part(self, name: str, shape: tuple[int, ...]) -> Part:
        kept = (remembered[name] for remembered in self._remembered)
        rows = [row if np.ndim(row) else np.full(self._count, row) for row in kept]
        values = np.array(rows, dtype=np.float64).reshape(shape)
        return computed_part(name, values, look=KERNEL, sign="")

    def _rule(self, step: int, place: int) -> list[RuleLine]:
        """Return the lines of one weight's step."""
        before = self._works[step - 1] if step else None
        remembered = self._remembered[step - 1] if step else {}
        kept = {n: self._old(n, _one(v, place)) for n, v in remembered.items()}
        weight = self._weights if before is None else before.w
        gradient = float(self._steps[step].grad[place])
        read = ReadNumber(_one(weight, place), BEFORE), ReadNumber(gradient, GRADIENT)
        settings = settings_of(self._optimiser)
        work = StepWork(settings, kept, *read, **self._beside(step, place))
        return lines_of_weight(self._optimiser, work, self._works[step], place)

    def _beside(self, step: int, place: int) -> dict[str, Any]:  # noqa: ARG002 - nothing
        """Return what else a weight's step needs to know, by the names of a StepWork."""
        return {}

    def _old(self, name: str, value: float) -> float:
        """Return what was remembered, as it is read from its cell; what has none stays as it is."""
        return ReadNumber(value, OLD) if name in self._memories else value

    def _reads(
        self, part: str, flat: int, *, reads_weight: bool
    ) -> dict[str, tuple[PartReading, ...]]:
        """Return the cells that a weight or a memory is made of."""
        step, place = divmod(flat, self._count)
        gradient = PartReading(self._cell(self._grad, flat), GRADIENT)
        reads: dict[str, tuple[PartReading, ...]] = {self._grad: (gradient,)}
        before = PARAMS if step == 0 else OUTPUT
        at = place if step == 0 else flat - self._count
        if reads_weight:
            reads[before] = (PartReading(self._cell(before, at), BEFORE),)
        for name in self._memories if part == OUTPUT else (part,):
            old = [PartReading(self._cell(name, flat - self._count), OLD)] if step else []
            new = [PartReading(self._cell(name, flat), NEW)] if name != part else []
            if old or new:
                reads[name] = (*old, *new)
        return reads

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield what of the same step and of the next is made of a cell."""
        cell, (step, place) = self._cell(name, flat), divmod(flat, self._count)
        rows = (0,) if name == PARAMS else (step, step + 1)
        places = range(self._count) if self._slopes else (place,)  # a slope may read all weights
        near = [row * self._count + at for row in rows for at in places]
        inside = [at for at in near if at < self.part(OUTPUT).size]
        for part in self._of_each_weight():
            yield part, [at for at in inside if self.work_out(part, at).has_read(name, cell)]

    def _cell(self, part: str, flat: int) -> PartCell:
        return self.part(part).cell_at(flat)


class EachWeightWorking(OptimiserWorking):
    """Steps of weights that move each by itself: one goes through all parts, weight by weight."""

    @property
    def row_length(self) -> int:
        """Cells of one step of all weights."""
        return self._count * len(self._of_each_weight())

    def located(self, index: int) -> tuple[str, int]:
        """Return the part of a step: step by step, weight by weight, its memories first."""
        names = self._of_each_weight()
        flat, part = divmod(index, len(names))
        return names[part], flat

    def number_of(self, name: str, flat: int) -> int:
        """Return the number of the step of a cell, likewise."""
        names = self._of_each_weight()
        return flat * len(names) + names.index(name)

    def step_numbers(self, name: str) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Return the numbers of the steps of a computed part's cells, likewise."""
        names = self._of_each_weight()
        return np.arange(self.part(name).size) * len(names) + names.index(name)

    def _chapter(self, name: str) -> frozenset[str]:
        """Return all parts: the steps of a weight go through them, and none is to come and go."""
        del name
        return frozenset(part.name for part in self.parts)


def _placed(text: str, texts: Mapping[str, str]) -> list[LinePart]:
    """Return a derivative with numbers in place of the weights, in the hues of their cells.

    Args:
        text: The derivative.
        texts: Each weight's number, as it stands within a product.
    """
    pieces = re.split(rf"\b({'|'.join(NAMES)})\b", text)
    hues = dict(zip(NAMES, _HUES_OF_WEIGHTS, strict=True))
    return [
        term(texts[piece], hues[piece]) if piece in texts else sign(piece.strip())
        for piece in pieces
        if piece
    ]


_HUES_OF_WEIGHTS: Final = (BEFORE, OLD)
"""Of the weights x and y of which a slope is made."""


def _slopes(function: str) -> tuple[Term, ...]:
    """Return the derivatives of a function by each weight; none where gradients are given."""
    if not function:
        return ()
    return tuple(derivative(parse_surface(function), name) for name in NAMES)


def _memories(works: tuple[StepWork, ...]) -> tuple[str, ...]:
    """Return what is remembered of each weight by itself, by torch's names, in the rule's order."""
    lines = (line for work in works[:1] for line in work.lines)
    return tuple(line.keeps for line in lines if line.keeps and np.ndim(line.value))


def _one(value: Any, place: int) -> float:  # noqa: ANN401 - a number, or one a weight
    return float(value) if np.ndim(value) == 0 else float(np.ravel(value)[place])


def lines_of_weight(
    optimiser: Optimiser, work: StepWork, whole: StepWork, place: int
) -> list[RuleLine]:
    """Return the lines of one weight's step.

    Python's own numbers refuse what arrays make infinity or NaN of, such as a division by 0: lines
    from there on are without the numbers, and end as those of all weights do.

    Args:
        optimiser: What takes the step.
        work: Of the weight, before the step.
        whole: Of all weights of its tensor, behind it.
        place: The weight's, among these.
    """
    try:
        optimiser.work_out(work)
    except (OverflowError, ZeroDivisionError, ValueError):
        for line in whole.lines[len(work.lines) :]:
            work.add(line.name, line.rule, "", _one(line.value, place), line.keeps)
    return work.lines


def lines_to(memory: str, lines: list[RuleLine]) -> list[RuleLine]:
    """Return the line of what is remembered, behind that of a gradient which is another than given.

    Args:
        memory: By torch's name.
        lines: Of one weight's step.
    """
    end = next(at for at, line in enumerate(lines) if line.keeps == memory)
    return [*(line for line in lines[:end] if line.name == "g"), lines[end]]
