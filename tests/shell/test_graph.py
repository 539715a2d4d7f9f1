"""``convviz graph``: the autograd graph of a network's loss, without a window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from convviz.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NETWORK = ["Conv2d(3, 4, 3)", "ReLU()", "Flatten()", "Linear(144, 10)", "--input", "3,8,8"]


def test_a_figure_names_every_node_as_torch_does(tmp_path: Path) -> None:
    out = tmp_path / "graph.svg"
    assert main(["graph", *NETWORK, "-o", str(out)]) == 0
    texts = [element.text for element in ET.parse(out).iter() if element.tag.endswith("text")]  # noqa: S314 - our own
    names = [text for text in texts if text and text.endswith(("Backward0", "Grad"))]
    assert sorted(names) == [
        *["AccumulateGrad"] * 4,
        "AddmmBackward0",
        "ConvolutionBackward0",
        "LogSoftmaxBackward0",
        "NllLossBackward0",
        "ReluBackward0",
        "TBackward0",
        "ViewBackward0",
    ]
    assert "0 · Conv2d" in texts


def test_the_numbers_are_written_as_json_and_as_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "graph.json"
    options = ["--loss", "sum", "--freeze", "0", "--before", "not_zeroed"]
    assert main(["graph", *NETWORK, *options, "-o", str(out)]) == 0
    told = json.loads(out.read_text())
    tensors = {tensor["name"]: tensor for tensor in told["tensors"]}
    assert tensors["0.weight"]["grad"] is None
    bias = tensors["3.bias"]
    assert bias["before"]["numbers"] == [[1.0] * 10]
    assert bias["grad"]["numbers"] == [[2.0] * 10]
    capsys.readouterr()
    assert main(["graph", *NETWORK, "--loss", "mean"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("output.mean() = ")
    assert "AddmmBackward0" in printed


def test_what_torch_refuses_is_told_with_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", *NETWORK, "--loss", "none", "-o", str(tmp_path / "graph.txt")]) == 2
    assert "grad can be implicitly created only for scalar outputs" in capsys.readouterr().err
    assert main(["graph", *NETWORK[:-1], "3,8,9999999"]) == 2
    assert "3 × 8 × 9999999 is too large an input for a network" in capsys.readouterr().err
    assert main(["graph", "SGD(lr=0.1)", "--input", "3,8,8"]) == 2
    assert "SGD is an optimiser" in capsys.readouterr().err
    assert main(["graph", *NETWORK, "--detach", "head" * 1000]) == 2
    assert len(capsys.readouterr().err) < 200
    assert main(["graph", *NETWORK, "--detach", "head"]) == 2
    assert "no layer or block named head" in capsys.readouterr().err
    assert main(["graph", *NETWORK, "-o", str(tmp_path / "graph.gif")]) == 2
    assert ".svg, .png, .pdf, .json, .txt" in capsys.readouterr().err
    assert main(["graph", "Conv2d(3, 4, 9)", "--input", "3,8,8"]) == 2
    assert "the kernel spans 9 cells" in capsys.readouterr().err
