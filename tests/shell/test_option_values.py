"""What the shell says of numbers that an option does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "arguments",
    [
        ["animate", "ReLU()", "-o", "out.gif", "--every", "0"],
        ["draw", "ReLU()", "-o", "out.svg", "--rows", "101"],
        ["maps", "ReLU()", "--sample", "-1"],
        ["onnx", "ReLU()", "-o", "out.onnx", "--seed", "-1"],
        ["onnx", "ReLU()", "-o", "out.onnx", "--seed", "9" * 5_000],
        ["train", "a.convviz", "--stop-after-batches", "0"],
        ["train", "a.convviz", "--stop-after-epochs", "many"],
    ],
)
def test_a_number_out_of_its_bounds_is_refused_with_the_bounds(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert f"{arguments[-2]}: " in said
    assert "is not a whole number from" in said
    assert len(said.splitlines()[-1]) < 300


@pytest.mark.parametrize(
    ("call", "numbers"),
    [
        ("Sigmoid()", ["--values", "-1,2"]),
        ("MSELoss()", ["--input", "2", "--target", "-1 -2"]),
        ("SGD()", ["--input", "1,2", "--weights", "-1,2", "--function", "-x^2"]),
        ("MarginRankingLoss()", ["--input", "2", "--tensor", "input2", "-1,2"]),
    ],
)
def test_numbers_may_begin_with_a_minus(call: str, numbers: list[str], tmp_path: Path) -> None:
    written = tmp_path / "step.py"
    assert main(["animate", call, *numbers, "-o", str(written)]) == 0
    assert "-1" in written.read_text()
