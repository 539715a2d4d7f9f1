"""A gradient step of a kernel, worked out: output, loss, gradients tap by tap, the kernel after."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from convviz.core.losses.distances import MSELoss
from convviz.protocol.document import UPSTREAM
from convviz.protocol.lesson import HIDDEN_KERNEL, TARGET_OUTPUT, memories
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import NUMBER_TEXTS, bracketed, sign, value_text
from convviz.stepping.lines.worked_lines import term, worked_line
from convviz.stepping.scene.volumes import volume_shape
from convviz.stepping.worked.backward.axis_readers import WindowReaders
from convviz.stepping.worked.backward.convolutions import ConvolutionBackward
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_BIAS,
    GRAD_INPUT,
    GRAD_WEIGHT,
    Product,
    product_terms,
    sum_line,
    values_at,
)
from convviz.stepping.worked.learned_weights import WeightStep, kept_numbers
from convviz.stepping.worked.losses import LOSSES, TARGET
from convviz.stepping.worked.parts import (
    PartReading,
    WorkedStep,
    Working,
    computed_part,
    given_part,
)
from convviz.stepping.worked.pointwise_losses import PointwiseLossWorking
from convviz.values.float32_numbers import float32_numbers
from convviz.values.layer_values import layer_output
from convviz.values.learning import Standing, Task, descent, largest_rate, standing_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.core.optimisers import Optimiser
    from convviz.stepping.lines.line_parts import StepLine
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.parts import Part
    from convviz.values.learning import Learned

WEIGHT: Final = "weight"
BIAS: Final = "bias"
LOSS: Final = "loss"
NEW_WEIGHT: Final = "new_weight"
NEW_BIAS: Final = "new_bias"

_STEPS: Final = ((WEIGHT, GRAD_WEIGHT, NEW_WEIGHT), (BIAS, GRAD_BIAS, NEW_BIAS))
_ALONE: Final[Mapping[str, tuple[str, ...]]] = {
    OUTPUT: (LOSSES, UPSTREAM),
    TARGET_OUTPUT: (LOSSES, UPSTREAM),
    LOSSES: (LOSS,),
}
"""What is made of the cell at the same place of a part."""

_TO_LOSS: Final = frozenset(
    {INPUT, WEIGHT, BIAS, OUTPUT, TARGET_OUTPUT, LOSSES, LOSS, UPSTREAM, HIDDEN_KERNEL}
)
"""Parts of the way to the loss and its slope, which are read together."""

_MOST_WORK: Final = 30_000_000
"""Products of the steps that are looked ahead: some 0.1 s on one core, after the drawing."""
_AT_LEAST: Final = 60_000
"""What a step costs beside its products, as if it were some."""

_SLOPE: Final = "l\u2032(d)"
_NAMES: Final = {INPUT: OUTPUT, TARGET: TARGET_OUTPUT, LOSSES: LOSSES, OUTPUT: LOSS}
"""What the parts of the loss are called here."""


def task_of(scene: Scene) -> Task:
    """Return what is learned in a scene whose output is known."""
    calculator = scene.calculator
    return Task(scene.layer, scene.plain_input, target_of(scene), calculator.lesson.loss)


def target_of(scene: Scene) -> NDArray[np.float64]:
    """Return the output that is wanted: as chosen, else what the hidden kernel makes."""
    calculator = scene.calculator
    if TARGET_OUTPUT in calculator.tensors:
        return float32_numbers.of(calculator.recipe_of(TARGET_OUTPUT), scene.output_shape)
    weights = {name: np.zeros_like(values) for name, values in scene.plain_weights.items()}
    weights[WEIGHT] = hidden_kernel(scene)
    return layer_output(scene.layer, scene.plain_input, weights)


def hidden_kernel(scene: Scene) -> NDArray[np.float64]:
    """Return the kernel whose output is wanted, of the weight's shape."""
    shape, recipe = scene.plain_weights[WEIGHT].shape, scene.calculator.recipe_of(HIDDEN_KERNEL)
    return float32_numbers.of(recipe, shape, 2)


def standing_of(scene: Scene) -> Standing:
    """Return where the weights stand, and what the document remembers of them."""
    weights, tensors = scene.plain_weights, scene.calculator.tensors
    kept = {
        name: kept_numbers(memories(tensors, name), values.shape)
        for name, values in weights.items()
    }
    return Standing(weights, kept)


class LearnWorking(Working):
    """A gradient step of a convolution's kernel and bias.

    Attributes:
        scene: The forward pass.
        task: What is learned.
        learned: Where the weights stand.
        after: Where they stand behind the step.
        weight_steps: How each of them moves.
    """

    is_lesson: ClassVar[bool] = True

    def __init__(self, scene: Scene) -> None:
        """Work the step out.

        Args:
            scene: One whose output is known.
        """
        self.scene = scene
        self.task = task_of(scene)
        self.standing = standing_of(scene)
        self.learned: Learned = self.task.at(self.standing)
        self.optimiser = scene.calculator.lesson.optimiser
        self._works = self.learned.works(self.optimiser)
        self.after = standing_behind(self._works)
        self.weight_steps: tuple[WeightStep, ...] = ()
        own = dataclasses.replace(scene, gradients=None)
        self._backward = ConvolutionBackward(own, self.learned.passed, self.learned.gradients)
        self._loss = PointwiseLossWorking(self.task.loss, self.learned.output, self.task.target)
        volume = volume_shape(scene.plain_input.shape)
        self._readers = WindowReaders(scene, volume[1:])
        self._cells = math.prod(volume[1:])
        self._outputs = math.prod(scene.output_volume[1:])
        self.parts = tuple(self._made_parts())

    @property
    def backward_pass(self) -> ConvolutionBackward:
        """The gradients, which torch is asked about, too."""
        return self._backward

    @cached_property
    def loss_after(self) -> float:
        """How far the output is from the target behind the step."""
        return self.task.loss_at(self.after.weights)

    @cached_property
    def largest_rate(self) -> float | None:
        """Above which learning rate the loss rises; None where no one knows."""
        return largest_rate(self.task, self.scene.plain_weights, self.optimiser)

    @property
    def ahead(self) -> int:
        """How many steps are looked ahead, or taken at once: fewer where one is much work."""
        products = self.part(OUTPUT).size * self.part(WEIGHT).size // self.scene.output_volume[0]
        return max(1, min(self.scene.calculator.lesson.steps, _MOST_WORK // (_AT_LEAST + products)))

    def descended(self, optimiser: Optimiser | None = None) -> Iterator[float]:
        """Yield the loss now, and behind each of the steps that are looked ahead.

        Args:
            optimiser: Another one, which begins here without any memory; None for the lesson's.
        """
        start = self.standing if optimiser is None else Standing(self.scene.plain_weights)
        way = descent(self.task, start, optimiser or self.optimiser, self.ahead)
        return (learned.loss for learned in way)

    def _made_parts(self) -> list[Part]:
        learned, lesson = self.learned, self.scene.calculator.lesson
        weights = self.scene.plain_weights
        losses = computed_part(LOSSES, self._loss.part(LOSSES).values, sign="")
        loss = self._loss.part(OUTPUT).values.reshape(())
        parts = [
            given_part(INPUT, self.scene.plain_input),
            given_part(WEIGHT, weights[WEIGHT], look=KERNEL, sign="∗"),
            *(given_part(BIAS, weights[BIAS], look=KERNEL, sign="+") for _ in self._bias()),
            computed_part(OUTPUT, learned.output),
            given_part(TARGET_OUTPUT, self.task.target, look=INPUT, sign="↔"),
            dataclasses.replace(losses, starts_line=True),
            computed_part(LOSS, loss, sign="→"),
            computed_part(UPSTREAM, learned.passed.upstream, sign=""),
        ]
        for names in _STEPS:
            if names[0] in weights:
                parts += self._moved(names, parts)
        if lesson.revealed and TARGET_OUTPUT not in self.scene.calculator.tensors:
            parts.append(given_part(HIDDEN_KERNEL, hidden_kernel(self.scene), look=KERNEL))
        return parts

    def _moved(self, names: tuple[str, str, str], parts: list[Part]) -> list[Part]:
        """Return the gradient of a weight, what is remembered of it, and where it goes.

        Args:
            names: Of the weight, of its gradient, and of the weight behind the step.
            parts: So far.
        """
        before, gradient, _ = names
        grad = computed_part(gradient, self.learned.gradients[before], look=KERNEL, sign="→")
        given = next(part for part in parts if part.name == before), grad
        kept = self.standing.kept.get(before, {})
        step = WeightStep(names, self.optimiser, given, kept, self._works[before])
        self.weight_steps += (step,)
        if step.memories:  # beside which there is no room in the line of the loss
            grad = dataclasses.replace(grad, starts_line=True, operator="")
        return [grad, *step.parts]

    def _bias(self) -> tuple[str, ...]:
        return (BIAS,) if BIAS in self.scene.plain_weights else ()

    def _wide_chapters(self, name: str) -> tuple[frozenset[str], ...]:
        """Return what belongs together: the way to the loss; a weight with its memories."""
        if name in _TO_LOSS:
            return (_TO_LOSS,)
        return tuple(
            frozenset({step.before, step.gradient, step.after, *step.memories})
            for step in self.weight_steps
            if name == step.after or name in step.memories
        )

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a part comes about."""
        if part == OUTPUT:
            return self._of_output(flat)
        if part == LOSSES:
            return self._of_losses(flat)
        if part == LOSS:
            return _renamed(self._loss.work_out(OUTPUT, flat))
        if part == UPSTREAM:
            return self._of_upstream(flat)
        for step in self.weight_steps:
            if part == step.after or part in step.memories:
                return step.work_out(part, flat)
        return self._backward.work_out(part, flat)

    def _of_output(self, flat: int) -> WorkedStep:
        """Return how an output cell comes about: as in the forward pass."""
        scene = self.scene
        channel, at = divmod(flat, self._outputs)
        readings = self._readers.of_output(at)
        weight, values = self.part(WEIGHT), self.part(INPUT)
        taps = math.prod(scene.plain_weights[WEIGHT].shape[2:])
        kernels = scene.plain_weights[WEIGHT].shape[1]
        flat_input, flat_weight = scene.plain_input.ravel(), scene.plain_weights[WEIGHT].ravel()
        cells: list[PartReading] = []
        weights: list[PartReading] = []
        products: list[Product] = []
        numbers = readings.taps.tolist()
        for source in scene.input_channels_of(channel):
            first, second = scene.weight_index(channel, source)
            input_at = readings.sources + source * self._cells
            weight_at = readings.taps + (first * kernels + second) * taps
            x, w = values_at(flat_input, input_at), values_at(flat_weight, weight_at)
            read = zip(values.cells_at(input_at), numbers, w, strict=True)
            cells += [PartReading(cell, tap, factor) for cell, tap, factor in read]
            lying = zip(weight.cells_at(weight_at), numbers, strict=True)
            weights += [PartReading(cell, tap) for cell, tap in lying]
            pairs = zip(x, w, numbers, strict=True)
            products += [Product(a, value_text(b), a * b, tap) for a, b, tap in pairs]
        reads = {INPUT: tuple(cells), WEIGHT: tuple(weights)}
        terms, rule = product_terms(products, len(products)), "Σ x·w"
        if self._bias():
            bias = float(scene.plain_weights[BIAS][channel])
            reads[BIAS] = (PartReading(self.part(BIAS).cell_at(channel)),)
            terms, rule = [*terms, sign("+"), term(bracketed(bias))], "Σ x·w + b"
        part = self.part(OUTPUT)
        line = sum_line("o", rule, terms, part.number_at(flat))
        return WorkedStep(OUTPUT, part.cell_at(flat), reads, (line,), taps)

    def _of_losses(self, flat: int) -> WorkedStep:
        """Return what an output cell costs: its letters are those of the output here."""
        step = _renamed(self._loss.work_out(LOSSES, flat))
        lines = (self._difference(flat), *step.lines[1:])
        return dataclasses.replace(step, lines=lines)

    def _difference(self, flat: int) -> StepLine:
        x, y = (self.part(name).number_at(flat) for name in (OUTPUT, TARGET_OUTPUT))
        numbers = [term(value_text(x), 0), sign("−"), term(bracketed(y), 1)]
        return worked_line("d", "o − t", numbers, x - y)

    def _of_upstream(self, flat: int) -> WorkedStep:
        """Return the slope of the loss along an output cell."""
        part, loss = self.part(UPSTREAM), self.task.loss
        cell, gradient = part.cell_at(flat), self.part(UPSTREAM).number_at(flat)
        count = part.size if loss.reduction == "mean" else 1
        difference = self.part(OUTPUT).number_at(flat) - self.part(TARGET_OUTPUT).number_at(flat)
        lines = [self._difference(flat)]
        if type(loss) is MSELoss:
            numbers, rule = f"2·{NUMBER_TEXTS.factor(difference)}", "2·d"
        else:
            slope = gradient * count
            lines.append(worked_line(_SLOPE, "", "", slope))
            numbers, rule = value_text(slope), _SLOPE
        if count > 1:
            numbers, rule = f"{numbers} / {value_text(count)}", f"{rule} / n"
        lines.append(worked_line("g", rule, numbers, gradient))
        reads = {OUTPUT: (PartReading(cell, 0),), TARGET_OUTPUT: (PartReading(cell, 1),)}
        return WorkedStep(UPSTREAM, cell, reads, tuple(lines), taps=2)

    # Who reads whom

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name in {INPUT, UPSTREAM}:
            gradients = self._backward.users(name, flat)
            yield from ((part, flats) for part, flats in gradients if part != GRAD_INPUT)
        if name in {INPUT, WEIGHT, BIAS}:
            yield OUTPUT, self._outputs_of(name, flat)
        for part in _ALONE.get(name, ()):
            yield part, (0 if part == LOSS else flat,)
        for step in self.weight_steps:
            if name in {step.before, step.gradient, *step.memories}:
                yield from step.users(name, flat)

    def _outputs_of(self, name: str, flat: int) -> list[int]:
        """Return the output cells that are made of a cell of the input, the kernel or the bias."""
        scene = self.scene
        channels = range(scene.output_volume[0])
        if name == BIAS:
            return list(range(flat * self._outputs, (flat + 1) * self._outputs))
        if name == INPUT:
            source, at = divmod(flat, self._cells)
            read = [o for o in channels if source in scene.input_channels_of(o)]
            places = np.unique(self._readers.of_source(at).outputs)
        else:
            shape = scene.plain_weights[WEIGHT].shape
            kernel, tap = divmod(flat, math.prod(shape[2:]))
            own = divmod(kernel, shape[1])
            read = [
                o
                for o in channels
                if any(scene.weight_index(o, c) == own for c in scene.input_channels_of(o))
            ]
            places = np.unique(self._readers.of_tap(tap).outputs)
        flats: list[int] = (np.array(read)[:, None] * self._outputs + places).ravel().tolist()
        return flats


def _renamed(step: WorkedStep) -> WorkedStep:
    reads: Mapping[str, Any] = {_NAMES[name]: read for name, read in step.reads.items()}
    return dataclasses.replace(step, part=_NAMES[step.part], reads=reads)
