"""``convviz shape`` of files of code: which network, what it is made with, what was guessed."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from convviz.__main__ import main
from tests.support.network_files import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

RESNET = str(FOLDER / "tutorials/resnet_basic.py")
NEEDS = str(FOLDER / "tutorials/needs_classes.py")
FIRE = FOLDER / "tutorials/fire.py"
TINY = str(FOLDER / "tutorials/tiny_units.py")


def plain(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """Return what is printed for programs."""
    assert main(["shape", *arguments, "--json"]) == 0
    printed: dict[str, object] = json.loads(capsys.readouterr().out)
    return printed


def test_a_network_is_chosen_by_its_name_and_the_json_keeps_its_top(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = plain(capsys, RESNET, "--network", "ResNetSmall", "--input", "3,16,16")
    assert printed["output_shape"] == [10]
    assert printed["num_params"] == 6_398
    assert printed["failure"] is None
    assert isinstance(printed["mult_adds"], int)
    assert printed["read"] == [
        {
            "network": "ResNetSmall",
            "guesses": {},
            "input_is_guessed": False,
            "is_whole": True,
            "notices": [],
        }
    ]


def test_several_networks_are_listed_with_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", RESNET, "--input", "3,16,16"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 networks: ResNetSmall, ResNetDeep" in err
    assert "--network ResNetSmall  line 92:  function" in err


def test_with_what_they_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = tmp_path / "net.py"
    code.write_text(
        (FOLDER / "tutorials/needs_classes.py").read_text(encoding="utf-8")
        + (FOLDER / "course/flatten_linear.py").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    assert main(["shape", str(code)]) == 2
    assert "class, needs num_classes" in capsys.readouterr().err


def test_what_is_needed_is_given_or_guessed_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", NEEDS]) == 0
    err = capsys.readouterr().err
    assert "num_classes has no value in the code; 10 was taken" in err
    assert "--arg num_classes=10" in err
    assert "the input is taken to be 3 × 32 × 32, a guess" in err
    assert main(["shape", NEEDS, "--arg", "num_classes=2*50", "--input", "3,32,32"]) == 0
    out, err = capsys.readouterr()
    assert "guess" not in err
    assert "was taken" not in err
    assert "Linear(1024, 100)" in out


def test_shapes_that_are_whole_numbers_are_guessed_as_channels_and_classes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = plain(capsys, TINY, "--arg", "hidden_units=4", "--input", "3,64,64")
    assert printed["output_shape"] == [10]


def test_several_values_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    values = ["--arg", "input_shape=1", "--arg", "hidden_units=4", "--arg", "output_shape=3"]
    printed = plain(capsys, TINY, *values, "--input", "1,64,64")
    assert printed["output_shape"] == [3]


def test_a_notebook_is_read_by_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    book = str(FOLDER / "notebooks/two_versions.ipynb")
    assert main(["shape", book]) == 2
    assert "--network large  cell 4, line 1: variable" in capsys.readouterr().err
    assert plain(capsys, book, "--network", "large")["output_shape"] == [5]


def test_code_comes_from_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(FIRE.read_bytes()))
    monkeypatch.setattr("sys.stdin", stdin)
    printed = plain(capsys, "-", "--arg", "class_num=7", "--input", "3,32,32")
    assert printed["output_shape"] == [7]


def test_a_value_that_nobody_asks_for_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shape", str(FIRE), "--arg", "clas_num=7", "--input", "3,32,32"]) == 2
    assert "squeezenet takes no clas_num. It takes: class_num" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["num_classes", "=3", "n=open('x')", "n=__import__('os')"])
def test_a_value_that_is_no_constant_is_refused(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["shape", NEEDS, "--arg", text])
    assert left.value.code == 2
    assert "argument --arg: " in capsys.readouterr().err


def test_what_was_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    heads = str(FOLDER / "tutorials/heads.py")
    assert main(["shape", heads, "--input", "1,28,28"]) == 0
    err = capsys.readouterr().err
    assert "the network gives 2 outputs. The first of them was taken" in err
    assert "parity" in err


def test_a_file_behind_other_layers_has_their_output_as_its_input(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = plain(capsys, "AvgPool2d(2)", NEEDS, "--input", "3,64,64")
    assert printed["input_shape"] == [3, 64, 64]
    assert printed["output_shape"] == [10]
