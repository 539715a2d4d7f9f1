"""Random losses beside torch's: which tensors they refuse, and what they come to."""

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
from convviz.core.losses.stages import StagedLoss
from convviz.engine.compute.module_builder import build_module
from convviz.values.gradients.backward import Backward
from convviz.values.layer_gradients import layer_gradients
from convviz.values.loss_values import loss_output
from convviz.values.staged_losses import doubtful_gradients, staged_numbers
from tests.oracle.compare import DisagreementError, Result

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape

REFUSALS = (ValueError, RuntimeError, TypeError, IndexError)
SPECIAL = (math.inf, -math.inf, math.nan, 0.0, 1e3, -1e3, 1e30)
WEIGHTS = (0.0, 0.5, 1.0, 3.0, -1.0)
_NUMBERS = (0.1, 0.25, 0.5, 1.0, 3.0, math.inf)
KEEPS = 0.6
"""How often a parameter keeps its default."""


@dataclass(frozen=True)
class LossCase:
    """A loss with what it is given.

    Attributes:
        loss: The loss; torch's constructor takes it.
        values: The input, float64.
        tensors: What the loss takes beside it, by name and in order; int64 or float64.
    """

    loss: Loss
    values: np.ndarray[Any, Any]
    tensors: dict[str, np.ndarray[Any, Any]]

    @property
    def forms(self) -> dict[str, TensorForm]:
        """The forms of the tensors."""
        return {n: TensorForm(a.shape, a.dtype == np.int64) for n, a in self.tensors.items()}

    def __str__(self) -> str:
        told = (f"{name} {a.dtype} {a.tolist()}" for name, a in self.tensors.items())
        return f"{self.loss!r} of {self.values.tolist()} and {', '.join(told)}"


def random_case(kind: type[Loss], random: Random) -> LossCase:
    """Return a loss with input and tensors; about a third is refused."""
    shape = tuple(random.choices((1, 2, 3, 4), k=random.choice((1, 2, 2, 2, 3, 4))))
    if random.random() < 0.02 and not getattr(kind, "rows", ()):
        shape = ()  # of which a loss of rows is never shown
    loss = random_loss(kind, shape, random)
    values = np.round(np.array([random.gauss(0, 2) for _ in range(math.prod(shape))]), 3)
    tensors = {
        name: _random_tensor(loss, name, shape, _random_form(loss, name, shape, random), random)
        for name in loss.takes
    }
    if getattr(loss, "shares", ()) and random.random() < 0.9:
        values = 1 / (1 + np.exp(-values))
    if random.random() < 0.15 and values.size:
        values[random.randrange(values.size)] = random.choice(SPECIAL)
    return LossCase(loss, values.reshape(shape), tensors)


def compare_loss(case: LossCase) -> Result:
    """Compare a loss with torch's.

    Raises:
        DisagreementError: One of them refuses what the other takes, or the numbers differ.
    """
    theirs, complaint = _torch(case)
    try:
        shape = case.loss.infer_given(case.values.shape, case.forms)
        ours = loss_output(case.loss, case.values, case.tensors, EVALUATION)
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
    has_integers = any(form.is_integer for form in case.forms.values())
    has_rounded = getattr(case.loss, "full", False) and has_integers
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
    """Compare the gradients of a loss's input, and of what else learns, with autograd's.

    Returns:
        Whether there were some: some tensors are refused, others only of backward.

    Raises:
        DisagreementError: The numbers differ.
    """
    try:
        shape = case.loss.infer_given(case.values.shape, case.forms)
        loss_output(case.loss, case.values, case.tensors, EVALUATION)
    except ConvVizError:
        return False
    upstream = np.array([random.randrange(-3, 4) for _ in range(math.prod(shape))], dtype=float)
    upstream = upstream.reshape(shape)
    given = _given(case)
    learned = [n for n in case.loss.learned_tensors if given[n].is_floating_point()]
    leaves = {name: given[name].requires_grad_() for name in learned}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            output = build_module(case.loss).double()(*given.values())
            output.backward(torch.tensor(upstream).reshape(output.shape))
    except REFUSALS:
        return False
    ours = layer_gradients(Backward(case.loss, case.values, case.tensors, upstream))
    doubtful = _doubtful(case)
    for name, leaf in leaves.items():
        assert leaf.grad is not None
        theirs = leaf.grad.numpy()
        known = np.where(doubtful.get(name, False), ours[name], theirs)
        if not np.allclose(ours[name], known, rtol=1e-7, atol=1e-10, equal_nan=True):
            told = f"{name}, upstream {upstream.tolist()}: torch {theirs.tolist()}"
            message = f"{case}, {told}, convviz {ours[name].tolist()}"
            raise DisagreementError(message)
    return True


def _doubtful(case: LossCase) -> dict[str, Any]:
    """Return where rounding decides on which side of a corner a loss lies."""
    if not isinstance(case.loss, StagedLoss):
        return {}
    shapes = {"input": case.values.shape, **{n: a.shape for n, a in case.tensors.items()}}
    learned = {name: shapes[name] for name in case.loss.learned_tensors}
    numbers = staged_numbers(case.loss, case.values, case.tensors)
    return doubtful_gradients(case.loss, numbers, learned)


def _given(case: LossCase) -> dict[str, torch.Tensor]:
    """Return what torch is given, in its order."""
    tensors = {name: torch.tensor(array) for name, array in case.tensors.items()}
    return {"input": torch.tensor(case.values), **tensors}


def _torch(case: LossCase) -> tuple[np.ndarray[Any, Any] | None, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = build_module(case.loss).double()
            output = module(*_given(case).values())
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
                least, most = kind().integer_range(name)
                values[name] = random.choice([v for v in (0, 1, 2, -1) if least <= v <= most])
            case _:
                limits = described.limits
                admitted = [v for v in _NUMBERS if limits is None or limits.admit(v)]
                values[name] = random.choice(admitted)
    return kind(**values)


def _random_form(loss: Loss, name: str, shape: Shape, random: Random) -> TensorForm:
    if random.random() < (0.75 if len(loss.takes) == 1 else 0.85):
        return random.choice(loss.fitting_forms(name, shape))
    sizes = [shape, shape[:1], shape[1:], shape[-1:], (1,), (), (*shape[:1], 1), (2, *shape), (5,)]
    if getattr(loss, "rows", ()) or len(loss.takes) > 1:  # some sizes of 1 are repeated
        sizes += [tuple(1 if random.random() < 0.4 else size for size in shape)] * 4
    if loss.type_name() == "MultiLabelSoftMarginLoss":
        # Of a target of more dimensions torch adds up along another one than the classes.
        sizes = [size for size in sizes if len(size) <= len(shape)]
    return TensorForm(random.choice(sizes), random.random() < 0.5 and name == "target")


def _random_tensor(
    loss: Loss, name: str, shape: Shape, form: TensorForm, random: Random
) -> np.ndarray[Any, Any]:
    if form.is_integer:
        classes = shape[:2][-1] if shape else 1
        most = classes + (random.random() < 0.1)
        least = -1 if random.random() < 0.05 else getattr(loss, "least_label", 0)
        drawn = [random.randrange(least, most) for _ in range(form.size)]
        if random.random() < 0.1 and drawn:
            drawn[0] = getattr(loss, "ignore_index", 0)
        return np.array(drawn, dtype=np.int64).reshape(form.shape)
    draws = (random.random, lambda: random.gauss(0, 2), lambda: random.choice((0, 1, -1)))
    has_shares = getattr(loss, "shares", ()) or name in getattr(loss, "not_negative", ())
    draw = draws[0] if has_shares else random.choice(draws)
    numbers = np.round(np.array([draw() for _ in range(form.size)], dtype=np.float64), 3)
    if random.random() < 0.05 and numbers.size:
        numbers[0] = random.choice(SPECIAL)
    return numbers.reshape(form.shape)
