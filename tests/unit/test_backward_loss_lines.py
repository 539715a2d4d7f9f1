"""What the steps of a loss's backward pass say: where each number of the gradient comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest

from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import loss_types
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.passes import backward_of
from tests.support.cell_users import users_of

if TYPE_CHECKING:
    from convviz.core.losses import Loss
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

LOGITS = (0.0, 0.0, 1.0, 2.0, -1.0, 0.0)


def _backward(
    loss: Loss,
    target: tuple[float, ...],
    shape: tuple[int, ...] = (2, 3),
    numbers: tuple[float, ...] = LOGITS,
    target_shape: tuple[int, ...] | None = None,
) -> GradientWorking:
    calculator = Calculator(loss, shape, Numbers(shape, numbers))
    if target_shape:
        forms = {"target": TensorForm(target_shape)}
        calculator = msgspec.structs.replace(calculator, forms=forms)
    wanted = target_shape or calculator.layer.tensor_shapes(shape)["target"]
    return backward_of(build_scene(calculator.with_recipe("target", Numbers(wanted, target))))


def _lines(working: GradientWorking, flat: int) -> list[str]:
    return [line.text for line in working.step(flat).lines]


def _make(name: str, **settings: object) -> Loss:
    return loss_types()[name](**settings)


def test_gradient_of_the_right_logit_is_its_share_less_one() -> None:
    working = _backward(_make("CrossEntropyLoss"), (1, 0))
    assert _lines(working, 1) == [
        "p[1] = exp(0) / ( exp(0) + exp(0) + exp(1) ) = 0.211942",
        "y = 1: l' = p[1] − 1 = 0.211942 − 1 = −0.788058",
        "grad_input = l'·g / n = (−0.788058) · 1 / 2 = −0.394029",
    ]
    assert "y = 1: l' = p[0] − 0" in _lines(working, 0)[1]
    assert len(working.step(1).reads["input"]) == 3


def test_class_weights_stand_in_the_slope_and_in_what_a_mean_divides_by() -> None:
    weighted = _make("CrossEntropyLoss", weight=(1.0, 2.0, 0.5))
    *_, slope, divisor, handed = _lines(_backward(weighted, (1, 2)), 1)
    assert slope == "y = 1: l' = w[1]·(p[1] − 1) = 2 · ( 0.211942 − 1 ) = −1.57612"
    assert divisor == "n = Σ w[y] = 2 + 0.5 = 2.5"
    assert handed == "grad_input = l'·g / n = (−1.57612) · 1 / 2.5 = −0.630447"


def test_label_smoothing_is_taken_from_the_share_instead_of_one() -> None:
    smoothed = _make("CrossEntropyLoss", label_smoothing=0.1, reduction="sum")
    *_, asked, slope, handed = _lines(_backward(smoothed, (1, 0)), 1)
    assert asked == "q[1] = (1 − ε)·t + ε / C = (1 − 0.1)·1 + 0.1 / 3 = 0.933333"
    assert slope == "l' = p[1] − q[1] = 0.211942 − 0.933333 = −0.721392"
    assert handed == "grad_input = l'·g = (−0.721392) · 1 = −0.721392"


def test_sample_of_the_ignored_class_gets_nothing() -> None:
    working = _backward(_make("CrossEntropyLoss", ignore_index=0), (1, 0))
    assert _lines(working, 3) == [
        "y = ignore_index: l' = 0",
        "grad_input = l'·g = 0 · 1 = 0",
    ]


@pytest.mark.parametrize(
    ("name", "settings", "lines"),
    [
        ("MSELoss", {}, ["d = x − y = 2 − 0.5 = 1.5", "l' = 2·d = 2·1.5 = 3"]),
        ("L1Loss", {}, ["d = x − y = 2 − 0.5 = 1.5", "l' = sign(d) = sign(1.5) = 1"]),
        (
            "SmoothL1Loss",
            {"beta": 3.0},
            ["d = x − y = 2 − 0.5 = 1.5", "l' = d / β = 1.5 / 3 = 0.5"],
        ),
        ("HuberLoss", {"delta": 1.5}, ["d = x − y = 2 − 0.5 = 1.5", "l' = d = 1.5"]),
        (
            "BCEWithLogitsLoss",
            {},
            [
                "p = sigmoid(x) = 1 / (1 + exp(− 2 )) = 0.880797",
                "l' = p − y = 0.880797 − 0.5 = 0.380797",
            ],
        ),
        ("KLDivLoss", {}, ["l' = −y = − 0.5 = −0.5"]),
    ],
)
def test_slope_of_a_number_is_written_out(
    name: str, settings: dict[str, object], lines: list[str]
) -> None:
    working = _backward(_make(name, reduction="sum", **settings), (0.5,), (1,), (2.0,))
    *slope, handed = _lines(working, 0)
    assert slope == lines
    assert handed.startswith("grad_input = l'·g = ")


def test_repeated_number_gets_the_slopes_of_all_its_losses() -> None:
    working = _backward(_make("MSELoss"), (1.0, 2.0), (1, 1), (0.0,), target_shape=(1, 2))
    assert _lines(working, 0) == [
        "l'(0, 1) = −2",
        "l'(0, 2) = −4",
        "grad_input = Σ l'·g / n = ( (−2)·1 + (−4)·1 ) / 2 = −3",
    ]


@pytest.mark.parametrize("reduction", ["mean", "none"])
@pytest.mark.parametrize("kind", loss_types().values(), ids=lambda kind: kind.type_name())
def test_every_cell_that_a_step_reads_names_that_step_as_its_user(
    kind: type[Loss], reduction: str
) -> None:
    calculator = Calculator(_make(kind.type_name(), reduction=reduction), (2, 3))
    first = calculator.layer.first_input((2, 3))
    if first:
        calculator = msgspec.structs.replace(calculator, input=Numbers((2, 3), first))
    working = backward_of(build_scene(calculator))
    assert any(part.name == UPSTREAM for part in working.parts)
    for index in range(working.step_count):
        step = working.step(index)
        for name, readings in step.reads.items():
            for reading in readings:
                users = [user.cell for user in users_of(working, name, reading.cell)]
                assert step.cell in users
