"""Every loss, optimiser and schedule at work: as in a plain loop, stopped, resumed, changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from convviz.core.call_code import full_code
from convviz.core.errors import ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.softmax import LogSoftmax
from convviz.core.losses import Loss, Target, training_loss_types
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers import Optimiser, optimiser_types
from convviz.core.optimisers.adam import Adam, AdamW
from convviz.core.optimisers.adaptive import Adadelta, RMSprop
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules import Schedule, Unit, schedule_types
from convviz.core.schedules.falling import CosineAnnealingLR, ExponentialLR, StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import setup
from convviz.engine.training.batches import epoch_order
from convviz.protocol.messages.trainer import (
    RunNotice,
    SetLearningRate,
    SetMomentum,
    SettingChanged,
    StopRun,
)
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, refusal, train, weights_of

if TYPE_CHECKING:
    from convviz.protocol.document import Document

NETWORK = small.network(MaxPool2d(8), Flatten(), Linear(48, 10))
EPOCHS = 4


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def losses() -> list[Loss]:
    return [
        *(kind.new() for kind in training_loss_types().values()),
        CrossEntropyLoss(weight=(1, 2, 1, 1, 1, 0.5, 1, 1, 1, 1), ignore_index=3, reduction="sum"),
        MSELoss(reduction="sum"),
    ]


def optimisers() -> list[Optimiser]:
    return [
        *(kind.new() for kind in optimiser_types().values()),
        RMSprop(momentum=0.5, centered=True),
        AdamW(amsgrad=True, fused=True),
        SGD(lr=0.05, momentum=0.9, nesterov=True, foreach=True),
    ]


def schedules() -> list[Schedule]:
    plateaus = [ReduceLROnPlateau(mode=mode, patience=0, threshold=0.5) for mode in ("min", "max")]
    return [
        *(kind.fitted(EPOCHS) for kind in schedule_types().values()),
        *plateaus,
        OneCycleLR(0.2, three_phase=True, pct_start=0.4, anneal_strategy="linear"),
    ]


def plain(document: Document) -> list[float]:
    """Return the losses of the loop that torch's users write, with the code that convviz writes."""
    training, dataset = document.training, small.small_dataset()
    steps, shape = document.network.steps, document.network.input_shape
    model = build_sequential(steps, shape, seed=training.seed)
    names = {"torch": torch, "nn": nn, "model": model}
    criterion = eval(full_code(training.loss), names)  # noqa: S307 - our own text
    names["optimizer"] = optimizer = eval(full_code(training.optimiser), names)  # noqa: S307
    rest: list[torch.optim.Optimizer] = []
    if isinstance(training.optimiser, Muon):
        biases = [weight for weight in model.parameters() if weight.ndim == 1]
        lr, decay = training.optimiser.lr, training.optimiser.weight_decay
        rest = [torch.optim.AdamW(biases, lr=lr, weight_decay=decay)]
    schedule = training.schedule
    scheduler: Any = None
    if schedule is not None:
        text = full_code(schedule)
        if schedule.unit is Unit.BATCH:
            text = f"{text[:-1]}, total_steps={5 * training.epochs})"
        scheduler = eval(text, names)  # noqa: S307 - likewise
    pictures = torch.tensor(dataset.train_images).float() / 255
    labels = torch.tensor(dataset.train_labels)
    told = []
    for epoch in range(1, training.epochs + 1):
        for chosen in torch.split(epoch_order(training.seed, epoch, 70), 16):
            model.zero_grad()
            target = labels[chosen]
            if training.loss.target is Target.ONE_HOT:
                target = nn.functional.one_hot(target, 10).float()
            loss = criterion(model(pictures[chosen]), target)
            loss.backward()
            for moves in (optimizer, *rest):
                moves.step()
            told.append(loss.item() / (len(chosen) if training.loss.reduction == "sum" else 1))
            if schedule is not None and schedule.unit is Unit.BATCH:
                scheduler.step()
        if schedule is not None and schedule.unit is Unit.EPOCH:
            scheduler.step()
    return told


def document(loss: Loss | None = None, **training: object) -> Document:
    network = NETWORK
    if loss is not None and loss.after:
        end = LogSoftmax(1) if loss.after[0] == "LogSoftmax" else Sigmoid()
        network = small.network(MaxPool2d(8), Flatten(), Linear(48, 10), end)
    changes = training if loss is None else {"loss": loss, **training}
    return small.document(network, **{"epochs": 2, **changes})


@pytest.mark.parametrize("loss", losses(), ids=str)
def test_a_loss_trains_as_in_a_plain_loop(loss: Loss, tmp_path: Path) -> None:
    run = document(loss, optimiser=SGD(lr=0.01))
    ended, messages = train(run, tmp_path)
    assert ended.outcome == "finished"
    assert losses_of(messages) == pytest.approx(plain(run), rel=1e-5)


@pytest.mark.parametrize("optimiser", optimisers(), ids=str)
def test_an_optimiser_trains_as_in_a_plain_loop_and_goes_on_exactly_where_it_stopped(
    optimiser: Optimiser, tmp_path: Path
) -> None:
    run = document(optimiser=optimiser)
    expected = straight_and_in_parts(run, tmp_path, stop_after=7)
    assert expected == pytest.approx(plain(run), rel=1e-4)


@pytest.mark.parametrize(
    ("schedule", "stop_after"),
    [(schedule, 12 if place % 2 else 3) for place, schedule in enumerate(schedules())],
    ids=str,
)
def test_a_schedule_goes_on_exactly_where_it_stopped(
    schedule: Schedule, stop_after: int, tmp_path: Path
) -> None:
    optimiser = SGD(lr=0.05, momentum=0.9)
    run = document(optimiser=optimiser, schedule=schedule, epochs=EPOCHS)
    losses = straight_and_in_parts(run, tmp_path, stop_after)
    if not schedule.follows_the_loss:
        assert losses == pytest.approx(plain(run), rel=1e-4)
        constant = document(optimiser=optimiser, epochs=EPOCHS)
        assert losses != pytest.approx(plain(constant), rel=1e-4)


def straight_and_in_parts(run: Document, folder: Path, stop_after: int) -> list[float]:
    """Return the losses of a run, having seen that one in two parts is the same."""
    straight, expected = train(run, folder / "straight")
    stop = small.Script(lambda polls: StopRun() if polls == stop_after else None)
    _, head = train(run, folder / "parts", commands=stop)
    ended, tail = train(run, folder / "parts", resume=True)
    assert losses_of(head) + losses_of(tail) == losses_of(expected)
    assert weights_of(folder / "parts") == weights_of(folder / "straight")
    assert reached(ended).validation_loss == reached(straight).validation_loss
    return losses_of(expected)


def test_a_finished_run_can_be_given_more_epochs_or_fewer_under_a_schedule_of_epochs(
    tmp_path: Path,
) -> None:
    for epochs, resume, done in ((2, False, 2), (4, True, 4), (3, True, 4)):
        run = document(optimiser=SGD(lr=0.05), schedule=CosineAnnealingLR(2), epochs=epochs)
        ended, _ = train(run, tmp_path / "run", resume=resume)
        assert (ended.outcome, ended.epochs_done) == ("finished", done)


@pytest.mark.parametrize("schedule", [StepLR(1, gamma=0.5), ExponentialLR(0.5)], ids=str)
@pytest.mark.parametrize("poll", [3, 7, 8, 9])
def test_a_schedule_goes_on_from_a_rate_that_was_changed_meanwhile(
    schedule: Schedule, poll: int, tmp_path: Path
) -> None:
    run = document(optimiser=SGD(lr=0.05, momentum=0.9), schedule=schedule, epochs=EPOCHS)

    def commands(*, stop: bool) -> small.Script:
        def decide(polls: int) -> SetLearningRate | StopRun | None:
            if polls == poll:
                return SetLearningRate(0.3)
            return StopRun() if stop and polls == poll + 2 else None

        return small.Script(decide)

    _, expected = train(run, tmp_path / "straight", commands=commands(stop=False))
    _, head = train(run, tmp_path / "parts", commands=commands(stop=True))
    _, tail = train(run, tmp_path / "parts", resume=True)
    assert losses_of(head) + losses_of(tail) == losses_of(expected)


@pytest.mark.parametrize("command", [SetLearningRate(0.3), SetMomentum(0.1)], ids=str)
def test_what_a_schedule_sets_itself_cannot_be_changed_meanwhile(
    command: SetLearningRate | SetMomentum, tmp_path: Path
) -> None:
    run = document(optimiser=SGD(lr=0.05, momentum=0.9), schedule=OneCycleLR(0.1))
    once = small.Script(lambda polls: command if polls == 3 else None)
    _, messages = train(run, tmp_path, commands=once)
    codes = [one.problem.code for one in messages if isinstance(one, RunNotice)]
    assert codes == [ErrorCode.SETTING_SCHEDULED]
    assert not any(isinstance(one, SettingChanged) for one in messages)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"optimiser": SGD(nesterov=True)}, ErrorCode.NESTEROV_NEEDS_MOMENTUM),
        ({"optimiser": Adam(fused=True, foreach=True)}, ErrorCode.FUSED_WITH_FOREACH),
        ({"loss": MSELoss(reduction="none")}, ErrorCode.LOSS_NOT_ONE_NUMBER),
        ({"loss": NLLLoss()}, ErrorCode.LOSS_NEEDS_LAYER),
        ({"loss": CrossEntropyLoss(weight=(1.0, 2.0))}, ErrorCode.CLASS_WEIGHT_COUNT),
        ({"loss": CrossEntropyLoss(weight=(1.0,) * 9 + (-1.0,))}, ErrorCode.CLASS_WEIGHT_NEGATIVE),
        ({"loss": CrossEntropyLoss(weight=(0.0,) * 10)}, ErrorCode.NO_CLASS_COUNTS),
        (
            {"loss": CrossEntropyLoss(weight=(0.0,) * 9 + (1.0,), ignore_index=9)},
            ErrorCode.NO_CLASS_COUNTS,
        ),
        ({"loss": CrossEntropyLoss(ignore_index=3), "batch_size": 1}, ErrorCode.EMPTY_MEAN),
        ({"schedule": CosineAnnealingLR(0)}, ErrorCode.DIVISOR_ZERO),
        (
            {"optimiser": Adadelta(), "schedule": OneCycleLR(0.1)},
            ErrorCode.NO_MOMENTUM_TO_CYCLE,
        ),
        ({"schedule": OneCycleLR(0.1, pct_start=0.1)}, ErrorCode.ONE_CYCLE_TOO_SHORT),
    ],
)
def test_what_torch_refuses_is_refused_before_the_first_batch(
    changes: dict[str, object], code: ErrorCode, tmp_path: Path
) -> None:
    run = small.document(NETWORK, **changes)
    assert refusal(run, tmp_path / "run").code is code


def test_a_run_that_diverged_under_a_schedule_names_the_rate_that_was_at_work(
    tmp_path: Path,
) -> None:
    huge = SGD(lr=1e-3, weight_decay=1e30)
    run = small.document(NETWORK, optimiser=huge, schedule=OneCycleLR(1e30, cycle_momentum=False))
    ended, _ = train(run, tmp_path)
    assert ended.outcome == "diverged"
    assert ended.reason is not None
    assert float(ended.reason.facts["lr"]) > 1e20
