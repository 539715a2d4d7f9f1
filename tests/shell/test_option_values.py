"""What the shell says of numbers that an option does not take."""

from __future__ import annotations

import pytest

from convviz.__main__ import main


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
