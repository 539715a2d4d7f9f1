"""The run of a folder is entered into the list, and kept up to date there."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.records import EpochRecord
from convviz.protocol.templates import new_document
from convviz.runs import RunStart, RunStatus, RunWriter, list_runs, load_run
from convviz.runs.editing import set_notes
from convviz.runs.entries import EndEntry, EpochEntry, WeightsEntry
from convviz.runs.journal import JOURNAL_NAME, JournalWriter
from convviz.runs.taking_in import RunTaker


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "share" / "run"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "runs.sqlite"


def start(folder: Path, step: int = 0) -> RunStart:
    document = encode_document(new_document())
    return RunStart(folder, document, "shapes10", "cuda:0", 3, 2, 1234, step)


def be_far_away(folder: Path) -> None:
    """Have the journal say that another computer wrote it."""
    path = folder / JOURNAL_NAME
    path.write_bytes(path.read_bytes().replace(b'"host":"', b'"host":"far-'))


def test_a_run_grows_in_the_list_as_its_journal_does(folder: Path, store: Path) -> None:
    writer = JournalWriter(start(folder))
    be_far_away(folder)
    taker = RunTaker(folder, store)
    taker.take()
    (run,) = list_runs(store)
    assert (run.status, run.step, run.host[:4]) == (RunStatus.RUNNING, 0, "far-")
    set_notes(run.id, "the large one", store)
    writer.add_batches(1, (2.0, math.nan), 1.0, 1.0)
    writer.add(EpochEntry(EpochRecord(1, 2, 2.0, 1.9, 0.5, 3.0)))
    taker.take()
    record = load_run(run.id, store)
    assert record.losses[0] == 2.0
    assert math.isnan(record.losses[1])
    assert record.summary.best == EpochRecord(1, 2, 2.0, 1.9, 0.5, 3.0)
    writer.add(WeightsEntry("/far/away/weights.safetensors", "ab"))
    writer.add(EndEntry(RunStatus.STOPPED, 2, 4.0, time.time()))
    taker.take()
    taker.close()
    (ended,) = list_runs(store)
    assert (ended.id, ended.status, ended.notes) == (run.id, RunStatus.STOPPED, "the large one")
    assert ended.weights == str(folder / "weights.safetensors")


def test_what_is_done_again_is_not_counted_twice(folder: Path, store: Path) -> None:
    writer = JournalWriter(start(folder))
    writer.add_batches(1, (2.0, 1.9, 1.8), 1.0, 1.0)
    writer.close()
    again = JournalWriter(start(folder, step=1))
    again.add_batches(2, (1.7,), 1.0, 1.0)
    unknown = ConvVizError(ErrorCode.UNEXPECTED, detail="")
    again.add(EndEntry(RunStatus.FAILED, 2, 1.0, time.time(), Problem.of(unknown)))
    taker = RunTaker(folder, store)
    taker.take()
    taker.close()
    (run,) = list_runs(store)
    assert load_run(run.id, store).losses == (2.0, 1.7)
    assert run.problem is not None
    for _ in range(2):  # entering it again changes nothing
        other = RunTaker(folder, store)
        other.take()
        other.close()
    assert list_runs(store) == (run,)


def test_a_run_that_the_trainer_enters_itself_is_left_to_it(folder: Path, store: Path) -> None:
    own = RunWriter.start(store, start(folder))
    own.add_batches(1, [5.0])
    JournalWriter(start(folder)).add_batches(1, (2.0,), 1.0, 1.0)
    taker = RunTaker(folder, store)
    taker.take()
    assert taker.is_over
    (run,) = list_runs(store)
    assert load_run(run.id, store).losses == (5.0,)
    own.close()


def test_a_folder_without_a_run_is_refused(tmp_path: Path, store: Path) -> None:
    with pytest.raises(ConvVizError) as caught:
        RunTaker(tmp_path, store).take()
    assert caught.value.code is ErrorCode.RUN_NOT_IN_FOLDER
    assert not store.exists()
