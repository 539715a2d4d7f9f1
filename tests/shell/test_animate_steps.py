"""``convviz animate`` of optimisers: gradients or a function, weights, the surface, code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from convviz.__main__ import main
from convviz.cli.calculator_input import read_calculator, with_weights
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.surface import EXAMPLES
from convviz.stepping.scene.scene import build_scene
from convviz.ui.export.texts import code_text

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")

WALK = ["animate", "SGD(lr=0.06, momentum=0.4)", "--input", "5,2", "--function", "x^2 + 20 y^2"]


@pytest.mark.parametrize("function", ["", *EXAMPLES.values()])
@pytest.mark.parametrize("zero_grad", [True, False])
def test_the_code_of_an_optimiser_takes_the_steps_that_are_shown(
    function: str, zero_grad: bool
) -> None:
    mode: dict[str, Any] = {"function": function, "zero_grad": zero_grad}
    calculator = read_calculator("optim.Adam(lr=0.1, betas=(0.5, 0.9))", (4, 2), mode=mode)
    scene = build_scene(with_weights(calculator, "-1.2 1"))
    printed: list[list[float]] = []
    exec(code_text(scene), {"print": printed.append})  # noqa: S102 - the code that is exported
    assert scene.output is not None
    np.testing.assert_allclose(printed, scene.output.reshape(4, 2), rtol=2e-4, atol=1e-5)


def test_the_surface_is_drawn_and_animated(tmp_path: Path) -> None:
    for name in ("walk.gif", "walk.png"):
        path = tmp_path / name
        assert main([*WALK, "--view", "surface", "--weights", "-2 1", "-o", str(path)]) == 0
        with Image.open(path) as picture:
            assert len(set(picture.convert("RGB").resize((60, 30)).tobytes())) > 40


def test_a_loss_and_an_optimiser_are_animated_by_their_calls(tmp_path: Path) -> None:
    for call, shape in (
        ("CrossEntropyLoss(label_smoothing=0.1)", "3,5"),
        ("SGD(lr=0.1, momentum=0.9)", "4"),
    ):
        path = tmp_path / f"{shape}.gif"
        assert main(["animate", call, "--input", shape, "-o", str(path)]) == 0
        with Image.open(path) as animation:
            assert getattr(animation, "n_frames", 1) > 4


@pytest.mark.parametrize(
    ("option", "value"),
    [("--function", "x"), ("--weights", "1 2"), ("--no-zero-grad", ""), ("--target", "1")],
)
def test_options_of_others_are_refused_and_not_passed_over(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [option, value] if value else [option]
    path = tmp_path / "relu.gif"
    assert main(["animate", "ReLU()", "--input", "1,2,2", *given, "-o", str(path)]) == 2
    assert "means nothing for ReLU. Leave it out." in capsys.readouterr().err
    assert not path.exists()


def test_weights_are_of_the_optimiser_s_number() -> None:
    calculator = read_calculator("SGD(lr=0.1)", (3, 2))
    with pytest.raises(DocumentError) as wrong:
        with_weights(calculator, "1 2 3")
    assert wrong.value.code is ErrorCode.NUMBERS_WRONG_COUNT


def test_a_function_that_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [*WALK[:-1], "x + z", "-o", str(tmp_path / "walk.gif")]
    assert main(wrong) == 2
    assert "'z' means nothing in a function" in capsys.readouterr().err


LEARNED = ["animate", "Conv2d(1, 1, 3)", "--input", "1,5,5", "--optimizer"]


def test_a_kernel_is_learned_by_the_optimiser_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    step = ["--taken", "2", "--step", "49", "--size", "1400,900", "-o", str(path)]
    assert main([*LEARNED, "Adam(lr=0.1)", *step]) == 0
    assert "m before" in path.read_text()
    assert main([*LEARNED, "Adam", "-o", str(tmp_path / "a.py")]) == 0
    assert "optimizer = torch.optim.Adam(layer.parameters())" in (tmp_path / "a.py").read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["Foo"], 'No optimiser is called "Foo" here'),
        (["Muon"], 'No optimiser is called "Muon" here'),
        (["SGD(lr=-1)"], "lr must lie between 0 and"),
        (["SGD(nesterov=True)"], "momentum"),
        (["Adam", "--backward"], "Write --view learn"),
    ],
)
def test_what_learns_no_kernel_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main([*LEARNED, *options, "-o", str(tmp_path / "a.svg")]) != 0
    assert words in capsys.readouterr().err
    assert not (tmp_path / "a.svg").exists()
