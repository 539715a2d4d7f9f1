"""Lists of runs that other versions left: older ones are read, later and broken ones left alone."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import decode_document
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.protocol.sentences.errors import sentence
from convviz.runs import RunStart, RunStatus, RunWriter, list_runs, load_document, load_run
from convviz.runs.database import open_store, store_trouble, usable_store
from convviz.runs.entries import unwritten_file
from convviz.runs.liveness import lock_run
from convviz.runs.migrations import MIGRATIONS, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs" / "runs.sqlite"


def leave(store: Path, version: int) -> None:
    """Leave a store as that version wrote it."""
    text = (DATA / f"store_version_{version}.sql").read_text()
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript(text)
        connection.execute("PRAGMA journal_mode = WAL")


def start(folder: str = "/runs/new", **changes: int) -> RunStart:
    return RunStart(Path(folder), b"{}", "shapes10", "cpu", 3, 5, 490, **changes)  # type: ignore[arg-type]


def version_of(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version


def test_there_is_a_stored_file_of_every_version_before_this_one() -> None:
    stored = {path.name for path in DATA.glob("store_version_*.sql")}
    assert stored == {f"store_version_{version}.sql" for version in range(1, VERSION)}
    assert len(MIGRATIONS) == VERSION


@pytest.mark.parametrize("version", range(1, VERSION))
def test_the_runs_of_an_earlier_version_are_all_there(store: Path, version: int) -> None:
    leave(store, version)
    diverged, finished, stopped = list_runs(store)
    assert version_of(store) == VERSION

    assert (diverged.status, diverged.step, diverged.seconds) == (RunStatus.DIVERGED, 7, 2.0)
    assert diverged.problem is not None
    assert diverged.problem.facts == {"step": 7, "loss": "nan", "lr": 5.0}
    record = load_run(diverged.id, store)
    assert record.steps == (1, 2, 3, 4, 5, 6, 7)
    assert record.losses == pytest.approx((2.5, 2.25, 30, 4, 5, 6, math.nan), nan_ok=True)
    assert record.epochs == (EpochRecord(1, 5, 8.75, 2.125, 0.25, 1.5),)

    assert (finished.status, finished.epochs_done) == (RunStatus.FINISHED, 3)
    assert finished.folder == Path("/runs/finished")
    assert finished.best == finished.last
    assert finished.best is not None
    assert finished.best.validation_accuracy == pytest.approx(0.4333, abs=1e-4)
    assert len(load_run(finished.id, store).losses) == 15

    assert (stopped.status, stopped.step, stopped.epochs_done) == (RunStatus.STOPPED, 9, 1)
    document = decode_document(load_run(stopped.id, store).document)
    assert document.training.batch_size == 16


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_run_of_an_earlier_version_goes_on_in_its_own_place(store: Path, version: int) -> None:
    leave(store, version)
    known = EpochRecord(1, 5, 2.0, 2.0, 0.3, 1.0)
    begun = RunStart(
        Path("/runs/stopped"), b"{}", "shapes10", "cpu", 3, 5, 490, step=8, epochs=(known,)
    )
    with closing(RunWriter.start(store, begun)) as writer:
        writer.add_batches(9, [1.0, 0.5])
    summary = next(run for run in list_runs(store) if run.folder == begun.folder)
    record = load_run(summary.id, store)
    assert record.steps == tuple(range(1, 11))
    assert record.losses[-2:] == (1.0, 0.5)
    assert record.epochs == (known,)
    assert len(list_runs(store)) == 3


@pytest.mark.parametrize("version", range(1, VERSION))
def test_who_comes_first_brings_a_list_up_to_date_for_all(store: Path, version: int) -> None:
    leave(store, version)
    found: list[int] = []
    ready = Barrier(4)

    def look() -> None:
        ready.wait()
        found.append(len(list_runs(store)))

    windows = [Thread(target=look) for _ in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert found == [3] * 4


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_update_that_is_cut_short_changes_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    leave(store, version)
    broken = (*MIGRATIONS[:-1], MIGRATIONS[-1] + "CREATE TABLE runs (again);\n")
    with monkeypatch.context() as patch:
        patch.setattr("convviz.runs.migrations.MIGRATIONS", broken)
        with pytest.raises(StorageError):
            list_runs(store)
    assert version_of(store) == version
    assert len(list_runs(store)) == 3


def later(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript("CREATE TABLE runs (unheard_of); PRAGMA user_version = 99;")


def later_in_its_log(store: Path) -> None:
    """Leave a later store whose process was killed: its version stands in the log beside it."""
    RunWriter.start(store, start()).close()
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
        kept = {path: path.read_bytes() for path in store.parent.glob("runs.sqlite*")}
    for path, content in kept.items():
        path.write_bytes(content)
    assert store.with_name("runs.sqlite-wal").stat().st_size


def garbage(store: Path) -> None:
    store.write_bytes(b"no database at all")


def half(store: Path) -> None:
    store.write_bytes(b"SQLite format 3\0" + b"\xff" * 40)


@pytest.mark.parametrize(
    ("leave_it", "code", "words"),
    [
        (later, ErrorCode.RUN_STORE_NEWER, "written by a later convviz (format 99"),
        (later_in_its_log, ErrorCode.RUN_STORE_NEWER, "written by a later convviz (format 99"),
        (garbage, ErrorCode.RUN_STORE_BROKEN, "is damaged"),
        (half, ErrorCode.RUN_STORE_BROKEN, "is damaged"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_and_left_alone_and_one_is_begun_beside_it(
    store: Path, leave_it: Callable[[Path], None], code: ErrorCode, words: str
) -> None:
    leave_it(store)
    content = store.read_bytes()
    trouble = store_trouble(store)
    assert trouble is not None
    assert trouble.code is code
    assert words in sentence(trouble)
    beside = store.with_name(f"runs.beside-{VERSION}.sqlite")
    assert f"listed beside it, in {beside.name}." in sentence(trouble)
    assert list_runs(store) == ()
    RunWriter.start(store, start()).close()
    (summary,) = list_runs(store)
    assert load_run(summary.id, store).summary == summary
    assert usable_store(store) == beside
    assert store.read_bytes() == content


def test_a_store_that_may_not_be_read_is_told(store: Path) -> None:
    store.mkdir()
    assert store_trouble(store) is None
    with pytest.raises(StorageError) as caught:
        list_runs(store)
    assert caught.value.code is ErrorCode.RUN_STORE_UNUSABLE


@pytest.mark.parametrize(
    "script", ["PRAGMA user_version = -1;", "CREATE TABLE runs (somebody, elses);"]
)
def test_a_database_that_is_no_list_of_runs_is_told_and_left_alone(
    store: Path, script: str
) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript("CREATE TABLE notes (text);" + script)
    for attempt in (lambda: list_runs(store), lambda: RunWriter.start(store, start())):
        with pytest.raises(StorageError) as caught:
            attempt()
        assert caught.value.code is ErrorCode.RUN_STORE_UNUSABLE
    with closing(sqlite3.connect(store)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    assert tables <= {"notes", "runs"}


def test_a_new_store_has_the_tables_of_this_version(store: Path) -> None:
    with closing(open_store(store)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    assert {"runs", "metrics"} <= tables
    assert not {"batches", "epochs"} & tables


def put_aside(store: Path) -> tuple[Path, bytes]:
    """Put a sound store away for a later convviz's; return where it was put, and its content."""
    kept = store.with_name("kept")
    if store.exists():
        store.rename(kept)
    later(store)
    return kept, store.read_bytes()


def test_runs_that_were_listed_beside_are_taken_over_once_the_list_can_be_used(
    store: Path, tmp_path: Path
) -> None:
    def train(folder: Path, loss: float) -> None:
        with closing(RunWriter.start(store, start(str(folder)))) as writer:
            writer.add_batches(1, [loss])
            writer.add_epoch(EpochRecord(1, 5, loss, loss, 0.5, 1.0))
            writer.add_change(SettingChange(1, "lr", loss))
            writer.finish(RunStatus.FINISHED, 5, 1.0)

    train(tmp_path / "before", 1.0)
    train(tmp_path / "again", 2.0)
    kept, _ = put_aside(store)
    train(tmp_path / "again", 3.0)
    train(tmp_path / "meanwhile", 4.0)
    lock = lock_run(tmp_path / "going on")
    RunWriter.start(store, start(str(tmp_path / "going on"))).close()
    assert len(list_runs(store)) == 3
    store.unlink()
    kept.rename(store)

    losses = {run.folder.name: load_run(run.id, store).losses for run in list_runs(store)}
    assert losses == {"before": (1.0,), "again": (3.0,), "meanwhile": (4.0,)}
    meanwhile = next(run for run in list_runs(store) if run.folder.name == "meanwhile")
    record = load_run(meanwhile.id, store)
    assert record.epochs == (EpochRecord(1, 5, 4.0, 4.0, 0.5, 1.0),)
    assert record.changes == (SettingChange(1, "lr", 4.0),)
    # The one that goes on follows when it has ended; then nothing is left beside.
    lock.release(remove=False)
    assert {run.folder.name for run in list_runs(store)} == {*losses, "going on"}
    assert [path.name for path in store.parent.iterdir()] == ["runs.sqlite"]


def test_a_copy_that_somebody_keeps_beside_a_list_is_his(store: Path) -> None:
    with closing(RunWriter.start(store, start())) as writer:
        writer.finish(RunStatus.FINISHED, 1, 1.0)
    copies = [store.with_name(name) for name in ("runs-2.sqlite", "runs.beside-99.sqlite")]
    for copy in copies:
        copy.write_bytes(store.read_bytes())
    content = copies[0].read_bytes()
    assert len(list_runs(store)) == 1
    assert [copy.read_bytes() for copy in copies] == [content] * 2


def test_runs_listed_beside_a_damaged_list_are_there_when_it_was_moved_away(store: Path) -> None:
    garbage(store)
    with closing(RunWriter.start(store, start())) as writer:
        writer.finish(RunStatus.STOPPED, 1, 1.0)
    store.unlink()
    (summary,) = list_runs(store)
    assert summary.folder == Path("/runs/new")
    assert [path.name for path in store.parent.iterdir()] == ["runs.sqlite"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET status = 'unheard of'",
        "UPDATE runs SET started = 1e300",
        "UPDATE runs SET started = 'yesterday'",
        "UPDATE runs SET problem = X'00'",
        "UPDATE runs SET folder = X'00FF'",
        "UPDATE runs SET document = 'text'",
        "UPDATE metrics SET value = 'many'",
        "UPDATE metrics SET value = X'00', step = 1e300 WHERE name = 'epoch'",
        "UPDATE events SET value = 'many'",
    ],
)
def test_a_list_with_nonsense_in_it_is_told_or_read_and_ends_nothing(
    store: Path, damage: str
) -> None:
    with closing(RunWriter.start(store, start())) as writer:
        writer.add_batches(1, [1.0])
        writer.add_epoch(EpochRecord(1, 5, 1.0, 1.0, 0.5, 1.0))
        writer.add_change(SettingChange(1, "lr", 0.5))
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(damage)
        connection.commit()
    with suppress(StorageError):  # which the window tells, while anything else ends a thread
        for run in list_runs(store):
            load_run(run.id, store)
            load_document(run.id, store)


def test_what_an_earlier_version_left_unwritten_is_entered(store: Path) -> None:
    """It knew no changes of settings; the rest is as it was."""
    folder = str(store.parent / "run")
    known = {"epoch": 1, "step": 5, "train_loss": 2.0, "validation_loss": 1.5}
    known |= {"validation_accuracy": 0.25, "seconds": 3.0}
    begun: dict[str, object] = {
        "folder": folder,
        "document": b"{}",
        "dataset": "shapes10",
        "device": "cpu",
    }
    begun |= {"epochs_planned": 3, "batches_per_epoch": 5, "num_params": 490}
    entries = [
        {"type": "batches", "first_step": 1, "losses": [2.5, 2.25]},
        {"type": "epoch", "epoch": known},
        {"type": "weights", "path": "w", "sha256": "abc"},
        {"type": "end", "status": "stopped", "step": 5, "seconds": 4.0, "ended": 1.7e9},
    ]
    plain = {"start": begun | {"step": 0, "epochs": []}, "entries": entries}
    RunWriter.start(store, start()).close()
    unwritten_file(store, Path(folder)).write_bytes(msgspec.msgpack.encode(plain))
    summary = next(run for run in list_runs(store) if run.folder == Path(folder))
    assert (summary.status, summary.weights, summary.step) == (RunStatus.STOPPED, "w", 5)
    assert load_run(summary.id, store).losses == (2.5, 2.25)
    assert summary.best == EpochRecord(1, 5, 2.0, 1.5, 0.25, 3.0)


def test_a_trainer_of_before_whose_list_was_brought_up_to_date_is_told_as_any_other_failure(
    store: Path,
) -> None:
    """It keeps what it cannot write, and that is entered when it has ended."""
    leave(store, 1)
    with closing(sqlite3.connect(store)) as earlier:
        assert list_runs(store)
        with pytest.raises(sqlite3.Error):
            earlier.execute("INSERT INTO batches VALUES (1, 10, 2.0)")
