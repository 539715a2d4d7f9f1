"""The one entry point: what it starts, without a display too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from convviz import COMMANDS, cli
from convviz.__main__ import main
from convviz.ui.shell import display
from tests.support.small_pictures import mnist_arrays, write_folder, write_mnist


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    named = [line.split()[0] for line in out.splitlines() if line.startswith("    ")]
    assert [name for name in named if name in COMMANDS] == list(COMMANDS)
    modules = Path(cli.__file__).parent.glob("*.py")
    there = {path.stem for path in modules if "\ndef add_parser(" in path.read_text("utf-8")}
    assert there == set(COMMANDS)


def test_shape_loads_neither_torch_nor_qt_nor_other_commands() -> None:
    code = (
        "import sys; from convviz.__main__ import main; "
        "main(['shape', 'ReLU()', '--input', '3']); "
        "others = ('torch', 'PySide6', 'numpy', 'convviz.cli.train'); "
        "sys.exit(any(name in sys.modules for name in others))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="displays are named so on Linux alone")
@pytest.mark.parametrize("name", ["", ":77777", "nonsense", ":x"])
def test_a_missing_display_is_told_before_qt_could_end_the_process(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", name)
    assert name in display.missing_display()
    assert display.missing_display()


def test_data_check_of_no_data_set_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "check", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert str(tmp_path) in err
    assert "Traceback" not in err


def test_an_interrupt_while_modules_load_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("convviz.cli.run_command", interrupt)
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == "convviz: interrupted\n"


@pytest.mark.parametrize("given", [["--verison"], ["shap", "ReLU()"], ["doctro"]])
def test_what_is_misspelt_is_told_instead_of_opening_a_window(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(given)
    assert left.value.code == 2
    assert "usage: convviz" in capsys.readouterr().err


def test_data_check_says_what_any_data_set_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_mnist(tmp_path / "mnist", mnist_arrays(classes=5))
    assert main(["data", "check", "--dataset", "mnist", str(tmp_path / "mnist")]) == 0
    said = capsys.readouterr().out
    assert "70 training and 30 test pictures, 5 classes: 0, 1, 2, 3, 4" in said
    assert "Pictures of 1x12x12; 14 of a class to train with, 6 to test" in said
    write_folder(tmp_path / "pets", {"cat": 10, "dog": 5})
    (tmp_path / "pets/cat/broken.png").write_bytes(b"x")
    declared = "ImageFolder(16, grey=True)"
    assert main(["data", "check", "--dataset", declared, str(tmp_path / "pets")]) == 0
    said = capsys.readouterr().out
    assert "Pictures of 1x16x16" in said
    assert "left out (1): cat/broken.png" in said
    assert main(["data", "check", "--dataset", "ImageFolder(1)", str(tmp_path)]) == 2
    assert "between 8 and 512" in capsys.readouterr().err
