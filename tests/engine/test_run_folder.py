"""A run's folder: one run at a time under all its names, and nobody's files replaced in it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.core.layers.activation import ReLU
from convviz.core.network.sequential import NetworkStep
from convviz.engine.training import result, run_identity, run_log, setup
from convviz.engine.training.checkpoint_file import read_checkpoint
from convviz.protocol.document_file import encode_document, read_document, write_document
from convviz.protocol.files import write_file
from convviz.protocol.messages.trainer import (
    CheckpointSaved,
    RunCommand,
    RunNotice,
    RunStarted,
    StopRun,
    TrainerReply,
)
from convviz.protocol.records import best_epoch
from convviz.runs import RunStatus, RunWriter, default_store, list_runs, load_run
from convviz.runs.liveness import LOCK_NAME, lock_run
from convviz.values.weights import read_weights
from tests.support import small_training as small
from tests.support.small_runs import losses_of, refusal, train


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_under_another_name_is_not_trained_in_twice(
    folder: Path, tmp_path: Path, *, resume: bool
) -> None:
    (tmp_path / "link").symlink_to(folder)
    lock = lock_run(folder)
    for name in (tmp_path / "link", tmp_path / "x" / ".." / "run"):
        error = refusal(small.document(), name, resume=resume)
        assert error.code is ErrorCode.RUN_IN_PROGRESS
        assert error.facts["path"] == str(folder)
    lock.release()


def test_a_run_that_goes_on_under_another_name_keeps_all_its_epochs(
    folder: Path, tmp_path: Path
) -> None:
    _, head = train(small.document(epochs=1), folder)
    (tmp_path / "link").symlink_to(folder)
    _, tail = train(small.document(epochs=2), tmp_path / "link", resume=True)
    (summary,) = list_runs()
    assert list(load_run(summary.id).losses) == losses_of(head) + losses_of(tail)
    assert [epoch.epoch for epoch in load_run(summary.id).epochs] == [1, 2]


def test_a_refused_run_leaves_no_folder(tmp_path: Path) -> None:
    refusal(small.document(device="cuda:99"), tmp_path / "a" / "b")
    refusal(small.document(), tmp_path / "a" / "b", resume=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["network.convviz", "metrics.json"])
def test_a_file_that_lies_there_is_not_replaced(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_bytes(b"a person's own")
    error = refusal(small.document(), folder)
    assert error.code is ErrorCode.RUN_WOULD_REPLACE
    assert error.facts["path"] == str(folder / name)
    assert (folder / name).read_bytes() == b"a person's own"
    assert [path.name for path in folder.iterdir()] == [name]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="a system that cannot tell links")
def test_a_lock_that_leads_elsewhere_is_refused(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (tmp_path / "thesis.txt").write_text("three years")
    (folder / LOCK_NAME).symlink_to(tmp_path / "thesis.txt")
    error = refusal(small.document(), folder)
    assert (error.code, error.facts["path"]) == (
        ErrorCode.FILE_UNWRITABLE,
        str(folder / LOCK_NAME),
    )
    assert (tmp_path / "thesis.txt").read_text() == "three years"


def test_a_document_is_not_replaced_by_its_own_run(folder: Path) -> None:
    write_document(folder / "network.convviz", small.document())
    assert refusal(small.document(), folder).code is ErrorCode.RUN_WOULD_REPLACE


def test_a_run_that_was_cut_before_its_first_checkpoint_begins_again(folder: Path) -> None:
    write_document(folder / "network.convviz", small.document())
    (folder / LOCK_NAME).write_bytes(b"1")
    assert train(small.document(), folder)[0].outcome == "finished"


def test_what_a_person_changed_in_the_runs_document_stays(folder: Path) -> None:
    train(small.document(epochs=1), folder)
    known = read_document(folder / "network.convviz")
    calculator = msgspec.structs.replace(known.calculator, input_shape=(1, 9, 9))
    write_document(
        folder / "network.convviz", msgspec.structs.replace(known, calculator=calculator)
    )
    train(small.document(epochs=2), folder, resume=True)
    after = read_document(folder / "network.convviz")
    assert after.calculator == calculator
    assert after.training.epochs == 2
    assert after.network.weights is not None
    read_weights(folder / "weights.safetensors", sha256=after.network.weights.sha256)


def test_a_layer_that_is_switched_off_does_not_keep_a_run_from_going_on(folder: Path) -> None:
    train(small.document(epochs=1), folder)
    network = small.tiny_network()
    off = NetworkStep(ReLU(), enabled=False)
    changed = msgspec.structs.replace(network, steps=(*network.steps, off))
    ended, _ = train(small.document(changed, epochs=2), folder, resume=True)
    assert ended.epochs_done == 2
    after = read_document(folder / "network.convviz")
    assert after.network.steps == changed.steps
    read_weights(folder / "weights.safetensors", network=after.network)


def test_a_document_put_there_while_it_trains_is_not_replaced(folder: Path) -> None:
    other = encode_document(small.document(small.varied_network()))

    def stop(polls: int) -> RunCommand | None:
        if polls == 3:
            (folder / "network.convviz").write_bytes(other)
        return None

    train(small.document(epochs=1), folder, commands=small.Script(stop))
    assert (folder / "network.convviz").read_bytes() == other
    ours = read_document(folder / "network-2.convviz")
    assert ours.network.steps == small.document().network.steps
    assert ours.network.weights is not None


def test_a_run_does_not_go_on_with_changed_pictures(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(small.document(epochs=1), folder)
    changed = small.small_dataset()
    changed.train_images[7, 1, 2, 3] ^= 1
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: changed)
    error = refusal(small.document(), folder, resume=True)
    assert error.code is ErrorCode.CHECKPOINT_OTHER_PICTURES
    assert error.facts["path"] == str(folder)


def test_a_store_that_is_locked_to_the_end_knows_the_run_afterwards(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convviz.runs.database._BUSY_SECONDS", 0.01)
    monkeypatch.setattr(run_log, "LAST_PAUSES", ())
    train(small.document(epochs=1), folder.with_name("first"))
    with closing(sqlite3.connect(default_store(), isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        ended, messages = train(small.document(), folder)
    assert ended.outcome == "finished"
    notices = [m.problem for m in messages if isinstance(m, RunNotice)]
    notices += [n for m in messages if isinstance(m, RunStarted) for n in m.notices]
    assert [notice.code for notice in notices] == [ErrorCode.RUN_STORE_UNUSABLE]
    summary = next(run for run in list_runs() if run.folder == folder)
    assert summary.status is RunStatus.FINISHED
    assert summary.sha256 == ended.sha256
    record = load_run(summary.id)
    assert list(record.losses) == losses_of(messages)
    assert len(record.epochs) == 2
    assert not list(default_store().parent.glob("*.unwritten"))


def test_a_store_that_is_free_again_after_the_end_is_told_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convviz.runs.database._BUSY_SECONDS", 0.01)
    train(small.document(epochs=1), folder.with_name("first"))
    with closing(sqlite3.connect(default_store(), isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("time.sleep", lambda _s: busy.rollback())
        train(small.document(), folder)
    with closing(sqlite3.connect(default_store())) as connection:
        statuses = dict(connection.execute("SELECT folder, status FROM runs"))
    assert statuses[str(folder)] == "finished"
    assert not list(default_store().parent.glob("*.unwritten"))


@pytest.mark.parametrize(("between", "saved"), [(1, [1, 2, 3, 4, 5]), (2, [2, 4]), (9, [])])
def test_checkpoints_are_written_after_as_many_epochs_as_were_chosen(
    folder: Path, between: int, saved: list[int]
) -> None:
    document = small.document(epochs=5, checkpoint_epochs=between, keep_best=False)
    _, messages = train(document, folder)
    told = [m.epoch for m in messages if isinstance(m, CheckpointSaved)]
    assert told == saved + ([] if 5 in saved else [5])  # the end is saved in any case
    assert train(document, folder, resume=True)[0].epochs_done == 5


def test_the_best_of_the_saved_epochs_stays(folder: Path) -> None:
    train(small.document(epochs=8, checkpoint_epochs=2, keep_best=False), folder)
    steps = {int(path.stem[5:]) for path in (folder / "checkpoints").glob("*.json")}
    (summary,) = list_runs()
    epochs = [one for one in load_run(summary.id).epochs if one.epoch % 2 == 0]
    best = best_epoch(epochs)
    assert best is not None
    assert steps == {best.step, 30, 40}


def refuse(_path: Path, _data: bytes) -> None:
    raise StorageError(ErrorCode.DISK_FULL, path=str(_path))


def problems(messages: list[TrainerReply]) -> list[str]:
    return [m.problem.code for m in messages if isinstance(m, RunNotice)]


def test_the_weights_are_kept_where_no_checkpoint_fits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convviz.engine.training.checkpoint_file.write_file", refuse)
    ended, messages = train(small.document(), folder)
    assert ended.outcome == "finished"
    read_weights(folder / "weights.safetensors", sha256=ended.sha256)
    assert set(problems(messages)) == {ErrorCode.DISK_FULL}
    assert list_runs()[0].status is RunStatus.FINISHED


def test_the_weights_take_the_place_of_a_checkpoint_that_has_a_successor(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        if len(list((folder / "checkpoints").glob("*.json"))) > 1:
            refuse(path, data)
        write_file(path, data)

    monkeypatch.setattr(result, "write_file", full)
    ended, messages = train(small.document(epochs=3), folder)
    assert (ended.outcome, problems(messages)) == ("finished", [])
    read_weights(folder / "weights.safetensors", sha256=ended.sha256)
    names = [path.name for path in (folder / "checkpoints").glob("*.json")]
    assert names == ["step-0000000015.json"]


@pytest.mark.parametrize("fits", [True, False])
def test_finished_weights_take_the_room_of_the_only_checkpoint_if_they_fit_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, fits: bool
) -> None:
    """The disk is full since the first epoch: what three epochs learned must not go for it."""

    def checkpoints() -> list[str]:
        return [path.stem for path in (folder / "checkpoints").glob("*.json")]

    def full(path: Path, data: bytes) -> None:
        if checkpoints() or not fits:
            refuse(path, data)
        write_file(path, data)

    def only_the_first(path: Path, data: bytes) -> None:
        if "0000000005" not in path.name:
            refuse(path, data)
        write_file(path, data)

    monkeypatch.setattr(result, "write_file", full)
    monkeypatch.setattr("convviz.engine.training.checkpoint_file.write_file", only_the_first)
    if fits:
        ended, _ = train(small.document(epochs=3), folder)
        read_weights(folder / "weights.safetensors", sha256=ended.sha256)
        assert checkpoints() == []
    else:
        assert refusal(small.document(epochs=3), folder).code is ErrorCode.DISK_FULL
        assert checkpoints() == ["step-0000000005"]
        read_checkpoint(folder / "checkpoints" / "step-0000000005.json")


def test_a_run_that_is_to_go_on_saves_its_checkpoint_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result, "write_file", refuse)
    stop = small.Script(lambda polls: StopRun() if polls == 3 else None)
    with pytest.raises(StorageError) as caught:
        train(small.document(), folder, commands=stop)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert [path.stem for path in (folder / "checkpoints").glob("*.json")] == ["step-0000000002"]


def test_the_checksum_of_pictures_does_not_depend_on_how_they_lie_in_memory() -> None:
    dataset = small.small_dataset()
    turned = replace(dataset, train_images=np.asfortranarray(dataset.train_images))
    assert run_identity._pictures_digest(turned) == run_identity._pictures_digest(dataset)


def test_the_list_of_runs_is_closed_whatever_it_does_not_take(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that SQLite has no room for is no error of SQLite's own."""
    closed: list[RunWriter] = []
    real = RunWriter.close

    def close(writer: RunWriter) -> None:
        closed.append(writer)
        real(writer)

    def too_large(_writer: RunWriter, _entry: object) -> None:
        raise OverflowError

    monkeypatch.setattr(run_log, "LAST_PAUSES", (0.0,))
    monkeypatch.setattr(RunWriter, "close", close)
    monkeypatch.setattr(RunWriter, "write", too_large)
    with pytest.raises(OverflowError):
        train(small.document(epochs=1), folder)
    assert len(closed) == 1
