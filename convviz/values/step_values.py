"""What optimisers make of weights and their gradients, step by step, without torch."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.step_work import StepWork, settings_of
from convviz.core.surface import FUNCTIONS, NAMES, derivative, parse_surface, value_of
from convviz.values.newton_schulz import orthogonalised
from convviz.values.pointwise_values import ArrayMaths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convviz.core.layers.modes import Mode
    from convviz.core.optimisers import Optimiser
    from convviz.values.layer_values import Array, Weights
    from convviz.values.newton_schulz import Orthogonalised

SURFACE_FUNCTIONS: Final[dict[str, Callable[[Any], Any]]] = {
    **{name: getattr(np, name) for name in (*FUNCTIONS, "sign")},
    "number": np.float64,
}
"""What computes the parts of a surface."""


class TakenStep(NamedTuple):
    """One step of all weights.

    Attributes:
        gradient: Of this step alone, one a weight.
        grad: What stands in `.grad`: without zero_grad the gradients of all steps so far.
        work: The rule with its numbers, as it is behind the step.
    """

    gradient: Array
    grad: Array
    work: StepWork


def step_output(optimiser: Optimiser, gradients: Array, tensors: Weights, mode: Mode) -> Array:
    """Return the weights behind each step, in float64.

    Args:
        optimiser: The optimiser; it accepts the gradients.
        gradients: One a step; a vector is one step.
        tensors: PARAMS, the weights before the first step.
        mode: Whether gradients add up, and whether a function gives them.

    Returns:
        Of the shape of the gradients.

    Raises:
        ParameterError: as :func:`steps_taken`.
    """
    steps = steps_taken(optimiser, gradients, tensors[PARAMS], mode)
    weights: Array = np.array([step.work.w for step in steps], dtype=np.float64)
    return weights.reshape(gradients.shape)


def steps_taken(
    optimiser: Optimiser, gradients: Array, weights: Array, mode: Mode
) -> tuple[TakenStep, ...]:
    """Return the steps, of all weights at once; the last ones that were asked for are kept.

    The output of a document, the parts that it is made of and its map are made of the same steps.

    Args:
        optimiser: The optimiser.
        gradients: One a step; a vector is one step.
        weights: Before the first step.
        mode: Whether gradients add up, and whether a function gives them instead.

    Raises:
        ParameterError: SURFACE_UNREADABLE, SURFACE_UNKNOWN_NAME, SURFACE_TOO_LONG,
            SURFACE_WEIGHTS.
    """
    rows, start = (numbers.astype(np.float64).tobytes() for numbers in (gradients, weights))
    return _steps_taken(optimiser, rows, start, weights.shape, mode)


@lru_cache(maxsize=1)
def _steps_taken(
    optimiser: Optimiser, gradients: bytes, weights: bytes, shape: tuple[int, ...], mode: Mode
) -> tuple[TakenStep, ...]:
    start = np.frombuffer(weights)
    rows = np.frombuffer(gradients).reshape(-1, start.size)
    with np.errstate(all="ignore"):
        return tuple(_each_step(optimiser, rows, start, shape, mode))


def _each_step(
    optimiser: Optimiser, gradients: Array, weights: Array, shape: tuple[int, ...], mode: Mode
) -> Iterator[TakenStep]:
    slope = _slope_of(mode.function, optimiser, weights.size) if mode.function else None
    now = weights
    grad: Array = np.zeros_like(now)
    kept: dict[str, Any] = {}
    for given in gradients:
        gradient = given if slope is None else slope(now)
        grad = gradient if mode.zero_grad else grad + gradient
        work = worked_step(optimiser, now, grad, kept, shape)
        yield TakenStep(gradient, grad, work)
        now, kept = work.w, work.remembered()


def worked_step(
    optimiser: Optimiser,
    weights: Array,
    grad: Array,
    kept: Mapping[str, Any],
    shape: tuple[int, ...] | None = None,
) -> StepWork:
    """Return an optimiser's rule with the numbers of a tensor, as it is behind a step.

    Args:
        optimiser: The optimiser.
        weights: Before the step.
        grad: Their gradients.
        kept: What is remembered of the steps before; nothing before the first.
        shape: Of the tensor that the weights are in; None for their own.

    Returns:
        With weights that are no numbers where the rule has no result: torch raises there.
    """
    settings = settings_of(optimiser)
    whole = weights.shape if shape is None else shape
    orthogonal = Orthogonal(optimiser, whole)
    work = StepWork(
        settings, kept, weights, grad, shape=whole, maths=ArrayMaths(), orthogonal=orthogonal
    )
    try:
        optimiser.work_out(work)
    except (OverflowError, ZeroDivisionError, ValueError):  # such as of ASGD's alpha = 1e308
        work.w = work.add("w", "", "", np.full_like(weights, np.nan))
    return work


class Orthogonal:
    """Makes the update of a matrix orthogonal, and keeps how that came about.

    Attributes:
        made: The iteration of the last update; None before the first.
    """

    def __init__(self, optimiser: Any, shape: tuple[int, ...]) -> None:  # noqa: ANN401 - a Muon
        """Take the settings.

        Args:
            optimiser: What moves the matrix.
            shape: Of the matrix.
        """
        self._optimiser = optimiser
        self._shape = shape
        self.made: Orthogonalised | None = None

    def __call__(self, update: Array) -> Array:
        """Return an update made orthogonal, in the shape that it has."""
        how = self._optimiser
        matrix = update.reshape(self._shape)
        self.made = orthogonalised(matrix, how.ns_coefficients, how.ns_steps, how.eps)
        return self.made.direction.astype(np.float64).reshape(update.shape)


def _slope_of(function: str, optimiser: Optimiser, count: int) -> Callable[[Array], Array]:
    """Return what gives a function's derivatives by two weights."""
    surface = parse_surface(function)
    if count != len(NAMES):
        sizes = ", ".join(map(str, optimiser.two_weights()))
        raise ParameterError(
            ErrorCode.SURFACE_WEIGHTS, parameter="function", count=count, sizes=sizes
        )
    slopes = [derivative(surface, name) for name in NAMES]

    def slope(weights: Array) -> Array:
        place = dict(zip(NAMES, weights, strict=True))
        return np.array([value_of(term, place, SURFACE_FUNCTIONS) for term in slopes])

    return slope
