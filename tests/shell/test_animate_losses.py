"""convviz animate of losses, and of backward passes that begin at one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from convviz.__main__ import main
from convviz.cli.calculator_input import (
    read_calculator,
    with_loss,
    with_target,
    with_tensors,
)
from convviz.core.errors import ErrorCode, ExportError, ShapeError
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.gradients import walk_backward
from convviz.ui.export.texts import code_text

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("call", "target", "printed"),
    [
        ("CrossEntropyLoss(label_smoothing=0.1)", "1 0", "1.0"),
        ("criterion = nn.CrossEntropyLoss()", "0 1 0; 1 0 0", "0.9"),
        ("nn.BCEWithLogitsLoss(weight=torch.tensor([1., 2., 3.]))", "0 1 0; 1 0 0", "3.2"),
        ("L1Loss", "0 1 0; 1 0 0", "1.7"),
    ],
)
def test_the_code_of_a_loss_runs_and_prints_what_the_calculator_shows(
    call: str, target: str, printed: str
) -> None:
    calculator = with_target(read_calculator(call, None, values="1 2 3; 3 2 1"), target)
    scene = build_scene(calculator)
    names: dict[str, Any] = {"print": lambda *_: None}
    exec(code_text(scene), names)  # noqa: S102 - the code that is exported
    assert scene.output is not None
    assert float(names["y"]) == pytest.approx(scene.output.item(), rel=1e-5)
    assert f"{scene.output.item():.1f}" == printed


def test_the_code_of_a_loss_of_several_inputs_runs_and_prints_what_the_calculator_shows() -> None:
    calculator = read_calculator("nn.MarginRankingLoss(margin=0.5)", None, values="1 2 3")
    tensors = [("input2", "2 1.75 1"), ("target", "1 1 -1")]
    scene = build_scene(with_tensors(calculator, None, tensors))
    names: dict[str, Any] = {"print": lambda *_: None}
    exec(code_text(scene), names)  # noqa: S102 - the code that is exported
    assert float(names["y"]) == pytest.approx((1.5 + 0.25 + 2.5) / 3)
    with pytest.raises(ExportError):
        with_tensors(calculator, None, [("positive", "1 2 3")])


def test_a_target_is_only_for_a_loss_and_of_another_shape_it_is_refused() -> None:
    with pytest.raises(ExportError):
        with_target(read_calculator("ReLU()", (1, 2, 2)), "1 0")
    calculator = with_target(read_calculator("CrossEntropyLoss()", (2, 3)), "1 0 2")
    with pytest.raises(ShapeError) as refused:
        build_scene(calculator)
    assert refused.value.code is ErrorCode.TARGET_SHAPE


@pytest.mark.parametrize(
    ("call", "shape", "loss"),
    [
        ("Conv2d(1, 3, 3)", (1, 4, 4), "CrossEntropyLoss"),
        ("Linear(2, 3)", (2, 2), 'nn.MSELoss(reduction="sum")'),
    ],
)
def test_the_code_goes_back_from_the_loss_that_is_given(
    call: str, shape: tuple[int, ...], loss: str
) -> None:
    scene = build_scene(with_loss(read_calculator(call, shape), loss))
    names: dict[str, Any] = {"print": lambda *_: None}
    exec(code_text(scene), names)  # noqa: S102 - the code that is exported
    walk: Any = walk_backward(scene)
    gradients = walk.working.layer_pass.gradients
    assert names["loss"].item() == pytest.approx(walk.working.beginning.value, rel=1e-5)
    assert names["x"].grad.numpy() == pytest.approx(gradients["input"], rel=1e-4, abs=1e-5)
    weight = names["layer"].weight.grad.numpy()
    assert weight == pytest.approx(gradients["weight"], rel=1e-4, abs=1e-5)


def test_a_loss_of_classes_leaves_out_the_distances_that_a_document_compares_with() -> None:
    distances = with_loss(read_calculator("Linear(2, 3)", (2, 2)), "MSELoss")
    distances = with_target(distances, "0.5 1 2\n3 4 5.5")
    scene = build_scene(with_loss(distances, "CrossEntropyLoss"))
    assert scene.loss_target is not None
    assert scene.loss_target.tolist() == [1, 2]
    kept = build_scene(with_loss(distances, "L1Loss"))
    assert kept.loss_target is not None
    assert kept.loss_target.tolist() == [[0.5, 1, 2], [3, 4, 5.5]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--loss", "MSELoss"], "Add --backward"),
        (["--backward", "--loss", "NLLLoss"], "CrossEntropyLoss, MSELoss"),
        (["--backward", "--loss", 'MSELoss(reduction="none")'], "only for scalar outputs"),
        (["--backward", "--loss", "MSELoss", "--target", "1 2"], "2"),
    ],
)
def test_a_loss_that_cannot_begin_a_backward_pass_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "back.png"
    status = main(["animate", "Conv2d(1, 3, 3)", "--input", "1,5,5", *options, "-o", str(out)])
    assert status != 0
    assert said in capsys.readouterr().err
    assert not out.exists()
