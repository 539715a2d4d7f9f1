"""``convviz animate``: every format, input from numbers and pictures, and wrong input."""

from __future__ import annotations

import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from PIL import Image

from convviz.__main__ import main
from convviz.cli.calculator_input import (
    read_calculator,
    read_matrix,
)
from convviz.protocol.document_file import write_document
from convviz.protocol.numbers_folder import numbers_folder
from convviz.protocol.templates import new_document
from convviz.stepping.scene.scene import build_scene
from convviz.values.number_files import number_files, write_block

pytestmark = pytest.mark.usefixtures("qapp")

CONVOLUTION = ["animate", "Conv2d(1, 1, 3, stride=2)", "--input", "1,5,5"]


def frames_of(path: Path) -> tuple[int, tuple[int, int], float]:
    """Return the number of frames, the size and the first duration."""
    with Image.open(path) as animation:
        animation.load()
        return getattr(animation, "n_frames", 1), animation.size, animation.info["duration"]


@pytest.mark.parametrize("suffix", ["gif", "apng", "webp"])
def test_an_animation_has_a_frame_a_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    path = tmp_path / f"steps.{suffix}"
    options = ["--scale", "0.5", "--theme", "dark", "--formula", "--fps", "2"]
    assert main([*CONVOLUTION, "-o", str(path), *options]) == 0

    assert capsys.readouterr().out == f"{path}\n"
    assert frames_of(path) == (4, (500, 250), 500)


def test_a_transposed_convolution_is_animated_stamp_by_stamp(tmp_path: Path) -> None:
    layer = ["animate", "ConvTranspose2d(1, 1, 3, stride=2, padding=1)", "--input", "1,2,3"]
    options = ["--scale", "0.5", "--view", "scatter"]
    assert main([*layer, "-o", str(tmp_path / "a.gif"), *options]) == 0
    assert frames_of(tmp_path / "a.gif")[0] == 6

    still = ["-o", str(tmp_path / "a.svg"), "--view", "scatter", "--step", "6"]
    assert main([*layer, *still]) == 0
    assert "Step 6 of 6" in "".join(ET.parse(tmp_path / "a.svg").getroot().itertext())  # noqa: S314


@pytest.mark.parametrize("view", ["im2col", "sparse"])
def test_a_convolution_is_animated_as_matrices(tmp_path: Path, view: str) -> None:
    grids, matrices = tmp_path / "grids.gif", tmp_path / "matrices.gif"
    assert main([*CONVOLUTION, "-o", str(grids)]) == 0
    assert main([*CONVOLUTION, "-o", str(matrices), "--view", view]) == 0
    assert frames_of(matrices)[:2] == frames_of(grids)[:2]
    assert matrices.read_bytes() != grids.read_bytes()


def test_uses_of_cells_are_drawn_on_demand(tmp_path: Path) -> None:
    still = [*CONVOLUTION, "--step", "1", "-o"]
    assert main([*still, str(tmp_path / "a.svg")]) == 0
    assert main([*still, str(tmp_path / "b.svg"), "--usage"]) == 0
    assert (tmp_path / "a.svg").read_text() != (tmp_path / "b.svg").read_text()


def test_a_refusal_names_what_would_mend_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "steps.gif"
    assert main(["animate", "MaxPool2d(7)", "--input", "1,5,5", "-o", str(path)]) == 2

    said = capsys.readouterr().err.splitlines()
    assert said[0].endswith("height the kernel spans 7 cells, but the padded input has only 5.")
    assert "convviz: remedy: Set kernel_size=5; the output is then 1 × 1 × 1." in said
    assert not path.exists()


def test_uses_of_cells_beside_matrices_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.gif"

    assert main([*CONVOLUTION, "-o", str(path), "--view", "im2col", "--usage"]) != 0

    assert "The view im2col does not count uses of cells" in capsys.readouterr().err
    assert not path.exists()


def test_other_layers_have_no_stamps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.gif"

    assert main([*CONVOLUTION, "-o", str(path), "--view", "scatter"]) != 0

    assert "Conv2d has no view Scatter" in capsys.readouterr().err
    assert not path.exists()


def test_one_step_is_a_picture(tmp_path: Path) -> None:
    for suffix in ("png", "svg", "pdf"):
        options = ["-o", str(tmp_path / f"step.{suffix}"), "--step", "3", "--size", "600,300"]
        assert main([*CONVOLUTION, *options]) == 0
    with Image.open(tmp_path / "step.png") as picture:
        assert picture.size == (600, 300)
    assert "Step 3 of 4" in "".join(ET.parse(tmp_path / "step.svg").getroot().itertext())  # noqa: S314
    assert (tmp_path / "step.pdf").read_bytes().startswith(b"%PDF-")


def test_the_formula_and_the_code_are_texts(tmp_path: Path) -> None:
    assert main([*CONVOLUTION, "-o", str(tmp_path / "a.tex")]) == 0
    assert r"\frac{" in (tmp_path / "a.tex").read_text()
    assert main([*CONVOLUTION, "-o", str(tmp_path / "a.py")]) == 0
    assert "nn.Conv2d(1, 1, kernel_size=3, stride=2)" in (tmp_path / "a.py").read_text()


def test_a_document_s_calculator_is_animated(tmp_path: Path) -> None:
    document = tmp_path / "course.convviz"
    write_document(document, new_document())
    assert main(["animate", str(document), "-o", str(tmp_path / "a.gif"), "--steps", "2-4"]) == 0
    assert frames_of(tmp_path / "a.gif")[0] == 3


def test_numbers_beside_the_document_are_drawn_and_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, picture = tmp_path / "many.convviz", tmp_path / "many.png"
    block = write_block(np.full((1, 1, 3, 3), 7.0), numbers_folder(path))
    calculator = msgspec.structs.replace(new_document().calculator, weight=block)
    write_document(path, msgspec.structs.replace(new_document(), calculator=calculator))
    scene = build_scene(read_calculator(str(path), None))
    assert (scene.plain_weights["weight"] == 7).all()
    assert main(["animate", str(path), "-o", str(picture)]) == 0
    alone = tmp_path / "elsewhere" / "many.convviz"
    alone.parent.mkdir()
    path.rename(alone)
    picture.unlink()
    number_files._files.clear()

    assert main(["animate", str(alone), "-o", str(picture)]) == 1

    assert "Put the folder back beside the document" in capsys.readouterr().err
    assert not picture.exists()


@pytest.mark.parametrize(
    "text",
    ["1 2 3; 4 5 6", "[[1, 2, 3], [4, 5, 6]]", "1,2,3\n4,5,6", "1 2 3;4 5 6;", "1e0 2 3; 4 5 6"],
)
def test_numbers_are_read_in_every_common_form(text: str) -> None:
    assert read_matrix(text).tolist() == [[1, 2, 3], [4, 5, 6]]


def test_the_input_takes_the_matrix_s_shape() -> None:
    calculator = read_calculator("MaxPool2d(2)", None, values="1 2 3 4; 5 6 7 -8")
    scene = build_scene(calculator)
    assert calculator.input_shape == (1, 2, 4)
    assert scene.output is not None
    assert scene.output.ravel().tolist() == [6, 7]
    assert read_calculator("MaxPool1d(2)", None, values="1 2 3 4; 5 6 7 8").input_shape == (2, 4)
    assert read_calculator("MaxPool2d(2)", (2, 2, 2), values="1 2 3 4 5 6 7 8").input_shape == (
        2,
        2,
        2,
    )


def test_a_picture_is_the_input(tmp_path: Path) -> None:
    colours = np.zeros((20, 30, 3), dtype=np.uint8)
    colours[:, :15, 0] = 255
    path = tmp_path / "red.png"
    Image.fromarray(colours).save(path)

    given = read_calculator("MaxPool2d(2)", (3, 10, 10), picture=path)
    planes = build_scene(given).plain_input
    assert planes.shape == (3, 10, 10)
    assert planes[0, :, :5].tolist() == [[1.0] * 5] * 10
    assert planes[1:].max() == 0
    assert read_calculator("MaxPool2d(2)", None, picture=path).input_shape == (1, 20, 30)
    assert read_calculator("MaxPool1d(2)", None, picture=path).input_shape == (1, 30)
    calculator = read_calculator("Conv2d(3, 1, 3)", None, picture=path)
    assert calculator.input_shape == (3, 20, 30)
    assert build_scene(calculator).plain_input[0, 0, 0] == 1


def test_a_seed_makes_the_same_numbers_again() -> None:
    one, two, other = (
        build_scene(read_calculator("MaxPool2d(2)", (1, 6, 6), seed=seed)).plain_input
        for seed in (5, 5, 6)
    )
    assert one.tolist() == two.tolist() != other.tolist()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Conv2d(1, 1, 9)", "--input", "1,5,5"], "the kernel spans 9 cells"),
        (["Conv2d(1, 1"], "this is not Python"),
        (["Conv2d(1, 1, 3)"], "The shape of the input is missing"),
        (["nowhere.convviz"], "nowhere.convviz"),
        (
            ["MaxPool2d(2)", "--values", "1 2; 3"],
            "Row 2 does not have as many numbers as the first one",
        ),
        (["MaxPool2d(2)", "--values", "1 two"], "'two' is not a number"),
        (["MaxPool2d(2)", "--values", ";"], "There are no numbers"),
        (["MaxPool2d(2)", "--values", "1 2 3", "--input", "1,2,2"], "3 numbers do not fill"),
        (["MaxPool2d(2)", "--picture", "nowhere.png"], "nowhere.png"),
        (
            ["MaxPool2d(2)", "--input", "1,500,500", "--every", "1"],
            "Choose a range of at most 2000 steps",
        ),
        (["MaxPool2d(2)", "--input", "1,4000,4000"], "are too many to draw"),
        (["MaxPool2d(2)", "--input", "1,6,6", "--steps", "5-12"], "Choose steps from 1 to 9"),
        (["MaxPool2d(2)", "--input", "1,6,6", "--size", "20,20"], "Choose a size"),
    ],
)
def test_wrong_input_is_told_in_one_sentence_with_its_remedies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    path = tmp_path / "out.gif"
    assert main(["animate", *arguments, "-o", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    first, *more = err.splitlines()
    assert first.startswith("convviz: ")
    assert all(line.startswith("convviz: remedy: ") for line in more)
    assert not path.exists()


def test_a_broken_picture_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    arguments = ["MaxPool2d(2)", "--picture", str(path), "-o", str(tmp_path / "a.gif")]
    assert main(["animate", *arguments]) == 2
    assert "cannot be read as a picture" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--scale", "9"],
        ["--scale", "nan"],
        ["--fps", "0"],
        ["--milliseconds", "5"],
        ["--size", "5"],
        ["--steps", "5"],
        ["--seed", "-1"],
    ],
)
def test_options_out_of_their_limits_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*CONVOLUTION, "-o", str(tmp_path / "a.gif"), *options])
    assert ended.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_an_unknown_format_names_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CONVOLUTION, "-o", str(tmp_path / "a.bmp")]) == 2
    assert ".gif, .apng, .webp, .mp4, .png, .svg, .pdf" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main([*CONVOLUTION, "-o", str(tmp_path / "file" / "a.gif")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("layer", "shape", "steps"),
    [
        ("Upsample(scale_factor=2, mode='bilinear')", "1,2,3", 24),
        ("PixelShuffle(2)", "4,2,2", 16),
        ("PixelUnshuffle(2)", "1,4,4", 16),
        ("Unfold(2)", "1,3,3", 16),
        ("Fold(3, 2)", "4,4", 9),
        ("MaxUnpool2d(2)", "1,5,5", 25),
        ("MaxPool2d(2, return_indices=True)", "1,4,4", 4),
    ],
)
def test_layers_that_resize_and_move_cells_are_animated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], layer: str, shape: str, steps: int
) -> None:
    path = tmp_path / "a.gif"

    options = ["--scale", "0.5", "--formula"]
    assert main(["animate", layer, "--input", shape, "--seed", "1", "-o", str(path), *options]) == 0

    assert 1 < frames_of(path)[0] <= steps
    code = tmp_path / "a.py"
    assert main(["animate", layer, "--input", shape, "--seed", "1", "-o", str(code)]) == 0
    capsys.readouterr()
    runpy.run_path(str(code), run_name="__main__")
    assert layer.split("(", maxsplit=1)[0] in capsys.readouterr().out


@pytest.mark.parametrize("name", ["a.gif", "a.py"])
def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"mine")
    assert main([*CONVOLUTION, "-o", str(path)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
    assert main([*CONVOLUTION, "-o", str(path), "--replace"]) == 0
    assert path.read_bytes() != b"mine"
    path.chmod(0o444)
    before = path.read_bytes()
    assert main([*CONVOLUTION, "-o", str(path), "--replace"]) == 1
    assert "it is read-only" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_one_picture_is_a_batch_for_a_layer_that_mixes_its_batch(tmp_path: Path) -> None:
    path = tmp_path / "norm.py"
    assert main(["animate", "BatchNorm2d(2)", "--input", "2,3,3", "-o", str(path)]) == 0
    names = runpy.run_path(str(path))
    assert tuple(names["y"].shape) == (1, 2, 3, 3)
