"""A run that was stopped, damaged or finished goes on exactly, or is politely refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ErrorCode
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.training import setup
from convviz.protocol.messages.trainer import RunStarted, StopRun
from convviz.runs import RunStatus, list_runs, load_run
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, refusal, train, weights_of

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.protocol.records import EpochRecord


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def stop_at(poll: int) -> small.Script:
    return small.Script(lambda polls: StopRun() if polls == poll else None)


@pytest.fixture(scope="module", params=[Adam(), SGD(momentum=0.9)], ids=repr)
def straight(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Document, Path, EpochRecord, list[float]]:
    """A run that nobody stops: its document and folder, its end and its losses."""
    document = small.document(small.varied_network(), optimiser=request.param)
    folder = tmp_path_factory.mktemp("straight") / "run"
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
        ended, messages = train(document, folder)
    return document, folder, reached(ended), losses_of(messages)


@pytest.mark.parametrize("poll", [1, 2, 4, 6, 7, 8])
def test_a_stopped_run_goes_on_as_if_it_never_stopped(
    tmp_path: Path, poll: int, straight: tuple[Document, Path, EpochRecord, list[float]]
) -> None:
    """Poll 1 comes before the first batch, poll 7 between test pictures and the result."""
    document, straight_folder, straight_end, expected = straight
    stopped, head = train(document, tmp_path / "parts", commands=stop_at(poll))
    assert stopped.outcome == "stopped"
    assert stopped.step == min(poll - 1, 5)
    finished, tail = train(document, tmp_path / "parts", resume=True)
    started = tail[0]
    assert isinstance(started, RunStarted)
    assert started.first_step == stopped.step
    assert losses_of(head) + losses_of(tail) == expected
    assert reached(finished).validation_loss == straight_end.validation_loss
    assert weights_of(tmp_path / "parts") == weights_of(straight_folder)
    record = load_run(list_runs()[0].id)
    assert record.summary.status is RunStatus.FINISHED
    assert list(record.losses) == expected
    assert len(record.epochs) == 2


def test_a_finished_run_can_be_given_more_epochs(tmp_path: Path) -> None:
    train(small.document(epochs=3), tmp_path / "straight")
    train(small.document(epochs=1), tmp_path / "parts")
    ended, _ = train(small.document(epochs=3), tmp_path / "parts", resume=True)
    assert ended.epochs_done == 3
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"batch_size": 8}, "batch_size"),
        ({"seed": 4}, "seed"),
        ({"optimiser": SGD(lr=0.5)}, "lr"),
        ({"network": small.varied_network()}, "network"),
    ],
)
def test_a_run_does_not_go_on_with_other_settings(
    folder: Path, change: dict[str, Any], setting: str
) -> None:
    train(small.document(epochs=1), folder)
    before = weights_of(folder)
    error = refusal(small.document(**change), folder, resume=True)
    assert error.code is ErrorCode.CHECKPOINT_DIFFERS
    assert error.facts["settings"] == setting
    assert weights_of(folder) == before


def test_other_data_is_not_gone_on_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train(small.document(epochs=1), folder)
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset(60))
    error = refusal(small.document(), folder, resume=True)
    assert error.code is ErrorCode.CHECKPOINT_OTHER_PICTURES
    assert error.facts["place"] == "Shapes-10"


def test_a_new_run_does_not_overwrite_an_old_one(folder: Path) -> None:
    train(small.document(epochs=1), folder)
    before = weights_of(folder)
    assert refusal(small.document(), folder).code is ErrorCode.RUN_FOLDER_TAKEN
    assert weights_of(folder) == before


def test_there_must_be_something_to_go_on_from(folder: Path) -> None:
    assert refusal(small.document(), folder, resume=True).code is ErrorCode.CHECKPOINT_MISSING


def test_a_damaged_checkpoint_is_told_and_the_one_before_it_used(folder: Path) -> None:
    train(small.document(epochs=2), folder)
    newest = max((folder / "checkpoints").glob("*.safetensors"))
    newest.write_bytes(newest.read_bytes()[:-1] + b"\xff")
    _, messages = train(small.document(epochs=2), folder, resume=True)
    started = messages[0]
    assert isinstance(started, RunStarted)
    assert started.first_step == 5
    assert [notice.code for notice in started.notices] == [ErrorCode.CHECKPOINT_DAMAGED]
