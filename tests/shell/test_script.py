"""``convviz script``: the training of a document as a file, or printed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from convviz.__main__ import main
from convviz.core.optimisers.adam import AdamW
from convviz.protocol.document_file import write_document
from convviz.protocol.templates import new_document
from convviz.script.training_script import training_script
from tests.support.exported_files import archive, small_program


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "net.convviz"
    write_document(path, new_document())
    return path


def test_a_script_is_printed_or_written(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["script", str(path)]) == 0
    expected = training_script(new_document())
    assert capsys.readouterr().out == expected
    out = tmp_path / "train.py"
    assert main(["script", str(path), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == expected
    assert capsys.readouterr().out == f"{out}\n"


def test_settings_are_changed_as_for_a_training(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--optimiser", "AdamW(lr=0.01)", "--epochs", "7", "--device", "cpu"]
    assert main(["script", str(path), *options]) == 0
    document = new_document()
    training = msgspec.structs.replace(
        document.training, optimiser=AdamW(lr=0.01), epochs=7, device="cpu"
    )
    expected = training_script(msgspec.structs.replace(document, training=training))
    assert capsys.readouterr().out == expected


def test_a_file_that_is_there_is_replaced_only_if_told(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "train.py"
    out.write_text("mine")
    assert main(["script", str(path), "-o", str(out)]) == 1
    assert "train.py" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert main(["script", str(path), "-o", str(out), "--replace"]) == 0
    assert out.read_text() != "mine"


def test_a_template_is_written_by_its_name_unless_a_file_has_it(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["script", "fast", "--data", "/data/cifar"]) == 0
    text = capsys.readouterr().out
    assert "nesterov=True" in text
    assert "OneCycleLR" in text
    path.rename(tmp_path / "fast")
    assert main(["script", "fast"]) == 0
    assert capsys.readouterr().out == training_script(new_document())


def test_a_file_of_torch_export_gives_its_network_and_its_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(archive(small_program().files()))
    assert main(["script", str(path)]) == 0
    told = capsys.readouterr()
    assert "nn.Conv2d(3, " in told.out
    assert "model.load_state_dict(torch.load(START, weights_only=True))" in told.out
    assert "start.pt" in told.err
    assert main(["script", str(path), "--new-weights"]) == 0
    told = capsys.readouterr()
    assert "START" not in told.out
    assert told.err == ""
    out = tmp_path / "train.py"
    assert main(["script", str(path), "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n{tmp_path / 'train-start.pt'}\n"
