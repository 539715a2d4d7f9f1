"""What ``convviz train`` does beside a whole run: parts of one, a longer one, a search."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from convviz.__main__ import main
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.engine.training import setup
from convviz.engine.training.progress import TrainingProgress
from convviz.protocol.document_file import write_document
from tests.support import small_training as small

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.protocol.records import EpochRecord


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "small.convviz"
    write_document(path, small.document(epochs=3))
    return path


def metrics(out: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((out / "metrics.json").read_text())
    return read


def test_some_batches_or_epochs_are_trained_and_the_run_goes_on_later(
    document: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    command = ["train", str(document), "--out", str(out)]
    stopped = 3
    assert main([*command, "--stop-after-batches", "2"]) == stopped
    assert metrics(out)["steps"] == 2
    assert main([*command, "--resume", "--stop-after-epochs", "1"]) == stopped
    assert metrics(out)["steps"] == 5
    assert main([*command, "--resume", "--stop-after-epochs", "9"]) == 0
    assert (metrics(out)["steps"], metrics(out)["outcome"]) == (15, "finished")


def test_the_one_process_of_torchrun_stops_after_its_batches(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "1"}
    for name, value in {**told, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500"}.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "run"
    main(["train", str(document), "--out", str(out), "--stop-after-batches", "2"])
    assert (metrics(out)["steps"], metrics(out)["outcome"]) == (2, "stopped")


def test_a_finished_run_is_extended_also_under_one_cycle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "cycle.convviz", tmp_path / "run"
    cycled = small.document(schedule=OneCycleLR(0.1), optimiser=SGD(momentum=0.9))
    write_document(path, cycled)
    command = ["train", str(path), "--out", str(out)]
    assert main(command) == 0
    assert main([*command, "--resume", "--epochs", "4"]) == 0
    assert metrics(out)["steps"] == 20
    assert "OneCycleLR is laid out over 2 epochs" in " ".join(capsys.readouterr().err.split())


def test_a_search_prints_a_table_and_writes_the_curve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, curve = tmp_path / "small.convviz", tmp_path / "curve.csv"
    write_document(document, small.document(small.network(Flatten(), Linear(3072, 10))))
    command = ["train", str(document), "--find-lr", "--lr-from", "1e-4", "--lr-to", "1e-1"]
    assert main([*command, "--lr-steps", "40", "--lr-out", str(curve)]) == 0
    printed = capsys.readouterr().out
    assert "Learning rate" in printed
    assert "Suggested lr: " in printed
    assert "a tenth of the rate with the lowest smoothed loss" in " ".join(printed.split())
    rows = list(csv.DictReader(curve.read_text().splitlines()))
    assert len(rows) == 40
    assert float(rows[0]["lr"]) == pytest.approx(1e-4)
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["curve.csv", "small.convviz"]


def test_a_search_of_no_range_is_refused(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(document), "--find-lr", "--lr-from", "1", "--lr-to", "0.1"]) == 2
    assert "The first must be above 0" in " ".join(capsys.readouterr().err.split())


def test_the_best_weights_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = tmp_path / "small.convviz", tmp_path / "run"
    write_document(path, small.document(epochs=2))
    waiting = [0.9, 0.1]
    real = TrainingProgress.finish_epoch

    def finish(
        progress: TrainingProgress, loss: float, _accuracy: float, *more: Any
    ) -> EpochRecord:
        return real(progress, loss, waiting.pop(0), *more)

    monkeypatch.setattr(TrainingProgress, "finish_epoch", finish)
    assert main(["train", str(path), "--out", str(out)]) == 0
    assert "Best weights" in capsys.readouterr().out
    best = metrics(out)["best"]
    assert isinstance(best, dict)
    assert (best["epoch"], best["weights"]) == (1, str(out / "best-epoch-1.safetensors"))


def test_a_network_with_weights_begins_with_them_unless_new_ones_are_asked_for(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    assert main(["train", str(document), "--out", str(first), "--epochs", "1"]) == 0
    assert "Began with" not in capsys.readouterr().err
    trained = first / "network.convviz"
    assert main(["train", str(trained), "--out", str(second), "--epochs", "1"]) == 0
    weights = first / "weights.safetensors"
    told = "".join(capsys.readouterr().err.split())
    assert "".join(f"Began with the weights of {weights}".split()) in told
    assert metrics(second)["start"] == {
        "path": str(weights),
        "sha256": metrics(first)["sha256"],
    }
    assert main(["train", str(trained), "--new-weights", "--out", str(third)]) == 0
    assert metrics(third)["start"] is None
    weights.unlink()
    capsys.readouterr()
    assert main(["train", str(trained), "--out", str(tmp_path / "fourth")]) == 1
    told = capsys.readouterr().err
    assert f"{weights} does not exist" in told
    assert "--new-weights" in told
    assert not (tmp_path / "fourth").exists()
