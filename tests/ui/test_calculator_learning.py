"""Learning a kernel on the calculator's page: steps, learning rate, target, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.losses.distances import L1Loss
from convviz.core.presets import presets
from convviz.engine.compute.layer_values import LayerComputer
from convviz.protocol.document import Calculator
from convviz.protocol.lesson import HIDDEN_KERNEL, TARGET_OUTPUT
from convviz.protocol.messages.engine_layers import ComputeLayer
from convviz.protocol.recipes import Fill, FillPattern, Numbers
from convviz.ui.calculator import learn_section

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.learn_section import LearnSection
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedCalculator

FIRST = Calculator(Conv2d(1, 1, 3), (1, 5, 5))


@pytest.fixture
def engine(shared_calculator: SharedCalculator) -> FakeEngine:
    return shared_calculator.engine


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(shared_calculator: SharedCalculator) -> CalculatorPage:
    made = shared_calculator.hidden(FIRST)
    made.stepper.presenter.choose_view("learn")
    return made


@pytest.fixture
def section(page: CalculatorPage) -> LearnSection:
    return page.side.learning


def test_a_step_is_the_documents_kernel_and_can_be_undone(
    store: DocumentStore, section: LearnSection
) -> None:
    section.step_once.click()
    calculator = store.document.calculator
    assert isinstance(calculator.weight, Numbers)
    assert calculator.lesson.taken == 1
    assert store.undo_stack.undoText() == "One gradient step"
    store.undo_stack.undo()
    assert store.document.calculator == FIRST


def test_many_steps_and_back_to_the_first_kernel(
    store: DocumentStore, section: LearnSection
) -> None:
    section.steps.value_changed.emit(5)
    section.step_often.click()
    section.step_once.click()
    assert store.document.calculator.lesson.taken == 6
    assert "6" in section.taken.text()
    section.again.click()
    calculator = store.document.calculator
    assert (calculator.weight, calculator.bias) == (FIRST.weight, FIRST.bias)
    assert calculator.lesson.taken == 0
    assert not section.again.isEnabled()


def test_another_kernel_begins_the_lesson_anew(
    page: CalculatorPage, store: DocumentStore, section: LearnSection
) -> None:
    section.step_once.click()
    page.presenter.edits.fill("weight", Fill(FillPattern.ONES))
    assert store.document.calculator.lesson.taken == 0
    assert not section.again.isEnabled()


def test_the_rate_turned_up_until_it_breaks(section: LearnSection, store: DocumentStore) -> None:
    section.look_ahead()
    assert "It falls" in section.course.text()
    losses = section.curve.losses
    assert losses[0] > losses[-1]
    for rate in (5.0, 1e6):
        section.optimiser.call.argument_edited.emit("lr", rate)
    section.look_ahead()
    assert "breaks" in section.course.text()
    store.undo_stack.undo()  # what was typed in a field is undone together
    assert store.document.calculator.lesson == FIRST.lesson


def test_a_cell_of_the_target_is_typed_and_the_hidden_kernel_makes_it_again(
    page: CalculatorPage, store: DocumentStore, section: LearnSection
) -> None:
    page.grids.cell_edited.emit(TARGET_OUTPUT, (0, 1, 1), 9.0)
    recipe = store.document.calculator.tensors[TARGET_OUTPUT]
    assert isinstance(recipe, Numbers)
    assert recipe.cells[4] == 9.0
    assert section.by_kernel.isVisibleTo(section)
    section.by_kernel.click()
    assert TARGET_OUTPUT not in store.document.calculator.tensors


def test_target_and_hidden_kernel_have_menus_only_while_one_learns(
    page: CalculatorPage, store: DocumentStore
) -> None:
    menus = page.call_bar.numbers.menus
    assert menus[TARGET_OUTPUT].menuAction().isVisible()
    menus[HIDDEN_KERNEL].pattern_action("laplacian").trigger()
    assert HIDDEN_KERNEL in store.document.calculator.tensors
    page.stepper.presenter.choose_view("grids")
    assert not menus[HIDDEN_KERNEL].menuAction().isVisible()
    assert not page.side.learning.isVisibleTo(page.side)
    assert not page.page_actions["gradient step"].isEnabled()


def test_autograd_agrees_with_the_gradients(
    page: CalculatorPage, engine: FakeEngine, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(engine.requests))
    request = engine.requests[-1]
    assert isinstance(request, ComputeLayer)
    engine.replies[-1].answer(LayerComputer().compute(request))
    known = {g.name: g.agrees for g in page.side.agreement.agreement.gradients}
    assert known == {"input": True, "weight": True, "bias": True}


def test_other_layers_say_why_not(page: CalculatorPage) -> None:
    pool = msgspec.structs.replace(FIRST, layer=MaxPool2d(2))
    page.presenter.edits.replace(pool, "pooling")
    assert page.views.shown == "grids"
    assert not page.views.switch.buttons["learn"].isEnabled()


def test_a_click_paints_a_cell_of_the_target_only_while_clicks_paint(
    page: CalculatorPage, store: DocumentStore, section: LearnSection
) -> None:
    page.grids.view.cell_clicked.emit(TARGET_OUTPUT, 0, 1, 2)
    assert TARGET_OUTPUT not in store.document.calculator.tensors
    section.paint.setChecked(True)
    painted = []
    for _ in range(2):
        page.grids.view.cell_clicked.emit(TARGET_OUTPUT, 0, 1, 2)
        recipe = store.document.calculator.tensors[TARGET_OUTPUT]
        assert isinstance(recipe, Numbers)
        painted.append(recipe.cells[5])
    assert painted == [1.0, 0.0]


def test_where_the_loss_goes_is_found_a_little_at_a_time(
    qtbot: QtBot, section: LearnSection, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn_section, "_SLICE_S", 0.0)  # a step, then the window has its turn
    section.look_ahead()
    expected, steps = section.curve.losses, store.document.calculator.lesson.steps
    section.curve.show_losses(())
    turns: list[bool] = []
    beats = QTimer(section, interval=0)
    beats.timeout.connect(lambda: turns.append(bool(section.curve.losses)))
    beats.start()
    section.showEvent(QShowEvent())
    qtbot.waitUntil(lambda: section.curve.losses == expected)
    assert turns.count(False) >= steps


def test_nobody_looks_ahead_in_another_view(
    qtbot: QtBot, shared_calculator: SharedCalculator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn_section, "_SLICE_S", 0.0)
    page = shared_calculator.shown(qtbot, FIRST)
    page.stepper.presenter.choose_view("learn")
    section = page.side.learning
    section._seen = [[]]  # none of a test before
    section.curve.show_losses(())
    qtbot.waitUntil(lambda: bool(section._seen[0]))
    page.stepper.presenter.choose_view("grids")
    seen = len(section._seen[0])
    for _ in range(5):
        QApplication.processEvents()
    assert len(section._seen[0]) == seen
    page.stepper.presenter.choose_view("learn")
    qtbot.waitUntil(lambda: bool(section.curve.losses))


def test_other_losses_have_their_own_slope(store: DocumentStore, section: LearnSection) -> None:
    section.loss.value_changed.emit(L1Loss)
    assert store.document.calculator.lesson.loss == L1Loss()
    section.look_ahead()
    assert section.course.text() == "It falls."


@pytest.mark.parametrize(
    ("key", "words"),
    [("learn_edges", "It falls."), ("learn_too_fast", "lr"), ("learn_by_momentum", "swings")],
)
def test_presets_open_in_the_view(
    page: CalculatorPage, section: LearnSection, key: str, words: str
) -> None:
    page.stepper.presenter.choose_view("grids")
    page.call_bar.preset_chosen.emit(next(p for p in presets() if p.key == key))
    assert page.views.shown == "learn"
    section.look_ahead()
    assert words in section.course.text()
    section.step_often.click()
    learned = section.curve.losses[-1]
    assert (learned < 1e-4) == (key == "learn_edges")


def test_few_outputs_cannot_tell_all_weights(page: CalculatorPage, section: LearnSection) -> None:
    assert "9 outputs cannot tell 10 weights" in section.few.text()
    page.presenter.edits.shape((1, 8, 8))
    assert not section.few.text()
