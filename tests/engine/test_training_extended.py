"""A run that is trained longer than was planned, and the best epoch that it keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from convviz.core.errors import ErrorCode
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.falling import CosineAnnealingLR, MultiStepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.engine.training import setup
from convviz.engine.training.checkpoint_file import read_checkpoint
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.setup import result_tensors
from convviz.protocol.best_weights import BEST_NAME, best_files, kept_best
from convviz.protocol.document_file import read_document
from convviz.protocol.messages.trainer import (
    KeepWeights,
    PauseRun,
    RunStarted,
    SetLearningRate,
    SettingChanged,
    StopRun,
)
from convviz.protocol.records import EpochRecord, best_epoch
from convviz.protocol.run_settings import different_settings, extended
from convviz.runs import list_runs, load_run
from convviz.runs.editing import empty_trash, put_in_trash
from convviz.runs.layers_file import BATCH_NAME, KEPT_FOLDER, LAYERS_NAME
from convviz.values.weights import by_code_names, read_weights
from tests.support import small_training as small
from tests.support.small_runs import losses_of, refusal, train, weights_of

if TYPE_CHECKING:
    from convviz.core.schedules import Schedule
    from convviz.protocol.document import Document
    from convviz.protocol.messages.trainer import RunCommand

MOMENTUM = SGD(lr=0.05, momentum=0.9)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def longer(document: Document, epochs: int) -> Document:
    return msgspec.structs.replace(document, training=extended(document.training, epochs))


@pytest.mark.parametrize(
    "schedule",
    [
        None,
        MultiStepLR((1, 3), 0.5),
        CosineAnnealingLR(2),
        ReduceLROnPlateau(patience=0),
        OneCycleLR(0.1, anneal_strategy="linear"),
    ],
)
def test_an_extended_run_is_a_straight_one_of_that_length_to_the_bit(
    tmp_path: Path, schedule: Schedule | None
) -> None:
    document = small.document(
        small.varied_network(), optimiser=MOMENTUM, schedule=schedule, epochs=2
    )
    planned = longer(document, 4)
    _, everything = train(planned, tmp_path / "straight")
    ended, _ = train(document, tmp_path / "extended")
    assert ended.outcome == "finished"
    ended, tail = train(planned, tmp_path / "extended", resume=True)
    assert (ended.outcome, ended.epochs_done) == ("finished", 4)
    assert losses_of(tail) == losses_of(everything)[10:]
    assert weights_of(tmp_path / "extended") == weights_of(tmp_path / "straight")
    assert list_runs()[0].epochs_planned == 4


def test_behind_one_cycle_the_rate_stays_and_can_be_changed(tmp_path: Path) -> None:
    document = small.document(schedule=OneCycleLR(0.1), optimiser=MOMENTUM, epochs=2)
    assert longer(document, 4).training.schedule_epochs == 2
    train(document, tmp_path)
    asked: list[RunCommand] = [PauseRun(), SetLearningRate(0.02), StopRun()]
    commands = small.Script(lambda _: asked.pop(0) if asked else None)
    # As from the shell, which says no more than the number of epochs.
    plain = msgspec.structs.replace(
        document, training=msgspec.structs.replace(document.training, epochs=4)
    )
    _, messages = train(plain, tmp_path, resume=True, commands=commands)
    started = messages[0]
    assert isinstance(started, RunStarted)
    assert [notice.code for notice in started.notices] == [ErrorCode.SCHEDULE_SHORTER]
    assert [m.change.value for m in messages if isinstance(m, SettingChanged)] == [0.02]
    _, messages = train(plain, tmp_path, resume=True)
    checkpoint = read_checkpoint(max((tmp_path / "checkpoints").glob("*.json")))
    assert float(checkpoint.tensors["rates.lr"]) == 0.02
    assert load_run(list_runs()[0].id).summary.epochs_done == 4


def test_a_run_that_is_not_at_its_end_keeps_its_schedule_as_well(tmp_path: Path) -> None:
    document = small.document(schedule=OneCycleLR(0.1), optimiser=MOMENTUM, epochs=2)
    asked: list[RunCommand] = [StopRun()]
    train(document, tmp_path, commands=small.Script(lambda poll: asked[0] if poll > 3 else None))
    ended, _ = train(longer(document, 3), tmp_path, resume=True)
    straight, _ = train(longer(document, 3), tmp_path.with_name("straight"))
    assert (ended.outcome, ended.last and ended.last.validation_loss) == (
        "finished",
        straight.last and straight.last.validation_loss,
    )


def test_a_run_is_not_shortened_under_a_schedule_that_is_laid_out_over_it(tmp_path: Path) -> None:
    document = small.document(schedule=OneCycleLR(0.1), optimiser=MOMENTUM, epochs=3)
    train(document, tmp_path)
    shorter = msgspec.structs.replace(
        document, training=msgspec.structs.replace(document.training, epochs=2)
    )
    assert different_settings(shorter, document) == ("epochs",)
    assert refusal(shorter, tmp_path, resume=True).code is ErrorCode.CHECKPOINT_DIFFERS
    assert different_settings(longer(document, 9), document) == ()


def with_accuracies(monkeypatch: pytest.MonkeyPatch, *accuracies: float) -> None:
    """Have the epochs of the next run reach these."""
    waiting = list(accuracies)
    real = TrainingProgress.finish_epoch

    def finish(
        progress: TrainingProgress, loss: float, _accuracy: float, *more: Any
    ) -> EpochRecord:
        return real(progress, loss, waiting.pop(0), *more)

    monkeypatch.setattr(TrainingProgress, "finish_epoch", finish)


def test_the_weights_of_the_best_epoch_are_kept_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a checkpoint is written so seldom that the best epoch would have none."""
    document = small.document(epochs=4, checkpoint_epochs=4)
    with_accuracies(monkeypatch, 0.1, 0.6, 0.6, 0.5)
    ended, _ = train(document, tmp_path)
    assert ended.best is not None
    assert ended.best.epoch == 2
    checkpoint = read_checkpoint(tmp_path / "checkpoints" / "step-0000000010.json")
    wanted = by_code_names(result_tensors(checkpoint), document.network)
    kept = read_weights(Path(ended.best.weights), sha256=ended.best.sha256)
    assert {n: a.tobytes() for n, a in kept.items()} == {
        n: t.numpy().tobytes() for n, t in wanted.items()
    }
    beside = read_document(tmp_path / BEST_NAME).network.weights
    assert beside is not None
    assert beside.sha256 == ended.best.sha256
    assert kept_best(tmp_path, load_run(list_runs()[0].id).epochs) == ended.best


def test_a_best_epoch_that_is_the_last_one_is_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_accuracies(monkeypatch, 0.1, 0.6, 0.2, 0.7)
    ended, _ = train(small.document(epochs=3), tmp_path)
    assert ended.best is not None
    ended, _ = train(small.document(epochs=4), tmp_path, resume=True)
    assert ended.best is None
    assert best_files(tmp_path) == []
    assert not (tmp_path / BEST_NAME).exists()


def test_of_a_deleted_run_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a run writes into its folder: the best epoch, layers, what a person looked at."""
    with_accuracies(monkeypatch, 0.6, 0.2)
    folder = tmp_path / "run"
    looks = small.Script(lambda poll: KeepWeights() if poll == 1 else None)
    train(small.document(epochs=2), folder, commands=looks)
    names = {path.name for path in folder.iterdir()}
    assert {BEST_NAME, LAYERS_NAME, BATCH_NAME, KEPT_FOLDER} <= names
    (run,) = list_runs()
    put_in_trash([run.id])
    empty_trash([run.id])
    assert not folder.exists()


def test_no_best_epoch_is_kept_where_that_is_not_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_accuracies(monkeypatch, 0.6, 0.2)
    ended, _ = train(small.document(keep_best=False), tmp_path)
    assert ended.best is None
    assert best_files(tmp_path) == []


def test_best_weights_of_another_epoch_or_of_no_checksum_are_none(tmp_path: Path) -> None:
    epochs = [EpochRecord(1, 5, 1.0, 1.0, 0.5, 1.0)]
    assert kept_best(tmp_path, epochs) is None
    (tmp_path / BEST_NAME).write_text(json.dumps({"format": "other"}))
    assert kept_best(tmp_path, epochs) is None
    assert best_epoch(epochs) == epochs[0]
