"""Random losses beside torch's: which targets they refuse, and what they come to."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from convviz.core.call_parameters import ParameterKind
from convviz.core.errors import ConvVizError
from convviz.core.layers.modes import EVALUATION
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import Loss
from convviz.engine.compute.module_builder import build_module
from convviz.values.gradients.backward import Backward
from convviz.values.layer_gradients import layer_gradients
from convviz.values.loss_values import loss_output
from tests.oracle.compare import DisagreementError, Result

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape

REFUSALS = (ValueError, RuntimeError, TypeError, IndexError)
SPECIAL = (math.inf, -math.inf, math.nan, 0.0, 1e3, -1e3, 1e30)
WEIGHTS = (0.0, 0.5, 1.0, 3.0, -1.0)
KEEPS = 0.6
"""How often a parameter keeps its default."""


@dataclass(frozen=True)
class LossCase:
    """A loss with what it is given.

    Attributes:
        loss: The loss; torch's constructor takes it.
        values: The input, float64.
        target: int64 or float64.
    """

    loss: Loss
    values: np.ndarray[Any, Any]
    target: np.ndarray[Any, Any]

    def __str__(self) -> str:
        target = f"{self.target.dtype} {self.target.tolist()}"
        return f"{self.loss!r} of {self.values.tolist()} and {target}"


def random_case(kind: type[Loss], random: Random) -> LossCase:
    """Return a loss with input and target; about a third is refused."""
    shape = tuple(random.choices((1, 2, 3, 4), k=random.choice((1, 2, 2, 2, 3, 4))))
    if random.random() < 0.02:
        shape = ()
    loss = random_loss(kind, shape, random)
    form = _random_form(loss, shape, random)
    values = np.round(np.array([random.gauss(0, 2) for _ in range(math.prod(shape))]), 3)
    target = _random_target(loss, shape, form, random)
    if getattr(loss, "shares", ()) and random.random() < 0.9:
        values = 1 / (1 + np.exp(-values))
    if random.random() < 0.15 and values.size:
        values[random.randrange(values.size)] = random.choice(SPECIAL)
    return LossCase(loss, values.reshape(shape), target)


def compare_loss(case: LossCase) -> Result:
    """Compare a loss with torch's.

    Raises:
        DisagreementError: One of them refuses what the other takes, or the numbers differ.
    """
    theirs, complaint = _torch(case)
    try:
        form = TensorForm(case.target.shape, case.target.dtype == np.int64)
        shape = case.loss.infer_given(case.values.shape, {"target": form})
        ours = loss_output(case.loss, case.values, {"target": case.target}, EVALUATION)
        refusal = ""
    except ConvVizError as error:
        ours, shape, refusal = np.zeros(()), (), error.code.value
    if bool(refusal) != bool(complaint):
        raise DisagreementError(f"{case}: torch {complaint!r}, convviz {refusal!r}")  # noqa: EM102
    if theirs is None:
        return Result.REFUSED
    if not shape == ours.shape == theirs.shape:
        raise DisagreementError(f"{case}: torch {theirs.shape}, convviz {shape}, {ours.shape}")  # noqa: EM102
    # torch takes the logarithm of an integer target in float32.
    has_rounded = getattr(case.loss, "full", False) and case.target.dtype == np.int64
    near = 1e-5 if has_rounded else 1e-9
    if not np.allclose(ours, theirs, rtol=near, atol=1e-3 * near, equal_nan=True):
        raise DisagreementError(f"{case}: torch {theirs.tolist()}, convviz {ours.tolist()}")  # noqa: EM102
    return Result.ACCEPTED


def compare_many_losses(kind: type[Loss], count: int, seed: int) -> tuple[Counter[Result], str]:
    """Compare `count` random losses of one class.

    Returns:
        How many gave which result, and the first disagreement, as text.
    """
    random, counts = Random(f"{kind.type_name()}{seed}"), Counter[Result]()  # noqa: S311 - drawn again the same way
    try:
        for _ in range(count):
            counts[compare_loss(random_case(kind, random))] += 1
    except DisagreementError as error:
        return counts, str(error)
    return counts, ""


def gradients_agree(case: LossCase, random: Random) -> bool:
    """Compare the gradient of a loss's input with autograd's.

    Returns:
        Whether there was one: some targets are refused, others only of backward.

    Raises:
        DisagreementError: The numbers differ.
    """
    tensors = {"target": case.target}
    try:
        form = TensorForm(case.target.shape, case.target.dtype == np.int64)
        shape = case.loss.infer_given(case.values.shape, {"target": form})
        loss_output(case.loss, case.values, tensors, EVALUATION)
    except ConvVizError:
        return False
    upstream = np.array([random.randrange(-3, 4) for _ in range(math.prod(shape))], dtype=float)
    upstream = upstream.reshape(shape)
    values = torch.tensor(case.values, requires_grad=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            output = build_module(case.loss).double()(values, torch.tensor(case.target))
            output.backward(torch.tensor(upstream).reshape(output.shape))
    except REFUSALS:
        return False
    ours = layer_gradients(Backward(case.loss, case.values, tensors, upstream))["input"]
    theirs = values.grad
    assert theirs is not None
    if not np.allclose(ours, theirs.numpy(), rtol=1e-7, atol=1e-10, equal_nan=True):
        message = f"{case}, upstream {upstream.tolist()}: torch {theirs.tolist()}, convviz {ours}"
        raise DisagreementError(message)
    return True


def _torch(case: LossCase) -> tuple[np.ndarray[Any, Any] | None, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = build_module(case.loss).double()
            output = module(torch.tensor(case.values), torch.tensor(case.target))
    except REFUSALS as error:
        return None, f"{type(error).__name__}: {error}"
    return output.numpy(), ""


def random_loss(kind: type[Loss], shape: Shape, random: Random) -> Loss:
    """Return a loss of a kind with random arguments, most of which an input of the shape takes."""
    values: dict[str, Any] = {}
    for name, described in kind.parameters().items():
        if random.random() < KEEPS:
            continue
        match described.kind:
            case ParameterKind.OPTIONAL_NUMBERS:
                lengths = [*shape[-1:], *shape[1:2], *shape[:1], 1, 2]
                count = random.choice(lengths if random.random() < 0.3 else lengths[:2])
                values[name] = tuple(random.choice(WEIGHTS) for _ in range(count))
            case ParameterKind.CHOICE:
                values[name] = random.choice(described.choices)
            case ParameterKind.FLAG:
                values[name] = random.random() < 0.5
            case ParameterKind.INTEGER:
                values[name] = random.choice((0, 1, 2, -1))
            case _:
                values[name] = random.choice((0.1, 0.25, 0.5, 1.0))
    return kind(**values)


def _random_form(loss: Loss, shape: Shape, random: Random) -> TensorForm:
    if random.random() < 0.75:
        return random.choice(loss.fitting_targets(shape))
    sizes = [shape, shape[:1], shape[1:], shape[-1:], (1,), (), (*shape[:1], 1), (2, *shape), (5,)]
    return TensorForm(random.choice(sizes), random.random() < 0.5)


def _random_target(
    loss: Loss, shape: Shape, form: TensorForm, random: Random
) -> np.ndarray[Any, Any]:
    if form.is_integer:
        classes = shape[:2][-1] if shape else 1
        most = classes + (random.random() < 0.1)
        least = -1 if random.random() < 0.05 else 0
        drawn = [random.randrange(least, most) for _ in range(form.size)]
        if random.random() < 0.1 and drawn:
            drawn[0] = getattr(loss, "ignore_index", 0)
        return np.array(drawn, dtype=np.int64).reshape(form.shape)
    draws = (random.random, lambda: random.gauss(0, 2), lambda: random.choice((0, 1, -1)))
    draw = draws[0] if getattr(loss, "shares", ()) else random.choice(draws)
    numbers = np.round(np.array([draw() for _ in range(form.size)], dtype=np.float64), 3)
    if random.random() < 0.05 and numbers.size:
        numbers[0] = random.choice(SPECIAL)
    return numbers.reshape(form.shape)
