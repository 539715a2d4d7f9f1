"""Settings that are changed while a run goes on: at work from the next batch, and remembered."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.errors import ErrorCode
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import setup
from convviz.engine.training.checkpoint import CheckpointFolder
from convviz.protocol.messages.trainer import (
    PauseRun,
    RunCommand,
    RunNotice,
    RunStarted,
    SetLearningRate,
    SetMomentum,
    SettingChanged,
    SetWeightDecay,
    StopRun,
    TrainerReply,
)
from convviz.protocol.records import SettingChange
from convviz.protocol.sentences.errors import sentence
from convviz.runs import list_runs, load_run
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train, weights_of

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.protocol.document import Document

LR = SetLearningRate(0.2)
NESTEROV = ErrorCode.NESTEROV_NEEDS_MOMENTUM


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def at(step: int, *commands: RunCommand) -> small.Script:
    """Give commands when so many batches of the first epoch are done; one poll a batch before."""
    first = step + 1
    return small.Script(
        lambda poll: commands[poll - first] if first <= poll < first + len(commands) else None
    )


def changes_of(messages: list[TrainerReply]) -> list[SettingChange]:
    return [m.change for m in messages if isinstance(m, SettingChanged)]


def notices_of(messages: list[TrainerReply]) -> list[str]:
    return [m.problem.code for m in messages if isinstance(m, RunNotice)]


@pytest.mark.parametrize(
    ("optimiser", "command", "name"),
    [
        (SGD(lr=0.05, momentum=0.9), SetLearningRate(0.2), "lr"),
        (SGD(lr=0.05, momentum=0.9), SetLearningRate(0.0), "lr"),
        (SGD(lr=0.05), SetMomentum(0.9), "momentum"),
        (SGD(lr=0.05, momentum=0.9), SetMomentum(0.0), "momentum"),
        (SGD(lr=0.05), SetWeightDecay(0.5), "weight_decay"),
        (Adam(lr=0.01), SetLearningRate(0.1), "lr"),
        (Adam(lr=0.01), SetWeightDecay(0.5), "weight_decay"),
    ],
)
def test_the_next_batch_is_the_first_with_the_new_value(
    folder: Path, optimiser: Optimiser, command: RunCommand, name: str
) -> None:
    """As if the line of a plain PyTorch loop had been run that sets a group of the optimiser."""
    document = small.document(optimiser=optimiser, epochs=1)
    _, messages = train(document, folder, commands=at(2, command))
    assert changes_of(messages) == [SettingChange(2, name, command.value)]  # type: ignore[union-attr]
    expected = plain_losses(document, 2, name, command.value)  # type: ignore[union-attr]
    assert losses_of(messages) == pytest.approx(expected, rel=1e-5)
    assert losses_of(messages)[:3] == pytest.approx(expected[:3], rel=1e-6)


def plain_losses(document: Document, step: int, name: str, value: float) -> list[float]:
    steps, shape = document.network.steps, document.network.input_shape
    model = build_sequential(steps, shape, seed=document.training.seed)
    settings = document.training.optimiser
    kind = torch.optim.SGD if isinstance(settings, SGD) else torch.optim.Adam
    names = {"lr", "weight_decay", "momentum"} & settings.parameters().keys()
    optimiser = kind(model.parameters(), **{name: getattr(settings, name) for name in names})
    losses = []
    batches = small.plain_losses(
        model, optimiser, small.small_dataset(), document.training, 5, torch.channels_last
    )
    for done, loss in enumerate(batches, start=1):
        losses.append(loss)
        if done == step:
            optimiser.param_groups[0][name] = value
    return losses


def test_what_was_told_before_a_change_happened_before_it(folder: Path) -> None:
    _, messages = train(small.document(epochs=1), folder, commands=at(3, LR))
    place = next(i for i, m in enumerate(messages) if isinstance(m, SettingChanged))
    assert len(losses_of(messages[:place])) == 3
    assert len(losses_of(messages)) == 5


def test_a_change_is_recorded_with_its_step(folder: Path) -> None:
    commands = at(2, LR, SetWeightDecay(0.1))
    train(small.document(epochs=1), folder, commands=commands)
    record = load_run(list_runs()[0].id)
    assert record.changes == (SettingChange(2, "lr", 0.2), SettingChange(2, "weight_decay", 0.1))
    progress = CheckpointFolder(folder / "checkpoints").latest()[0].progress
    assert tuple(progress.changes) == record.changes


def test_of_many_changes_between_two_batches_the_last_counts(folder: Path) -> None:
    """A slider sends dozens while one batch is in hand."""
    values = [SetLearningRate(number / 100) for number in range(50)]
    _, messages = train(small.document(epochs=1), folder, commands=at(2, *values))
    assert len(changes_of(messages)) == 50
    assert load_run(list_runs()[0].id).changes == (SettingChange(2, "lr", 0.49),)


def test_a_run_goes_on_with_what_was_changed(tmp_path: Path) -> None:
    document = small.document(small.varied_network(), optimiser=SGD(lr=0.05, momentum=0.9))
    slower = SetLearningRate(0.01)
    train(document, tmp_path / "straight", commands=at(2, slower))
    _, head = train(document, tmp_path / "parts", commands=at(2, slower, StopRun()))
    ended, tail = train(document, tmp_path / "parts", resume=True)
    started = tail[0]
    assert isinstance(started, RunStarted)
    assert started.changes == (SettingChange(2, "lr", 0.01),)
    assert len(losses_of(head)) == started.first_step == 2
    assert ended.outcome == "finished"
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")
    assert load_run(list_runs()[0].id).changes == started.changes


def test_a_change_in_a_pause_is_kept_though_no_batch_follows(folder: Path) -> None:
    """The checkpoint that was written before it must not count as the last state."""
    epoch_is_saved = 7
    train(small.document(), folder, commands=at(epoch_is_saved, PauseRun(), LR, StopRun()))
    _, messages = train(small.document(), folder, resume=True)
    assert messages[0].first_step == 5  # type: ignore[union-attr]
    assert messages[0].changes == (SettingChange(5, "lr", 0.2),)  # type: ignore[union-attr]


def test_what_was_changed_after_the_last_checkpoint_is_forgotten_with_its_batches(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = small.document(epochs=2)
    with monkeypatch.context() as patch:
        patch.setattr(CheckpointFolder, "save", refuse_after(5))
        train(document, folder, commands=at(8, LR, StopRun()))
    assert load_run(list_runs()[0].id).changes != ()
    _, messages = train(document, folder, resume=True)
    assert messages[0].changes == ()  # type: ignore[union-attr]
    assert load_run(list_runs()[0].id).changes == ()


def refuse_after(last: int) -> object:
    from convviz.core.errors import StorageError

    real = CheckpointFolder.save

    def save(folder: CheckpointFolder, identity: object, progress: object, tensors: object) -> Path:
        if progress.step > last:  # type: ignore[attr-defined]
            raise StorageError(ErrorCode.DISK_FULL, path="full")
        return real(folder, identity, progress, tensors)  # type: ignore[arg-type]

    return save


@pytest.mark.parametrize(
    ("optimiser", "command", "code"),
    [
        (SGD(), SetLearningRate(-0.1), ErrorCode.OUT_OF_RANGE),
        (SGD(), SetLearningRate(1e31), ErrorCode.OUT_OF_RANGE),
        (SGD(), SetLearningRate(math.nan), ErrorCode.TRAINING_MALFORMED),
        (SGD(), SetWeightDecay(math.inf), ErrorCode.TRAINING_MALFORMED),
        (SGD(), SetMomentum(-1.0), ErrorCode.OUT_OF_RANGE),
        (SGD(momentum=0.9, nesterov=True), SetMomentum(0.0), NESTEROV),
        (Adam(), SetMomentum(0.5), ErrorCode.SETTING_ABSENT),
    ],
)
def test_a_value_that_no_run_could_begin_with_is_refused_and_changes_nothing(
    tmp_path: Path, optimiser: Optimiser, command: RunCommand, code: ErrorCode
) -> None:
    document = small.document(optimiser=optimiser, epochs=1)
    _, expected = train(document, tmp_path / "left alone")
    _, messages = train(document, tmp_path / "asked", commands=at(2, command))
    assert notices_of(messages) == [code]
    problem = next(m.problem for m in messages if isinstance(m, RunNotice))
    assert sentence(problem.error())
    assert changes_of(messages) == []
    assert losses_of(messages) == losses_of(expected)


def test_a_run_that_diverges_blames_the_learning_rate_that_it_had(folder: Path) -> None:
    deep = small.document(small.network(Flatten(), Linear(3072, 8), Linear(8, 10)))
    ended, _ = train(deep, folder, commands=at(2, SetLearningRate(1e30)))
    assert ended.reason is not None
    assert ended.reason.code == ErrorCode.OUTPUT_NOT_FINITE
    assert ended.reason.facts["lr"] == 1e30
