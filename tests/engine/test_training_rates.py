"""The learning rate of each batch: recorded as torch used it, and worked out for older runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.falling import CosineAnnealingLR, ExponentialLR, LinearLR, StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.engine.training import setup
from convviz.protocol.messages.trainer import BatchesDone, SetLearningRate
from convviz.runs import list_runs, load_run
from convviz.runs.rates import with_earlier_rates
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train

if TYPE_CHECKING:
    from convviz.core.schedules import Schedule
    from convviz.protocol.messages.trainer import TrainerReply
    from convviz.protocol.records import RateStep


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The rate that torch's own SGD had at each of its steps."""
    rates: list[float] = []
    step = torch.optim.SGD.step

    def noted(self: torch.optim.SGD, *arguments: object) -> object:
        rates.append(self.param_groups[0]["lr"])
        return step(self, *arguments)

    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    monkeypatch.setattr(torch.optim.SGD, "step", noted)
    return rates


def held(steps: tuple[RateStep, ...], count: int) -> list[float]:
    """Return the rate of each batch."""
    return [[rate for start, rate in steps if start <= batch][-1] for batch in range(1, count + 1)]


def told(messages: list[TrainerReply]) -> tuple[RateStep, ...]:
    return tuple(step for m in messages if isinstance(m, BatchesDone) for step in m.rates)


@pytest.mark.parametrize(
    "schedule",
    [
        None,
        StepLR(step_size=1, gamma=0.5),
        ExponentialLR(gamma=0.9),
        CosineAnnealingLR(T_max=3, eta_min=0.001),
        LinearLR(),
        OneCycleLR(max_lr=0.1),
        ReduceLROnPlateau(patience=0, threshold=10.0, threshold_mode="abs"),
    ],
)
def test_the_rate_of_each_batch_is_kept_as_torch_used_it(
    used: list[float], tmp_path: Path, schedule: Schedule | None
) -> None:
    document = small.document(optimiser=SGD(lr=0.05, momentum=0.9), epochs=3, schedule=schedule)
    _, messages = train(document, tmp_path / "run")
    count = len(losses_of(messages))
    assert held(told(messages), count) == used
    assert len(told(messages)) <= len(set(used)) + 1  # only where it becomes another
    (run,) = list_runs()
    record = load_run(run.id)
    assert record.rates == told(messages)
    older = with_earlier_rates((), record.document, run.batches_per_epoch, record.changes, count)
    if schedule is None or not schedule.follows_the_loss:
        assert held(older, count) == pytest.approx(used, rel=1e-9)
    else:
        assert older == ()


def test_a_rate_that_a_person_changes_is_kept_from_the_next_batch_on(
    used: list[float], tmp_path: Path
) -> None:
    document = small.document(optimiser=SGD(lr=0.05), epochs=1)
    script = small.Script(lambda poll: SetLearningRate(0.2) if poll == 3 else None)
    _, messages = train(document, tmp_path / "run", commands=script)
    assert told(messages) == ((1, 0.05), (3, 0.2))
    count = len(losses_of(messages))
    assert held(told(messages), count) == used
    (run,) = list_runs()
    record = load_run(run.id)
    older = with_earlier_rates((), record.document, run.batches_per_epoch, record.changes, count)
    assert older == ((1, 0.05), (3, 0.2))
