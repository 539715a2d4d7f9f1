"""``convviz train``: metrics as a table and a file, the weights, and wrong settings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest

from convviz.__main__ import main
from convviz.cli.train import print_epochs
from convviz.core.errors import ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.core.schedules.falling import StepLR
from convviz.engine.datasets.dataset import Dataset
from convviz.engine.training.commands import SignalCommands
from convviz.protocol.document import Network
from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.messages.trainer import RunCommand, SetLearningRate, StopRun
from convviz.protocol.records import EpochRecord
from convviz.protocol.templates import new_document
from convviz.runs import default_runs_folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    layers = (Flatten(), Linear(3072, 10))
    network = Network((3, 32, 32), tuple(NetworkStep(layer) for layer in layers))
    path = tmp_path / "small.convviz"
    write_document(path, msgspec.structs.replace(new_document(), network=network))
    return path


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_name: str, _path: Path | None = None) -> Dataset:
        random = np.random.default_rng(0)

        def split(count: int) -> tuple[np.ndarray, np.ndarray]:
            pictures = random.integers(0, 256, (count, 3, 32, 32)).astype(np.uint8)
            return pictures, (np.arange(count) % 10).astype(np.int64)

        names = tuple(map(str, range(10)))
        return Dataset("small", names, *split(130), *split(20), ())

    monkeypatch.setattr("convviz.engine.training.setup.load_dataset", load)


def test_training_ends_with_a_table_and_files(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    assert main(["train", str(document), "--epochs", "2", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "Validation accuracy" in printed
    metrics = json.loads((out / "metrics.json").read_text())
    assert metrics["outcome"] == "finished"
    assert [epoch["epoch"] for epoch in metrics["epochs"]] == [1, 2]
    assert Path(metrics["weights"]).is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--epochs", "0"], "epochs"),
        (["--batch-size", "-3"], "batch_size"),
        (["--device", "cuda:77"], "cuda:77"),
        (["--resume"], "--out"),
    ],
)
def test_wrong_settings_get_one_sentence(
    document: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(document), *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_a_run_that_cannot_start_leaves_no_folder(document: Path) -> None:
    assert main(["train", str(document), "--device", "cuda:77"]) == 2
    assert list(default_runs_folder().iterdir()) == []


def test_a_missing_document_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "missing.convviz"]) == 2
    assert "missing.convviz" in capsys.readouterr().err


def test_a_resumed_run_reports_all_its_epochs(document: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "run")
    assert main(["train", str(document), "--epochs", "1", "--out", out]) == 0
    assert main(["train", str(document), "--epochs", "3", "--out", out, "--resume"]) == 0
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert [epoch["epoch"] for epoch in metrics["epochs"]] == [1, 2, 3]


def test_a_second_run_in_the_same_folder_is_refused(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "run")
    assert main(["train", str(document), "--epochs", "1", "--out", out]) == 0
    assert main(["train", str(document), "--epochs", "1", "--out", out]) in (1, 2)
    assert out in capsys.readouterr().err


def test_a_stopped_run_says_how_to_go_on_and_does(
    document: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = str(tmp_path / "run")
    with monkeypatch.context() as patch:
        patch.setattr(SignalCommands, "poll", lambda _self, _timeout: StopRun())
        assert main(["train", str(document), "--epochs", "2", "--out", out]) == 3
    said = capsys.readouterr().out
    assert f"--out {out} --resume" in said
    assert main(["train", str(document), "--epochs", "2", "--out", out, "--resume"]) == 0
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert metrics["outcome"] == "finished"


def test_a_run_whose_settings_were_changed_says_so_when_it_goes_on(
    document: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = str(tmp_path / "run")
    commands: list[RunCommand] = [SetLearningRate(0.002), StopRun()]
    with monkeypatch.context() as patch:
        patch.setattr(SignalCommands, "poll", lambda _self, _timeout: commands.pop(0))
        main(["train", str(document), "--epochs", "1", "--out", out])
    capsys.readouterr()
    assert main(["train", str(document), "--epochs", "1", "--out", out, "--resume"]) == 0
    assert "lr is 0.002 since step 0" in capsys.readouterr().err
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert metrics["changes"] == [{"step": 0, "name": "lr", "value": 0.002}]


def test_one_epoch_is_marked_as_the_best_the_first_of_equals(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_epochs([EpochRecord(number, 5, 1.0, 1.0, 0.5, 1.0) for number in (1, 2, 3)])
    said = capsys.readouterr().out
    assert said.count("best") == 1
    assert "1 best" in said


def test_a_disk_that_fills_up_is_told_and_the_epochs_are_printed_all_the_same(
    document: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path=str(path))

    monkeypatch.setattr("convviz.engine.training.checkpoint_file.write_file", full)
    with monkeypatch.context() as patch:
        patch.setattr("convviz.engine.training.result.write_file", full)
        out = str(tmp_path / "run")
        assert main(["train", str(document), "--epochs", "3", "--out", out]) == 1
        printed = capsys.readouterr()
        assert "Validation accuracy" in printed.out
        notes = " ".join(printed.err.split())
        assert notes.count("Note: The disk is full") == 1
        assert notes.count("convviz: The disk is full") == 1
    # Where no checkpoint fits but the weights do, they are kept.
    out = str(tmp_path / "other")
    assert main(["train", str(document), "--epochs", "3", "--out", out]) == 0
    printed = capsys.readouterr()
    assert " ".join(printed.err.split()).count("Note: The disk is full") == 1
    assert (tmp_path / "other" / "weights.safetensors").is_file()


def test_metrics_that_do_not_fit_are_printed_all_the_same(
    document: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path=str(path))

    monkeypatch.setattr("convviz.cli.train.write_file", full)
    assert main(["train", str(document), "--epochs", "1", "--out", str(tmp_path / "run")]) == 1
    printed = capsys.readouterr()
    assert "Validation accuracy" in printed.out
    assert f"Weights: {tmp_path / 'run' / 'weights.safetensors'}" in printed.out
    assert "Metrics:" not in printed.out
    assert "convviz: The disk is full" in printed.err


def test_a_run_that_is_interrupted_while_it_loads_leaves_no_folder(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("convviz.engine.training.headless.train_headless", interrupt)
    with suppress(KeyboardInterrupt):
        main(["train", str(document)])
    assert list(default_runs_folder().iterdir()) == []


def test_a_progress_bar_that_cannot_be_shown_costs_nothing(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Path("/dev/full").open("w", encoding="utf-8", buffering=1)  # noqa: SIM115
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", full)
        out = tmp_path / "run"
        assert main(["train", str(document), "--epochs", "2", "--out", str(out)]) == 0
    with suppress(OSError):
        full.close()
    assert json.loads((out / "metrics.json").read_text())["outcome"] == "finished"


@pytest.mark.parametrize("option", ["--checkpoint-every=0", "--checkpoint-minutes=-1"])
def test_an_interval_of_checkpoints_that_is_none_is_refused(
    document: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(document), option]) == 2
    assert "checkpoint_" in capsys.readouterr().err


def test_a_document_that_lies_in_the_folder_is_not_replaced(
    document: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = document.with_name("network.convviz")
    mine.write_bytes(document.read_bytes())
    before = mine.read_bytes()
    monkeypatch.chdir(mine.parent)
    for arguments in ([str(document), "--out", str(mine.parent)], [mine.name, "--out", "."]):
        assert main(["train", *arguments, "--epochs", "1"]) == 1
        said = capsys.readouterr().err
        assert str(mine) in said
        assert "Choose an empty folder" in said
    assert mine.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_messages_that_nobody_can_take_cost_no_metrics(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a stream of text
        monkeypatch.setattr(sys, "stderr", full)
        monkeypatch.setattr(sys, "__stderr__", full)
        assert main(["train", str(document), "--epochs", "1", "--out", str(out)]) == 0
    assert json.loads((out / "metrics.json").read_text())["outcome"] == "finished"


def test_a_network_that_is_refused_is_told_as_shape_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = (Conv2d(3, 8, 3), Conv2d(4, 8, 40), Flatten())
    path = tmp_path / "broken.convviz"
    network = Network((3, 32, 32), tuple(map(NetworkStep, layers)))
    write_document(path, msgspec.structs.replace(new_document(), network=network))
    assert main(["shape", str(path)]) == 2
    expected = capsys.readouterr().err

    assert main(["train", str(path)]) == 2

    assert capsys.readouterr().err == expected
    assert "layer 2, Conv2d(4, 8, kernel_size=40), on input 8 \u00d7 30 \u00d7 30" in expected
    assert "remedy: Set in_channels=8" in expected
    assert not default_runs_folder().exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_while_torch_is_loaded_leaves_no_folder(
    document: Path, tmp_path: Path, name: str
) -> None:
    slow = tmp_path / "slow" / "torch.py"
    slow.parent.mkdir()
    slow.write_text("import time; print('loading', flush=True); time.sleep(60)")
    command = [sys.executable, "-m", "convviz", "train", str(document)]
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": str(slow.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"loading\n"
        process.send_signal(getattr(signal, name))
        assert process.wait(20) != 0

    assert not default_runs_folder().exists() or not list(default_runs_folder().iterdir())


def test_loss_optimiser_and_schedule_are_given_as_calls_of_torch(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    options = ["--loss", "nn.MSELoss()", "--optimizer", "AdamW(model.parameters(), lr=0.002)"]
    options += ["--schedule", "CosineAnnealingLR(2)", "--epochs", "2", "--out", str(out)]
    assert main(["train", str(document), *options]) == 0
    printed = capsys.readouterr().out
    for said in ("MSELoss()", "AdamW(lr=0.002)", "CosineAnnealingLR(T_max=2)"):
        assert said in printed
    training = json.loads((out / "metrics.json").read_text())["training"]
    assert training["optimiser"] == {"type": "AdamW", "lr": 0.002}
    assert training["schedule"] == {"type": "CosineAnnealingLR", "T_max": 2}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--optimiser", "Lion"], "calls none of these: SGD"),
        (["--loss", "nn.TripletMarginLoss()"], "TripletMarginLoss opens in the calculator, but no"),
        (["--optimiser", "SGD(lr=-1)"], "lr must lie between 0 and 1e+30"),
        (["--optimiser", "SGD(rate=1)"], "SGD has no parameter rate"),
        (["--optimiser", "SGD(nesterov=True)"], "Nesterov needs a momentum"),
        (["--schedule", "StepLR"], "StepLR needs step_size"),
        (["--loss", "MSELoss(reduction='none')"], "training needs a single"),
    ],
)
def test_a_wrong_call_gets_one_sentence(
    document: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(document), *arguments]) == 2
    err = capsys.readouterr().err
    assert said in " ".join(err.split())
    assert "Traceback" not in err


def test_the_schedule_of_a_document_can_be_left_out(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = read_document(document)
    training = msgspec.structs.replace(written.training, schedule=StepLR(1), epochs=1)
    write_document(document, msgspec.structs.replace(written, training=training))
    assert main(["train", str(document)]) == 0
    assert "Schedule: StepLR(step_size=1)" in capsys.readouterr().out
    assert main(["train", str(document), "--schedule", "none"]) == 0
    assert "Schedule" not in capsys.readouterr().out
