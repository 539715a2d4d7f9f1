"""The list of runs: what is written is read back, whoever writes meanwhile and however it ends."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.messages.common import Problem
from convviz.protocol.records import EpochRecord, MetricRecord, SettingChange, best_epoch
from convviz.runs import (
    RunStart,
    RunStatus,
    RunWriter,
    default_runs_folder,
    list_runs,
    load_run,
    new_run_folder,
)
from convviz.runs.database import open_store
from convviz.runs.entries import (
    BatchesEntry,
    ChangeEntry,
    EndEntry,
    EpochEntry,
    Unwritten,
    WeightsEntry,
    unwritten_file,
    write_unwritten,
)
from convviz.runs.liveness import is_alive, lock_run
from convviz.runs.migrations import VERSION

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "runs.sqlite"


def start(name: str = "a", **changes: Any) -> RunStart:
    known: dict[str, Any] = {
        "folder": Path("/runs") / name,
        "document": b"{}",
        "dataset": "shapes10",
        "device": "cpu",
        "epochs_planned": 3,
        "batches_per_epoch": 5,
        "num_params": 100,
    }
    return RunStart(**known | changes)


def epoch(number: int, accuracy: float = 0.5) -> EpochRecord:
    return EpochRecord(number, 5 * number, 2.0, 1.5, accuracy, 4.0)


def write(
    store: Path, action: Callable[[RunWriter], object], begun: RunStart | None = None
) -> None:
    with closing(RunWriter.start(store, begun or start())) as writer:
        action(writer)


def test_without_a_store_there_are_no_runs(store: Path) -> None:
    assert list_runs(store) == ()
    assert not store.parent.exists()
    with pytest.raises(StorageError) as caught:
        load_run(1, store)
    assert caught.value.code is ErrorCode.RUN_UNKNOWN


def test_a_run_is_read_back_as_it_was_written(store: Path) -> None:
    writer = RunWriter.start(store, start(document=b"{ }"))
    writer.add_batches(1, [2.5, 2.25])
    writer.add_batches(3, [math.nan, math.inf, 2.0])
    writer.add_epoch(epoch(1, 0.6))
    writer.add_epoch(epoch(2, 0.4))
    problem = Problem("loss_not_finite", {"step": 5, "loss": "nan", "lr": 0.1})
    writer.set_weights(Path("/runs/a/weights.safetensors"), "abc")
    writer.finish(RunStatus.DIVERGED, 5, 12.5, problem=problem)
    writer.close()
    (summary,) = list_runs(store)
    record = load_run(summary.id, store)
    assert record.summary == summary
    assert record.document == b"{ }"
    assert record.steps == (1, 2, 3, 4, 5)
    assert record.losses == pytest.approx((2.5, 2.25, math.nan, math.inf, 2.0), nan_ok=True)
    assert record.epochs == (epoch(1, 0.6), epoch(2, 0.4))
    assert summary.status is RunStatus.DIVERGED
    assert (summary.step, summary.seconds, summary.epochs_done) == (5, 12.5, 2)
    assert (summary.last, summary.best) == (epoch(2, 0.4), epoch(1, 0.6))
    assert (summary.weights, summary.sha256) == ("/runs/a/weights.safetensors", "abc")
    assert summary.problem == problem
    assert abs(summary.started.timestamp() - time.time()) < 60


def test_the_best_epoch_of_the_list_is_the_earliest_of_equals_and_a_number(store: Path) -> None:
    def measure(writer: RunWriter) -> None:
        for number, accuracy in enumerate((math.nan, 0.5, 0.6, 0.6), start=1):
            writer.add_epoch(epoch(number, accuracy))

    write(store, measure)
    (summary,) = list_runs(store)
    assert summary.best == epoch(3, 0.6)
    assert math.isnan(load_run(summary.id, store).epochs[0].validation_accuracy)
    assert summary.epochs_done == 4


def test_the_newest_run_comes_first(store: Path) -> None:
    for name in ("a", "b", "c"):
        write(store, lambda w: w.finish(RunStatus.FINISHED, 1, 1.0), start(name))
    assert [run.folder.name for run in list_runs(store)] == ["c", "b", "a"]
    assert [run.folder.name for run in list_runs(store, 2)] == ["c", "b"]
    assert list_runs(store)[0].last is None


def test_a_run_that_goes_on_forgets_what_is_done_again(store: Path) -> None:
    def first(writer: RunWriter) -> None:
        writer.add_batches(1, [float(step) for step in range(1, 10)])
        writer.add_epoch(epoch(1))
        writer.finish(RunStatus.STOPPED, 9, 9.0)

    write(store, first)
    again = RunWriter.start(store, start(step=6, epochs=(epoch(1),), epochs_planned=4))
    (summary,) = list_runs(store)
    assert summary.status is RunStatus.RUNNING
    assert (summary.epochs_planned, summary.epochs_done) == (4, 1)
    again.add_batches(7, [70.0])
    again.close()
    assert load_run(summary.id, store).losses == (1, 2, 3, 4, 5, 6, 70)


def test_settings_that_were_changed_are_read_back_and_forgotten_with_what_is_done_again(
    store: Path,
) -> None:
    first, second = SettingChange(3, "lr", 0.1), SettingChange(8, "momentum", 0.5)

    def change(writer: RunWriter) -> None:
        for one in (SettingChange(3, "lr", 0.7), first, second):
            writer.add_change(one)

    write(store, change)
    (summary,) = list_runs(store)
    assert load_run(summary.id, store).changes == (first, second)
    write(store, lambda _writer: None, start(step=6, changes=(first,)))
    assert load_run(summary.id, store).changes == (first,)


def test_any_number_can_be_kept_beside_losses_and_epochs(store: Path) -> None:
    measured = [MetricRecord(step, "gradient norm", step / 2) for step in (1, 2, 7)]
    write(store, lambda writer: writer.add_metrics(measured))
    with closing(open_store(store)) as connection:
        rows = connection.execute("SELECT step, value FROM metrics WHERE name = 'gradient norm'")
        assert [tuple(row) for row in rows] == [(1, 0.5), (2, 1.0), (7, 3.5)]
    write(store, lambda _writer: None, start(step=5))
    record = load_run(list_runs(store)[0].id, store)
    assert (record.steps, record.epochs, record.summary.step) == ((), (), 5)


def test_a_new_run_in_a_folder_that_was_emptied_replaces_the_old_one(store: Path) -> None:
    write(store, lambda w: w.add_batches(1, [1.0]))
    write(store, lambda w: w.add_batches(1, [3.0]))
    (summary,) = list_runs(store)
    assert load_run(summary.id, store).losses == (3.0,)


def test_a_run_known_elsewhere_brings_its_epochs(store: Path) -> None:
    write(store, lambda w: w.add_batches(6, [1.0]), start(step=5, epochs=(epoch(1),)))
    record = load_run(list_runs(store)[0].id, store)
    assert record.epochs == (epoch(1),)
    assert record.steps == (6,)


KILLED = """
import os, signal, sys
from pathlib import Path
from convviz.runs import RunWriter
from tests.unit.test_runs_store import epoch, start
writer = RunWriter.start(Path(sys.argv[1]), start())
for step in range(1, 200):
    writer.add_batches(step, [float(step)])
    print(step, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_shows_as_interrupted_and_no_reported_batch_is_lost(store: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(store)],
        env=environment,
        capture_output=True,
        check=False,
    )
    reported = int(killed.stdout.split()[-1])
    assert reported == 199
    (summary,) = list_runs(store)
    assert summary.status is RunStatus.INTERRUPTED
    assert summary.step == reported
    assert len(load_run(summary.id, store).losses) == reported
    # It can be gone on with.
    RunWriter.start(store, start(step=100)).close()
    assert list_runs(store)[0].status is RunStatus.RUNNING


def test_a_run_whose_folder_is_locked_goes_on_and_one_whose_lock_is_free_does_not(
    store: Path, tmp_path: Path
) -> None:
    """The process id says nothing: this process lives, and so may one with a reused id."""
    lock = lock_run(tmp_path / "run")
    RunWriter.start(store, start(folder=tmp_path / "run")).close()
    assert list_runs(store)[0].status is RunStatus.RUNNING
    lock.release(remove=False)
    assert list_runs(store)[0].status is RunStatus.INTERRUPTED


def test_a_run_of_another_computer_is_not_taken_over(store: Path) -> None:
    RunWriter.start(store, start()).close()
    with closing(open_store(store)) as connection:
        connection.execute("UPDATE runs SET host = 'elsewhere', pid = 77")
    with pytest.raises(StorageError) as caught:
        RunWriter.start(store, start(step=3))
    assert caught.value.code is ErrorCode.RUN_IN_PROGRESS
    assert caught.value.facts["pid"] == 77


def test_without_a_lock_a_process_is_told_by_its_id_here_and_by_its_silence_elsewhere(
    tmp_path: Path,
) -> None:
    import platform

    here, me = platform.node(), os.getpid()
    assert is_alive(tmp_path, me, here, heartbeat=1000.0, now=1300.0)
    assert not is_alive(tmp_path, me, here, heartbeat=1000.0, now=5000.0)
    assert is_alive(tmp_path, me, "elsewhere", heartbeat=1000.0, now=1030.0)
    assert not is_alive(tmp_path, me, "elsewhere", heartbeat=1000.0, now=1300.0)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not is_alive(tmp_path, ended.pid, here, heartbeat=1000.0, now=1001.0)


def test_a_folder_entered_by_another_of_its_names_is_the_same_run(
    store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    write(store, lambda w: w.add_batches(1, [1.0, 2.0]), start(folder=tmp_path / "link"))
    write(store, lambda w: w.add_batches(3, [3.0]), start(folder=folder, step=2))
    (summary,) = list_runs(store)
    assert summary.folder == folder
    assert load_run(summary.id, store).losses == (1, 2, 3)


def left_unwritten(store: Path, begun: RunStart) -> Path:
    end = EndEntry(RunStatus.FINISHED, 2, 4.5, 1_700_000_000.0)
    entries = (
        BatchesEntry(1, (2.5, math.nan)),
        EpochEntry(epoch(1, 0.6)),
        ChangeEntry(SettingChange(1, "lr", 0.25)),
        WeightsEntry("w", "abc"),
        end,
    )
    write_unwritten(store, Unwritten(begun, entries))
    return unwritten_file(store, begun.folder)


@pytest.mark.parametrize("is_known", [True, False])
def test_what_the_store_did_not_take_is_entered_by_the_next_who_reads_it(
    store: Path, *, is_known: bool
) -> None:
    folder = store.parent / "a"
    begun = start(folder=folder)
    RunWriter.start(store, start(folder=folder if is_known else folder / "other")).close()
    left = left_unwritten(store, begun)
    summary = next(run for run in list_runs(store) if run.folder == folder)
    assert summary.status is RunStatus.FINISHED
    assert (summary.step, summary.epochs_done, summary.weights) == (2, 1, "w")
    assert summary.updated.timestamp() == 1_700_000_000.0
    record = load_run(summary.id, store)
    assert record.losses == pytest.approx((2.5, math.nan), nan_ok=True)
    assert record.changes == (SettingChange(1, "lr", 0.25),)
    assert not left.exists()


def test_what_a_run_that_goes_on_has_not_written_is_left_to_it(store: Path) -> None:
    folder = store.parent / "a"
    left = left_unwritten(store, start(folder=folder))
    lock = lock_run(folder)
    RunWriter.start(store, start(folder=folder)).close()
    assert list_runs(store)[0].status is RunStatus.RUNNING
    assert left.exists()
    lock.release()


def test_entries_that_a_later_version_made_are_left_to_it(store: Path) -> None:
    folder = store.parent / "a"
    left = left_unwritten(store, start(folder=folder))
    plain = msgspec.msgpack.decode(left.read_bytes())
    plain["entries"].append({"type": "unheard of", "value": 5})
    content = msgspec.msgpack.encode(plain)
    left.write_bytes(content)
    RunWriter.start(store, start(folder=folder)).close()
    assert list_runs(store)[0].step == 0
    assert left.read_bytes() == content


def test_garbage_in_place_of_entries_is_thrown_away(store: Path) -> None:
    folder = store.parent / "a"
    RunWriter.start(store, start(folder=folder)).close()
    left = unwritten_file(store, folder)
    left.write_bytes(b"\xc1 no entries")
    assert list_runs(store)[0].step == 0
    assert not left.exists()


def test_a_sign_of_life_is_given_when_it_is_time(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = RunWriter.start(store, start())
    before = list_runs(store)[0]
    writer.heartbeat(3, 1.5)
    assert list_runs(store)[0] == before
    later = time.monotonic() + 6
    monkeypatch.setattr(time, "monotonic", lambda: later)
    writer.heartbeat(4, 2.5)
    writer.close()
    after = list_runs(store)[0]
    assert (after.step, after.seconds) == (4, 2.5)
    assert after.updated > before.updated


def test_readers_do_not_wait_for_a_writer(store: Path) -> None:
    writer = RunWriter.start(store, start())
    writer.add_batches(1, [1.0])
    with closing(open_store(store)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("INSERT INTO metrics VALUES (1, 2, 'loss', 2.0)")
        assert load_run(1, store).losses == (1.0,)  # it would fail after its two seconds of waiting
        busy.execute("ROLLBACK")
    writer.close()


def test_the_store_writes_ahead(store: Path) -> None:
    with closing(open_store(store)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 1
        assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_folders_of_runs_are_named_by_time_and_never_shared(own_folders: Path) -> None:
    folders = [new_run_folder() for _ in range(3)]
    assert len(set(folders)) == 3
    for folder in folders:
        assert folder.is_dir()
        assert folder.parent == default_runs_folder()
        assert folder.is_relative_to(own_folders)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        new_run_folder(tmp_path / "file")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


@pytest.mark.parametrize("seed", range(8))
def test_the_list_tells_the_best_epoch_as_it_is_told_everywhere(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - for a test
    store = tmp_path / "runs.sqlite"
    start = RunStart(tmp_path / "run", b"{}", "shapes10", "cpu", 9, 5, 490)
    accuracies = [random.choice((0.5, 0.75, math.nan, math.inf, 0.25)) for _ in range(9)]
    epochs = [
        EpochRecord(number, 5 * number, 1.0, 1.0, accuracy, 1.0)
        for number, accuracy in enumerate(accuracies, start=1)
    ]
    with closing(RunWriter.start(store, start)) as writer:
        for epoch in epochs:
            writer.add_epoch(epoch)
    (run,) = list_runs(store)
    assert run.best == best_epoch(epochs)
    assert (run.epochs_done, run.last and run.last.epoch) == (9, 9)


def test_a_run_that_grew_is_read_from_where_it_was_known(store: Path) -> None:
    writer = RunWriter.start(store, start())
    writer.add_batches(1, [3.0, 2.0])
    (run,) = list_runs(store)
    known = load_run(run.id, store)
    writer.add_batches(3, [1.0])
    grown = load_run(run.id, store, known)
    assert grown == load_run(run.id, store)
    assert grown.losses == (3.0, 2.0, 1.0)
    writer.close()
    again = RunWriter.start(store, start(step=1))  # from a checkpoint: two batches are done again
    again.add_batches(2, [2.5, 1.5])
    assert load_run(run.id, store, grown).losses == (3.0, 2.5, 1.5)
    again.close()
