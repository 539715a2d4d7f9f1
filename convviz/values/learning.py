"""How a kernel is learned: the loss of its output, the gradients, the weights behind each step."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.core.layers.modes import EVALUATION
from convviz.core.losses.distances import MSELoss
from convviz.values.gradients.backward import Backward
from convviz.values.gradients.losses import loss_gradients
from convviz.values.gradients.windows import kernel_gradients
from convviz.values.layer_gradients import layer_gradients
from convviz.values.layer_values import Array, Weights, layer_output
from convviz.values.loss_values import loss_output
from convviz.values.step_values import worked_step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.optimisers import Optimiser
    from convviz.core.optimisers.step_work import StepWork

_DIRECTIONS: Final = 12
"""Along so many directions the steepest curve of the loss is looked for."""

_SMALLEST: Final = 1e-12


class Standing(NamedTuple):
    """Where the weights stand, and what an optimiser remembers of the way there.

    Attributes:
        weights: By torch's names.
        kept: What is remembered, by weight and then by torch's name of the memory.
    """

    weights: Weights
    kept: Mapping[str, Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is learned.

    Attributes:
        layer: A convolution of either kind.
        values: Its input.
        target: The output that is wanted.
        loss: How far the output is from it.
    """

    layer: Any
    values: Array
    target: Array
    loss: Any

    def at(self, standing: Standing, *, of_input: bool = True) -> Learned:
        """Return how far the output is with some weights, and which way leads nearer.

        Args:
            standing: The weights, with what is remembered of them.
            of_input: Whether the gradient of the input is worked out, too: it is most of the work,
                and no step is made of it.
        """
        weights = standing.weights
        output, loss = self._output_and_loss(weights)
        target = {"target": self.target}
        upstream = loss_gradients(Backward(self.loss, output, target, np.ones(())))["input"]
        passed = Backward(self.layer, self.values, weights, upstream)
        with np.errstate(all="ignore"):
            gradients = layer_gradients(passed) if of_input else kernel_gradients(passed)
        return Learned(standing, output, loss, passed, gradients)

    def loss_at(self, weights: Weights) -> float:
        """Return how far the output is with some weights."""
        return self._output_and_loss(weights)[1]

    def _output_and_loss(self, weights: Weights) -> tuple[Array, float]:
        with np.errstate(all="ignore"):
            output = layer_output(self.layer, self.values, weights)
            loss = loss_output(self.loss, output, {"target": self.target}, EVALUATION)
        return output, float(loss)


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Where the weights stand.

    Attributes:
        standing: The weights, with what is remembered of them.
        output: What they make of the input.
        loss: How far that is from the target.
        passed: The backward pass, which begins with the slope of the loss.
        gradients: Of each of the weights, and of the input where that was asked for.
    """

    standing: Standing
    output: Array
    loss: float
    passed: Backward
    gradients: dict[str, Array]

    def step(self, optimiser: Optimiser) -> Standing:
        """Return where the weights stand behind a step of an optimiser."""
        return standing_behind(self.works(optimiser))

    def works(self, optimiser: Optimiser) -> dict[str, StepWork]:
        """Return how each of the weights moves in a step of an optimiser."""
        weights, kept = self.standing
        with np.errstate(all="ignore"):
            return {
                name: worked_step(optimiser, now, self.gradients[name], kept.get(name, {}))
                for name, now in weights.items()
            }


def standing_behind(works: Mapping[str, StepWork]) -> Standing:
    """Return where weights stand that have moved."""
    weights = {name: np.asarray(work.w, dtype=np.float64) for name, work in works.items()}
    return Standing(weights, {name: work.remembered() for name, work in works.items()})


def descent(task: Task, standing: Standing, optimiser: Optimiser, steps: int) -> Iterator[Learned]:
    """Yield where the weights stand at first, and behind each step; of the weights' gradients."""
    learned = task.at(standing, of_input=False)
    yield learned
    for _ in range(steps):
        learned = task.at(learned.step(optimiser), of_input=False)
        yield learned


def largest_rate(task: Task, weights: Weights, optimiser: Optimiser) -> float | None:
    """Return the learning rate above which steps jump out of the valley of the mean square error.

    A step of plain SGD multiplies the distance from the bottom by 1 - lr * curvature along each
    direction; along the steepest one that is below -1 as soon as lr is above 2 / curvature. Other
    optimisers say what stands in the place of the 2. The curvatures are the eigenvalues of the
    matrix that takes weights to their gradients where the target is 0.

    Returns:
        None where the loss is another, nothing is curved, or the optimiser has no such rate.

    Source:
        Goodfellow, Bengio & Courville, Deep Learning, section 4.3 (second derivatives and the
        learning rate).
    """
    most = optimiser.largest_curved_step()
    if type(task.loss) is not MSELoss or most is None:
        return None
    flat = dataclasses.replace(task, target=np.zeros_like(task.target))
    steepest = _largest_eigenvalue(flat, weights)
    if steepest <= _SMALLEST:
        return None
    return most / (steepest + float(getattr(optimiser, "weight_decay", 0.0)))


def _largest_eigenvalue(task: Task, weights: Weights) -> float:
    """Return it by Lanczos' way: the matrix is looked at in a few directions that matter."""
    sizes = {name: values.shape for name, values in weights.items()}
    count = sum(values.size for values in weights.values())

    def product(direction: Array) -> Array:
        ends = np.cumsum([0, *(int(np.prod(shape)) for shape in sizes.values())])
        parts = {
            name: direction[start:end].reshape(shape)
            for (name, shape), start, end in zip(sizes.items(), ends, ends[1:], strict=False)
        }
        gradients = task.at(Standing(parts), of_input=False).gradients
        return np.concatenate([gradients[name].ravel() for name in sizes])

    basis: list[Array] = []
    products: list[Array] = []
    direction = np.random.default_rng(0).standard_normal(count)
    for _ in range(min(count, _DIRECTIONS)):
        for _again in range(2):  # twice is enough against rounding
            for known in basis:
                direction = direction - known * (known @ direction)
        length = float(np.linalg.norm(direction))
        if length < _SMALLEST:
            break
        basis.append(direction / length)
        products.append(product(basis[-1]))
        direction = products[-1]
        if not np.isfinite(direction).all():
            return 0.0
    if not basis:
        return 0.0
    seen = np.array(basis) @ np.array(products).T
    return float(np.linalg.eigvalsh((seen + seen.T) / 2)[-1])
