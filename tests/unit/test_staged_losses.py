"""Losses of several tensors: what their steps say, who reads a cell, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.tensor_forms import TensorForm
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.backward.passes import backward_of
from convviz.stepping.worked.calculations import working_of
from convviz.ui.calculator.refusal import TENSOR_FORMS, refusal_remedies, refused_setting
from tests.support.cell_users import users_of
from tests.support.staged_losses import lines, opened

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator


def ranked(**settings: object) -> Calculator:
    first, second, target = (3.0, 2.0, 1.0), (1.0, 1.5, 4.0), (1.0, 1.0, -1.0)
    return opened("MarginRankingLoss", (3,), first, settings=settings, input2=second, target=target)


def test_a_ranking_costs_what_its_lead_is_short_of_the_margin() -> None:
    working = working_of(build_scene(ranked(margin=1.0)))
    assert lines(working, "losses", 1) == [
        "d = x₁ − x₂ = 2 − 1.5 = 0.5",
        "l = max(0, m − y·d) = max(0, 1 − 1 ·0.5) = 0.5",
    ]
    assert lines(working, "output", 0) == ["L = Σ l / n = ( 0 + 0.5 + 0 ) / 3 = 0.166667"]


def test_a_ranking_pulls_its_inputs_apart_until_it_is_right_by_the_margin() -> None:
    working = backward_of(build_scene(ranked(margin=1.0)))
    assert lines(working, "grad_input", 1) == [
        "s = m − y·(x₁ − x₂) = 1 − 1 ·( 2 − 1.5 ) = 0.5",
        "s ≥ 0: l' = −y = − 1 = −1",
        "grad_input1 = l'·g / n = (−1) · 1 / 3 = −0.333333",
    ]
    assert lines(working, "grad_input2", 1)[-2:] == [
        "s ≥ 0: l' = y = 1",
        "grad_input2 = l'·g / n = 1 · 1 / 3 = 0.333333",
    ]
    assert lines(working, "grad_input", 0)[1] == "s < 0: l' = 0"


def test_a_lead_of_the_margin_up_to_rounding_has_no_slope_to_compare_with_torch() -> None:
    def scores(margin: float) -> Calculator:
        first, second, target = (0.3, 0.5, 1.5), (0.2, 0.1, 1.0), (1.0, 1.0, 1.0)
        settings = {"margin": margin}
        name = "MarginRankingLoss"
        return opened(name, (3,), first, settings=settings, input2=second, target=target)

    narrow = scores(0.1)
    undefined = backward_of(build_scene(narrow)).undefined()
    assert {name: where.tolist() for name, where in undefined.items()} == {
        "input": [True, False, False],
        "input2": [True, False, False],
    }
    assert backward_of(build_scene(scores(0.5))).undefined() == {}


def triplet(**settings: object) -> Calculator:
    positive, negative = (3.0, 4.0, 3.0, 4.0), (0.0, 2.0, 0.0, 7.0)
    values = (0.0,) * 4
    return opened(
        "TripletMarginLoss",
        (2, 2),
        values,
        settings={"eps": 0.0, **settings},
        positive=positive,
        negative=negative,
    )


def test_a_triplet_costs_by_how_much_the_negative_is_too_near() -> None:
    working = working_of(build_scene(triplet()))
    assert lines(working, "d(anchor, positive)", 0) == [
        "s = Σ (a − p + ε)² = ( 0 − 3 )² + ( 0 − 4 )² = 25",
        "d(a, p) = √s = √25 = 5",
    ]
    assert lines(working, "losses", 0) == [
        "l = max(0, m + d(a, p) − d(a, n)) = max(0, 1 + 5 − 2 ) = 4"
    ]
    assert lines(working, "losses", 1)[0].endswith("= 0")


def test_an_anchor_is_pulled_to_the_positive_and_pushed_from_the_negative() -> None:
    working = backward_of(build_scene(triplet(reduction="sum")))
    assert lines(working, "grad_input", 1) == [
        "s = m + d(a, p) − d(a, n) = 1 + 5 − 2 = 4",
        "u = (a − p + ε) / d(a, p) = ( 0 − 4 + ε) / 5 = −0.8",
        "v = (a − n + ε) / d(a, n) = ( 0 − 2 + ε) / 2 = −1",
        "l' = u − v = 0.2",
        "grad_anchor = l'·g = 0.2 · 1 = 0.2",
    ]
    assert lines(working, "grad_positive", 1)[-2:-1] == ["l' = −u = 0.8"]
    assert lines(working, "grad_negative", 2)[1] == "s < 0: l' = 0"


def alike(**settings: object) -> Calculator:
    return opened(
        "CosineEmbeddingLoss",
        (2, 2),
        (3.0, 4.0, 1.0, 0.0),
        settings=settings,
        input2=(6.0, 8.0, 1.0, 1.0),
        target=(1.0, -1.0),
    )


def test_directions_cost_by_their_cosine_and_what_the_target_says() -> None:
    working = working_of(build_scene(alike()))
    assert lines(working, "cos", 0) == [
        "x₁·x₂ = 3 · 6 + 4 · 8 = 50",
        "|x₁|² = 3 ² + 4 ² = 25",
        "|x₂|² = 6 ² + 8 ² = 100",
        "cos = x₁·x₂ / √(|x₁|²·|x₂|²) = 50 / √(25·100) = 1",
    ]
    assert lines(working, "losses", 1) == [
        "y = −1: l = max(0, cos − m) = max(0, 0.707107 − 0) = 0.707107"
    ]
    slope = lines(backward_of(build_scene(alike(reduction="sum"))), "grad_input2", 3)
    assert slope[-2:] == [
        "y = −1: l' = cos' = −0.353553",
        "grad_input2 = l'·g = (−0.353553) · 1 = −0.353553",
    ]


CASES = {
    "numbers": ranked(),
    "distances": triplet(),
    "shorter distances": triplet(swap=True, p=3.0),
    "one negative for all": opened(
        "TripletMarginLoss", (2, 3), forms={"negative": TensorForm((1, 3))}
    ),
    "a place for all": opened("TripletMarginLoss", (2, 3), forms={"positive": TensorForm((2, 1))}),
    "a vector": opened("TripletMarginLoss", (3,)),
    "directions": alike(),
    "one direction": opened("CosineEmbeddingLoss", (3,)),
    "one for all": opened("MarginRankingLoss", (2, 3), forms={"input2": TensorForm((1, 3))}),
}


@pytest.mark.parametrize("calculator", CASES.values(), ids=CASES)
def test_who_reads_a_cell_is_what_the_steps_say(calculator: Calculator) -> None:
    scene = build_scene(calculator)
    for working in (working_of(scene), backward_of(scene)):
        steps = [working.step(index) for index in range(working.step_count)]
        for part in working.parts:
            for cell in map(part.cell_at, range(part.size)):
                made = {(step.part, step.cell) for step in steps if step.has_read(part.name, cell)}
                told = {(user.part, user.cell) for user in users_of(working, part.name, cell)}
                assert told == made, (part.name, cell)


@pytest.mark.parametrize(
    ("calculator", "code", "setting", "said"),
    [
        (
            opened("MarginRankingLoss", (2, 3), forms={"input2": TensorForm((2, 4))}),
            ErrorCode.TENSORS_NOT_BROADCAST,
            TENSOR_FORMS[0],
            "input1 of shape (2, 3) and input2 of shape (2, 4)",
        ),
        (
            opened("MarginRankingLoss", (2, 3), forms={"target": TensorForm((3,))}),
            ErrorCode.TENSORS_OF_OTHER_RANK,
            TENSOR_FORMS[1],
            "input1 and target with as many dimensions",
        ),
        (
            opened("TripletMarginLoss", (2, 3), forms={"negative": TensorForm((2, 2))}),
            ErrorCode.TENSORS_NOT_BROADCAST,
            TENSOR_FORMS[1],
            "anchor of shape (2, 3) and negative of shape (2, 2)",
        ),
        (
            opened("CosineEmbeddingLoss", (2, 3), forms={"target": TensorForm((2, 3))}),
            ErrorCode.TARGET_SHAPE,
            TENSOR_FORMS[1],
            "It takes a target of shape (2,)",
        ),
    ],
)
def test_what_torch_refuses_is_told_at_its_field_with_what_would_mend_it(
    calculator: Calculator, code: ErrorCode, setting: str, said: str
) -> None:
    with pytest.raises(ShapeError) as refused:
        build_scene(calculator)
    assert refused.value.code is code
    assert said in sentence(refused.value)
    offered = refusal_remedies(calculator, refused.value)
    assert offered
    assert refused_setting(calculator.layer, refused.value, offered, "") == setting


def test_a_document_keeps_all_tensors_and_their_forms() -> None:
    calculator = opened(
        "MarginRankingLoss", (2, 3), forms={"input2": TensorForm((1, 3))}, input2=(1.0, 2.0, 3.0)
    )
    document = msgspec.structs.replace(new_document(), calculator=calculator)
    assert decode_document(encode_document(document)) == document
