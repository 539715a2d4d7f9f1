"""``convviz runs``: what was trained, from the shell."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pytest

from convviz.__main__ import main
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.templates import new_document
from convviz.runs import RunStatus, default_runs_folder, list_runs
from convviz.runs.editing import set_notes, set_tags
from tests.support.past_runs import leave_run


@pytest.fixture(autouse=True)
def runs() -> Path:
    folder, document = default_runs_folder(), new_document()
    training = msgspec.structs.replace(
        document.training, optimiser=SGD(lr=0.1, momentum=0.9), batch_size=32
    )
    leave_run(folder, "first", document, status=RunStatus.FINISHED, batches=20)
    leave_run(folder, "second", msgspec.structs.replace(document, training=training))
    return folder


Output = pytest.CaptureFixture[str]


def test_the_list_tells_of_each_run_what_it_was_and_how_it_stands(capsys: Output) -> None:
    set_tags(1, ("baseline",))
    assert main(["runs", "list"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "SGD" in line]
    assert ["interrupted" in lines[0], "finished" in lines[1]] == [True, True]
    assert "SGD(lr=0.1)" in lines[0]
    for word in ("50.00%", "baseline", "first", "Conv2d 32-32-64, Linear 64-10", "2/3"):
        assert word in lines[1]


def test_the_list_is_searched_sorted_and_printed_as_json(capsys: Output) -> None:
    set_notes(2, "a wide one")
    assert main(["runs", "list", "--json", "--search", "wide"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["id"], found["status"], found["notes"]) == (2, "interrupted", "a wide one")
    assert main(["runs", "list", "--json", "--sort", "accuracy"]) == 0
    assert [run["id"] for run in json.loads(capsys.readouterr().out)] == [1, 2]
    assert main(["runs", "list", "--json", "--sort", "accuracy", "--reverse", "--limit", "1"]) == 0
    assert [run["id"] for run in json.loads(capsys.readouterr().out)] == [2]
    assert main(["runs", "list", "--search", "no such"]) == 0
    assert capsys.readouterr().out == "No run matches.\n"


@pytest.mark.parametrize("name", ["2", "second", "last"])
def test_a_run_is_shown_by_any_of_its_names(capsys: Output, name: str) -> None:
    assert main(["runs", "show", name]) == 0
    shown = capsys.readouterr().out
    for word in (
        "interrupted",
        "lr is 0.005 since step 14",
        "Conv2d(3, 32, kernel_size=5",
        "40.00%",
    ):
        assert word in shown


def test_a_run_is_found_by_its_folder(
    runs: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(runs)
    assert main(["runs", "show", "./first"]) == 0
    assert "finished" in capsys.readouterr().out


def test_a_run_that_is_not_there_is_told(capsys: Output) -> None:
    assert main(["runs", "show", "99"]) == 1
    assert capsys.readouterr().err == "convviz: There is no run 99 in the list of runs.\n"


def test_what_differs_is_compared(capsys: Output) -> None:
    assert main(["runs", "compare", "1", "2"]) == 0
    shown = capsys.readouterr().out
    assert "optimiser.lr" in shown
    assert "batch_size" in shown
    assert "seed" not in shown
    assert "Their networks are the same." in shown
    assert main(["runs", "compare", "1", "2", "--json", "--all"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["settings"]["seed"] == ["0", "0"]
    assert len(plain["network"]) == 10


def test_runs_are_exported_with_every_number(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "out.csv"
    assert main(["runs", "export", "1", "2", "-o", str(path)]) == 0
    rows = list(csv.DictReader(path.read_text().splitlines()))
    losses = [float(row["value"]) for row in rows if row["run"] == "2" and row["metric"] == "loss"]
    assert losses == pytest.approx([2.3 - 0.01 * number for number in range(14)])
    rates = [(row["step"], row["value"]) for row in rows if row["metric"] == "lr"]
    assert rates == [("1", "0.01"), ("1", "0.1")]
    accuracy = [row for row in rows if row["metric"] == "validation_accuracy"]
    assert [(row["run"], row["step"]) for row in accuracy] == [
        ("1", "10"),
        ("1", "20"),
        ("2", "10"),
    ]

    path = tmp_path / "out.json"
    assert main(["runs", "export", "1", "-o", str(path)]) == 0
    (run,) = json.loads(path.read_text())["runs"]
    assert run["document"]["training"]["batch_size"] == 64
    assert len(run["losses"]["values"]) == 20
    assert run["rates"] == {"steps": [1], "values": [0.01]}
    assert main(["runs", "export", "1", "-o", str(path)]) == 1
    assert "--replace" in capsys.readouterr().err


def test_runs_are_exported_for_tensorboard_into_a_folder_each(
    tmp_path: Path, capsys: Output
) -> None:
    board = tmp_path / "board"
    assert main(["runs", "export", "1", "2", "-o", str(board)]) == 0
    assert f"tensorboard --logdir {board}" in capsys.readouterr().out
    folders = sorted(path.name.partition("-")[0] for path in board.iterdir())
    assert folders == ["1", "2"]
    assert len(list(board.glob("*/events.out.tfevents.*"))) == 2
    assert main(["runs", "export", "1", "-o", str(board)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["runs", "export", "1", "-o", str(board), "--replace"]) == 0


def test_an_export_of_no_known_kind_is_refused(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["runs", "export", "1", "-o", "out.xlsx"])
    assert ".csv" in capsys.readouterr().err


def test_the_list_is_asked_in_sql(capsys: Output) -> None:
    statement = "SELECT id, status FROM runs ORDER BY id"
    assert main(["runs", "sql", statement, "--csv"]) == 0
    assert capsys.readouterr().out == "id,status\n1,finished\n2,running\n"
    assert main(["runs", "sql", statement, "--json", "--rows", "1"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out) == [{"id": 1, "status": "finished"}]
    assert "--rows" in output.err
    assert main(["runs", "sql", "DELETE FROM runs"]) == 2
    assert "one SELECT" in capsys.readouterr().err
    assert len(list_runs()) == 2


def test_the_help_documents_the_tables(capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["runs", "sql", "--help"])
    shown = capsys.readouterr().out
    assert "validation_accuracy" in shown
    assert "heartbeat" in shown
