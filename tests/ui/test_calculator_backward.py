"""Forward and backward on the calculator's page: the view, its numbers, and autograd's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtGui import QGuiApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.presets import presets
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import UPSTREAM, Calculator
from convviz.protocol.messages.engine_layers import ComputeLayer
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.agreement import AgreementState
from convviz.stepping.scene import extent
from convviz.stepping.walks.worked import WorkedWalk
from convviz.ui.stepper.backward_links import GRADIENT_LAYER
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def engine(shared_calculator: SharedCalculator) -> FakeEngine:
    return shared_calculator.engine


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator, engine: FakeEngine) -> CalculatorPage:
    made = shared_calculator.hidden(Calculator(Conv2d(1, 2, 3, padding=1), (1, 4, 4)))
    qtbot.waitUntil(lambda: len(engine.requests) == 1)
    made.stepper.presenter.choose_view("backward")
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    return made


def answer_by_torch(engine: FakeEngine, *, off_by: float = 0.0) -> None:
    """Answer the newest request as the engine itself does."""
    request = engine.requests[-1]
    assert isinstance(request, ComputeLayer)
    values = LayerComputer().compute(request)
    if off_by:
        wrong = tensor_of(array_of(values.gradients["weight"]) + off_by)
        values = msgspec.structs.replace(values, gradients={**values.gradients, "weight": wrong})
    engine.replies[-1].answer(values)


def test_autograd_agrees_with_each_gradient(page: CalculatorPage, engine: FakeEngine) -> None:
    answer_by_torch(engine)
    agreement = page.side.agreement.agreement
    assert [(known.name, known.agrees) for known in agreement.gradients] == [
        ("input", True),
        ("weight", True),
        ("bias", True),
    ]
    assert "grad_weight ✓" in page.side.agreement.verdict.text()


def test_a_gradient_that_differs_is_named(page: CalculatorPage, engine: FakeEngine) -> None:
    answer_by_torch(engine, off_by=0.5)
    answer_by_torch(engine, off_by=0.5)  # in float64, too
    assert page.side.agreement.agreement.state is AgreementState.DIFFERS
    assert "grad_weight ✗ 0.5" in page.side.agreement.verdict.text()


def test_the_upstream_gradient_is_typed_filled_and_undone(
    page: CalculatorPage, engine: FakeEngine, qtbot: QtBot
) -> None:
    store = page.presenter.edits
    page.grids.cell_edited.emit(UPSTREAM, (1, 0, 0), 5.0)
    qtbot.waitUntil(lambda: len(engine.requests) == 3)
    walk = page.stepper.presenter.walk
    assert walk is not None
    sent = engine.requests[-1]
    assert isinstance(sent, ComputeLayer)
    assert sent.grad_output is not None
    menu = page.call_bar.numbers.menus[UPSTREAM]
    assert menu.menuAction().isVisible()
    menu.pattern_action(FillPattern.ZEROS.value).trigger()
    assert store.calculator.recipe_of(UPSTREAM) == Fill(FillPattern.ZEROS)
    page.stepper.presenter.choose_view("grids")
    assert not menu.menuAction().isVisible()


def test_the_link_opens_the_transposed_convolution_on_the_upstream_gradient(
    page: CalculatorPage,
) -> None:
    assert "ConvTranspose2d(2, 1" in page.views.text.text()
    page.views.text.linkActivated.emit(GRADIENT_LAYER)
    calculator = page.presenter.edits.calculator
    assert calculator.layer == ConvTranspose2d(2, 1, 3, padding=1, bias=False)
    assert calculator.input == Fill(FillPattern.ONES)
    assert page.views.shown == "grids"


def test_too_many_numbers_are_left_to_torch(
    page: CalculatorPage, engine: FakeEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extent, "MOST_READINGS", 1)
    page.presenter.edits.shape((1, 5, 5))
    qtbot.waitUntil(lambda: len(engine.requests) == 3)
    assert "left to torch" in page.views.text.text()
    answer_by_torch(engine)
    assert "left to torch" not in page.views.text.text()
    assert [known.agrees for known in page.side.agreement.agreement.gradients] == [None] * 3


def test_a_preset_of_a_backward_pass_is_shown_as_one(page: CalculatorPage) -> None:
    page.stepper.presenter.choose_view("grids")
    chosen = {preset.key: preset for preset in presets()}["backward_max_pool_ties"]
    page.call_bar.preset_chosen.emit(chosen)
    walk = page.stepper.presenter.walk
    assert page.views.shown == "backward"
    assert isinstance(walk, WorkedWalk)
    gradient = walk.numbers_of("grad_input")
    assert gradient is not None
    assert gradient.tolist() == [
        [[1, 2, 0, 0], [4, 0, 3, 0], [0, 0, 5 + 6 + 8 + 9, 0], [7, 0, 0, 0]]
    ]


def test_a_gradient_is_copied_as_numbers(page: CalculatorPage) -> None:
    page.presenter.values.copy("grad_bias")
    assert QGuiApplication.clipboard().text().split() == ["16", "16"]


def test_a_window_without_a_real_cell_hands_its_gradient_to_nobody(
    page: CalculatorPage, engine: FakeEngine, qtbot: QtBot
) -> None:
    pooling = MaxPool2d((1, 2), stride=1, padding=(0, 1), dilation=(1, 2))
    page.call_bar.call_chosen.emit(pooling)
    page.presenter.edits.shape((1, 3, 1))
    asked = len(engine.requests)
    qtbot.waitUntil(lambda: len(engine.requests) > asked - 1)
    walk = page.stepper.presenter.walk
    assert isinstance(walk, WorkedWalk)
    gradient = walk.numbers_of("grad_input")
    assert gradient is not None
    assert gradient.tolist() == [[[0], [0], [0]]]
