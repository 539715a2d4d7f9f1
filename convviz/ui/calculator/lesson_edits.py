"""What a person changes while a kernel is learned, as undoable steps of the document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import msgspec.structs
from PySide6.QtCore import QObject

from convviz.protocol.lesson import (
    HIDDEN_KERNEL,
    LARGEST_RATE,
    MOST_STEPS,
    STARTS,
    TARGET_OUTPUT,
)
from convviz.protocol.recipes import LARGEST_SEED
from convviz.values.learning import descent
from convviz.values.recipes import block_from_array, numbers_from_array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.losses import Loss
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

    def rate(self, lr: float) -> None:
        """Go farther with each step, or less far."""
        if 0 <= lr <= LARGEST_RATE:
            text = self.tr("Change the learning rate")
            self._edits.typed("lr", lambda start: with_lesson(start, lr=float(lr)), text)

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
    *_, learned = descent(working.task, working.scene.plain_weights, lesson.lr, count)
    recipes = {name: typed_recipe(numbers) for name, numbers in learned.weights.items()}
    starts = {STARTS[name]: calculator.recipe_of(name) for name in recipes}
    taken = min(lesson.taken + count, LARGEST_SEED)
    after = with_lesson(calculator, taken=taken)
    return msgspec.structs.replace(after, tensors=starts | calculator.tensors, **recipes)


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
    tensors = {name: r for name, r in calculator.tensors.items() if name not in starts}
    return msgspec.structs.replace(with_lesson(calculator, taken=0), tensors=tensors)


def typed_target(calculator: Calculator, target: NDArray[np.float64]) -> Calculator:
    """Return the calculator with the target as numbers, which can be edited one by one."""
    return calculator.with_recipe(TARGET_OUTPUT, typed_recipe(target))


def typed_recipe(numbers: NDArray[Any]) -> Recipe:
    """Return numbers as a document holds them: one by one, unless they are very many."""
    if math.prod(numbers.shape) > _MOST_PLAIN:
        return block_from_array(numbers)
    return numbers_from_array(numbers)
