"""Losses of classes in the calculator: logits, shares, what each costs, each sample's loss, one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.protocol.document import ANY_INPUT, Calculator, Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Numbers
from convviz.protocol.templates import course_network
from convviz.stepping.cells import CellAddress
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.by_output import walk_by_output
from convviz.stepping.worked.calculations import rule_lines
from convviz.ui.calculator.edits import with_input_shape, with_type
from convviz.ui.calculator.form_edits import with_form
from convviz.ui.calculator.refusal import refusal_remedies
from convviz.ui.export.texts import latex_text
from convviz.ui.stepper.walk_planes import groups_of
from convviz.ui.widgets.shape_field import ShapeField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.losses.classes import ClassLoss
    from convviz.stepping.walks.walk import Walk
    from tests.support.shared_calculator import SharedCalculator

LOGITS = Numbers((2, 3), (1, 2, 3, 0, 0, 0))


def opened(
    loss: ClassLoss, target: tuple[float, ...] = (2, 0), *, form: TensorForm | None = None
) -> Calculator:
    forms = {} if form is None else {"target": form}
    shape = (2,) if form is None else form.shape
    calculator = Calculator(loss, (2, 3), LOGITS, forms=forms)
    return calculator.with_recipe("target", Numbers(shape, target))


def walk_of(calculator: Calculator) -> Walk:
    return walk_by_output(build_scene(calculator))


def last_lines(calculator: Calculator) -> list[str]:
    walk = walk_of(calculator)
    walk.go_to(walk.step_count - 1)
    return [line.text for line in walk.lines()[0]]


def lines_at(calculator: Calculator, group: str, row: int, column: int) -> list[str]:
    walk = walk_of(calculator)
    step = walk.step_at(CellAddress(group, 0, row, column))
    assert step is not None
    walk.go_to(step)
    return [line.text for line in walk.lines()[0]]


def test_classes_along_a_sequence_are_drawn_sample_by_sample(
    shared_calculator: SharedCalculator,
) -> None:
    calculator = Calculator(CrossEntropyLoss(), (2, 3, 4))
    page = shared_calculator.hidden(calculator)
    walk = page.grids.walk
    assert walk is not None
    groups = groups_of(walk)
    titles = {group.name: [plane.title for plane in group.planes] for group in groups}
    assert titles["target"] == titles["losses"] == titles["input"] == ["[0]", "[1]"]


def test_each_cell_from_the_logits_to_the_loss_says_how_it_comes_about() -> None:
    calculator = opened(CrossEntropyLoss())
    assert lines_at(calculator, "shares", 0, 2) == [
        "p[2] = exp(3) / ( exp(1) + exp(2) + exp(3) ) = 0.665241",
        "p[2] = 20.0855 / 30.1929 = 0.665241",
    ]
    assert lines_at(calculator, "costs", 0, 2) == ["−log p[2] = −log( 0.665241 ) = 0.407606"]
    assert lines_at(calculator, "losses", 0, 0) == ["l = −log p[2] = 0.407606"]
    assert last_lines(calculator) == ["L = Σ l / n = ( 0.407606 + 1.09861 ) / 2 = 0.753109"]


@pytest.mark.parametrize(
    ("loss", "line"),
    [
        (CrossEntropyLoss(reduction="sum"), "L = Σ l = 0.407606 + 1.09861 = 1.50622"),
        (
            CrossEntropyLoss(weight=(1, 1, 3)),
            "L = Σ l / Σ w[y] = ( 1.22282 + 1.09861 ) / ( 3 + 1 ) = 0.580358",
        ),
        (CrossEntropyLoss(ignore_index=0), "L = Σ l / n = ( 0.407606 + 0 ) / 1 = 0.407606"),
        (NLLLoss(), "L = Σ l / n = ( (−3) + 0 ) / 2 = −1.5"),
    ],
)
def test_a_mean_divides_by_the_weights_of_the_classes_that_count(
    loss: ClassLoss, line: str
) -> None:
    assert last_lines(opened(loss)) == [line]


def test_label_smoothing_asks_for_a_little_of_every_class() -> None:
    calculator = opened(CrossEntropyLoss(label_smoothing=0.3))
    assert lines_at(calculator, "asked", 0, 2) == ["q[2] = (1 − 0.3)·1 + 0.3 / 3 = 0.8"]
    assert lines_at(calculator, "losses", 0, 0) == [
        "l = 0.1·2.40761 + 0.1·1.40761 + 0.8·0.407606 = 0.707606"
    ]


def test_a_share_too_small_for_float32_is_not_taken_for_0() -> None:
    calculator = Calculator(CrossEntropyLoss(), (1, 2), Numbers((1, 2), (0, 200)))
    lines = lines_at(calculator, "costs", 0, 0)
    assert lines[-1] == "−log p[0] = 200"
    assert lines[0].startswith("log p[0] = 0 − log( exp(0)")


def test_shares_of_the_classes_are_a_target_too_and_numbers_of_classes_become_them() -> None:
    before = opened(CrossEntropyLoss())
    after = with_form(before, "target", TensorForm((2, 3)))
    assert after.recipe_of("target") == Numbers((2, 3), (0, 0, 1, 1, 0, 0))
    assert last_lines(after) == last_lines(before), "1 of the right class is its number"
    assert with_form(after, "target", TensorForm((2,), is_integer=True)) == before


def test_the_form_of_the_target_follows_the_input_and_the_layer() -> None:
    shares = opened(CrossEntropyLoss(), (0, 0, 1, 1, 0, 0), form=TensorForm((2, 3)))
    assert with_input_shape(shares, (4, 5)).form_of("target") == TensorForm((4, 5))
    other = with_type(shares, MSELoss)
    assert (other.forms, other.form_of("target")) == ({}, TensorForm((2, 3)))
    assert with_type(other, CrossEntropyLoss).form_of("target") == TensorForm((2,), True)  # noqa: FBT003


@pytest.mark.parametrize(
    ("form", "target", "code", "mends"),
    [
        (None, (2, 5), ErrorCode.TARGET_OUTSIDE_CLASSES, "ignore_index"),
        (None, (2, 0.5), ErrorCode.NOT_WHOLE, "target"),
        (TensorForm((2,)), (2, 0), ErrorCode.TARGET_NEEDS_INTEGERS, "target"),
        (TensorForm((2, 3), True), (1,) * 6, ErrorCode.TARGET_NEEDS_FLOATS, "target"),  # noqa: FBT003
        (TensorForm((3,), True), (0, 0, 0), ErrorCode.TARGET_SHAPE, "target"),  # noqa: FBT003
    ],
)
def test_a_target_that_torch_refuses_is_refused_with_a_remedy(
    form: TensorForm | None, target: tuple[float, ...], code: ErrorCode, mends: str
) -> None:
    calculator = opened(CrossEntropyLoss(), target, form=form)
    with pytest.raises(ShapeError) as refused:
        build_scene(calculator)
    assert refused.value.code is code
    offered = refusal_remedies(calculator, refused.value)
    assert mends in {remedy.parameter for remedy in offered}
    assert all(remedy.form is None or remedy.output_shape == () for remedy in offered)


def test_the_formula_stands_in_letters_and_with_the_numbers() -> None:
    weighted = opened(CrossEntropyLoss(weight=(1, 1, 3)))
    assert rule_lines(build_scene(weighted)) == (
        r"p_{c} = \frac{e^{x_{c}}}{\sum_{j} e^{x_{j}}}",
        r"l = w_{y} \, (-\log p_{y})",
        r"L = \frac{\sum l}{\sum w_{y}}",
        r"L = \frac{1.223 + 1.099}{4} = 0.5804",
    )
    apart = opened(CrossEntropyLoss(reduction="none"))
    assert rule_lines(build_scene(apart))[-1] == r"l = -\log p_{y}"
    assert "L = " in latex_text(build_scene(weighted))


def test_a_class_that_there_is_not_is_typed_over_where_it_stands(
    qtbot: QtBot, shared_calculator: SharedCalculator
) -> None:
    store, page = (
        shared_calculator.store,
        shared_calculator.shown(qtbot, opened(CrossEntropyLoss())),
    )
    grids = page.stepper.grids
    grids.view.cell_edited.emit("target", 0, 1, 0, "7")
    assert store.document.calculator.recipe_of("target") == Numbers((2,), (2, 7))
    refused = page.stepper.presenter.state.refused
    assert refused is not None
    assert "7" in refused.reason
    grids.view.cell_edited.emit("target", 0, 1, 0, "1")
    assert store.document.calculator.recipe_of("target") == Numbers((2,), (2, 1))
    assert page.stepper.presenter.state.refused is None


@pytest.mark.parametrize("text", ["1, 999999999999, 5", "1000000000, 3"])
def test_a_target_that_no_file_could_hold_is_answered_beside_the_field(
    qtbot: QtBot, shared_calculator: SharedCalculator, text: str
) -> None:
    page = shared_calculator.shown(qtbot, opened(CrossEntropyLoss()))
    before = shared_calculator.store.document
    field = page.call_bar.findChild(ShapeField, "target-shape")
    assert isinstance(field, ShapeField)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    assert shared_calculator.store.document == before
    assert "at most 262,144 are shown" in page.call_bar.notes.note.sentence


def test_shares_that_follow_an_input_out_of_all_bounds_can_be_saved() -> None:
    shares = opened(CrossEntropyLoss(), (0, 0, 1, 1, 0, 0), form=TensorForm((2, 3)))
    followed = with_input_shape(shares, (10**9, 3))
    document = Document(followed, course_network())
    assert decode_document(encode_document(document)) == document


def test_a_loss_that_follows_the_course_opens_with_outputs_that_teach(
    qtbot: QtBot, shared_calculator: SharedCalculator
) -> None:
    page = shared_calculator.shown(qtbot)
    page.open_type(CrossEntropyLoss)
    scene = page.scene
    assert scene is not None
    assert scene.plain_input.tolist() == [[0, 3, 1], [2, 1, 0]]
    page.open_type(Conv2d)
    assert shared_calculator.store.document.calculator.input == ANY_INPUT, "they are no picture"
