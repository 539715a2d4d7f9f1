"""Losses of margins between classes and of variances: their steps, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.remedies.remedy import RemedyKind
from convviz.protocol.sentences.errors import sentence
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.passes import backward_of
from convviz.stepping.worked.calculations import working_of
from convviz.ui.calculator.refusal import refusal_remedies
from tests.support.cell_users import users_of
from tests.support.staged_losses import lines, opened

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator

OUTPUTS = (0.5, 2.0, 1.0, 0.0, 0.0, 3.0)


def led(**settings: object) -> Calculator:
    return opened("MultiMarginLoss", (2, 3), OUTPUTS, settings=settings, target=(1.0, 1.0))


def listing(*labels: float) -> Calculator:
    return opened("MultiLabelMarginLoss", (1, 3), (0.5, 1.0, 0.25), target=labels)


def test_a_class_adds_by_how_much_it_comes_too_near_to_the_right_one() -> None:
    working = working_of(build_scene(led(p=2, weight=(1.0, 3.0, 1.0))))
    assert lines(working, "terms", 5) == [
        "z = m − x[1] + x[2] = 1 − 0 + 3 = 4",
        "c[2] = w[1]·max(0, z)² = 3 · 4² = 48",
    ]
    assert lines(working, "terms", 4) == ["y = 1: c[1] = 0"]
    assert lines(working, "losses", 1) == ["l = Σ c / C = ( 3 + 0 + 48 ) / 3 = 17"]


def test_the_right_class_gets_what_all_others_get_with_the_other_sign() -> None:
    working = backward_of(build_scene(led(reduction="sum")))
    assert lines(working, "grad_input", 3)[-2:] == [
        "l' = 1 / C = 1 / 3 = 0.333333",
        "grad_input = l'·g = 0.333333 · 1 = 0.333333",
    ]
    assert lines(working, "grad_input", 4)[0] == (
        "y = 1: l' = −Σ l'[j ≠ 1] = −( 0.333333 + 0.333333 ) = −0.666667"
    )
    assert lines(working, "grad_input", 0)[1] == "z ≤ 0: l' = 0"


def test_a_list_of_classes_ends_at_the_first_minus_one() -> None:
    working = working_of(build_scene(listing(1, -1, 0)))
    assert lines(working, "terms", 0) == [
        "c[0] = Σ max(0, 1 − x[t] + x[0]) = max(0, 1 − 1 + 0.5 ) = 0.5"
    ]
    assert lines(working, "terms", 1) == ["1 ∈ y: c[1] = 0"]
    read = working.work_out("terms", 0).reads["target"]
    assert [reading.cell.column for reading in read] == [0, 1]


def test_a_row_is_compared_with_torch_unless_a_class_of_its_own_list_is_led_by_a_hair() -> None:
    def undefined(*outputs: float) -> bool:
        numbers, labels = (*outputs, 0.0, 5.0, 3.0), (1.0, -1.0, -1.0, 1.0, 2.0, -1.0)
        opening = opened("MultiLabelMarginLoss", (2, 3), numbers, target=labels)
        return bool(backward_of(build_scene(opening)).undefined())

    assert undefined(1e-8, 1.0, 9.0)
    assert not undefined(1.0, 9.0, 1e-8)  # of class 0, which the first row does not list


def test_a_variance_below_eps_counts_as_eps() -> None:
    settings = {"eps": 0.5, "reduction": "none"}
    sure = opened("GaussianNLLLoss", (1,), (1.0,), settings=settings, target=(2.0,), var=(0.1,))
    assert lines(working_of(build_scene(sure)), "losses", 0) == [
        "d = x − y = 1 − 2 = −1",
        "v = max( 0.1 , 0.5) = 0.5",
        "l = ½·(log v + d² / v) = ½·(log( 0.5 ) + (−1)² / 0.5 ) = 0.653426",
    ]


def test_the_formula_of_a_loss_brackets_losses_below_zero() -> None:
    exact = (1.0,) * 6
    sure = opened(
        "GaussianNLLLoss", (6,), exact, target=exact, var=(1.0, 1.0, 0.25, 1.0, 1.0, 0.25)
    )
    latex = working_of(build_scene(sure)).result_latex()
    assert latex == r"L = \frac{0 + 0 + (-0.6931) + \dots + (-0.6931)}{6} = -0.231"


def test_a_class_of_several_is_a_yes_or_a_no_by_itself() -> None:
    both = opened("MultiLabelSoftMarginLoss", (1, 2), (0.0, 2.0), target=(1.0, 0.0))
    working = working_of(build_scene(both))
    assert lines(working, "terms", 1) == [
        "p = sigmoid(x) = 1 / (1 + exp(− 2 )) = 0.880797",
        "c = −(y·log p + (1 − y)·log(1 − p)) = −( 0 ·(−0.126928) + (1 − 0 )·(−2.12693)) = 2.12693",
    ]
    assert lines(working, "losses", 0) == ["l = Σ c / C = ( 0.693147 + 2.12693 ) / 2 = 1.41004"]


CASES = {
    "a lead": led(weight=(1.0, 3.0, 1.0)),
    "squares": led(p=2),
    "a row": opened("MultiMarginLoss", (3,)),
    "a row with a label of a batch": opened(
        "MultiMarginLoss", (3,), forms={"target": TensorForm((1,), is_integer=True)}
    ),
    "a list": listing(1, -1, 0),
    "a whole list": listing(1, 0, 2),
    "an empty list": listing(-1, 0, 2),
    "lists": opened("MultiLabelMarginLoss", (3, 4)),
    "variances": opened("GaussianNLLLoss", (2, 3)),
    "a variance a row": opened("GaussianNLLLoss", (2, 3), forms={"var": TensorForm((2,))}),
    "yes and no": opened("MultiLabelSoftMarginLoss", (2, 3), settings={"weight": (1.0, 2.0, 3.0)}),
    "one yes for all": opened(
        "MultiLabelSoftMarginLoss", (2, 3), forms={"target": TensorForm((1, 3))}
    ),
}


@pytest.mark.parametrize("calculator", CASES.values(), ids=CASES)
def test_who_reads_a_cell_is_what_the_steps_say(calculator: Calculator) -> None:
    working = working_of(build_scene(calculator))
    steps = [working.step(index) for index in range(working.step_count)]
    for part in working.parts:
        for cell in map(part.cell_at, range(part.size)):
            made = {(step.part, step.cell) for step in steps if step.has_read(part.name, cell)}
            told = {(user.part, user.cell) for user in users_of(working, part.name, cell)}
            assert told == made, (part.name, cell)


def gauss(var: tuple[float, ...], shape: tuple[int, ...] | None = None) -> Calculator:
    forms = {} if shape is None else {"var": TensorForm(shape)}
    return opened("GaussianNLLLoss", (2, 3), forms=forms, var=var)


@pytest.mark.parametrize(
    ("calculator", "code", "said", "mended"),
    [
        (gauss((1,) * 3, (3,)), ErrorCode.VARIANCE_SHAPE, "Variances of shape (3,)", True),
        (gauss((1, -2, 1, 1, 1, 1)), ErrorCode.NEGATIVE_NUMBER, "but −2 stands at (0, 1)", False),
        (
            opened("MultiMarginLoss", (2, 3), target=(1, 3)),
            ErrorCode.LABEL_OUTSIDE_CLASSES,
            "the class 3 at (1,), but there are 3 classes, from 0 to 2",
            False,
        ),
        (listing(1, -2, 0), ErrorCode.LABEL_OUTSIDE_LIST, "or -1, which ends the list", False),
        (
            opened("MultiLabelMarginLoss", (2, 3), forms={"target": TensorForm((2, 3))}),
            ErrorCode.TARGET_NEEDS_INTEGERS,
            "target.long()",
            True,
        ),
    ],
)
def test_what_torch_refuses_is_told_with_what_would_mend_it(
    calculator: Calculator,
    code: ErrorCode,
    said: str,
    mended: bool,
) -> None:
    with pytest.raises(ShapeError) as refused:
        build_scene(calculator)
    assert refused.value.code is code
    assert said in sentence(refused.value)
    offered: Any = refusal_remedies(calculator, refused.value)
    assert {remedy.kind for remedy in offered} >= {RemedyKind.SET_TENSOR}
    assert any(remedy.form is not None for remedy in offered) is mended
