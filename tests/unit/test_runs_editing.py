"""Notes, tags and the trash of the list of runs: nothing is lost before it is meant to be."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from convviz.protocol.document_file import encode_document
from convviz.protocol.templates import new_document
from convviz.runs import RunStart, RunStatus, RunWriter, list_runs
from convviz.runs.database import open_store
from convviz.runs.editing import (
    KEPT_SECONDS,
    empty_trash,
    put_in_trash,
    set_notes,
    set_tags,
    take_from_trash,
)
from convviz.runs.liveness import lock_run
from convviz.runs.searching import SORT_KEYS, matches, sorted_runs
from convviz.runs.tags import MOST_TAGS, tags_of
from tests.support.past_runs import leave_run


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        leave_run(tmp_path / "runs", name, new_document(), status=RunStatus.FINISHED)
    return tmp_path / "runs"


@pytest.fixture
def store(runs: Path) -> Path:
    return runs / "runs.sqlite"


def names(store: Path) -> list[str]:
    return sorted(run.folder.name for run in list_runs(store))


def test_notes_and_tags_are_kept_beside_a_run(store: Path) -> None:
    run = list_runs(store)[0]
    set_notes(run.id, "wider\nnext time 宽", store)
    set_tags(run.id, ("baseline", "宽"), store)
    again, other = list_runs(store)
    assert (again.notes, again.tags) == ("wider\nnext time 宽", ("baseline", "宽"))
    assert (other.notes, other.tags) == ("", ())


def test_tags_are_read_as_a_person_types_them() -> None:
    assert tags_of(" a,  b  c ,,a，宽 ") == ("a", "b c", "宽")  # noqa: RUF001 - the comma of Chinese
    assert len(tags_of(",".join(map(str, range(99))))) == MOST_TAGS


def test_a_deleted_run_comes_back_with_everything(store: Path) -> None:
    run = list_runs(store)[0]
    set_notes(run.id, "good", store)
    put_in_trash([run.id], store)
    assert len(names(store)) == 1
    assert run.folder.is_dir()
    empty_trash((), store)  # another window closes meanwhile
    take_from_trash([run.id], store)
    assert names(store) == ["one", "two"]
    assert next(one for one in list_runs(store) if one.id == run.id).notes == "good"
    assert (run.folder / "weights.safetensors").is_file()


def test_the_trash_is_emptied_of_what_nobody_can_bring_back(store: Path, runs: Path) -> None:
    run = next(run for run in list_runs(store) if run.folder.name == "one")
    put_in_trash([run.id], store)
    empty_trash([run.id], store)
    assert not run.folder.exists()
    assert (runs / "two" / "weights.safetensors").is_file()
    take_from_trash([run.id], store)
    assert names(store) == ["two"]


def test_a_run_of_a_killed_window_leaves_the_trash_after_a_day(store: Path) -> None:
    run = list_runs(store)[0]
    put_in_trash([run.id], store)
    with closing(open_store(store)) as connection:
        connection.execute("UPDATE runs SET deleted = deleted - ?", (KEPT_SECONDS + 1,))
    empty_trash((), store)
    assert not run.folder.exists()


def test_files_of_a_person_in_the_folder_of_a_run_stay(store: Path) -> None:
    run = list_runs(store)[0]
    mine = run.folder / "my report.txt"
    mine.write_text("mine")
    (run.folder / "checkpoints" / "mine.txt").write_text("mine")
    put_in_trash([run.id], store)
    empty_trash([run.id], store)
    assert mine.read_text() == "mine"
    assert (run.folder / "checkpoints" / "mine.txt").is_file()
    assert not (run.folder / "weights.safetensors").exists()


def test_a_folder_in_which_no_run_was_is_left_alone(store: Path) -> None:
    run = list_runs(store)[0]
    (run.folder / "run.lock").unlink()
    put_in_trash([run.id], store)
    empty_trash([run.id], store)
    assert (run.folder / "weights.safetensors").is_file()


def test_a_run_that_is_gone_on_with_leaves_the_trash(store: Path) -> None:
    run = list_runs(store)[0]
    put_in_trash([run.id], store)
    lock = lock_run(run.folder)
    empty_trash([run.id], store)
    assert run.folder.is_dir()
    start = RunStart(
        run.folder, encode_document(new_document()), "shapes10", "cpu", 3, 10, 1234, step=14
    )
    RunWriter.start(store, start).close()
    lock.release(remove=False)
    assert names(store) == ["one", "two"]


def test_runs_are_found_by_any_word_and_sorted_by_any_column(store: Path) -> None:
    first, second = list_runs(store)
    assert matches(first, "MAXPOOL sgd")
    assert matches(first, "1234 finished")
    assert not matches(first, "sgd adam")
    assert matches(first, "完成", told=("已完成",))
    for key in SORT_KEYS:
        assert set(sorted_runs([first, second], key, descending=True)) == {first, second}
    by_name = [run.folder.name for run in sorted_runs([first, second], "name", descending=False)]
    assert by_name == ["one", "two"]
