"""What every optimiser is: ONE frozen dataclass named and parametrised as in torch.optim."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self

from convviz.core.call_numbers import BELOW_ONE, numbers
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.calls import Registry
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.formulas.rule_latex import line_latex, rule_latex
from convviz.core.layers.base import Layer, LayerFamily, Shape
from convviz.core.layers.reductions import Reduction
from convviz.core.optimisers.step_work import StepWork, settings_of
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Number
    from convviz.core.layers.tensor_forms import Forms
    from convviz.core.optimisers.step_work import RuleLine

_USUAL_STEP = 8
"""A step from which on a rule is the same: RAdam has another one for the first few."""

PARAMS = "params"
"""What torch calls the weights that an optimiser is given."""

FIRST_GRADIENTS = (3, 2)
"""What an optimiser is shown with first: three steps of two weights."""

MOST_DIMENSIONS = 4
"""Of gradients: one a step, and weights with up to three axes."""

_MATRIX = 2
"""The axes of a matrix."""


class Optimiser(Layer):
    """How the weights follow the gradient.

    In the calculator its input are gradients, one a step from the first dimension on (a vector is
    one step), and its output the weights behind each step.

    Attributes:
        lr: Learning rate: how far the weights move against the gradient in one step.
        momentum: The share of the previous step that is kept: 0 keeps nothing, 0.9 is usual.
        weight_decay: How strongly large weights are pulled towards zero (an L2 penalty).
        betas: How long the gradient's mean and its square are remembered: longer near 1.
        eps: Added to the divisor, so that it is never zero.
        maximize: Climb the loss instead of descending it.
        decoupled_weight_decay: Shrink the weights themselves, as AdamW does, instead of adding
            them to the gradient.
        foreach: Compute several weights in one call. None leaves that to torch; the result is the
            same but for rounding.
        fused: Compute a whole step in one kernel. None leaves that to torch; the result is the
            same but for rounding.
    """

    lr: float
    group: ClassVar[str] = "torch.optim"
    family: ClassVar[LayerFamily] = LayerFamily.OPTIMISER
    cell_reduction: ClassVar[Reduction] = Reduction.IN_PARTS
    takes_any_rank: ClassVar[bool] = True
    takes: ClassVar[tuple[str, ...]] = (PARAMS,)
    moves_matrices: ClassVar[bool] = False
    """Whether its weights are a matrix that moves as a whole: a matrix of gradients is one step."""
    given: ClassVar[str] = "params"
    given_code: ClassVar[str] = "model.parameters()"
    left_out: ClassVar[frozenset[str]] = frozenset({"capturable", "differentiable"})

    @abstractmethod
    def work_out(self, work: StepWork) -> None:
        """Write down the lines of a step; the last one is the weight behind it.

        Args:
            work: The weights, their gradients, and what was remembered.

        Source:
            torch.optim, 2.13: the algorithm box of each optimiser.
        """

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,  # noqa: ARG002 - each weight moves by itself
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return the lines of a step in letters: those of a later one, where memory counts."""
        settings = settings_of(self)
        kept: dict[str, Number] = {}
        lines: list[RuleLine] = []
        try:
            for _ in range(_USUAL_STEP):
                work = StepWork(settings, kept, 1.0, 1.0)
                self.work_out(work)
                kept, lines = work.remembered(), work.lines
            return tuple(line_latex(line.name, rule_latex(line.rule)) for line in lines)
        except (ArithmeticError, ValueError, TypeError):
            return ()  # such as of settings that are refused

    def rule_letters(self) -> dict[str, str]:
        """Return the letters that most optimisers have in common."""
        return {"λ": "weight_decay", "μ": "momentum", "ε": "eps", "t": "step"}

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return what is worth knowing of its steps: how weight_decay works."""
        del spatial
        decay: float = getattr(self, "weight_decay", 0.0)
        if not decay or getattr(self, "maximize", False):
            return
        if self.shrinks_weights():
            share = written(decay * self.lr)
            yield explain(ExplanationCode.DECAY_SHRINKS, share=share)
        else:
            yield explain(ExplanationCode.DECAY_JOINS_GRADIENT, decay=written(decay))

    def largest_curved_step(self) -> float | None:
        """Return lr · curvature above which steps jump farther over a bottom than they came.

        None for an optimiser whose steps do not grow with the gradient alone.
        """
        return None

    def shrinks_weights(self) -> bool:
        """Return whether weight_decay shrinks the weights themselves."""
        return getattr(self, "decoupled_weight_decay", False) is True

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the weights, step by step: that of the gradients."""
        return input_shape

    def weights_shape(self, gradients: Shape) -> Shape:
        """Return the shape of weights, given that of their gradients, one a step."""
        return gradients if self._is_one_step(gradients) else gradients[1:]

    def two_weights(self) -> Shape:
        """Return the shape of the weights x and y of a function."""
        return (1, 2) if self.moves_matrices else (2,)

    def walked(self, gradients: Shape, steps: int) -> Shape:
        """Return the shape of gradients by which two weights descend a function.

        Args:
            gradients: Before; if they move two weights, these stay as they are.
            steps: How many there are at least.
        """
        weights = self.weights_shape(gradients)
        if self._is_one_step(gradients) or math.prod(weights) != math.prod(self.two_weights()):
            return (steps, *self.two_weights())
        return (max(steps, gradients[0]), *weights)

    def updates_on(self, input_shape: Shape) -> int:
        """Return the steps: one a gradient; a vector, or a matrix that moves whole, is one."""
        return 1 if self._is_one_step(input_shape) else input_shape[0]

    def _is_one_step(self, gradients: Shape) -> bool:
        return len(gradients) == (_MATRIX if self.moves_matrices else 1)

    def tensor_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the shape of the weights before the first step."""
        return {PARAMS: self.weights_shape(input_shape)}

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return how many dimensions gradients may have."""
        if self.moves_matrices:
            return (_MATRIX, _MATRIX + 1)
        return tuple(range(1, MOST_DIMENSIONS + 1))

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return a few steps of two weights, unless a matrix is what is shown."""
        return self, picture if len(picture) == len(FIRST_GRADIENTS) else FIRST_GRADIENTS

    def input_asked(self, before: Shape) -> Shape | None:
        """Return gradients of a few steps, likewise."""
        return self.fitted_to(before)[1]

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight from one step to the next."""
        return 2

    def has_momentum(self) -> bool:
        """Return whether a schedule can move its momentum, or the first of its betas."""
        return not {"momentum", "betas"}.isdisjoint(self.parameters())

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: that of a value; FUSED_WITH_FOREACH.
        """
        super().check()
        if getattr(self, "fused", None) and getattr(self, "foreach", None):
            raise ParameterError(ErrorCode.FUSED_WITH_FOREACH, parameter="foreach")


def betas() -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of Adam's two shares."""
    return numbers(0.9, 0.999, limits=BELOW_ONE)


def maximize(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a direction."""
    kind = ParameterKind.FLAG
    return parameter(kind, default=False, keyword_only=keyword_only, rare=True)


def way(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - likewise
    """Return the field of a way to compute that torch chooses itself: foreach or fused."""
    kind = ParameterKind.OPTIONAL_FLAG
    return parameter(kind, None, keyword_only=keyword_only, rare=True)


_OPTIMISERS: Registry[Optimiser] = Registry(
    "convviz.core.optimisers.sgd",
    "convviz.core.optimisers.adam",
    "convviz.core.optimisers.adaptive",
    "convviz.core.optimisers.muon",
)
register = _OPTIMISERS.register
unregister = _OPTIMISERS.unregister
optimiser_types = _OPTIMISERS.types
optimiser_modules = _OPTIMISERS.modules
