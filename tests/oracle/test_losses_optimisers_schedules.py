"""Losses, optimisers and schedules against torch: parameters, refusals, values."""

from __future__ import annotations

import inspect
import math
import warnings
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from convviz.core.call_code import call_code, full_code
from convviz.core.call_numbers import LARGEST_SETTING
from convviz.core.clipping import clipping_types
from convviz.core.errors import ParameterError
from convviz.core.initialisation import initialisation_types
from convviz.core.layers import layer_types
from convviz.core.losses import Loss, Target, loss_types, training_loss_types
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers import Optimiser, optimiser_types
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules import Schedule, Unit, schedule_types
from convviz.core.schedules.falling import CosineAnnealingLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.optimisers import build_optimiser
from tests.support.random_calls import random_call

if TYPE_CHECKING:
    from convviz.core.calls import Call

COUNT = 150
"""Random settings of each class."""

REFUSALS = (ValueError, RuntimeError, TypeError, ZeroDivisionError)

CALLS: list[type[Call]] = [
    *loss_types().values(),
    *optimiser_types().values(),
    *schedule_types().values(),
    *clipping_types().values(),
    *initialisation_types().values(),
]


def torch_class(call_type: type[Call]) -> Any:
    module: Any = torch
    for name in call_type.group.split(".")[1:]:
        module = getattr(module, name)
    return getattr(module, call_type.type_name())


@pytest.mark.parametrize("call_type", CALLS, ids=lambda kind: kind.type_name())
def test_every_parameter_of_torch_is_declared_in_its_order_or_left_out_knowingly(
    call_type: type[Call],
) -> None:
    torchs = torch_class(call_type)
    constructor = torchs.__init__ if inspect.isclass(torchs) else torchs
    signature = inspect.signature(constructor).parameters
    theirs = [name for name in signature if name not in ("self", call_type.given)]

    assert [name for name in theirs if name not in call_type.left_out] == list(
        call_type.parameters()
    )
    for name, described in call_type.parameters().items():
        default = signature[name].default
        assert call_type.defaults().get(name, inspect.Parameter.empty) == default, name
        if signature[name].kind is inspect.Parameter.KEYWORD_ONLY:
            assert described.keyword_only, name
    by_place = [name for name, p in signature.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    places = [name for name in by_place if name not in ("self", call_type.given)]
    known = list(call_type.positional_parameters())
    assert known == places[: len(known)], "what is taken by its place must have torch's place"


# Losses


def outputs_for(loss: Loss) -> torch.Tensor:
    """Return outputs that a loss takes: shares, where it takes nothing else."""
    outputs = torch.linspace(-2, 2, 12).reshape(3, 4)
    return outputs.sigmoid() if "Sigmoid" in loss.after else outputs


def run_loss(loss: Loss) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the loss of a fixed output and its gradient, as torch's own code computes it."""
    output = outputs_for(loss).requires_grad_()
    right = torch.tensor([1, 3, 0])
    function = eval(full_code(loss), {"nn": nn, "torch": torch})  # noqa: S307 - our own text
    is_class = loss.target is Target.CLASS
    target = right if is_class else nn.functional.one_hot(right, 4).to(output.dtype)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "reduction: 'mean' divides", UserWarning)
        value = function(output, target)
    value.sum().backward()
    assert output.grad is not None
    return value.detach(), output.grad


def run_staged(loss: Loss) -> None:
    """Have torch's own code compute a loss of the tensors with which it begins."""
    shape = (2, 4)
    function = eval(full_code(loss), {"nn": nn, "torch": torch})  # noqa: S307 - likewise
    given = [torch.zeros(shape)]
    for name in loss.takes:
        form = loss.first_form(name, shape)
        given.append(torch.zeros(form.shape, dtype=getattr(torch, form.dtype)))
    function(*given)


@pytest.mark.parametrize("name", list(loss_types()))
def test_a_loss_is_refused_where_torch_refuses_it(name: str) -> None:
    outcomes, random = set(), Random(1)  # noqa: S311 - drawn again the same way
    for _ in range(COUNT):
        loss = random_call(loss_types()[name], random)
        if getattr(loss, "label_smoothing", 0) < 0:
            continue  # see below
        run = run_staged if loss.target is Target.STAGED else run_loss
        outcomes.add(agrees(loss, lambda loss=loss, run=run: run(loss)))
    assert outcomes == {True, False}


def test_torch_takes_a_negative_smoothing_for_none_and_convviz_refuses_it() -> None:
    for ours, theirs in zip(
        run_loss(CrossEntropyLoss()), run_loss(CrossEntropyLoss(label_smoothing=-0.3)), strict=True
    ):
        assert torch.equal(ours, theirs)
    with pytest.raises(ParameterError):
        CrossEntropyLoss(label_smoothing=-0.3).check()


@pytest.mark.parametrize("name", list(training_loss_types()))
def test_a_runs_loss_and_gradient_are_those_of_its_code(name: str) -> None:
    random = Random(6)  # noqa: S311 - likewise
    for _ in range(40):
        loss = random_call(loss_types()[name], random)
        try:
            loss.check()
            loss.check_training(4, [layer_types()[loss.after[0]].new()] if loss.after else [])
        except ParameterError:
            continue
        output = outputs_for(loss).requires_grad_()
        value = build_loss(loss)(output, torch.tensor([1, 3, 0]))
        value.backward()
        expected, gradient = run_loss(loss)
        assert output.grad is not None
        torch.testing.assert_close(value.detach(), expected, equal_nan=True, rtol=0, atol=0)
        torch.testing.assert_close(output.grad, gradient, equal_nan=True, rtol=0, atol=0)


# Optimisers


def run_optimiser(optimiser: Optimiser) -> torch.Tensor:
    """Return weights after two steps, as torch's own code computes them."""
    model = nn.Linear(3, 2, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.linspace(-1, 1, 6).reshape(2, 3))
    step = eval(full_code(optimiser), {"torch": torch, "model": model})  # noqa: S307 - our own text
    for scale in (1.0, 0.5):
        model.weight.grad = torch.linspace(-1, 2, 6).reshape(2, 3) * scale
        step.step()
    return model.weight.detach()


@pytest.mark.parametrize("name", list(optimiser_types()))
def test_an_optimiser_is_refused_where_torch_refuses_it(name: str) -> None:
    outcomes, random = set(), Random(2)  # noqa: S311 - likewise
    for _ in range(COUNT):
        optimiser = random_call(optimiser_types()[name], random)
        if isinstance(optimiser, Muon) and (optimiser.eps < 0 or optimiser.ns_steps < 1):
            continue  # torch takes it, and then makes no step orthogonal
        outcomes.add(agrees(optimiser, lambda it=optimiser: run_optimiser(it)))
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", list(optimiser_types()))
def test_an_optimiser_remembers_as_many_numbers_as_torchs_does(name: str) -> None:
    random = Random(4)  # noqa: S311 - likewise
    for _ in range(40):
        optimiser = random_call(optimiser_types()[name], random)
        weight = nn.Parameter(torch.ones(2, 3))
        try:
            optimiser.check()
        except ParameterError:
            continue
        theirs = build_optimiser(optimiser, [weight])
        weight.grad = torch.ones(2, 3)
        theirs.step()
        kept = [one for one in theirs.state[weight].values() if getattr(one, "ndim", 0)]
        assert optimiser.remembered() == len(kept), call_code(optimiser)


@pytest.mark.parametrize("name", list(optimiser_types()))
def test_two_steps_of_a_runs_optimiser_are_those_of_its_code(name: str) -> None:
    random = Random(5)  # noqa: S311 - likewise
    for _ in range(20):
        optimiser = random_call(optimiser_types()[name], random)
        try:
            optimiser.check()
        except ParameterError:
            continue
        weight = nn.Parameter(torch.linspace(-1, 1, 6).reshape(2, 3))
        ours = build_optimiser(optimiser, [weight])
        for scale in (1.0, 0.5):
            weight.grad = torch.linspace(-1, 2, 6).reshape(2, 3) * scale
            ours.step()
        expected = run_optimiser(optimiser)
        assert torch.equal(weight, expected) or not expected.isfinite().all()


@pytest.mark.parametrize("lr", [math.inf, 1e39])
def test_torch_takes_rates_beyond_our_limit_and_then_spoils_the_weights(lr: float) -> None:
    assert lr > LARGEST_SETTING
    with pytest.raises(ParameterError):
        SGD(lr=lr).check()
    try:
        weights = run_optimiser(SGD(lr=lr))
    except RuntimeError:
        return
    assert not weights.isfinite().all()


# Schedules


EPOCHS = 12


def torch_rates(schedule: Schedule, lr: float, count: int) -> list[float]:
    """Return the learning rates that torch's own code gives."""
    weight = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=lr, momentum=0.9)
    text = full_code(schedule)
    if schedule.unit is Unit.BATCH:
        text = f"{text[:-1]}, total_steps={count})"
    scheduler = eval(text, {"torch": torch, "optimizer": optimizer})  # noqa: S307 - our own text
    rates = []
    for epoch in range(count):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if epoch + 1 < count:
            scheduler.step(*([1.0 / (epoch + 1)] if schedule.follows_the_loss else []))
    return rates


@pytest.mark.parametrize("name", list(schedule_types()))
def test_a_schedule_is_refused_where_torch_refuses_it_and_else_has_its_rates(name: str) -> None:
    outcomes, random = set(), Random(3)  # noqa: S311 - likewise
    for _ in range(COUNT):
        schedule, lr = random_call(schedule_types()[name], random), random.choice((0.1, 1.0))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            accepted = agrees(
                schedule, lambda it=schedule, lr=lr: torch_rates(it, lr, EPOCHS), count=EPOCHS
            )
            outcomes.add(accepted)
            if accepted and not schedule.follows_the_loss:
                expected = torch_rates(schedule, lr, EPOCHS)
                assert schedule.rates(lr, EPOCHS) == pytest.approx(expected, rel=1e-6, abs=1e-9), (
                    call_code(schedule)
                )
    assert True in outcomes


@pytest.mark.parametrize("epochs", [1, 2, 3, 5, 100])
def test_a_schedule_that_a_form_begins_with_fits_its_run(epochs: int) -> None:
    for kind in schedule_types().values():
        schedule = kind.fitted(epochs)
        schedule.check()
        schedule.check_training(SGD(), epochs * 7)
        assert all(rate >= 0 for rate in schedule.rates(0.1, epochs * 7))
    assert CosineAnnealingLR.fitted(epochs).rates(1.0, epochs + 1)[-1] == pytest.approx(0)


def test_a_rise_of_exactly_one_batch_is_refused_as_torch_divides_by_zero_there() -> None:
    schedule = OneCycleLR(0.1, pct_start=0.25)
    with pytest.raises(ParameterError):
        schedule.check_training(SGD(), 4)
    with pytest.raises(ZeroDivisionError):
        torch_rates(schedule, 0.1, 4)
    assert torch_rates(schedule, 0.1, 5) == pytest.approx(schedule.rates(0.1, 5))


def test_momentum_can_only_be_cycled_where_the_optimiser_has_one() -> None:
    weights = [nn.Parameter(torch.zeros(2, 2))]
    for kind in optimiser_types().values():
        theirs = torch_class(kind)(weights)
        has_one = "momentum" in theirs.defaults or "betas" in theirs.defaults
        assert kind().has_momentum() == has_one


def test_the_plateau_of_torch_never_falls_while_the_loss_gets_better() -> None:
    schedule = ReduceLROnPlateau(patience=0)
    assert torch_rates(schedule, 0.1, EPOCHS) == schedule.rates(0.1, EPOCHS)


def agrees(call: Call, run: Any, count: int = EPOCHS) -> bool:
    """Return whether torch and convviz accept a call; they must agree."""
    try:
        run()
        theirs = ""
    except REFUSALS as error:
        theirs = f"{type(error).__name__}: {error}"
    try:
        call.check()
        if isinstance(call, Schedule):
            call.check_training(SGD(), count)
        ours = ""
    except ParameterError as error:
        ours = error.code.value
    assert bool(theirs) == bool(ours), f"{call_code(call)}: torch {theirs!r}, convviz {ours!r}"
    return not ours
