"""The batch size, changed while a run goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.falling import StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.engine.training import setup
from convviz.engine.training.batches import PictureSet
from convviz.protocol.messages.trainer import (
    FinishEpoch,
    PauseRun,
    RunCommand,
    RunNotice,
    RunPaused,
    RunStarted,
    SetBatchSize,
    SetLearningRate,
    SettingChanged,
    StepRun,
    StopRun,
    TrainerReply,
)
from convviz.protocol.records import SettingChange
from convviz.protocol.sentences.errors import sentence
from convviz.runs import list_runs, load_run
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train, weights_of

if TYPE_CHECKING:
    import torch

    from convviz.engine.training.batches import Batch


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The places of the pictures of every batch that is trained on."""
    batches: list[list[int]] = []
    real = PictureSet.take

    def take(pictures: PictureSet, places: torch.Tensor, *how: Any) -> Batch:
        if len(places) < small.TRAIN:  # or else all are measured
            batches.append(places.tolist())
        return real(pictures, places, *how)

    monkeypatch.setattr(PictureSet, "take", take)
    return batches


def after(steps: dict[int, list[RunCommand]]) -> small.Script:
    """Give commands when so many batches of the first epoch are done."""
    waiting = dict(steps)
    count = [0]

    def decide(_poll: int) -> RunCommand | None:
        commands = waiting.get(count[0])
        if commands:
            return commands.pop(0)
        count[0] += 1
        return None

    return small.Script(decide)


def test_the_epoch_goes_on_from_its_picture_in_batches_of_the_new_size(
    folder: Path, taken: list[list[int]]
) -> None:
    commands = after({2: [SetBatchSize(10)]})
    ended, messages = train(small.document(epochs=2), folder, commands=commands)
    assert list(map(len, taken)) == [16, 16, 10, 10, 10, 8] + [10] * 7
    for epoch in (taken[:6], taken[6:]):
        assert sorted(place for batch in epoch for place in batch) == list(range(70))
    assert [m.change for m in messages if isinstance(m, SettingChanged)] == [
        SettingChange(2, "batch_size", 10.0)
    ]
    assert ended.step == len(losses_of(messages)) == 13
    assert [epoch.step for epoch in load_run(list_runs()[0].id).epochs] == [6, 13]


@pytest.mark.parametrize("cut", [3, 5, 6, 8])
def test_a_run_that_was_cut_goes_on_to_the_bit(tmp_path: Path, cut: int) -> None:
    document = small.document(
        small.varied_network(), optimiser=SGD(lr=0.05, momentum=0.9), schedule=StepLR(1, 0.5)
    )

    def changes() -> dict[int, list[RunCommand]]:
        return {2: [SetBatchSize(10)], 5: [SetBatchSize(30), SetLearningRate(0.02)]}

    straight, everything = train(document, tmp_path / "straight", commands=after(changes()))
    commands = changes()
    if cut < 5:
        del commands[5]
    commands[cut] = [*commands.get(cut, []), StopRun()]
    # Measuring polls as well: in the second epoch the batches come three polls later.
    polls = {step + (3 if step > 6 else 0): asked for step, asked in commands.items()}
    train(document, tmp_path / "parts", commands=after(polls))
    rest = after({} if cut >= 5 else {5 - cut: changes()[5]})
    ended, tail = train(document, tmp_path / "parts", resume=True, commands=rest)
    assert isinstance(tail[0], RunStarted)
    assert ended.step == straight.step
    assert losses_of(tail) == losses_of(everything)[tail[0].first_step :]
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")


def test_one_batch_and_one_epoch_pause_where_they_end(folder: Path) -> None:
    pauses: dict[int, list[RunCommand]] = {0: [PauseRun(), SetBatchSize(30), StepRun()]}
    script = after(pauses)
    messages: list[TrainerReply] = []
    waiting: list[RunCommand] = [FinishEpoch(), StepRun(), StopRun()]

    class Commands:
        def poll(self, timeout: float) -> RunCommand | None:
            return waiting.pop(0) if timeout and not pauses[0] else script.poll(timeout)

    from convviz.engine.training.headless import train_headless

    train_headless(small.document(), folder, on_message=messages.append, commands=Commands())
    assert [m.step for m in messages if isinstance(m, RunPaused)] == [0, 1, 3, 4]


def refused(messages: list[TrainerReply]) -> list[str]:
    problems = [m.problem for m in messages if isinstance(m, RunNotice)]
    assert all(sentence(problem.error()) for problem in problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("size", "code"),
    [
        (0, ErrorCode.OUT_OF_RANGE),
        (70_000, ErrorCode.OUT_OF_RANGE),
        (1, ErrorCode.LAST_BATCH_OF_ONE),
        (23, ErrorCode.LAST_BATCH_OF_ONE),  # 70 is 3 * 23 + 1
        (37, ErrorCode.LAST_BATCH_OF_ONE),  # of the 38 that are left
    ],
)
def test_a_size_with_which_the_run_could_not_end_is_refused_and_changes_nothing(
    tmp_path: Path, size: int, code: ErrorCode
) -> None:
    document = small.document(
        small.network(Flatten(), Linear(3072, 8), BatchNorm1d(8), Linear(8, 10)), epochs=2
    )
    _, expected = train(document, tmp_path / "left alone")
    commands = after({2: [SetBatchSize(size)]})
    _, messages = train(document, tmp_path / "asked", commands=commands)
    assert refused(messages) == [code]
    assert losses_of(messages) == losses_of(expected)


def test_the_size_that_is_offered_instead_is_taken(tmp_path: Path) -> None:
    layers = (Flatten(), Linear(3072, 8), BatchNorm1d(8), Linear(8, 10))
    document = small.document(small.network(*layers), epochs=2)
    _, messages = train(document, tmp_path / "a", commands=after({2: [SetBatchSize(37)]}))
    problem = next(m.problem for m in messages if isinstance(m, RunNotice))
    better = problem.facts["better"]
    assert isinstance(better, int)
    _, messages = train(document, tmp_path / "b", commands=after({2: [SetBatchSize(better)]}))
    assert refused(messages) == []


def test_a_schedule_over_the_batches_of_the_run_keeps_their_size(folder: Path) -> None:
    document = small.document(schedule=OneCycleLR(0.1), optimiser=SGD(lr=0.1, momentum=0.9))
    _, messages = train(document, folder, commands=after({2: [SetBatchSize(10)]}))
    assert refused(messages) == [ErrorCode.BATCH_SIZE_SCHEDULED]
    assert len(losses_of(messages)) == 10
