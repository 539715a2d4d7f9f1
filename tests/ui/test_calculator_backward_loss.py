"""A backward pass from a loss of the output, on the calculator's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import numpy as np
import pytest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.of_output import LOSS_TARGET
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import UPSTREAM, Calculator, Document
from convviz.protocol.messages.engine_layers import ComputeLayer
from convviz.protocol.recipes import Fill, FillPattern
from convviz.protocol.sentences.errors import remedy_sentence
from convviz.protocol.templates import course_network
from convviz.stepping.agreement import AgreementState
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.stepper.backward_links import BEGINNING, GRADIENT_LAYER, ONES, loss_link
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def page(qtbot: QtBot, engine: FakeEngine) -> CalculatorPage:
    calculator = Calculator(Conv2d(1, 3, 3), (1, 4, 4))
    made = CalculatorPage(DocumentStore(Document(calculator, course_network())), engine)
    qtbot.addWidget(made)
    made.stepper.presenter.choose_view("backward")
    made.views.text.linkActivated.emit(loss_link(CrossEntropyLoss()))
    qtbot.waitUntil(lambda: bool(engine.requests) and _last(engine).loss is not None)
    return made


def _last(engine: FakeEngine) -> ComputeLayer:
    request = engine.requests[-1]
    assert isinstance(request, ComputeLayer)
    return request


def _has_loss(page: CalculatorPage) -> bool:
    return page.presenter.edits.calculator.loss is not None


def _is_refused(page: CalculatorPage) -> bool:
    """Return whether there is a refusal, beside which the target can still be edited."""
    refused = page.stepper.presenter.state.refused
    return refused is not None and refused.edits_last


def _gradients(page: CalculatorPage) -> list[tuple[str, bool | None]]:
    return [(known.name, known.agrees) for known in page.side.agreement.agreement.gradients]


def test_autograd_agrees_with_the_slopes_of_the_loss_and_the_gradients_behind_them(
    page: CalculatorPage, engine: FakeEngine
) -> None:
    assert "CrossEntropyLoss()</a> = " in page.views.text.text()
    engine.replies[-1].answer(LayerComputer().compute(_last(engine)))
    assert page.side.agreement.agreement.state is AgreementState.AGREES
    names = ["input", "weight", "bias", "output"]
    assert _gradients(page) == [(name, True) for name in names]
    assert "grad_output ✓" in page.side.agreement.verdict.text()


def test_a_slope_says_which_output_and_which_target_it_comes_from(page: CalculatorPage) -> None:
    page.stepper.player.go_to(5)
    walk = page.stepper.presenter.walk
    assert walk is not None
    texts = [line.text for line in walk.lines()[0]]
    assert texts[0].startswith("p[1] = exp(")
    assert texts[-1].startswith("grad_output = l' / n = ")
    assert texts[-1].split(" = ")[2].endswith(" / 4")


def test_the_target_is_typed_and_a_class_that_there_is_not_is_refused(
    page: CalculatorPage,
) -> None:
    edits = page.presenter.edits
    page.grids.cell_edited.emit(LOSS_TARGET, (0, 1, 1), 2.0)
    assert not _is_refused(page)
    page.grids.cell_edited.emit(LOSS_TARGET, (0, 1, 1), 3.0)
    assert "the class 3" in page.side.problem.reason.text()
    assert _is_refused(page)
    alone, remedy = page.side.problem.offered
    assert remedy_sentence(alone) == "Make target[0, 1, 1] 2."
    assert remedy_sentence(remedy) == "Give other numbers in target."
    page.side.problem.remedy_chosen.emit(remedy)
    assert LOSS_TARGET not in edits.calculator.tensors
    assert not _is_refused(page)


def test_ones_and_typed_numbers_take_the_place_of_the_loss(page: CalculatorPage) -> None:
    edits = page.presenter.edits
    page.views.text.linkActivated.emit(ONES)
    assert not _has_loss(page)
    assert edits.calculator.recipe_of(UPSTREAM) == Fill(FillPattern.ONES)
    page.call_bar.losses.fill()
    offered = {action.text(): action for action in page.call_bar.losses.actions()}
    assert {"CrossEntropyLoss", "MSELoss", "L1Loss"} <= offered.keys()
    assert "NLLLoss" not in offered
    offered["MSELoss"].trigger()
    assert _has_loss(page)
    assert page.call_bar.numbers.menus[LOSS_TARGET].menuAction().isVisible()
    edits.fill(UPSTREAM, Fill(FillPattern.ZEROS))
    assert not _has_loss(page)


def test_the_loss_stays_while_the_layer_changes_and_goes_where_it_means_nothing(
    page: CalculatorPage,
) -> None:
    edits = page.presenter.edits
    page.grids.cell_edited.emit(LOSS_TARGET, (0, 1, 1), 2.0)
    edits.layer(Conv2d(1, 3, 2), "kernel_size")
    assert edits.calculator.loss == CrossEntropyLoss()
    assert page.stepper.presenter.state.refused is None
    edits.layer_type(MaxPool2d)
    assert edits.calculator.loss == CrossEntropyLoss()
    edits.layer_type(MSELoss)
    assert edits.calculator.loss is None


def test_the_loss_opens_with_the_output_as_its_input(page: CalculatorPage) -> None:
    scene = page.stepper.presenter.state.shown
    assert scene is not None
    assert scene.output is not None
    page.views.text.linkActivated.emit(BEGINNING)
    shown = page.stepper.presenter.state.shown
    assert shown is not None
    assert shown.layer == CrossEntropyLoss()
    assert np.array_equal(shown.plain_input.ravel(), scene.output.ravel())
    assert shown.plain_weights["target"].tolist() == [[[1, 2], [0, 1]]]


def test_the_transposed_convolution_opens_on_the_slopes_of_the_loss(page: CalculatorPage) -> None:
    working = page.presenter.edits.calculator
    page.views.text.linkActivated.emit(GRADIENT_LAYER)
    calculator = page.presenter.edits.calculator
    assert calculator.loss is None
    shown = page.stepper.presenter.state.shown
    assert shown is not None
    assert msgspec.structs.replace(working, loss=None) != calculator
    assert 0 < np.abs(shown.plain_input).max() <= 1 / 4


def test_what_is_worth_knowing_follows_the_view(page: CalculatorPage) -> None:
    def told() -> str:
        page.side.explain()
        explanations = page.side.explanations
        explanations.more.setChecked(True)
        return " ".join(explanations.sentences)

    assert "used at 4 places" in told()
    assert "logits add up to 0" in told()
    assert "does not flip the kernel" in told()
    page.views.text.linkActivated.emit(ONES)
    assert "output.sum().backward()" in told()
    assert "logits add up to 0" not in told()
    page.stepper.presenter.choose_view("learn")
    assert "torch.optim.SGD(lr=0.01)" in told()
    page.stepper.presenter.choose_view("grids")
    assert "places" not in told()
    assert "SGD" not in told()
