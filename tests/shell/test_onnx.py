"""``convviz onnx``: a network as a file for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convviz.__main__ import main
from tests.support.exported_files import archive, small_program
from tests.support.wire_reading import fields, texts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_layers_get_weights_of_a_seed_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "net.onnx"
    layers = ["Conv2d(3, 4, 3)", "ReLU()"]
    assert main(["onnx", *layers, "--input", "3,8,8", "-o", str(out), "--seed", "7"]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(out)
    assert "seed 7" in told.err
    nodes = fields(fields(out.read_bytes())[7][0])[1]
    assert [texts(node, 4)[0] for node in nodes] == ["Conv", "Relu", "Identity"]
    assert main(["onnx", *layers, "--input", "3,8,8", "-o", str(out)]) == 1
    assert "--replace" in capsys.readouterr().err


def test_a_file_of_torch_export_keeps_its_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = small_program()
    source, out = tmp_path / "net.pt2", tmp_path / "net.onnx"
    source.write_bytes(archive(made.files()))
    assert main(["onnx", str(source), "-o", str(out)]) == 0
    assert "seed" not in capsys.readouterr().err
    tensors = fields(fields(out.read_bytes())[7][0])[5]
    weight = next(tensor for tensor in tensors if texts(tensor, 8) == ("conv.weight",))
    assert np.allclose(
        np.frombuffer(fields(weight)[9][0], "<f4"), made.weights["conv.weight"].ravel()
    )


def test_what_fails_or_cannot_be_written_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "net.onnx"
    assert main(["onnx", "Linear(5, 3)", "--input", "3,8,8", "-o", str(out)]) == 2
    assert "in_features" in capsys.readouterr().err
    layer = "MaxPool2d(2, return_indices=True)"
    assert main(["onnx", layer, "--input", "3,8,8", "-o", str(out)]) == 2
    assert "layer 1, MaxPool2d" in " ".join(capsys.readouterr().err.split())
    assert not out.exists()
