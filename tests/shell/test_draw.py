"""``convviz draw``: each format and look, networks that fail, and wrong input."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from convviz.__main__ import main
from convviz.protocol.document_file import write_document
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    from pathlib import Path

LAYERS = ["draw", "Conv2d(3, 8, 3)", "ReLU()", "MaxPool2d(2)", "--input", "3,32,32"]


def test_a_chain_is_drawn_as_svg(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "net.svg"
    assert main([*LAYERS, "-o", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}\n"
    words = "".join(ET.parse(path).getroot().itertext())  # noqa: S314
    assert "8 × 15 × 15" in words


def test_a_network_of_convviz_is_drawn_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draw", "lenet5_paper", "-o", "lenet.svg"]) == 0
    assert "16 × 5 × 5" in "".join(ET.parse("lenet.svg").getroot().itertext())  # noqa: S314
    (tmp_path / "lenet5_paper").write_text("nn.Sequential(nn.Conv2d(1, 7, 3))")
    assert main(["draw", "lenet5_paper", "--input", "1,9,9", "-o", "own.svg"]) == 0
    assert "7 × 7 × 7" in "".join(ET.parse("own.svg").getroot().itertext())  # noqa: S314


@pytest.mark.usefixtures("qapp")
def test_png_and_pdf(tmp_path: Path) -> None:
    png, pdf = tmp_path / "net.png", tmp_path / "net.PDF"
    options = ["--width", "900", "--theme", "dark", "--style", "maps", "--transparent"]
    assert main([*LAYERS, "-o", str(png), *options]) == 0
    with Image.open(png) as picture:
        assert picture.width == 900
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
        assert len(picture.convert("RGB").getcolors(100_000) or []) > 5
    assert main([*LAYERS, "-o", str(pdf)]) == 0
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_a_document_and_a_file_of_code_are_drawn(tmp_path: Path) -> None:
    document, code, out = tmp_path / "a.convviz", tmp_path / "a.py", tmp_path / "a.svg"
    write_document(document, new_document())
    assert main(["draw", str(document), "-o", str(out)]) == 0
    assert "1024" in out.read_text(encoding="utf-8")
    code.write_text("first = nn.Sequential(nn.ReLU())\nsecond = nn.Sequential(nn.Tanh())\n")
    chosen = ["--network", "second", "--input", "3,4,4", "--replace"]
    assert main(["draw", str(code), "-o", str(out), *chosen]) == 0
    assert "Tanh" in out.read_text(encoding="utf-8")


def test_a_network_that_fails_is_drawn_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.svg"
    assert main([*LAYERS[:4], "Linear(9, 3)", *LAYERS[4:], "-o", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == f"{path}\n"
    assert "layer 4, Linear(9, 3)" in err
    assert "remedy: " in err
    assert "cannot run" in path.read_text(encoding="utf-8")


def test_what_is_not_wanted_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "net.svg"
    options = ["--no-names", "--no-sizes", "--style", "flat", "--direction", "down"]
    assert main([*LAYERS, "-o", str(path), *options]) == 0
    assert "<text" not in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("qapp")
def test_a_picture_as_wide_as_can_be_is_written_smaller_unless_a_width_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    convolutions = [f"Conv2d({1 + n}, {2 + n}, 1)" for n in range(150)]
    wide = ["draw", *convolutions, "--input", "1,8,8", "--rows", "1", "--no-names", "--no-sizes"]
    path = tmp_path / "net.png"
    assert main([*wide, "-o", str(path)]) == 0
    with Image.open(path) as picture:
        assert 16_000 < picture.width <= 16_384
    tall = [*wide, "--style", "flat", "--direction", "down", "--width", "16000", "--replace"]
    assert main([*tall, "-o", str(path)]) == 2
    assert "16384" in capsys.readouterr().err.replace(",", "")


def test_rows_are_broken_for_an_aspect(tmp_path: Path) -> None:
    convolutions = [f"Conv2d({8 + n}, {9 + n}, 3, padding=1)" for n in range(6)]
    chain, heights = ["draw", *convolutions, "--input", "8,32,32"], []
    for aspect in ("20", "0.6"):
        path = tmp_path / f"{aspect}.svg"
        assert main([*chain, "-o", str(path), "--aspect", aspect]) == 0
        root = ET.parse(path).getroot()  # noqa: S314
        heights.append(float(root.get("height", "0")) / float(root.get("width", "1")))
    assert heights[1] > 2 * heights[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*LAYERS, "-o", "net.gif"], ".svg, .png, .pdf"),
        ([*LAYERS, "-o", "net"], "no suffix"),
        (["draw", "ReLU()", "-o", "net.svg"], "--input"),
        (["draw", "Covn2d(3, 8, 3)", "--input", "3,8,8", "-o", "net.svg"], "Conv2d"),
        ([*LAYERS, "-o", "net.svg", "--direction", "down"], "--style flat"),
        ([*LAYERS, "-o", "there/net.svg"], "--replace"),
    ],
)
def test_wrong_input_is_told_and_writes_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "net.svg").write_text("mine")
    assert main(arguments) in {1, 2}
    assert said in capsys.readouterr().err
    assert (tmp_path / "there" / "net.svg").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--width", "5"),
        ("--width", "wide"),
        ("--rows", "0"),
        ("--aspect", "nan"),
        ("--style", "3d"),
    ],
)
def test_wrong_options_are_refused(
    capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    with pytest.raises(SystemExit):
        main([*LAYERS, "-o", "net.svg", option, value])
    assert option in capsys.readouterr().err
