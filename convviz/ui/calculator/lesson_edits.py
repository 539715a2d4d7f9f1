"""What a person changes while a kernel is learned, as undoable steps of the document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import msgspec.structs
import numpy as np
from PySide6.QtCore import QObject

from convviz.protocol.lesson import (
    HIDDEN_KERNEL,
    MOST_COMPARED,
    MOST_STEPS,
    STARTS,
    TARGET_OUTPUT,
    memory_tensor,
    without_memories,
)
from convviz.protocol.recipes import LARGEST_SEED
from convviz.values.learning import descent
from convviz.values.recipes import block_from_array, numbers_from_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.losses import Loss
    from convviz.core.optimisers import Optimiser
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Recipe
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.ui.calculator.calculator_edits import CalculatorEdits

_MOST_PLAIN: Final = 1 << 12
"""Numbers that a document holds one by one; more of them are compressed."""


class LessonEdits(QObject):
    """Steps, the learning rate, and where the target comes from.

    Attributes:
        working: The step of learning that is shown, if one is.
        paints: Whether a click paints a cell of the target.
    """

    def __init__(self, edits: CalculatorEdits) -> None:
        super().__init__(edits)
        self._edits = edits
        self.working: LearnWorking | None = None
        self.paints = False

    @property
    def can_step(self) -> bool:
        """Whether there is a step to take."""
        return self.working is not None

    @property
    def can_begin_again(self) -> bool:
        """Whether steps were taken."""
        return self.working is not None and self.working.scene.calculator.lesson.taken > 0

    def optimiser(self, optimiser: Optimiser, name: str) -> None:
        """Take steps with another setting of the optimiser, by its name."""
        text = self.tr("Change {name}").format(name=name)
        self._edits.typed(name, lambda start: with_lesson(start, optimiser=optimiser), text)

    def choose_optimiser(self, optimiser: Optimiser) -> None:
        """Take steps with another optimiser, which remembers nothing yet."""
        text = self.tr("Learn with {optimiser}").format(optimiser=optimiser.type_name())
        self._edits.end_typing()
        self._edits.replace(with_optimiser(self._edits.calculator, optimiser), text)

    def compare(self) -> None:
        """Keep the course of the optimiser that takes the steps beside that of the next."""
        lesson = self._edits.calculator.lesson
        if self.can_compare:
            compared = (*lesson.compared, lesson.optimiser)
            text = self.tr("Compare with {optimiser}")
            text = text.format(optimiser=lesson.optimiser.type_name())
            self._edits.end_typing()
            self._edits.replace(with_lesson(self._edits.calculator, compared=compared), text)

    @property
    def can_compare(self) -> bool:
        """Whether the course of the optimiser can be kept: it is not, and there is room."""
        lesson = self._edits.calculator.lesson
        return lesson.optimiser not in lesson.compared and len(lesson.compared) < MOST_COMPARED

    def compare_no_more(self, optimiser: Optimiser) -> None:
        """Draw the course of an optimiser no longer."""
        compared = (kept for kept in self._edits.calculator.lesson.compared if kept != optimiser)
        text = self.tr("Compare no more with {optimiser}")
        after = with_lesson(self._edits.calculator, compared=tuple(compared))
        self._edits.end_typing()
        self._edits.replace(after, text.format(optimiser=optimiser.type_name()))

    def loss(self, kind: type[Loss]) -> None:
        """Measure otherwise how far the output is from the target."""
        text = self.tr("Learn with {loss}").format(loss=kind.type_name())
        self._edits.replace(with_lesson(self._edits.calculator, loss=kind()), text)

    def paint(self, place: tuple[int, ...]) -> None:
        """Paint a cell of the target that was clicked, while clicks paint."""
        if self.paints and self.working is not None:
            is_painted = float(self.working.task.target[place]) == 1
            self._edits.cell(TARGET_OUTPUT, place, 0.0 if is_painted else 1.0)

    def steps(self, steps: int) -> None:
        """Look so many steps ahead."""
        if 1 <= steps <= MOST_STEPS:
            text = self.tr("Change how many steps are looked ahead")
            self._edits.typed("steps", lambda start: with_lesson(start, steps=steps), text)

    def take_one(self) -> None:
        """Have the kernel be the one behind this gradient step."""
        if self.working is not None:
            self._take(self.working, 1)

    def take_all(self) -> None:
        """Have it be the one behind as many steps as are looked ahead."""
        if self.working is not None:
            self._take(self.working, self.working.ahead)

    def _take(self, working: LearnWorking, count: int) -> None:
        text = self.tr("One gradient step")
        if count > 1:
            text = self.tr("{count} gradient steps").format(count=count)
        self._edits.end_typing()
        self._edits.replace(stepped(working, count), text, learns=True)

    def begin_again(self) -> None:
        """Have the kernel be the one before the first step."""
        if self.can_begin_again:
            text = self.tr("Begin learning again")
            self._edits.end_typing()
            self._edits.replace(begun_again(self._edits.calculator), text, learns=True)

    def reveal(self, revealed: bool) -> None:  # noqa: FBT001 - from a signal
        """Show the hidden kernel, or hide it."""
        text = self.tr("Hide the hidden kernel")
        if revealed:
            text = self.tr("Reveal the hidden kernel")
        self._edits.replace(with_lesson(self._edits.calculator, revealed=revealed), text)

    def make_target(self) -> None:
        """Have the hidden kernel make the target again."""
        calculator = self._edits.calculator
        recipe = calculator.recipe_of(HIDDEN_KERNEL)
        text = self.tr("Target by a hidden kernel")
        self._edits.replace(calculator.with_recipe(HIDDEN_KERNEL, recipe), text)


def with_lesson(calculator: Calculator, **fields: Any) -> Calculator:  # noqa: ANN401 - of a Lesson
    """Return the calculator with another way of learning."""
    lesson = msgspec.structs.replace(calculator.lesson, **fields)
    return msgspec.structs.replace(calculator, lesson=lesson)


def stepped(working: LearnWorking, count: int) -> Calculator:
    """Return the calculator with the kernel and the bias behind so many gradient steps."""
    calculator = working.scene.calculator
    lesson = calculator.lesson
    *_, learned = descent(working.task, working.standing, lesson.optimiser, count)
    weights, kept = learned.standing
    recipes = {name: typed_recipe(numbers) for name, numbers in weights.items()}
    starts = {STARTS[name]: calculator.recipe_of(name) for name in recipes}
    remembered = {
        memory_tensor(weight, memory): typed_recipe(np.asarray(numbers, dtype=np.float64))
        for weight, memories in kept.items()
        for memory, numbers in memories.items()
    }
    taken = min(lesson.taken + count, LARGEST_SEED)
    after = with_lesson(calculator, taken=taken)
    tensors = starts | without_memories(calculator.tensors) | remembered
    return msgspec.structs.replace(after, tensors=tensors, **recipes)


def with_optimiser(calculator: Calculator, optimiser: Optimiser) -> Calculator:
    """Return the calculator that learns with an optimiser; another kind remembers nothing yet."""
    after = with_lesson(calculator, optimiser=optimiser)
    if type(optimiser) is type(calculator.lesson.optimiser):
        return after
    return msgspec.structs.replace(after, tensors=without_memories(after.tensors))


def begun_again(calculator: Calculator) -> Calculator:
    """Return the calculator with the kernel and the bias before the first step."""
    known = {name: calculator.tensors.get(start) for name, start in STARTS.items()}
    recipes = {name: recipe for name, recipe in known.items() if recipe is not None}
    return msgspec.structs.replace(_forgotten(calculator), **recipes)


def without_progress(before: Calculator, after: Calculator) -> Calculator:
    """Return a calculator that forgets the steps taken, if its kernel is no more what they led to.

    Args:
        before: What was shown.
        after: What another edit than a gradient step leads to.
    """
    fields = ("layer", "weight", "bias")
    is_same = all(getattr(before, name) == getattr(after, name) for name in fields)
    return after if is_same or not after.lesson.taken else _forgotten(after)


def _forgotten(calculator: Calculator) -> Calculator:
    starts = set(STARTS.values())
    learned = without_memories(calculator.tensors)
    tensors = {name: recipe for name, recipe in learned.items() if name not in starts}
    return msgspec.structs.replace(with_lesson(calculator, taken=0), tensors=tensors)


def typed_target(calculator: Calculator, target: NDArray[np.float64]) -> Calculator:
    """Return the calculator with the target as numbers, which can be edited one by one."""
    return calculator.with_recipe(TARGET_OUTPUT, typed_recipe(target))


def typed_recipe(numbers: NDArray[Any]) -> Recipe:
    """Return numbers as a document holds them: one by one, unless they are very many."""
    if math.prod(numbers.shape) > _MOST_PLAIN:
        return block_from_array(numbers)
    return numbers_from_array(numbers)
